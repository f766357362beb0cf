"""The improvement plan in the report document."""

from __future__ import annotations

import pytest

from reports.document import Finding
from reports.parts.whole import document
from reports.pdf import html_of
from tests.reports.documents import of
from tests.reports.snapshots import snapshot
from tests.reports.values import finding


def only(**changes: object) -> Finding:
    (found,) = of(findings=[finding(7, **changes)]).findings
    return found


def test_it_says_what_whose_and_by_when() -> None:
    found = only(note="See the runbook.")
    assert (found.anchor, found.title) == ("finding-7", "“Oldest waiting job” fails")
    assert (found.owner, found.due) == ("Tomas Berg", "24 December 2026")
    assert found.seen == "412 s, and even the warning bound is at most 300 s."
    assert found.note == "See the runbook."
    assert found.gain == pytest.approx(0.2857)
    assert found.history == ("Opened on 20 November 2026 by its signal.",)


def test_it_leads_to_what_it_is_about() -> None:
    report = of(findings=[finding(7)])
    (question,) = (one for one in report.questions if one.number == "4.1")
    assert report.findings[0].place == "Question 4.1"
    assert report.findings[0].target == question.anchor
    section = only(question=None, section="queues")
    assert (section.place, section.target) == (
        f"“{report.sections[1].name}”",
        report.sections[1].anchor,
    )


def test_what_is_no_longer_asked_is_named_and_leads_nowhere() -> None:
    found = only(question=None, about="An old question")
    assert (found.place, found.target) == ("An old question", "")


def test_a_choice_is_named_with_its_question() -> None:
    assert only(choice="a", about="Peaks wait").place == "Question 4.1, “Peaks wait”"


@pytest.mark.parametrize(
    ("due", "state", "words"),
    [
        ("2026-11-20", "overdue", "Overdue"),
        ("2026-11-21", "due_soon", "Open, due soon"),
        ("2026-11-28", "due_soon", "Open, due soon"),
        ("2026-11-29", "open", "Open"),
        (None, "open", "Open"),
    ],
)
def test_it_is_late_or_not_as_of_the_day_of_the_report(
    due: str | None, state: str, words: str
) -> None:
    found = only(due_on=due)
    assert (found.state, found.words) == (state, words)


def test_nobody_and_no_day_are_said_to_be_that() -> None:
    found = only(owner="", due_on=None)
    assert (found.owner, found.due) == ("Nobody yet", "No day set")


@pytest.mark.parametrize("ticket", ["javascript:alert(1)", "file:///etc/passwd", ""])
def test_only_a_web_address_leads_to_a_ticket(ticket: str) -> None:
    assert only(ticket=ticket).address == ""
    assert only(ticket="https://t.example.org/1").address == "https://t.example.org/1"


@pytest.mark.parametrize(
    ("how", "by", "said"),
    [
        ("signal", "", "Resolved on 10 November 2026: the signal no longer fails. So."),
        (
            "unlinked",
            "",
            "Resolved on 10 November 2026: the signal no longer stands behind it. So.",
        ),
        ("person", "Lena", "Resolved on 10 November 2026 by Lena. So."),
    ],
)
def test_it_says_how_it_was_resolved(how: str, by: str, said: str) -> None:
    found = only(
        state="resolved",
        resolved_at="2026-11-10T09:00:00Z",
        resolved_how=how,
        resolved_by=by,
        resolution="So.",
        opened_by="Rita",
        reopened_at="2026-11-08T09:00:00Z",
    )
    assert not found.is_open
    assert found.history == (
        "Opened on 20 November 2026 by Rita.",
        "Reopened on 8 November 2026.",
        said,
    )


def test_open_and_resolved_ones_stand_apart_on_paper() -> None:
    report = of()
    assert [one.anchor for one in report.open_findings] == ["finding-3", "finding-4"]
    assert [one.anchor for one in report.resolved_findings] == ["finding-1", "finding-2"]
    html = html_of(report)
    assert "Closed since milestone 1" in html
    assert 'href="https://tickets.example.org/77"' in html


def test_paper_says_when_nothing_is_open() -> None:
    html = html_of(of(findings=[]))
    assert "No finding is open." in html
    assert "Closed" not in html


def test_a_milestone_from_before_there_were_findings_makes_the_same_report_without() -> None:
    values = snapshot()
    del values["findings"]
    report = document(values, milestone_id=3, sha256="a" * 64)
    assert report == of(findings=[])
