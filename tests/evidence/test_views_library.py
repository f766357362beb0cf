"""The library: searched, narrowed, counted, in pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from evidence.actions import artifacts, reviews
from evidence.models import Artifact, ArtifactKind, Revision, RevisionState
from organizations.models import Organization, User, Workload
from tests.evidence.pages import SignedIn, text_of
from tests.factories import (
    ArtifactFactory,
    RevisionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

LIBRARY = "/evidence/"
QUERIES = 9


def test_an_empty_library_says_what_to_do(signed_in: SignedIn, bob: User, ruth: User) -> None:
    assert "No evidence yet" in text_of(signed_in(bob).get(LIBRARY))
    assert 'href="/evidence/add/"' not in text_of(signed_in(ruth).get(LIBRARY))


def test_the_library_is_searched_and_narrowed(
    acme: Organization, shop: Workload, bob: User, alice: User, signed_in: SignedIn
) -> None:
    guide = ArtifactFactory.create(
        organization=acme, title="Guide", kind=ArtifactKind.GUIDE, owner=alice, workload=shop
    )
    policy = ArtifactFactory.create(
        organization=acme, title="Policy", kind=ArtifactKind.POLICY, owner=bob, description="of us"
    )
    RevisionFactory.create(artifact=guide)
    RevisionFactory.create(artifact=policy, state=RevisionState.ACCEPTED)
    client = signed_in(bob)

    def shown(query: str) -> set[str]:
        return {row.artifact.title for row in client.get(LIBRARY + query).context["rows"]}

    assert shown("") == {"Guide", "Policy"}
    assert shown("?search=OF+US") == {"Policy"}
    assert shown("?kind=guide") == {"Guide"}
    assert shown(f"?owner={bob.pk}") == {"Policy"}
    assert shown(f"?workload={shop.pk}") == {"Guide"}
    assert shown("?state=accepted") == {"Policy"}
    assert shown("?state=submitted&kind=guide") == {"Guide"}
    assert shown("?state=nonsense&owner=x&page=99&kind=poem") == {"Guide", "Policy"}
    assert shown("?search=nothing+like+it") == set()
    assert "Nothing matches" in text_of(client.get(LIBRARY + "?search=zzz"))


def test_states_are_counted_and_keep_the_other_filters(
    acme: Organization, bob: User, signed_in: SignedIn
) -> None:
    for state in (RevisionState.SUBMITTED, RevisionState.SUBMITTED, RevisionState.ACCEPTED):
        RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme), state=state)
    facets = signed_in(bob).get(LIBRARY + "?kind=runbook&state=accepted").context["facets"]
    assert [(facet.name, facet.count, facet.current) for facet in facets] == [
        ("All", 3, False),
        ("Waits for review", 2, False),
        ("Accepted", 1, True),
    ]
    assert facets[1].query == "kind=runbook&state=submitted"


def test_the_state_is_said_of_the_revision_that_counts(
    runbook: Artifact, waiting: Revision, bob: User, rita: User, signed_in: SignedIn
) -> None:
    until = timezone.localdate() + dt.timedelta(days=12)
    reviews.accept(revision=waiting, valid_until=until, by=rita)
    artifacts.revise(artifact=runbook, url="https://example.org/b", by=bob)
    page = text_of(signed_in(bob).get(LIBRARY))
    assert "Expires in 12 days" in page
    assert "Revision 2" in page
    assert "waits for review" in page


def test_a_long_library_has_pages(acme: Organization, bob: User, signed_in: SignedIn) -> None:
    for _ in range(27):
        RevisionFactory.create(artifact=ArtifactFactory.create(organization=acme))
    client = signed_in(bob)
    assert len(client.get(LIBRARY).context["rows"]) == 25
    assert "page=2" in text_of(client.get(LIBRARY + "?kind=runbook"))
    assert len(client.get(LIBRARY + "?page=2").context["rows"]) == 2


def library_of(count: int, organization: Organization, owner: User) -> Artifact:
    for _ in range(count):
        artifact = ArtifactFactory.create(organization=organization, owner=owner)
        for number in (1, 2):
            RevisionFactory.create(artifact=artifact, number=number, state=RevisionState.ACCEPTED)
    return artifact


@pytest.mark.parametrize("count", [3, 10])
def test_the_library_asks_as_often_for_three_as_for_ten(
    count: int,
    acme: Organization,
    bob: User,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    library_of(count, acme, bob)
    client = signed_in(bob)
    with django_assert_num_queries(QUERIES):
        client.get(LIBRARY)
