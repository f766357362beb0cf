"""Questions in the report document: who said what, and why the number is what it is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.documents import asked, of, with_question
from tests.reports.snapshots import snapshot
from tests.reports.values import QUESTIONS, answer, question, trace


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"rung": 0, "proven": 1.0, "cap": 1.0},
            (
                "The claim of 3.0 is the lowest answer. Nothing current stands behind the claim, "
                "which carries no more than 1."
            ),
        ),
        (
            {"rung": 1, "proven": 2.0, "cap": 2.0},
            (
                "The claim of 3.0 is the lowest answer. The evidence still waits for a reviewer, "
                "which carries no more than 2."
            ),
        ),
        (
            {"rung": 3, "proven": 3.0, "cap": 4.0},
            (
                "The claim of 3.0 is the lowest answer. The evidence behind it carries up to 4, "
                "so all of it is proven."
            ),
        ),
        (
            {"rung": 0, "claimed": 1.0, "proven": 1.0, "cap": 1.0},
            (
                "The claim of 1.0 is the lowest answer. No evidence is needed for up to 1, "
                "so all of it is proven."
            ),
        ),
        (
            {"answers": [answer("cloud-architect", 3)]},
            (
                "One answer claims 3.0. The evidence behind it carries up to 3, "
                "so all of it is proven."
            ),
        ),
        (
            {
                "answers": [
                    answer("cloud-architect", 3),
                    answer("devops-engineer", 3),
                ]
            },
            (
                "All who answered claim 3.0. The evidence behind it carries up to 3, "
                "so all of it is proven."
            ),
        ),
    ],
)
def test_question_says_why_its_number_is_what_it_is(changes: dict[str, Any], why: str) -> None:
    assert with_question(**changes).why == why


def test_question_out_of_the_mean_says_so_and_has_no_proven_level() -> None:
    told = with_question(state="dont_know", claimed=0.0, trace=trace("Nobody knows."))
    assert told.why == "Nobody knows."
    assert told.proven is None


def test_counter_evidence_is_named() -> None:
    why = asked(of(), "1.1").why
    assert "The signal “Share of jobs that succeed” fails, so no more than 1 counts" in why


def test_all_counter_evidence_is_named() -> None:
    told = with_question(
        proven=1.0, cap=1.0, counter_evidence=["artifact-2", "probe-2"], evidence=["probe-2"]
    )
    assert told.cause == (
        "a reviewer objects to “Queue-driven architecture guide” and "
        "the signal “Share of jobs that succeed” fails"
    )


def test_an_objection_is_named_with_who_made_it() -> None:
    told = with_question(
        proven=1.0, cap=1.0, counter_evidence=["artifact-2"], evidence=["artifact-2"]
    )
    assert "A reviewer objects to “Queue-driven architecture guide”" in told.why
    assert [objection.by for objection in told.objections] == ["Rita Falk"]


def test_expired_evidence_is_named_even_where_it_is_not_the_cause() -> None:
    told = with_question(proven=2.0, cap=2.0, rung=1, expired=["artifact-4"])
    assert told.cause == "the evidence still waits for a reviewer"
    assert told.why.endswith("“Asynchronous job scheduling policy” has expired.")


def test_who_said_what_is_kept_apart_and_silence_is_shown() -> None:
    said = [(one.role, one.said, one.words, one.by) for one in asked(of(), "3.2").sayings]
    assert said == [
        ("Cloud Architect", "No answer", "", ""),
        (
            "DevOps Engineer",
            "Not applicable",
            "We run on one machine of our own; nothing scales.",
            "Ben Osei, 12\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026",
        ),
    ]


def test_a_refused_answer_says_why() -> None:
    refused = answer(
        "devops-engineer", None, refused=True, refusal="It does apply.", note="Perhaps."
    )
    saying = with_question(answers=[refused]).sayings[1]
    assert saying.said == "Don't know"
    assert saying.words == "Perhaps. Refused by a reviewer: It does apply."


def test_settlement_says_who_decided_and_why() -> None:
    told = asked(of(), "2.2")
    assert told.settlement is not None
    assert told.settlement.said == "2 Repeatable"
    assert told.settlement.by == "Lena Brandt, 13\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026"
    assert told.disagreement == "The answers lie 3 levels apart."
    assert [one.number for one in of().disagreements] == ["1.1", "2.2"]


def test_gaps_are_listed_widest_first_and_the_unanswered_last() -> None:
    assert [one.number for one in of().gaps] == ["1.1", "2.1", "2.2", "3.1", "4.1", "4.2"]


@pytest.mark.parametrize(
    ("state", "milestone", "answers", "said"),
    [
        ("open", None, [answer("cloud-architect", 4, "We agreed.")], ["Answered", "No answer"]),
        (
            "open",
            None,
            [
                answer("cloud-architect", 4),
                answer("devops-engineer", None, standing="not_applicable", refused=True),
            ],
            ["Answered", "Answered"],
        ),
        (
            "open",
            None,
            [answer("cloud-architect", 4), answer("devops-engineer", 3)],
            ["4 Measured", "3 Defined"],
        ),
        ("in_review", None, [answer("cloud-architect", 4)], ["4 Measured", "No answer"]),
        ("open", {"number": 1}, [answer("cloud-architect", 4)], ["4 Measured", "No answer"]),
    ],
)
def test_a_draft_keeps_back_what_was_said_while_a_role_can_still_answer(
    state: str, milestone: dict[str, Any] | None, answers: list[Any], said: list[str]
) -> None:
    values = snapshot()
    assessment = values["assessment"] | {"state": state}
    if milestone is not None:
        milestone = values["milestone"] | milestone
    questions = [question(number, answers=answers, evidence=[]) for number in QUESTIONS]
    report = of(assessment=assessment, milestone=milestone, questions=questions, evidence=[])
    sayings = asked(report, "1.1").sayings
    assert [one.said for one in sayings] == said
    kept_back = said[0] == "Answered"
    assert "We agreed." not in sayings[0].words
    assert (sayings[0].by == "") is kept_back
