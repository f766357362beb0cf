"""The report document as a whole: cover, summary, sections, method."""

from __future__ import annotations

import pytest

from tests.reports.documents import of
from tests.reports.snapshots import snapshot
from tests.reports.values import QUESTIONS, question, score


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
        "2 findings are open, 1 of them overdue.",
        "The roles lie two levels or more apart on 2 questions.",
        (
            "Unless Scheduled jobs checklist is renewed, the proven level falls to 1.7 "
            "on 5 December 2026."
        ),
    )


def test_summary_says_nothing_of_what_is_not_there() -> None:
    overall = score(3.0, 3.0, asked=2, answered=2)
    report = of(overall=overall, disagreements=[], findings=[], forecast=[], previous=None)
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
    questions = [question(number, answers=[]) for number in QUESTIONS]
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
