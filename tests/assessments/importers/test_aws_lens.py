"""Custom lenses in: what becomes of each part, every oddity, every way to be refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from assessments import importers
from assessments.importers import ImportRefused, Problem
from assessments.importers.aws_lens import MAX_BYTES, AwsLens
from assessments.spec import TEAM, ChoiceSpec, ResourceSpec, RiskRuleSpec
from tests.assessments.importers.promises import check_promises
from tests.assessments.lenses import (
    BROKEN,
    CHOICE,
    GOOD,
    ODD,
    PUBLIC,
    QUESTION,
    as_bytes,
    changed,
    public,
    read,
)


def refused(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(ImportRefused) as found:
        importers.read(data, "lens.json")
    return found.value.problems


def said(lens: dict[str, Any]) -> dict[str, str]:
    """The warnings by their places."""
    return {warning.path: warning.message for warning in read(lens).warnings}


def test_a_lens_is_a_framework_that_its_team_answers() -> None:
    found, result = importers.read(as_bytes(GOOD), "queues.json")
    spec = result.spec
    assert found == "aws-custom-lens"
    assert (spec.key, spec.title) == ("queues-in-good-order", "Queues in good order")
    assert (spec.version, spec.reading, spec.roles) == ("", "aws", (TEAM,))
    assert (spec.publisher, spec.licence) == ("", "")
    assert spec.extra == {"aws-custom-lens": {}}
    assert result.warnings == ()


def test_a_pillar_is_a_section_and_its_questions_are_ticked() -> None:
    (section,) = read(GOOD).spec.sections
    (question,) = section.questions
    assert (section.kind, section.key, section.source_id) == (
        "pillar",
        "reliability",
        "reliability",
    )
    assert (question.key, question.source_id, question.kind) == (
        "queues_q1",
        "queues_q1",
        "multiple",
    )
    assert question.text == "How do you keep a queue from growing?"
    assert question.help == "A queue that grows hides a fault."
    assert question.roles == (TEAM.key,)
    assert (question.weight, question.groups) == (1.0, ())
    assert question.resources == (ResourceSpec("On queues.", "https://example.org/queues"),)
    assert question.extra == {}


def test_choices_and_rules_keep_their_ids_and_words() -> None:
    (question,) = read(GOOD).spec.questions()
    assert question.choices[0] == ChoiceSpec(
        key="age_alarm",
        text="An alarm watches the age of the oldest message",
        help=(ResourceSpec("Age says more than length."), ResourceSpec("More on age.")),
        improvement=(
            ResourceSpec("Set the alarm.", "https://example.org/alarm"),
            ResourceSpec("Try the alarm once a month."),
        ),
    )
    assert [choice.none_of_these for choice in question.choices] == [False, False, True]
    assert question.rules == (
        RiskRuleSpec("age_alarm && dead_letters", "none"),
        RiskRuleSpec("age_alarm || dead_letters", "medium"),
        RiskRuleSpec("default", "high"),
    )


def test_an_odd_lens_is_read_with_what_is_odd_about_it() -> None:
    result = read(ODD)
    check_promises(result.spec)
    assert [section.key for section in result.spec.sections] == ["ops", "ops-2", "a-pillar"]
    assert [question.key for question in result.spec.questions()] == [
        "ops_q1",
        "ops-ops_q1",
        "a-survey",
    ]
    assert (result.spec.version, result.spec.licence) == ("0.3", "CC-BY-4.0")
    assert result.spec.description == "Of oddities. All of them."
    assert result.spec.sections[0].guidance == "Pillars have none."
    assert all(warning.path or warning.message for warning in result.warnings)


@pytest.mark.parametrize(
    ("written", "version"),
    [("0.3", "0.3"), (" 0.3\n", "0.3"), ("\x070.3", ""), ("9" * 41, ""), (3, "")],
)
def test_a_version_of_the_author_s_own_is_taken_where_it_is_a_text(
    written: Any, version: str
) -> None:
    assert read(changed("_version", to=written)).spec.version == version


def test_a_pillar_without_a_name_is_called_as_its_id_is_on_one_line() -> None:
    lens = changed("pillars", 0, "name", to=...)
    lens["pillars"][0]["id"] = "a\npillar"
    (pillar,) = read(lens).spec.sections
    assert (pillar.title, pillar.source_id) == ("a pillar", "a\npillar")


def test_odd_choices_keep_what_can_be_read_of_them() -> None:
    first = next(read(ODD).spec.questions())
    padded, relative, bare, none, twice, nameless = first.choices
    assert first.help == "First line.  \n\\- Second line.\n\n\\# Not a \\*heading\\*"
    assert first.resources == (ResourceSpec(url="https://example.org/watch"),)
    assert padded.key == "a-1"
    assert padded.help == (ResourceSpec("Ofﬁcial “words”", "https://example.org/a"),)
    assert padded.improvement == (ResourceSpec("Do it."),)
    assert relative.help == (ResourceSpec("Read."), ResourceSpec("x"))
    assert relative.improvement == (ResourceSpec("Do", "https://e.org/b"),)
    assert bare.help == (ResourceSpec("Just a text."),)
    assert none.none_of_these
    assert none.help == (ResourceSpec("Two.", "https://example.org/1"),)
    assert (twice.key, nameless.key) == ("a4x-2", "choice")
    assert [rule.condition for rule in first.rules] == [" a2x && a3x", "a2x"]
    assert [rule.risk for rule in first.rules] == ["high", "high"]


@pytest.mark.parametrize(
    ("lens", "place", "message"),
    [
        (changed("name", to="n" * 129), "name", "This has over 128 characters"),
        (changed("name", to="A  name"), "name", "Spaces or line ends"),
        (changed("name", to="Half; full"), "name", "AWS does not take these characters"),
        (changed("description", to="d" * 2049), "description", "This has over 2,048 characters"),
        (changed("description", to=...), "description", "The lens has no description"),
        (changed("schemaVersion", to="2020-01-01"), "schemaVersion", "The version of the format"),
        (changed("_version", to="1"), "_version", "A lens has no “_version” here; it was read"),
        (changed("ready", to=True), "ready", "A lens has no “ready” here; it is kept"),
        (changed(*QUESTION, "id", to="q"), "pillars[0].questions[0].id", "AWS takes 3 to 128"),
        (changed(*QUESTION, "id", to="q 1"), "pillars[0].questions[0].id", "This id cannot be"),
        (
            changed(*CHOICE, "improvementPlan", to=...),
            "pillars[0].questions[0].choices[0]",
            "This choice has no improvementPlan",
        ),
        (
            changed(*CHOICE, "additionalResources", to=...),
            "pillars",
            "No choice of this lens has additionalResources.",
        ),
        (
            changed(*CHOICE, "helpfulResource", to=[]),
            "pillars[0].questions[0].choices[0].helpfulResource",
            "This was not read",
        ),
        (
            changed(*CHOICE, "helpfulResource", "url", to=5),
            "pillars[0].questions[0].choices[0].helpfulResource.url",
            "This is no address",
        ),
        (
            changed(*QUESTION, "choices", 2, "id", to="none_here"),
            "pillars[0].questions[0].choices[2]",
            "This choice has no improvementPlan",
        ),
        (
            changed(*QUESTION, "riskRules", 2, "condition", to="queues_q1_no"),
            "pillars[0].questions[0].riskRules",
            "There is no default rule",
        ),
        (
            changed(*QUESTION, "riskRules", to=[{"condition": "default", "risk": "NO_RISK"}]),
            "pillars",
            "Every question has a default rule only",
        ),
        (
            changed(*QUESTION, "choices", to=[{"id": f"c_{n}", "title": "T"} for n in range(16)]),
            "pillars[0].questions[0].choices",
            "More than 15 stand here",
        ),
    ],
)
def test_what_is_odd_is_said_with_its_place(lens: Any, place: str, message: str) -> None:
    assert said(lens)[place].startswith(message)


@pytest.mark.parametrize(
    ("lens", "place", "message"),
    [
        (changed("name", to=...), "name", "This is missing or empty."),
        (changed("name", to="  "), "name", "This is missing or empty."),
        (changed("pillars", to=[]), "pillars", "There are no pillars here."),
        (changed("pillars", to="none"), "pillars", "A list is expected here."),
        (
            changed("pillars", 0, "questions", to=[]),
            "pillars",
            "There is no question in this lens.",
        ),
        (
            changed("pillars", 0, to=3),
            "pillars[0]",
            "An object with named fields is expected here.",
        ),
        (changed(*QUESTION, "title", to=None), "pillars[0].questions[0].title", "This is missing"),
        (changed(*QUESTION, "title", to=["a"]), "pillars[0].questions[0].title", "A text is"),
        (changed(*QUESTION, "id", to="i" * 251), "pillars[0].questions[0].id", "An id has at most"),
        (
            changed(*QUESTION, "choices", to=[]),
            "pillars[0].questions[0].choices",
            "This question has no choices.",
        ),
        (
            changed(*QUESTION, "riskRules", 0, "condition", to=True),
            "pillars[0].questions[0].riskRules[0].condition",
            "A condition is a text",
        ),
        (
            changed(*QUESTION, "riskRules", 0, "condition", to=" "),
            "pillars[0].questions[0].riskRules[0].condition",
            "This is missing or empty.",
        ),
        (
            changed(*QUESTION, "riskRules", 0, "condition", to="age_alarm\x85"),
            "pillars[0].questions[0].riskRules[0].condition",
            "There are characters here that no text has.",
        ),
        (
            changed(*QUESTION, "riskRules", 0, "condition", to="a" * 20_001),
            "pillars[0].questions[0].riskRules[0].condition",
            "A condition has at most 20,000 characters.",
        ),
        (
            changed(*QUESTION, "riskRules", 0, "risk", to="SOME_RISK"),
            "pillars[0].questions[0].riskRules[0].risk",
            "The risk is one of HIGH_RISK, MEDIUM_RISK, NO_RISK.",
        ),
        (
            changed(*QUESTION, "choices", to=[{"id": f"c_{n}", "title": "T"} for n in range(101)]),
            "pillars[0].questions[0].choices",
            "101 stand here; 100 is the most that is read.",
        ),
    ],
)
def test_what_makes_a_lens_meaningless_is_refused(lens: Any, place: str, message: str) -> None:
    problems = {problem.path: problem.message for problem in refused(as_bytes(lens))}
    assert problems[place].startswith(message)


def test_all_problems_are_told_at_once() -> None:
    lens = changed(*QUESTION, "title", to="")
    lens["pillars"][0]["questions"][0]["choices"][1]["title"] = None
    lens["pillars"][0]["questions"][0]["riskRules"][1]["risk"] = None
    assert [problem.path for problem in refused(as_bytes(lens))] == [
        "pillars[0].questions[0].title",
        "pillars[0].questions[0].choices[1].title",
        "pillars[0].questions[0].riskRules[1].risk",
    ]


def test_too_many_questions_in_all_are_refused() -> None:
    question = {"title": "Q?", "choices": [{"title": "C"}]}
    pillar = {"name": "P", "questions": [question] * 1_000}
    (problem,) = refused(as_bytes({"name": "L", "pillars": [pillar] * 3}))
    assert problem.message.startswith("The lens has 3,000 questions and 3,000 choices;")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b'{"pillars": [\n{"name": NaN}]}', 2, "NaN is not JSON."),
        (b'{"pillars": [}', 1, "This is not JSON:"),
        (b'[{"pillars": []}]', None, "A lens is an object"),
        (b'{"pillars": ' + b"[" * 100 + b"]" * 100 + b"}", None, "Things stand over 60 deep"),
        (b'{"pillars": "' + b"x" * MAX_BYTES + b'"}', None, "The file is larger than 4,194,304"),
    ],
)
def test_what_is_no_lens_at_all_is_refused(data: bytes, line: int | None, message: str) -> None:
    (problem,) = refused(data)
    assert problem.line == line
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("data", "meant"),
    [
        (as_bytes(GOOD), True),
        (b'\xef\xbb\xbf {"schemaVersion":"2021-11-01"}', True),
        (b'{"pillars" :', True),
        (b'{"schemaVersion": 3}', False),
        (b'{"catalog": {}}', False),
        (b"pillars: []", False),
        (b"# Pillars\n", False),
        (b"", False),
    ],
)
def test_a_lens_is_known_by_its_pillars(data: bytes, meant: bool) -> None:
    assert AwsLens().recognises(data, "anything") is meant


def test_a_byte_order_mark_and_other_line_ends_change_nothing() -> None:
    plain = as_bytes(GOOD)
    other = b"\xef\xbb\xbf" + plain.replace(b"\n", b"\r\n")
    result = AwsLens().read(other, "lens.json")
    assert result.spec == AwsLens().read(plain, "lens.json").spec
    assert [str(warning) for warning in result.warnings] == [
        "The file begins with a byte order mark.",
        "The lines of the file end in CR LF.",
    ]


@pytest.mark.parametrize(
    ("words", "is_none"),
    [
        ("None", True),
        ("None of these.", True),
        ("none of above", True),
        ("None of the above apply to us", True),
        ("None apply", True),
        ("None of our data is public", False),
        ("Nonetheless we do", False),
        ("There are none", False),
    ],
)
def test_a_choice_for_none_of_the_others_is_known_by_its_words(words: str, is_none: bool) -> None:
    (question,) = read(changed(*CHOICE, "title", to=words)).spec.questions()
    assert question.choices[0].none_of_these is is_none


def test_an_oddity_in_many_places_is_told_of_twenty() -> None:
    lens = copy.deepcopy(GOOD)
    choices = [{"id": f"choice_{n}", "title": "A", "improvementPlan": {"displayText": "B"}, "n": n}
               for n in range(30)]  # fmt: skip
    lens["pillars"][0]["questions"][0]["choices"] = choices
    messages = [str(warning) for warning in read(lens).warnings]
    assert sum("A lens has no “n” here" in message for message in messages) == 21
    assert "In 10 further places: A lens has no “n” here; it is kept for an export." in messages


@pytest.mark.parametrize("name", PUBLIC)
def test_public_lenses_come_in(name: str) -> None:
    result = AwsLens().read(public(name), name)
    check_promises(result.spec)
    lens = json.loads(public(name))
    asked = [question for pillar in lens["pillars"] for question in pillar["questions"]]
    assert [question.source_id for question in result.spec.questions()] == [
        question["id"] for question in asked
    ]
    assert [len(question.choices) for question in result.spec.questions()] == [
        len(question["choices"]) for question in asked
    ]


def test_a_public_file_that_is_no_json_is_refused_with_its_line() -> None:
    (problem,) = refused(public(BROKEN))
    assert (problem.line, problem.message) == (1448, "NaN is not JSON.")
