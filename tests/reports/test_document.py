"""The report document: what stands in it, in which words."""

from __future__ import annotations

from typing import Any

import pytest

from reports.document import Question, ReportDocument
from reports.parts.whole import document
from tests.reports import snapshots
from tests.reports.snapshots import Values, question, score, signal, snapshot, trace


def of(**changes: Any) -> ReportDocument:
    return document(snapshot(**changes), milestone_id=3, sha256="a" * 64)


def asked(report: ReportDocument, number: str) -> Question:
    return next(one for one in report.questions if one.number == number)


def with_question(number: str = "1.1", **changes: Any) -> Question:
    """That question as changed, among all others as they are."""
    others = snapshot()["questions"]
    changed = [question(number, **changes) if one["number"] == number else one for one in others]
    return asked(of(questions=changed), number)


def with_evidence(item: Values) -> ReportDocument:
    """A report with this one piece of evidence, behind no question."""
    questions = [question(number, evidence=[]) for number in snapshots.QUESTIONS]
    return of(evidence=[item], questions=questions, disagreements=[])


def test_cover_says_whose_report_it_is_and_of_when() -> None:
    cover = of().cover
    assert cover.workload == "Order platform"
    assert cover.framework == "Asynchronous and scheduled jobs 1.0"
    assert cover.standing == "Published 21 November 2026"
    assert of().name == "Order platform · Maturity report · milestone 2"
    assert not of().is_draft


def test_live_state_is_a_draft() -> None:
    live = of(milestone=None)
    assert live.is_draft
    assert live.name == "Order platform · Maturity report · draft"
    assert live.cover.title == "Autumn review"
    assert live.cover.standing == "Draft: the state of 21 November 2026, not published"


def test_a_schema_from_elsewhere_is_refused() -> None:
    with pytest.raises(ValueError, match="plumbline-milestone-9"):
        of(schema="plumbline-milestone-9")


@pytest.mark.parametrize(
    ("proven", "claimed", "first"),
    [
        (2.6, 3.4, "The team claims 3.4 and can prove 2.6."),
        (3.0, 3.0, "The team claims 3.0 and can prove all of it."),
        (2.96, 3.0, "The team claims 3.0 and can prove all of it."),
        (0.0, None, "Nothing has been claimed yet, so nothing is proven."),
        (None, None, "Nothing has been claimed yet, so nothing is proven."),
        (None, 2.0, "The team claims 2.0 and can prove –."),
    ],
)
def test_lead_says_the_two_levels(proven: float | None, claimed: float | None, first: str) -> None:
    assert of(overall=score(proven, claimed)).summary.lead[0] == first


def test_lead_says_where_the_gap_is_and_what_holds_it_open() -> None:
    assert of().summary.lead[1] == (
        "The widest gap is in “Monitor and optimize long-running jobs”, "
        "where nobody has answered question 4.2."
    )


def test_lead_says_when_one_section_has_most_of_the_gap() -> None:
    sections = [
        {**section, **score(3.0, 5.0 if section["key"] == "queues" else 3.0)}
        for section in snapshot()["sections"]
    ]
    assert of(sections=sections).summary.lead[1] == (
        "Most of the gap is in “Adopt queue-driven architectures for asynchronous processing”, "
        "where the signal “Share of jobs that succeed” fails."
    )


def test_lead_is_short_where_there_is_no_gap() -> None:
    sections = [{**section, **score(3.0, 3.0)} for section in snapshot()["sections"]]
    assert len(of(sections=sections).summary.lead) == 1


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (1.6, "Since milestone 1 of 3 June 2026 the proven level rose by 0.4."),
        (2.4, "Since milestone 1 of 3 June 2026 the proven level fell by 0.4."),
        (2.01, "Since milestone 1 of 3 June 2026 the proven level has not moved."),
    ],
)
def test_summary_says_what_changed(before: float, said: str) -> None:
    previous = snapshot()["previous"] | {"overall": {"proven": before, "claimed": 3.0}}
    report = of(previous=previous)
    assert report.summary.further[0] == said
    assert report.since == "milestone 1"
    assert report.change == pytest.approx(2.0 - before)


def test_first_milestone_has_no_change() -> None:
    report = of(previous=None)
    assert (report.since, report.change) == ("", None)
    assert all(section.change is None for section in report.sections)
    assert not any("Since" in sentence for sentence in report.summary.further)


def test_sections_say_how_they_changed_since_the_milestone_before() -> None:
    by_key = {section.key: section.change for section in of().sections}
    assert by_key == {
        "jobs": pytest.approx(0.4),
        "queues": -0.5,
        "batches": 1.0,
        "scaling": None,
        "watching": 0.0,
    }


def test_summary_says_what_is_missing_disputed_and_ending() -> None:
    assert of().summary.further[1:] == (
        "3 answers are still missing of 14; a question that nobody answers counts 0 in proven.",
        "The roles lie two levels or more apart on 2 questions.",
        (
            "Unless Scheduled jobs checklist is renewed, the proven level falls to 1.7 "
            "on 5 December 2026."
        ),
    )


