"""What changed between two versions, and what becomes of answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.carry_over import Fate, Levels, Outcome, fate_of
from assessments.comparison import Change, Comparison, compare, pairs
from assessments.pairing import rising
from assessments.spec import (
    TEAM,
    ChoiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    RiskRuleSpec,
    SectionSpec,
)
from assessments.word_diff import Piece, word_diff

A = ChoiceSpec("a", "Alarms are set")
B = ChoiceSpec("b", "Alarms are tried out")
ALARMS = QuestionSpec(
    "alarms",
    "How do you watch your queues?",
    (TEAM.key,),
    kind="multiple",
    choices=(A, B),
    rules=(RiskRuleSpec("a && b", "none"), RiskRuleSpec("default", "high")),
)
DRAIN = QuestionSpec("drain", "Do queues drain by morning?", (TEAM.key,))
WATCH = SectionSpec("pillar", "watch", "Watching", questions=(ALARMS, DRAIN))
CARE = SectionSpec("pillar", "care", "Caring", guidance="Look after what runs at night.")


def framework(*sections: SectionSpec, **facts: object) -> FrameworkSpec:
    made = FrameworkSpec("queues", "Queues", roles=(TEAM,), sections=sections)
    return replace(made, **facts)  # type: ignore[arg-type]  # the caller names known facts


BEFORE = framework(WATCH, CARE)


def with_questions(*questions: QuestionSpec) -> FrameworkSpec:
    return framework(replace(WATCH, questions=questions), CARE)


def question(comparison: Comparison, key: str) -> tuple[Change, list[str]]:
    found = next(one for one in comparison.questions if one.part.key == key)
    return found.change, [field.name for field in found.fields]


def test_a_version_compared_with_itself_is_the_same() -> None:
    found = compare(BEFORE, BEFORE)
    assert found.same
    assert found.counts()["questions"] == {Change.SAME: 2}


def test_new_changed_gone_and_moved_parts_are_told_apart() -> None:
    after = framework(
        replace(WATCH, questions=(replace(ALARMS, help="Think of nights."),)),
        replace(CARE, questions=(DRAIN, replace(DRAIN, key="fill", text="Do they fill up?"))),
    )
    found = compare(BEFORE, after)
    assert question(found, "alarms") == (Change.CHANGED, ["help"])
    assert question(found, "fill") == (Change.NEW, [])
    moved = next(one for one in found.questions if one.part.key == "drain")
    assert (moved.change, moved.moved_from) == (Change.MOVED, "from “Watching”")
    gone = compare(after, BEFORE)
    assert question(gone, "fill") == (Change.GONE, [])


def test_a_question_that_only_gave_way_to_another_did_not_move() -> None:
    found = compare(BEFORE, with_questions(DRAIN, ALARMS))
    changes = sorted(one.change for one in found.questions)
    assert changes == [Change.MOVED, Change.SAME]


def test_parts_are_known_by_their_own_format_where_the_key_changed() -> None:
    old = with_questions(replace(DRAIN, source_id="urn:1", ref="Q-1"))
    new = with_questions(replace(DRAIN, key="drained", source_id="urn:2", ref="Q-1"))
    assert pairs(old, new) == {"drain": "drained"}
    assert question(compare(old, new), "drained") == (Change.SAME, [])


def test_two_parts_of_one_reference_are_not_mistaken_for_each_other() -> None:
    old = with_questions(replace(DRAIN, ref="Q"), replace(ALARMS, ref="Q"))
    new = with_questions(replace(DRAIN, key="x", ref="Q"), replace(ALARMS, key="y", ref="Q"))
    assert pairs(old, new) == {}


def test_choices_are_compared_within_their_question() -> None:
    third = ChoiceSpec("c", "Somebody is called")
    after = with_questions(replace(ALARMS, choices=(replace(B, text="Alarms ring"), third)), DRAIN)
    found = next(one for one in compare(BEFORE, after).questions if one.part.key == "alarms")
    assert {one.part.key: one.change for one in found.choices} == {
        "a": Change.GONE,
        "b": Change.CHANGED,
        "c": Change.NEW,
    }
    assert found.change is Change.CHANGED


def test_facts_of_the_framework_are_compared() -> None:
    levels = (LevelSpec(0, "No"), LevelSpec(1, "Yes"))
    found = compare(BEFORE, framework(WATCH, CARE, title="All queues", levels=levels))
    assert [field.name for field in found.facts] == ["name", "scale"]
    assert not found.same


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_word_diff_holds_both_texts(before: str, after: str) -> None:
    runs = word_diff(before, after)
    assert "".join(run.text for run in runs if run.piece is not Piece.NEW) == before
    assert "".join(run.text for run in runs if run.piece is not Piece.GONE) == after


def test_a_word_diff_shows_the_words_that_changed() -> None:
    runs = word_diff("Queues drain by morning.", "Queues drain by noon.")
    assert [(run.piece, run.text) for run in runs] == [
        (Piece.SAME, "Queues drain by "),
        (Piece.GONE, "morning."),
        (Piece.NEW, "noon."),
    ]
    runs = word_diff("Do queues fill up?", "Do they drain well?")
    assert [run.text for run in runs] == ["Do ", "queues fill up?", "they drain well?"]


@given(st.permutations(range(8)))
def test_what_kept_its_order_rises_and_could_not_be_longer(order: list[int]) -> None:
    kept = [int(key) for key in rising([(place, str(place)) for place in order])]
    assert sorted(kept) == sorted(set(kept))
    assert kept == sorted(kept, reverse=True) or kept == sorted(kept)
    longest = [1] * len(order)
    for at, place in enumerate(order):
        longest[at] = max([longest[b] + 1 for b in range(at) if order[b] < place], default=1)
    assert len(kept) == max(longest)


TICKED = ({"choice": "a", "state": "ticked", "note": "Since May."},)


def fate(
    old: QuestionSpec,
    new: QuestionSpec | None,
    *,
    value: int | None = None,
    picks: tuple[dict[str, str], ...] = (),
    roles: tuple[str, ...] = (TEAM.key,),
    scales: tuple[dict[int, str], dict[int, str]] | None = None,
) -> Outcome:
    before, after = scales or ({0: "No", 1: "Yes"}, {0: "No", 1: "Yes"})
    return fate_of(
        old,
        new,
        value=value,
        picks=picks,
        roles=roles,
        role=TEAM.key,
        levels=Levels(before, after),
    )


def test_an_answer_to_the_same_question_carries_over() -> None:
    other_help = replace(DRAIN, help="Look at eight.", weight=2, ref="Q-1")
    assert fate(DRAIN, other_help, value=1) == Outcome(Fate.CARRIES)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (DRAIN, replace(DRAIN, text="Are they empty?"), "Its question changed."),
        (
            ALARMS,
            replace(ALARMS, rules=(RiskRuleSpec("a", "none"),)),
            "Its risk rules changed.",
        ),
        (ALARMS, replace(ALARMS, choices=(A, B, ChoiceSpec("c", "C"))), "One choice is new."),
        (ALARMS, replace(ALARMS, choices=(A,)), "One choice is gone."),
        (ALARMS, replace(ALARMS, choices=(replace(A, text="All"), B)), "One choice changed."),
    ],
)
def test_an_answer_to_a_changed_question_needs_confirming(
    old: QuestionSpec, new: QuestionSpec, why: str
) -> None:
    picks = TICKED if old.choices else ()
    assert fate(old, new, value=1 if not picks else None, picks=picks) == Outcome(
        Fate.CONFIRM, why, picks
    )


def test_ticks_survive_where_their_choice_does() -> None:
    both = (*TICKED, {"choice": "b", "state": "ticked", "note": ""})
    found = fate(ALARMS, replace(ALARMS, choices=(A,)), picks=both)
    assert found.picks == TICKED


@pytest.mark.parametrize(
    ("new", "why"),
    [
        (None, "The question is gone."),
        (replace(ALARMS, kind="single"), "The question is answered in another way now."),
        (replace(ALARMS, choices=(B,)), "No choice that was ticked is there any more."),
    ],
)
def test_an_answer_without_a_place_is_left_behind(new: QuestionSpec | None, why: str) -> None:
    assert fate(ALARMS, new, picks=TICKED) == Outcome(Fate.LEFT, why)


def test_an_answer_of_a_role_that_is_not_asked_any_more_is_left_behind() -> None:
    assert fate(DRAIN, DRAIN, value=1, roles=("lead",)).fate is Fate.LEFT


def test_a_level_that_the_scale_lost_is_left_and_one_it_renamed_confirmed() -> None:
    longer, renamed = {0: "No", 1: "Yes", 2: "Always"}, {0: "Never", 1: "Yes"}
    shorter = {0: "No", 1: "Yes"}
    assert fate(DRAIN, DRAIN, value=2, scales=(longer, shorter)).fate is Fate.LEFT
    found = fate(DRAIN, DRAIN, value=1, scales=(shorter, renamed))
    assert found == Outcome(Fate.CONFIRM, "The scale changed.")
