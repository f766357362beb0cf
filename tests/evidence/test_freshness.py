"""What an artifact is worth on a day, in Python and in SQL alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from evidence import freshness
from evidence.freshness import State
from evidence.models import Artifact, RevisionState
from tests.factories import ArtifactFactory, RevisionFactory

TODAY = dt.date(2026, 11, 21)


@dataclass
class Version:
    number: int
    state: str
    valid_until: dt.date | None = None


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


@pytest.mark.parametrize(
    ("state", "until", "expected"),
    [
        ("accepted", None, State.ACCEPTED),
        ("accepted", 31, State.ACCEPTED),
        ("accepted", 30, State.EXPIRING),
        ("accepted", 0, State.EXPIRING),
        ("accepted", -1, State.EXPIRED),
        ("submitted", None, State.SUBMITTED),
        ("submitted", 3, State.SUBMITTED),
        ("submitted", -1, State.EXPIRED),
        ("returned", -1, State.RETURNED),
        ("withdrawn", 3, State.WITHDRAWN),
    ],
)
def test_a_revision_expires_the_day_after_it_is_valid(
    state: str, until: int | None, expected: State
) -> None:
    revision = Version(1, state, None if until is None else days(until))
    assert freshness.of_revision(revision, TODAY) is expected


@pytest.mark.parametrize(
    ("revisions", "expected", "number"),
    [
        ([Version(1, "submitted")], State.SUBMITTED, 1),
        ([Version(1, "accepted"), Version(2, "submitted")], State.ACCEPTED, 1),
        ([Version(1, "accepted"), Version(2, "accepted")], State.ACCEPTED, 2),
        ([Version(1, "accepted", days(-1)), Version(2, "submitted")], State.SUBMITTED, 2),
        ([Version(1, "accepted", days(-1)), Version(2, "returned")], State.EXPIRED, 1),
        ([Version(1, "accepted", days(9)), Version(2, "returned")], State.EXPIRING, 1),
        ([Version(1, "returned"), Version(2, "withdrawn")], State.WITHDRAWN, 2),
        ([Version(2, "returned"), Version(1, "submitted")], State.SUBMITTED, 1),
    ],
)
def test_the_newest_accepted_revision_speaks_while_it_is_valid(
    revisions: list[Version], expected: State, number: int
) -> None:
    found = freshness.of_artifact(revisions, TODAY)
    assert found is not None
    assert (found.state, found.number) == (expected, number)


def test_an_artifact_without_revisions_has_no_state() -> None:
    assert freshness.of_artifact([], TODAY) is None


@pytest.mark.parametrize(
    ("state", "until", "said"),
    [
        (State.ACCEPTED, dt.date(2027, 3, 4), "accepted to 4 March 2027"),
        (State.ACCEPTED, None, "accepted, with no end date"),
        (State.EXPIRING, days(12), "expires in 12 days"),
        (State.EXPIRING, days(0), "expires today"),
        (State.EXPIRED, days(-3), "expired 3 days ago"),
        (State.EXPIRED, days(-1), "expired yesterday"),
        (State.SUBMITTED, days(3), "waits for review"),
        (State.RETURNED, None, "returned"),
        (State.WITHDRAWN, None, "withdrawn"),
    ],
)
def test_states_are_said_in_words(state: State, until: dt.date | None, said: str) -> None:
    assert freshness.words(state, until, TODAY) == said


class SameInSql(TestCase):
    """Filters ask the database, pages ask Python: the two must never differ."""

    @settings(deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(RevisionState.values),
                st.sampled_from([None, -40, -1, 0, 1, 29, 30, 31, 400]),
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_the_database_gives_the_same_state(self, said: list[tuple[str, int | None]]) -> None:
        artifact = ArtifactFactory.create()
        for place, (state, until) in enumerate(said):
            day = None if until is None else days(until)
            RevisionFactory.create(
                artifact=artifact, number=place + 1, state=state, valid_until=day
            )
        found = artifact.freshness(TODAY)
        assert found is not None
        assert Artifact.objects.in_state(found.state, TODAY).exists()
        assert Artifact.objects.count_by_state(TODAY) == {found.state: 1}
