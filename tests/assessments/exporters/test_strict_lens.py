"""Frameworks of other formats as custom lenses: everything is made to fit what AWS takes."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from assessments import importers
from assessments.exporters import ExportRefused
from assessments.exporters.aws_lens import AwsLens
from assessments.exporters.lens.conditions import fitted
from assessments.spec import (
    TEAM,
    BandSpec,
    ChoiceSpec,
    ExpectedEvidenceSpec,
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)
from tests.assessments.exporters.lens_grammar import check_lens, holds
from tests.assessments.exporters.specs import frameworks, rules
from tests.assessments.importers.pages import MARKDOWN
from tests.depth import examples

LENS = AwsLens()


def framework(*questions: QuestionSpec, **more: Any) -> FrameworkSpec:
    """A framework of another format with one section."""
    section = SectionSpec(kind="practice", key="backups", title="Backups", questions=questions)
    given: dict[str, Any] = {"roles": (TEAM,), "sections": (section,), **more}
    return FrameworkSpec(key="backups", title="Backups", **given)


def question(kind: str, **more: Any) -> QuestionSpec:
    return QuestionSpec(key="restored", text="Restored?", roles=("team",), kind=kind, **more)


def only_question(spec: FrameworkSpec) -> dict[str, Any]:
    """The one question of the strict export, which AWS takes."""
    lens = check_lens(LENS.write(spec).data)
    (pillar,) = lens["pillars"]
    (asked,) = pillar["questions"]
    return dict(asked)


def messages(spec: FrameworkSpec) -> list[str]:
    return [str(change) for change in LENS.fits(spec)]


def rules_of(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(rule["condition"], rule["risk"]) for rule in asked["riskRules"]]


def test_a_practice_page_becomes_a_lens() -> None:
    spec = importers.read(MARKDOWN.encode(), "page.md")[1].spec
    asked = only_question(spec)
    assert asked["id"] == "restored"
    assert [choice["title"] for choice in asked["choices"]] == [
        "Initial (level 1) is reached",
        "Repeatable (level 2) is reached",
        "Defined (level 3) is reached",
        "Measured (level 4) is reached",
        "Optimizing (level 5) is reached",
        "None of these: Absent",
    ]
    assert asked["choices"][0]["improvementPlan"] == {"displayText": "Once."}
    assert asked["choices"][5] == {
        "id": "level_no",
        "title": "None of these: Absent",
        "helpfulResource": {"displayText": "Never."},
    }
    assert rules_of(asked) == [
        ("level_4 || level_5", "NO_RISK"),
        ("level_2 || level_3", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]
    said = messages(spec)
    assert "Left out, since a lens has no place for it: responsibilities (1)." in said
    assert any("A level is asked by choices" in message for message in said)


def test_strict_or_not_a_framework_of_another_format_is_made_to_fit() -> None:
    spec = framework(question("boolean"))
    assert LENS.write(spec) == LENS.write(spec, strict=True)
    assert LENS.write(spec).changes == LENS.fits(spec)


def test_yes_or_no_is_a_choice_to_tick() -> None:
    asked = only_question(framework(question("boolean")))
    assert [choice["id"] for choice in asked["choices"]] == ["yes", "answer_no"]
    assert rules_of(asked) == [("yes", "NO_RISK"), ("default", "HIGH_RISK")]


def test_one_of_several_choices_gives_the_risk_of_its_score() -> None:
    choices = (
        ChoiceSpec("all", "All", score=1.0),
        ChoiceSpec("most", "Most", score=0.5),
        ChoiceSpec("few", "Few", score=0.1),
    )
    asked = only_question(framework(question("single", choices=choices)))
    assert rules_of(asked) == [
        ("all", "NO_RISK"),
        ("most", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]


def test_choices_without_scores_are_a_survey() -> None:
    choices = (ChoiceSpec("red", "Red"), ChoiceSpec("blue", "Blue"))
    asked = only_question(framework(question("single", choices=choices)))
    assert rules_of(asked) == [("default", "NO_RISK")]


def test_choices_without_rules_are_all_good_to_have() -> None:
    choices = (
        ChoiceSpec("one", "One"),
        ChoiceSpec("two", "Two"),
        ChoiceSpec("x_no", "No", none_of_these=True),
    )
    asked = only_question(framework(question("multiple", choices=choices)))
    assert rules_of(asked) == [
        ("one && two", "NO_RISK"),
        ("one || two", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]


def test_a_number_is_asked_by_its_bands() -> None:
    bands = (BandSpec(None, 0.0), BandSpec(5.0, 0.5), BandSpec(30.5, 1.0))
    asked = only_question(framework(question("number", bands=bands, unit="days")))
    assert [choice["title"] for choice in asked["choices"]] == [
        "Below 5 days",
        "5 up to below 30.5 days",
        "30.5 or more days",
    ]
    assert rules_of(asked) == [
        ("band_3", "NO_RISK"),
        ("band_2", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]


def test_a_text_cannot_be_asked_and_is_left_out() -> None:
    spec = framework(question("boolean"), replace(question("text"), key="why"))
    assert only_question(spec)["id"] == "restored"
    assert (
        "backups/why: A lens cannot ask this: a question of the kind “text”. It is left out."
        in messages(spec)
    )


@pytest.mark.parametrize("kind", ["text", "single", "multiple", "number"])
def test_a_framework_that_can_ask_nothing_is_refused(kind: str) -> None:
    with pytest.raises(ExportRefused, match="no question here can be asked"):
        LENS.write(framework(question(kind)))


def test_long_words_are_cut_and_stand_whole_where_there_is_room() -> None:
    long = "How " + "very " * 40 + "long?"
    choices = (ChoiceSpec("one", long, help=(ResourceSpec("Help."),)),)
    asked = only_question(
        framework(replace(question("multiple", choices=choices), text=long, help="**Help.**"))
    )
    assert len(asked["title"]) <= 128
    assert asked["title"].endswith("very...")
    assert asked["description"] == f"{long}\n\nHelp."
    (choice,) = asked["choices"]
    assert choice["helpfulResource"] == {"displayText": long}
    assert choice["improvementPlan"] == {"displayText": long}
    assert choice["additionalResources"] == [
        {"type": "HELPFUL_RESOURCE", "content": [{"displayText": "Help."}]}
    ]


def test_what_it_is_called_in_print_stands_before_the_question() -> None:
    asked = only_question(framework(replace(question("boolean"), ref="GV.OC-01")))
    assert asked["title"] == "GV.OC-01: Restored?"


def test_more_than_a_question_can_hold_is_left_out_and_said() -> None:
    resources = tuple(ResourceSpec(f"Text {at}.") for at in range(9))
    choices = tuple(
        ChoiceSpec(f"choice_{at}", f"Choice {at}", improvement=resources) for at in range(20)
    )
    rule = RiskRuleSpec("choice_0 && choice_19", "none")
    spec = framework(
        question(
            "multiple",
            choices=(*choices, ChoiceSpec("rest", "None of these", none_of_these=True)),
            rules=(rule, RiskRuleSpec("default", "high"), RiskRuleSpec("choice_1", "medium")),
            resources=resources,
        )
    )
    asked = only_question(spec)
    assert [choice["id"] for choice in asked["choices"]][-2:] == ["choice_13", "rest_no"]
    assert rules_of(asked) == [("default", "HIGH_RISK")]
    said = " ".join(messages(spec))
    for words in (
        "It has 6 choices more than AWS takes",
        "Rule 1 is left out: its condition cannot be read, or names a choice",
        "The rules after the default rule are left out",
        "A question has one resource; 8 are left out.",
        "It has 3 resources more than AWS takes",
        "The choice “rest” is called rest_no.",
    ):
        assert words in said


def test_the_tree_becomes_ten_pillars_of_twenty_questions() -> None:
    def section(at: int, size: int) -> SectionSpec:
        asked = tuple(replace(question("boolean"), key=f"q{at}-{n}") for n in range(size))
        deep = SectionSpec(kind="practice", key=f"deep{at}", title="Deep", questions=asked)
        return SectionSpec(kind="function", key=f"top{at}", title=f"Top {at}", children=(deep,))

    sizes = [25, 1, 1, *[15] * 8, 3]
    spec = framework(sections=tuple(section(at, size) for at, size in enumerate(sizes)))
    lens = check_lens(LENS.write(spec).data)
    assert [(pillar["name"], len(pillar["questions"])) for pillar in lens["pillars"]] == [
        ("Top 0", 20),
        ("Top 0 (2), Top 1, Top 2", 7),
        *[(f"Top {at}", 15) for at in range(3, 10)],
        ("Top 10, Top 11", 18),
    ]
    said = messages(spec)
    assert "deep0: Its questions are asked in the pillar “Top 0”." in said
    assert "top0: It has 25 questions and is split; a pillar has 20 at most." in said
    assert "top11: It is joined with the pillar “Top 10”." in said


def test_pillars_without_room_are_left_out() -> None:
    asked = tuple(replace(question("boolean"), key=f"q{at}") for at in range(20))
    sections = tuple(
        SectionSpec(
            kind="pillar",
            key=f"top{at}",
            title=f"Top {at}",
            questions=tuple(replace(one, key=f"{one.key}-{at}") for one in asked),
        )
        for at in range(12)
    )
    spec = framework(sections=sections)
    assert len(check_lens(LENS.write(spec).data)["pillars"]) == 10
    assert "top11: A lens has 10 pillars at most; 20 questions are left out." in messages(spec)


def test_a_lens_that_is_too_long_loses_the_least_useful_first() -> None:
    plan = (ResourceSpec("Plan. " * 300),) * 3
    choices = tuple(
        ChoiceSpec(f"choice_{at}", f"Choice {at}", help=plan, improvement=plan) for at in range(15)
    )
    asked = tuple(
        replace(question("multiple", choices=choices), key=f"q{at}", help="Help. " * 300)
        for at in range(120)
    )
    spec = framework(*asked)
    lens = check_lens(LENS.write(spec).data)
    said = [message for message in messages(spec) if "500,000 characters" in message]
    assert len(said) == 4
    assert said[3].startswith("The lens has over 500,000 characters: its last ")
    assert sum(len(pillar["questions"]) for pillar in lens["pillars"]) > 50


def test_what_a_lens_has_no_place_for_is_said_once() -> None:
    section = SectionSpec(
        kind="practice",
        key="backups",
        title="Backups",
        guidance="Make them.",
        weight=2.0,
        questions=(question("boolean"),),
        expected_evidence=(ExpectedEvidenceSpec("plan", "Plan", "guide"),),
    )
    spec = framework(
        sections=(section,),
        roles=(RoleSpec("dba", "DBA"), RoleSpec("lead", "Lead")),
        groups=(GroupSpec("g1", "Group 1"),),
        publisher="Us",
        licence="CC BY 4.0",
        attribution="Made by us.",
        roll_up="gated",
    )
    place = "Left out, since a lens has no place for it:"
    assert messages(spec)[:6] == [
        f"{place} guidance of sections (1).",
        f"{place} expected evidence (1).",
        f"{place} weights (1).",
        f"{place} implementation groups (1).",
        f"{place} roles (2).",
        f"{place} roll-up gated.",
    ]
    lens = check_lens(LENS.write(spec).data)
    assert lens["description"] == ("Backups\n\nVersion 1.0. By Us. Licence: CC BY 4.0. Made by us.")


def test_a_scale_of_any_length_has_choices_enough() -> None:
    levels = tuple(LevelSpec(at, f"Step {at}") for at in range(101))
    asked = only_question(framework(question("level"), levels=levels))
    assert len(asked["choices"]) == 15
    assert asked["choices"][13]["title"] == "Step 100 (level 100) is reached"
    one = only_question(framework(question("level"), levels=levels[:1]))
    assert [choice["id"] for choice in one["choices"]] == ["level_1"]


# Not shrunk: a failure shows its framework at once, and shrinking one takes many minutes.
@settings(max_examples=examples(10), phases=[Phase.reuse, Phase.generate])
@given(frameworks())
def test_any_framework_becomes_a_lens_that_aws_takes(spec: FrameworkSpec) -> None:
    try:
        written = LENS.write(spec)
    except ExportRefused:
        assert all(one.kind not in {"level", "boolean"} for one in spec.questions())
        return
    check_lens(written.data)
    assert all(change.message for change in written.changes)
    assert LENS.write(spec) == written
    # What was written is a lens of its own, and fits without another word.
    again = importers.read(written.data, "lens.json")[1].spec
    assert json.loads(LENS.write(again).data) == json.loads(written.data)
    assert LENS.fits(again) == ()


IDS = ["aaa", "bbb", "ccc"]


@settings(max_examples=examples(100))
@given(rules(IDS))
def test_fitted_rules_give_the_same_risk_to_every_answer(
    given_rules: tuple[RiskRuleSpec, ...],
) -> None:
    readable = [
        rule
        for rule in given_rules
        if rule.condition.strip() == "default" or fitted([rule], {one: one for one in IDS})[0]
    ]
    made, said = fitted(given_rules, {one: one for one in IDS})
    for size in range(len(IDS) + 1):
        for ticked in itertools.combinations(IDS, size):
            assert risk(made, set(ticked)) == risk(readable, set(ticked))
    assert len(made) == len(readable) or said


def risk(of: Any, ticked: set[str]) -> str:
    """The risk of the first rule that holds."""
    for rule in of:
        if rule.condition.strip() == "default" or holds(rule.condition, ticked):
            return str(rule.risk)
    return "unknown"


def test_ids_are_called_otherwise_in_conditions_too() -> None:
    given_rules = [RiskRuleSpec("!(a-b)&&( c||a-b )", "none"), RiskRuleSpec("default", "high")]
    made, said = fitted(given_rules, {"a-b": "a_b", "c": "choice_c"})
    assert [rule.condition for rule in made] == ["!a_b && (choice_c || a_b)", "default"]
    assert said == []
