"""What a library asks about its requirements: scale, implementation groups, own questions."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.importers import Read
from assessments.spec import DEFAULT_LEVELS, GroupSpec
from tests.assessments.importers.ciso_library import (
    LIBRARY,
    asked,
    choice,
    node,
    questions,
    read,
    warnings,
    with_nodes,
)


def scored(**fields: Any) -> Read:
    return read(with_nodes(node("a"), **fields))


def named(*scores: int) -> list[dict[str, Any]]:
    return [{"score": score, "name": f"N{score}"} for score in scores]


@pytest.mark.parametrize(
    ("fields", "levels"),
    [
        ({"min_score": 1, "max_score": 3, "scores_definition": named(1, 2, 3)},
         "1 N1, 2 N2, 3 N3"),
        ({"min_score": 1, "max_score": 3, "scores_definition": named(0, 1, 3)},
         "1 N1, 2 Level 2, 3 N3"),
        ({"min_score": 0, "max_score": 3}, "0 Level 0, 1 Level 1, 2 Level 2, 3 Level 3"),
        ({"scores_definition": named(0, 1)}, "0 N0, 1 N1"),
        ({"min_score": 0, "max_score": 100, "scores_definition": named(0, 50, 100)},
         "0 N0, 50 N50, 100 N100"),
        ({"min_score": 0, "max_score": 1, "scores_definition": {"scale": named(0, 1)}},
         "0 N0, 1 N1"),
    ],
)  # fmt: skip
def test_the_scale_is_that_of_the_library(fields: dict[str, Any], levels: str) -> None:
    found = scored(**fields).spec.levels
    assert ", ".join(f"{level.value} {level.name}" for level in found) == levels


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({}, "The library has no scale."),
        ({"min_score": 0, "max_score": 100}, "The scale from 0 to 100 names no levels."),
        ({"min_score": 0, "max_score": 5}, "The scale from 0 to 5 names no levels."),
        ({"min_score": -2, "max_score": 2, "scores_definition": named(1)},
         "The scale from -2 to 2 names no levels."),
        ({"min_score": 3, "max_score": 3}, "The scale from 3 to 3 names no levels."),
        ({"min_score": 0, "max_score": 50, "scores_definition": named(*range(12))},
         "The scale from 0 to 50 names no levels."),
        ({"scores_definition": {"alternatives": {"binary": named(0, 1)}}},
         "The library has no scale."),
    ],
)  # fmt: skip
def test_without_a_scale_that_can_be_levels_ours_is_taken(
    fields: dict[str, Any], warning: str
) -> None:
    found = scored(**fields)
    assert found.spec.levels == DEFAULT_LEVELS
    taken = "Plumbline's own levels, Absent to Optimizing, were taken."
    assert warnings(found) == [f"{warning} {taken}"]


def test_scores_beyond_the_scale_and_without_a_name_are_warnings() -> None:
    found = scored(min_score=1, max_score=3, scores_definition=[*named(0, 1), {"score": 2}])
    assert warnings(found) == [
        "Scores beyond the scale from 1 to 3 are described and were left out.",
        "Not every score of the scale has a name; those without are called by number.",
    ]


def test_a_requirement_on_another_scale_is_asked_with_its_names() -> None:
    definition = {"scale": named(0, 1, 2), "alternatives": {"two": named(2, 4), "one": named(1)}}
    nodes = [
        node("a", scores_definition_ref="two", min_score=2, max_score=4),
        node("b", scores_definition_ref="one", max_score=7),
    ]
    found = read(with_nodes(*nodes, scores_definition=definition))
    other, common = questions(found)
    assert (other.kind, common.kind, common.choices) == ("single", "level", ())
    assert [(one.key, one.text, one.score) for one in other.choices] == [
        ("score-2", "N2", 0.0),
        ("score-4", "N4", 1.0),
    ]
    assert warnings(found) == [
        "A requirement has a scale of its own; it is asked on the common one."
    ]


def test_groups_are_those_of_the_library_and_one_for_the_rest() -> None:
    spec = read(LIBRARY).spec
    assert spec.groups == (
        GroupSpec("small", "Small harbours", "Up to ten boats.", default=True),
        GroupSpec("grosser-hafen", "Large harbours"),
        GroupSpec(
            "in-no-group",
            "In no group",
            "What is in no group. CISO Assistant leaves it out once groups are chosen.",
        ),
    )
    assert [asked.groups for asked in spec.questions()] == [
        ("small", "grosser-hafen"),
        ("in-no-group",),
        ("in-no-group",),
        ("in-no-group",),
        ("small",),
    ]


def test_groups_written_otherwise_are_known_and_others_are_left_out() -> None:
    defined = [{"ref_id": "P1", "name": 1}, {"ref_id": "Existing"}, {"ref_id": "P1"}]
    nodes = [
        node("a", implementation_groups=["p1; existing"]),
        node("b", implementation_groups=["P2"]),
        node("c", implementation_groups=["P1", ""]),
    ]
    found = read(with_nodes(*nodes, implementation_groups_definition=defined))
    assert [group.name for group in found.spec.groups] == ["1", "Existing", "In no group"]
    assert [asked.groups for asked in questions(found)] == [
        ("P1", "Existing"),
        ("in-no-group",),
        ("P1",),
    ]
    assert warnings(found)[:2] != warnings(found)[2:]
    assert "A group is named here that is defined nowhere; it was left out." in warnings(found)


def test_without_defined_groups_there_are_none() -> None:
    found = read(with_nodes(node("a", implementation_groups=["x"])))
    assert not found.spec.groups
    assert not questions(found)[0].groups


def test_points_are_shares_of_the_most_and_weigh_what_they_give() -> None:
    found = asked(
        {"type": "unique_choice", "text": "How **heavy**?", "choices": [
            choice("light", add_score=-1), choice("fair", add_score=5),
            choice("good", add_score=20), choice("none", compute_result="not_applicable"),
            choice("odd")]},
        {"type": "multiple_choice", "text": "Which?", "weight": 2, "choices": [
            choice("iron", add_score=5, description="Rusts.\nSinks."),
            choice("stone", add_score=2)]},
        {"type": "text", "text": "Why?", "annotation": "In short."},
        weight=2,
    )  # fmt: skip
    (section,) = found.spec.sections
    assert (section.kind, section.title) == ("requirement", "Anchor")
    one, many, why = section.questions
    assert (one.key, one.text, one.kind, one.ref) == ("a-question-1", "How heavy?", "single", "A")
    assert one.source_id == "urn:us:risk:req_node:harbour-2.0:a:question:1"
    assert [(c.key, c.text, c.score) for c in one.choices] == [
        ("choice-light", "light", 0.0),
        ("choice-fair", "fair", 0.25),
        ("choice-good", "good", 1.0),
        ("choice-none", "none", None),
        ("choice-odd", "odd", 0.0),
    ]
    assert [(c.text, c.score, c.description) for c in many.choices] == [
        ("iron", 1.0, "Rusts.  \nSinks."),
        ("stone", 0.4, ""),
    ]
    assert many.kind == "multiple"
    assert (why.kind, why.help) == ("text", "In short.")
    assert one.weight == pytest.approx(2 * 20 / 15, abs=1e-5)
    assert many.weight == pytest.approx(2 * 10 / 15, abs=1e-5)
    assert why.weight == 2


def test_without_points_the_result_of_a_choice_is_its_score() -> None:
    results = ["compliant", "true", "partially_compliant", "non_compliant", "not_applicable", "?"]
    choices = [choice(result, compute_result=result, add_score=0) for result in results]
    found = asked({"type": "unique_choice", "text": "So?", "choices": choices})
    (question,) = questions(found)
    assert [one.score for one in question.choices] == [1.0, 1.0, 0.5, 0.0, None, None]
    assert question.help == "**A Anchor**"
    assert found.spec.sections[0].kind == "section"


def test_where_no_choice_scores_the_level_is_asked_as_well() -> None:
    yes_no = {"type": "unique_choice", "text": "Is it?", "choices": [choice("Yes"), choice("No")]}
    level, own = questions(asked(yes_no))
    assert (level.key, level.kind, level.text) == ("a", "level", "Anchor")
    assert [one.score for one in own.choices] == [None, None]
    (only,) = questions(
        read(with_nodes(node("a", assessable=False, questions=[yes_no]), node("b")))
    )[:1]
    assert only.kind == "single"


def test_a_requirement_that_says_nothing_is_asked_in_the_words_of_its_question() -> None:
    only = {"type": "text", "text": "Who keeps it?"}
    level, own = questions(read(with_nodes(node("a", questions=[only]))))
    assert (level.text, own.text, own.key) == ("Who keeps it?", "Who keeps it?", "a")


ALWAYS_ASKED = (
    "A question is asked only after certain answers in CISO Assistant; here it is always asked."
)
BRINGS_IN = (
    "A choice brings in implementation groups in CISO Assistant; "
    "here they are chosen for the assessment."
)


@pytest.mark.parametrize(
    ("written_as", "kind", "warning"),
    [
        ({"type": "text"}, "text", None),
        ({"type": "date"}, "text", None),
        ({"type": "number"}, "number", None),
        ({"type": "boolean"}, "single", None),
        ({"type": "unique_choice"}, "text",
         "A question lets one choose but has no choices; it is answered in words."),
        ({"type": "slider"}, "text",
         "A question is of a kind that is not known; it is answered in words."),
        ({"type": "text", "depends_on": {"question": "x"}}, "text",
         ALWAYS_ASKED),
        ({"type": "unique_choice", "choices": [choice("a", select_implementation_groups=["g"])]},
         "single", BRINGS_IN),
        ({"type": "text", "weight": 0}, "text", "A weight is at least 1; 1 was taken."),
    ],
)  # fmt: skip
def test_every_kind_of_question_has_one_of_ours(
    written_as: dict[str, Any], kind: str, warning: str | None
) -> None:
    found = asked(written_as)
    question = questions(found)[1]
    assert (question.kind, question.text) == (kind, "Anchor")
    said = [one for one in warnings(found) if "scale" not in one]
    assert said == ([warning] if warning else [])
    assert (question.help == "A date is asked for.") is (written_as["type"] == "date")
    if written_as["type"] == "boolean":
        assert [(one.text, one.score) for one in question.choices] == [("Yes", None), ("No", None)]
