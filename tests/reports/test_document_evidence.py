"""Evidence in the report document: its state, its freshness, its bounds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reports.documents import of, with_evidence
from tests.reports.values import artifact, signal


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
    item = artifact(1, "Queue runbook", **changes)
    told = with_evidence(item).artifacts[0]
    assert (told.state, told.words) == (state, words)


def test_an_artifact_without_a_revision_is_only_a_title() -> None:
    kept = ("id", "type", "title", "kind", "owner", "links")
    full = artifact(1, "Queue runbook")
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
    commented = artifact(1, "Runbook", review_comment="Name the owner.")
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


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (None, "Its address was checked on 20 November 2026. It answers with a page."),
        (
            True,
            (
                "Its address was checked on 20 November 2026. It answers with a page. "
                "Its content was another than at the first check."
            ),
        ),
    ],
)
def test_the_last_check_of_an_address_is_part_of_its_history(
    changed: bool | None, words: str
) -> None:
    check = {
        "at": "2026-11-20T08:00:00Z",
        "outcome": "answers",
        "status": 200,
        "words": "It answers with a page.",
        "changed": changed,
        "sha256": "",
    }
    item = artifact(1, "Queue dashboard", address_check=check)
    assert with_evidence(item).artifacts[0].history[-1] == words
