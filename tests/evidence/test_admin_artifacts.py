"""Evidence in the admin: looked through, decided on, never typed over or deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evidence.models import Artifact, Revision, RevisionState
from organizations.models import Organization, User, Workload
from tests.evidence import samples
from tests.evidence.pages import text_of
from tests.factories import ArtifactFactory, RevisionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

REVISIONS = "/admin/evidence/revision/"
ARTIFACTS = "/admin/evidence/artifact/"


def staff(client: Client, user: User, *permissions: str) -> Client:
    user.is_staff = True
    user.save()
    for name in permissions:
        user.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def as_operator(client: Client, operator: User) -> Client:
    return staff(client, operator)


def chosen(action: str, *revisions: Revision, **given: Any) -> dict[str, Any]:
    return {"action": action, "_selected_action": [each.pk for each in revisions], **given}


def test_lists_are_searched_and_filtered(
    as_operator: Client, runbook: Artifact, waiting: Revision
) -> None:
    assert "Queue runbook" in text_of(as_operator.get(f"{ARTIFACTS}?q=queue&kind__exact=runbook"))
    assert "0 artifacts" in text_of(as_operator.get(f"{ARTIFACTS}?q=nothing"))
    found = as_operator.get(f"{REVISIONS}?q={waiting.sha256}&state__exact=submitted")
    assert "1 revision" in text_of(found)


@pytest.mark.parametrize(
    ("choice", "days"), [("over", -1), ("soon", 0), ("soon", 30), ("later", 31), ("open", None)]
)
def test_revisions_are_found_by_how_long_they_are_valid(
    choice: str, days: int | None, as_operator: Client
) -> None:
    today = timezone.localdate()
    until = None if days is None else today + dt.timedelta(days=days)
    RevisionFactory.create(valid_until=until)
    for each in ("over", "soon", "later", "open"):
        page = text_of(as_operator.get(f"{REVISIONS}?valid={each}"))
        assert ("1 revision " in page) == (each == choice)


def test_an_artifact_is_named_anew_through_the_action(
    as_operator: Client, runbook: Artifact, acme: Organization, shop: Workload
) -> None:
    address = f"{ARTIFACTS}{runbook.pk}/change/"
    page = as_operator.get(address)
    assert "Submitted" in text_of(page)
    sent = {
        "title": "Runbook of the queue",
        "kind": "guide",
        "owner": runbook.owner_id,
        "workload": shop.pk,
        "revisions-TOTAL_FORMS": 0,
        "revisions-INITIAL_FORMS": 0,
    }
    as_operator.post(address, sent)
    runbook.refresh_from_db()
    assert (runbook.title, runbook.kind, runbook.workload) == (sent["title"], "guide", shop)
    assert acme.audit_events.latest("sequence").verb == "changed an artifact"


def test_a_refusal_is_told_and_nothing_changes(
    as_operator: Client, runbook: Artifact, charlie: User
) -> None:
    sent = {
        "title": "Runbook of the queue",
        "kind": "guide",
        "owner": charlie.pk,
        "revisions-TOTAL_FORMS": 0,
        "revisions-INITIAL_FORMS": 0,
    }
    answer = as_operator.post(f"{ARTIFACTS}{runbook.pk}/change/", sent, follow=True)
    assert "must be a member of Acme" in text_of(answer)
    runbook.refresh_from_db()
    assert runbook.title == "Queue runbook"


def test_nothing_is_added_typed_over_or_deleted(
    as_operator: Client, runbook: Artifact, waiting: Revision
) -> None:
    assert as_operator.get(f"{ARTIFACTS}add/").status_code == 403
    assert as_operator.get(f"{REVISIONS}add/").status_code == 403
    assert as_operator.post(f"{ARTIFACTS}{runbook.pk}/delete/").status_code == 403
    assert as_operator.post(f"{REVISIONS}{waiting.pk}/delete/").status_code == 403
    assert as_operator.post(f"{REVISIONS}{waiting.pk}/change/", {"note": "x"}).status_code == 403
    assert waiting.sha256 in text_of(as_operator.get(f"{REVISIONS}{waiting.pk}/change/"))


def test_chosen_revisions_are_accepted_and_each_refusal_is_told(
    as_operator: Client, waiting: Revision, operator: User
) -> None:
    decided = RevisionFactory.create(state=RevisionState.RETURNED, reviewed_by=operator)
    answer = as_operator.post(REVISIONS, chosen("accept", waiting, decided), follow=True)
    assert "Queue runbook, revision 1: accepted." in text_of(answer)
    assert f"{decided} was returned by Operator meanwhile." in text_of(answer)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reviewed_by) == (RevisionState.ACCEPTED, operator)


def test_a_return_asks_for_its_comment_first(as_operator: Client, waiting: Revision) -> None:
    asked = as_operator.post(REVISIONS, chosen("give_back", waiting))
    assert "Return with a comment" in text_of(asked)
    assert "submitted by Bob" in text_of(asked)
    empty = as_operator.post(REVISIONS, chosen("give_back", waiting, comment=" "))
    assert "This field is required." in text_of(empty)
    sent = chosen("give_back", waiting, comment="Page 3 is empty.")
    assert "revision 1: returned." in text_of(as_operator.post(REVISIONS, sent, follow=True))
    waiting.refresh_from_db()
    assert waiting.review_comment == "Page 3 is empty."


def test_stored_files_are_checked(as_operator: Client, waiting: Revision) -> None:
    RevisionFactory.create(artifact=waiting.artifact)
    answer = as_operator.post(REVISIONS, chosen("check_files", waiting), follow=True)
    assert "1 of 1 stored files are as they were added." in text_of(answer)
    waiting.file.storage.delete(str(waiting.file.name))
    answer = as_operator.post(REVISIONS, chosen("check_files", waiting), follow=True)
    assert "revision 1: the stored file is missing or altered." in text_of(answer)


def test_an_operator_downloads_what_they_are_no_member_of(
    as_operator: Client, runbook: Artifact, waiting: Revision
) -> None:
    address = reverse("admin:evidence_revision_download", args=[waiting.pk])
    assert address in text_of(as_operator.get(f"{REVISIONS}{waiting.pk}/change/"))
    answer = as_operator.get(address)
    assert answer.getvalue() == samples.PDF
    assert answer["Content-Type"] == "application/octet-stream"
    by_address = RevisionFactory.create(artifact=runbook, number=9)
    page = as_operator.get(f"{REVISIONS}{by_address.pk}/change/")
    assert "An address: nothing is stored." in text_of(page)


def test_staff_see_and_decide_on_their_own_organization_only(
    client: Client, rita: User, waiting: Revision
) -> None:
    elsewhere = RevisionFactory.create(artifact=ArtifactFactory.create(title="Of others"))
    reviewer = staff(client, rita, "view_revision", "view_artifact")
    page = text_of(reviewer.get(REVISIONS))
    assert "Queue runbook" in page
    assert "Of others" not in page
    reviewer.post(REVISIONS, chosen("accept", waiting, elsewhere))
    waiting.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (waiting.state, elsewhere.state) == (RevisionState.ACCEPTED, RevisionState.SUBMITTED)
    download = reverse("admin:evidence_revision_download", args=[elsewhere.pk])
    assert reviewer.get(download).status_code == 404


def test_staff_who_may_not_look_download_nothing(
    client: Client, bob: User, waiting: Revision
) -> None:
    download = reverse("admin:evidence_revision_download", args=[waiting.pk])
    assert staff(client, bob).get(download).status_code == 403