def test_summary_says_nothing_of_what_is_not_there() -> None:
    overall = score(3.0, 3.0, asked=2, answered=2)
    report = of(overall=overall, disagreements=[], forecast=[], previous=None)
    assert report.summary.further == ()


def test_figures_are_followed_by_what_they_are_of() -> None:
    facts = {fact.caption: fact.value for fact in of().summary.facts}
    assert facts["of 14 answers are given"] == "78\N{NARROW NO-BREAK SPACE}%"
    assert facts["artifacts asked for are accepted and in force"] == "4 of 7"
    assert facts["signals pass"] == "1 of 3"
    assert "is proven with waivers" not in facts


def test_figures_that_do_not_exist_are_left_out() -> None:
    overall = score(None, None, gated=None, rating=None, coverage=None, proven_with_waivers=2.0)
    report = of(overall=overall, expected=[], evidence=[], questions=[], disagreements=[])
    assert {fact.caption: fact.value for fact in report.summary.facts} == {
        "of 6 answers are given": "–",
        "is proven with waivers": "2.0",
    }


def test_sections_keep_the_tree_and_take_the_number_of_their_questions() -> None:
    tree = [(section.depth, section.number, section.anchor) for section in of().sections]
    assert tree == [
        (0, "", "section-1"),
        (1, "1", "section-2"),
        (1, "2", "section-3"),
        (1, "3", "section-4"),
        (1, "4", "section-5"),
    ]


def test_a_section_that_only_gathers_all_others_is_not_listed_beside_the_whole() -> None:
    assert [section.key for section in of().listed] == ["queues", "batches", "scaling", "watching"]


def test_several_sections_on_top_are_all_listed() -> None:
    sections = [{**section, "parent": None} for section in snapshot()["sections"]]
    assert len(of(sections=sections).listed) == 5


def test_section_says_its_facts() -> None:
    by_key = {section.key: section for section in of().sections}
    assert by_key["queues"].facts == "6 of 6 answers, partially achieved, gated level 1"
    assert by_key["queues"].gap == 1.0
    assert [one.number for one in by_key["queues"].questions] == ["1.1", "1.2"]
    empty = score(None, None, rating=None, gated=None, asked=1, answered=0)
    told = of(sections=[{**section, **empty} for section in snapshot()["sections"]]).sections[0]
    assert (told.facts, told.gap) == ("0 of 1 answer", 0.0)


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
            {"answers": [snapshots.answer("cloud-architect", 3)]},
            (
                "One answer claims 3.0. The evidence behind it carries up to 3, "
                "so all of it is proven."
            ),
        ),
        (
            {
                "answers": [
                    snapshots.answer("cloud-architect", 3),
                    snapshots.answer("devops-engineer", 3),
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
    refused = snapshots.answer(
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


def test_evidence_says_its_state_and_its_freshness() -> None:
    told = {one.anchor: (one.state, one.words) for one in of().artifacts}
    assert told == {
        "artifact-1": ("accepted", "Accepted, in force until 4 March 2027"),
        "artifact-2": ("accepted", "Accepted, with no end date"),
        "artifact-3": ("expiring", "Accepted, in force only until 4 December 2026"),
        "artifact-4": ("expired", "Expired after 31 October 2026"),
        "artifact-5": ("submitted", "Waiting for a reviewer since 30 October 2026"),
        "artifact-6": ("accepted", "Accepted, in force until 4 March 2027"),
    }


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        (
            {"effective": "returned", "state": "returned"},
            "returned",
            "Returned to its owner on 2 November 2026",
        ),
        ({"effective": "withdrawn", "state": "withdrawn"}, "withdrawn", "Withdrawn"),
        ({"effective": "empty", "revision": None}, "missing", "Nothing submitted yet"),
        (
            {"valid_until": "2026-12-21"},
            "expiring",
            "Accepted, in force only until 21 December 2026",
        ),
        ({"valid_until": "2026-12-22"}, "accepted", "Accepted, in force until 22 December 2026"),
    ],
)
def test_every_state_of_an_artifact_has_its_words(
    changes: dict[str, Any], state: str, words: str
) -> None:
    item = snapshots.artifact(1, "Queue runbook", **changes)
    told = with_evidence(item).artifacts[0]
    assert (told.state, told.words) == (state, words)


def test_an_artifact_without_a_revision_is_only_a_title() -> None:
    kept = ("id", "type", "title", "kind", "owner", "links")
    full = snapshots.artifact(1, "Queue runbook")
    bare = {key: full[key] for key in kept} | {"revision": None, "state": "", "effective": "empty"}
    told = with_evidence(bare).artifacts[0]
    assert (told.title, told.place, told.sha256, told.history) == ("Queue runbook", "", "", ())


def test_an_artifact_says_its_history_and_what_it_is_behind() -> None:
    told = of().artifacts[0]
    assert told.title == "Queue runbook, revision\N{NO-BREAK SPACE}3"
    assert told.history == (
        "Submitted by Ben Osei on 30 October 2026.",
        "Accepted by Rita Falk on 2 November 2026.",
    )
    assert told.used_for == ("“Adopt queue-driven architectures for asynchronous processing”",)
    commented = snapshots.artifact(1, "Runbook", review_comment="Name the owner.")
    again = with_evidence(commented).artifacts[0]
    assert again.history[2] == "“Name the owner.”"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Passes: 47\N{NARROW NO-BREAK SPACE}s"),
        ({"state": "warn", "value": 70.0}, "Warns: 70\N{NARROW NO-BREAK SPACE}s"),
        ({"state": "stale"}, "Stale: last read 21 November 2026"),
        ({"state": "no_data", "message": "No job ran."}, "No data: No job ran."),
        ({"state": "error", "message": "Refused."}, "Error: Refused."),
    ],
)
def test_every_state_of_a_signal_has_its_words(changes: dict[str, Any], words: str) -> None:
    item = signal(1, "Oldest waiting job", **changes)
    assert with_evidence(item).signals[0].words == words


