"""Questions of every kind in the report, and reports of older milestones."""

from __future__ import annotations

from typing import Any

import pytest

from reports.document import Choice, Question, ReportDocument, Risk
from reports.parts.whole import document
from tests.reports.snapshots import snapshot
from tests.reports.values import Values, answer, question

CHOICES = [
    {"key": key, "text": text, "score": score, "none_of_these": False, "improvement": advice}
    for key, text, score, advice in (
        ("a", "Alarms are set", 0.5, []),
        ("b", "Alarms are tried out", 1.0, [{"text": "Try one.", "url": "https://example.org"}]),
    )
]


NOT = "not_applicable"


def pick(choice: str, state: str = "ticked", note: str = "") -> dict[str, str]:
    return {"choice": choice, "state": state, "note": note}


def made(**changes: Any) -> Question:
    """The report's question, said by the DevOps engineer alone."""
    asked = question("1.1", roles=["devops-engineer"], **changes)
    values = snapshot(questions=[asked], disagreements=[], evidence=snapshot()["evidence"][:1])
    return asked_in(document(values, milestone_id=2, sha256="a" * 64))[0]


def asked_in(found: ReportDocument) -> list[Question]:
    return [question for section in found.sections for question in section.questions]


def said(**changes: Any) -> list[Values]:
    return [answer("devops-engineer", None, standing="answered", **changes)]


@pytest.mark.parametrize(
    ("kind", "answers", "words"),
    [
        ("single", said(picks=[pick("b")]), "Alarms are tried out"),
        (
            "multiple",
            said(picks=[pick("a"), pick("b", NOT)]),
            "1 of 2 choices ticked, 1 not applicable",
        ),
        ("boolean", [answer("devops-engineer", 1)], "Yes"),
        ("number", said(number=212.0), "212\u202fs"),
        ("text", said(text="We look every morning."), "In words"),
    ],
)
def test_an_answer_is_said_as_its_kind_is(kind: str, answers: list[Values], words: str) -> None:
    choices = CHOICES if kind in ("single", "multiple") else []
    found = made(kind=kind, answers=answers, choices=choices, unit="s")
    assert found.sayings[0].said == words
    if kind == "text":
        assert found.sayings[0].words == "We look every morning."


def test_choices_say_who_ticked_them_and_what_to_do() -> None:
    answers = said(picks=[pick("a", note="Since May."), pick("b", "not_applicable")])
    found = made(kind="multiple", choices=CHOICES, answers=answers)
    assert found.choices == (
        Choice("Alarms are set", ("DevOps Engineer",), (), ("DevOps Engineer: Since May.",), ()),
        Choice("Alarms are tried out", (), ("DevOps Engineer",), (), ("Try one. https://example.org",)),
    )  # fmt: skip
    assert [one.state for one in found.choices] == ["ticked", "not_applicable"]


def test_choices_of_a_draft_wait_until_every_role_has_answered() -> None:
    asked = question(
        "1.1",
        roles=["devops-engineer", "cloud-architect"],
        kind="multiple",
        choices=CHOICES,
        answers=said(picks=[pick("a")]),
    )
    evidence = snapshot()["evidence"][:1]
    values = snapshot(questions=[asked], milestone=None, disagreements=[], evidence=evidence)
    values["assessment"]["state"] = "open"
    found = document(values, milestone_id=None, sha256="")
    assert asked_in(found)[0].choices == ()


def test_risk_is_told_where_there_are_rules() -> None:
    rules = [["a", "none"], ["default", "high"]]
    found = made(kind="multiple", choices=CHOICES, rules=rules, claimed_risk="none", risk="high")
    assert found.risk == Risk("none", "high")
    assert made().risk is None


def test_what_waits_or_was_decided_is_said() -> None:
    first = made(answers=[answer("devops-engineer", 3, approved=True, unconfirmed=True)])
    assert first.sayings[0].words == (
        "Approved by a reviewer. Said to an older version of the question, and not confirmed since."
    )


def test_the_method_says_how_it_was_read_and_what_was_left_out() -> None:
    values = snapshot()
    values["framework"] |= {"roll_up": "samm", "attribution": "By somebody, CC BY-SA."}
    values["assessment"] |= {"reading": "strict", "groups": ["Basic"]}
    method = document(values, milestone_id=2, sha256="a" * 64).method
    assert "SAMM" in method.roll_up
    assert "strictly" in method.reading
    assert method.scope == "Only questions of these groups were asked: Basic."
    assert method.attribution == "By somebody, CC BY-SA."


OF_ANSWERS = ("picks", "number", "text", "approved", "unconfirmed")
OF_QUESTIONS = ("kind", "ref", "unit", "tier", "choices", "rules", "bands", "claimed_risk")


def without(values: Values | None, *names: str) -> Values | None:
    return values and {name: value for name, value in values.items() if name not in names}


def older_question(values: Values) -> Values:
    answers = [without(one, *OF_ANSWERS) for one in values["answers"]]
    settled = without(values["settlement"], "picks", "number")
    made = values | {"answers": answers, "settlement": settled}
    return without(made, *OF_QUESTIONS) or {}


def older() -> Values:
    """The milestone as the version before wrote it."""
    values = snapshot()
    return values | {
        "schema": "plumbline-milestone-1",
        "assessment": without(values["assessment"], "reading", "groups"),
        "framework": without(values["framework"], "attribution", "homepage", "roll_up"),
        "overall": without(values["overall"], "risks"),
        "sections": [without(one, "risks", "ref", "weight") for one in values["sections"]],
        "questions": [older_question(one) for one in values["questions"]],
        "evidence": [
            one | {"links": [without(link, "choice") for link in one["links"]]}
            for one in values["evidence"]
        ],
    }


def test_a_milestone_of_the_version_before_makes_the_same_report() -> None:
    def read(values: Values) -> ReportDocument:
        return document(values, milestone_id=2, sha256="a" * 64)

    was, now = read(older()), read(snapshot())
    assert was.sections == now.sections
    assert was.summary == now.summary
    assert was.integrity.schema == "plumbline-milestone-1"


def test_a_schema_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="plumbline-milestone-9"):
        document(snapshot(schema="plumbline-milestone-9"), milestone_id=2, sha256="a" * 64)
