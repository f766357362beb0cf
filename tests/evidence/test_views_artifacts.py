"""The library, one artifact, and the forms that add to it, for each of the cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from assessments.models import EvidenceLink
from evidence.actions import artifacts, reviews
from evidence.models import Artifact, ArtifactKind, Revision, RevisionState
from organizations.models import Organization, Rights, User, Workload
from tests.evidence import samples
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    MembershipFactory,
    OrganizationFactory,
    RevisionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

SignedIn = Callable[[User], Client]
LIBRARY = "/evidence/"
QUERIES_OF_THE_LIBRARY = 9
QUERIES_OF_AN_ARTIFACT = 6


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(name: str = "runbook.pdf", content: bytes = samples.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def form(owner: User, **given: Any) -> dict[str, Any]:
    return {"title": "Queue runbook", "kind": "runbook", "owner": owner.pk, "note": "", **given}


@pytest.mark.parametrize("who", ["alice", "lena", "bob", "rita", "ruth"])
def test_members_see_the_library_and_the_artifact(
    who: str, runbook: Artifact, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert "Queue runbook" in text_of(client.get(LIBRARY))
    page = client.get(runbook.get_absolute_url())
    assert runbook.revisions.get().sha256 in text_of(page)


def test_a_stranger_sees_nothing_of_it(
    runbook: Artifact, waiting: Revision, signed_in: SignedIn, charlie: User
) -> None:
    client = signed_in(charlie)
    assert "Queue runbook" not in text_of(client.get(LIBRARY))
    for address in (
        runbook.get_absolute_url(),
        reverse("evidence:change", args=[runbook.pk]),
        reverse("evidence:revise", args=[runbook.pk]),
        reverse("evidence:download", args=[waiting.pk]),
    ):
        assert client.get(address).status_code == 404
    for name in ("accept", "give_back", "withdraw"):
        assert client.post(reverse(f"evidence:{name}", args=[waiting.pk])).status_code == 404


def test_who_is_not_signed_in_is_asked_to(runbook: Artifact, client: Client) -> None:
    for address in (LIBRARY, "/evidence/add/", runbook.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")


def test_a_reader_looks_and_adds_nothing(
    runbook: Artifact, signed_in: SignedIn, ruth: User
) -> None:
    client = signed_in(ruth)
    assert "Add evidence" not in text_of(client.get(LIBRARY))
    page = text_of(client.get(runbook.get_absolute_url()))
    assert "Add a revision" not in page
    assert "Withdraw" not in page
    for address in (
        "/evidence/add/",
        reverse("evidence:revise", args=[runbook.pk]),
        reverse("evidence:change", args=[runbook.pk]),
    ):
        assert client.get(address).status_code == 403


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
    with django_assert_num_queries(QUERIES_OF_THE_LIBRARY):
        client.get(LIBRARY)


def used(artifact: Artifact, workload: Workload) -> None:
    assessment = AssessmentFactory.create(workload=workload)
    question = assessment.framework.questions.first()
    EvidenceLink.objects.create(
        assessment=assessment, question=question, artifact=artifact, linked_by=artifact.owner
    )


@pytest.mark.parametrize("count", [3, 10])
def test_an_artifact_asks_as_often_for_three_revisions_as_for_ten(
    count: int,
    shop: Workload,
    bob: User,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    artifact = ArtifactFactory.create(organization=shop.organization, owner=bob)
    for number in range(1, count + 1):
        RevisionFactory.create(artifact=artifact, number=number, state=RevisionState.RETURNED)
        used(artifact, shop)
    client = signed_in(bob)
    with django_assert_num_queries(QUERIES_OF_AN_ARTIFACT):
        client.get(artifact.get_absolute_url())


def test_the_page_tells_the_whole_story(
    runbook: Artifact, waiting: Revision, bob: User, rita: User, signed_in: SignedIn
) -> None:
    reviews.give_back(revision=waiting, comment="Page 3 <is> empty.", by=rita)
    second = artifacts.revise(
        artifact=runbook, url="https://wiki.example.org/r", note="Filled in", by=bob
    )
    reviews.accept(revision=second, valid_until=dt.date(2999, 3, 4), by=rita)
    artifacts.revise(artifact=runbook, file=upload("third.pdf"), by=bob)
    artifacts.withdraw(revision=runbook.revisions.get(number=3), reason="Too early", by=bob)
    page = text_of(signed_in(bob).get(runbook.get_absolute_url()))
    for words in (
        "Page 3 &lt;is&gt; empty.",
        "Filled in",
        "https://wiki.example.org/r",
        "Accepted to 4 March 2999",
        "this one counts",
        "by Rita, ",
        "Too early",
        f"PDF, {len(samples.PDF)} bytes",
    ):
        assert words in page


def test_where_it_is_used_is_linked(
    runbook: Artifact, shop: Workload, bob: User, signed_in: SignedIn
) -> None:
    assessment = AssessmentFactory.create(workload=shop, title="Autumn review")
    question = assessment.framework.questions.first()
    assert question is not None
    EvidenceLink.objects.create(
        assessment=assessment, question=question, artifact=runbook, linked_by=bob
    )
    page = text_of(signed_in(bob).get(runbook.get_absolute_url()))
    assert assessment.get_absolute_url() in page
    assert question.text in page


def test_a_file_is_added_and_one_goes_where_one_came_from(
    acme: Organization, bob: User, signed_in: SignedIn, shop: Workload
) -> None:
    sent = form(
        bob, file=upload("../Über plan.pdf"), workload=shop.pk, next="/assessments/3/?q=1#q"
    )
    answer = signed_in(bob).post("/evidence/add/", sent)
    assert answer["Location"] == "/assessments/3/?q=1#q"
    revision = Artifact.objects.get(workload=shop).revisions.get()
    assert (revision.filename, revision.content_type) == ("Über plan.pdf", "application/pdf")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example.org/", "//evil.example.org", "javascript:alert(1)"]
)
def test_one_is_never_sent_to_another_site(elsewhere: str, bob: User, signed_in: SignedIn) -> None:
    sent = form(bob, url="https://example.org/a", next=elsewhere)
    answer = signed_in(bob).post("/evidence/add/", sent)
    assert answer["Location"] == Artifact.objects.get().get_absolute_url()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Give either a file or an address."),
        ({"title": "", "url": "https://example.org/"}, "This field is required."),
        ({"url": "javascript:alert(1)"}, "Give a whole address"),
        ({"file": upload("board.png", b"<script>alert(1)</script>")}, "says PNG image"),
        ({"file": upload("empty.txt", b"")}, "This file is empty."),
        ({"file": upload("setup.pdf", samples.PROGRAM)}, "This file is a program"),
        ({"url": "https://example.org/", "valid_until": "2020-01-01"}, "not over yet"),
        ({"url": "https://example.org/", "valid_until": "31.12.2099"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    given: dict[str, Any], words: str, bob: User, signed_in: SignedIn, storage: Path
) -> None:
    answer = signed_in(bob).post("/evidence/add/", form(bob, description="Kept", **given))
    page = text_of(answer)
    assert answer.status_code == 200
    assert words in page.replace("&#x27;", "'")
    assert "Kept" in page
    assert not Artifact.objects.exists()
    assert [path for path in storage.rglob("*") if path.is_file()] == []


def test_however_much_is_sent_a_bounded_part_is_written_and_refused(
    bob: User, signed_in: SignedIn, settings: Settings, tmp_path: Path
) -> None:
    settings.EVIDENCE_MAX_BYTES = 400_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    answer = signed_in(bob).post("/evidence/add/", form(bob, file=upload("a.txt", b"a" * 900_000)))
    assert "larger than the limit of 391 kB" in text_of(answer)
    assert answer.context["form"].files["file"].size == 400_001


def test_a_link_fills_the_form_in_beforehand(
    shop: Workload, bob: User, signed_in: SignedIn
) -> None:
    page = signed_in(bob).get(f"/evidence/add/?title=Runbook&kind=guide&workload={shop.pk}&file=x")
    assert 'value="Runbook"' in text_of(page)
    assert f'<option value="{shop.pk}" selected>' in text_of(page)
    answer = signed_in(bob).post("/evidence/add/?file=x", form(bob))
    assert "Give either a file or an address." in text_of(answer)


def test_who_belongs_to_two_organizations_chooses_one(
    acme: Organization, bob: User, signed_in: SignedIn
) -> None:
    other = OrganizationFactory.create(name="Zebra", slug="zebra")
    MembershipFactory.create(organization=other, user=bob, rights=Rights.MEMBER)
    client = signed_in(bob)
    assert "?organization=zebra" in text_of(client.get("/evidence/add/"))
    assert "For Zebra." in text_of(client.get("/evidence/add/?organization=zebra"))
    client.post("/evidence/add/", form(bob, url="https://example.org/", organization="zebra"))
    assert Artifact.objects.get().organization == other


def test_a_revision_is_added(runbook: Artifact, bob: User, signed_in: SignedIn) -> None:
    client = signed_in(bob)
    address = reverse("evidence:revise", args=[runbook.pk])
    assert "Add a revision" in text_of(client.get(address))
    answer = client.post(address, {"file": upload("v2.pdf"), "note": "More"}, follow=True)
    assert "Revision 2 was added. It waits for review." in text_of(answer)
    refused = client.post(address, {"url": "ftp://example.org"})
    assert "Give a whole address" in text_of(refused)


def test_an_owner_changes_what_it_is_called(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    client = signed_in(bob)
    address = reverse("evidence:change", args=[runbook.pk])
    assert 'value="Queue runbook"' in text_of(client.get(address))
    answer = client.post(address, form(bob, title="Runbook of the queue"), follow=True)
    assert "The change is saved." in text_of(answer)
    assert "Runbook of the queue" in text_of(answer)


def test_a_revision_is_withdrawn_with_a_reason(
    runbook: Artifact, waiting: Revision, bob: User, signed_in: SignedIn
) -> None:
    client = signed_in(bob)
    address = reverse("evidence:withdraw", args=[waiting.pk])
    assert "Say why" in text_of(client.post(address, follow=True))
    answer = client.post(address, {"reason": "Wrong file"}, follow=True)
    assert "Revision 1 is withdrawn. It stays on record." in text_of(answer)
    assert "does not count any more" in text_of(
        client.post(address, {"reason": "Again"}, follow=True)
    )
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("who", ["alice", "lena", "bob", "rita", "ruth"])
def test_whoever_may_look_may_download(
    who: str, waiting: Revision, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(who))
    answer = client.get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.getvalue() == samples.PDF


def test_a_download_can_only_be_saved(waiting: Revision, bob: User, signed_in: SignedIn) -> None:
    answer = signed_in(bob).get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.streaming
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="queue runbook.pdf"'
    assert answer["Content-Length"] == str(len(samples.PDF))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_page_is_downloaded_as_text_under_its_own_name(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    page = upload("Übersicht.html", b"<script>alert(1)</script>")
    revision = artifacts.revise(artifact=runbook, file=page, by=bob)
    answer = signed_in(bob).get(reverse("evidence:download", args=[revision.pk]))
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%C3%9Cbersicht.html.txt")


def test_there_is_no_download_of_an_address(
    runbook: Artifact, bob: User, signed_in: SignedIn
) -> None:
    revision = artifacts.revise(artifact=runbook, url="https://example.org/", by=bob)
    address = reverse("evidence:download", args=[revision.pk])
    assert signed_in(bob).get(address).status_code == 404


def test_a_file_that_the_storage_lost_is_said_to_be_lost(
    waiting: Revision, bob: User, signed_in: SignedIn
) -> None:
    waiting.file.storage.delete(str(waiting.file.name))
    answer = signed_in(bob).get(reverse("evidence:download", args=[waiting.pk]))
    assert answer.status_code == 409
    assert "no longer in the storage" in text_of(answer)