def test_a_signal_says_its_bounds_and_how_it_was_measured() -> None:
    first, second, third = of().signals
    assert (
        first.bound
        == "at most 60\N{NARROW NO-BREAK SPACE}s, warns to 300\N{NARROW NO-BREAK SPACE}s"
    )
    assert (first.low, first.high) == (None, 60.0)
    assert (second.low, second.high) == (0.99, None)
    assert first.measured == "95th percentile of 7 days, 15 points"
    assert first.used_for == ("question 1.1",)
    assert third.series == ()


@pytest.mark.parametrize(
    ("start", "measured"),
    [
        ("2026-11-20T02:30:00Z", "Maximum of 1 day, 15 points"),
        ("2026-11-21T00:30:00Z", "Maximum of 2 hours, 15 points"),
        ("2026-11-21T02:29:00Z", "Maximum of 1 minute, 15 points"),
        ("2026-11-21T02:29:50Z", "Maximum of 10 seconds, 15 points"),
        (None, "Maximum"),
    ],
)
def test_a_window_is_said_in_its_largest_unit(start: str | None, measured: str) -> None:
    item = signal(1, "Age", statistic="max", window_start=start, bound_warn=60.0)
    told = with_evidence(item).signals[0]
    assert told.measured == measured
    assert told.bound == "at most 60\N{NARROW NO-BREAK SPACE}s"


def test_a_signal_never_read_has_no_day() -> None:
    item = signal(1, "Age", at=None, state="no_data", value=None, connector_version="")
    told = with_evidence(item).signals[0]
    assert (told.read_on, told.connector) == ("", "jobs")


def test_coverage_by_role_names_people_and_leaves_out_roles_asked_nothing() -> None:
    roles = snapshot()["roles"]
    roles[0] = roles[0] | {"asked": 0, "answered": 0}
    told = of(roles=roles).roles
    assert told[0].name == "DevOps Engineer"
    assert told[-1].people == "Nobody has this role"


def test_what_is_asked_for_is_accepted_held_or_missing() -> None:
    states = [item.state for item in of().expected]
    assert states == [
        "accepted",
        "accepted",
        "submitted",
        "accepted",
        "submitted",
        "accepted",
        "missing",
    ]


def test_method_shows_the_ladder_of_this_framework() -> None:
    assert [(rung.name, rung.cap) for rung in of().method.ladder] == [
        ("Unsupported", 1),
        ("Submitted", 2),
        ("Accepted", 3),
        ("Corroborated", 4),
        ("Measured", 5),
    ]
    framework = snapshot()["framework"] | {
        "levels": [{"value": v, "name": str(v), "description": ""} for v in (3, 0, 1)],
        "ladder": [0.0, 0.2, 0.5, 0.9, 1.0],
    }
    questions = [question(number, answers=[]) for number in snapshots.QUESTIONS]
    strict = of(framework=framework, questions=questions)
    assert [rung.cap for rung in strict.method.ladder] == [0, 0, 1, 1, 3]
    assert [level.value for level in strict.method.levels] == [0, 1, 3]


def test_integrity_repeats_every_hash() -> None:
    told = of().integrity
    assert (told.milestone_id, told.milestone_sha256) == (3, "a" * 64)
    assert (told.audit_head, told.audit_length) == ("7" * 64, 212)
    assert told.framework_sha256 == "f" * 64


def test_anchors_are_unique() -> None:
    report = of()
    anchors = [
        one.anchor
        for part in (report.sections, report.questions, report.artifacts, report.signals)
        for one in part
    ]
    assert len(anchors) == len(set(anchors))
