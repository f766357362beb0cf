"""A reviewer's decision on the web."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.actions import artifacts, reviews
from evidence.models import Artifact, Revision, RevisionState
from organizations.models import User
from tests.evidence.pages import SignedIn, text_of

pytestmark = pytest.mark.django_db


def accept(revision: Revision) -> str:
    return reverse("evidence:accept", args=[revision.pk])


def give_back(revision: Revision) -> str:
    return reverse("evidence:give_back", args=[revision.pk])


def test_a_reviewer_finds_the_form_on_the_page(
    runbook: Artifact, waiting: Revision, rita: User, signed_in: SignedIn
) -> None:
    page = text_of(signed_in(rita).get(runbook.get_absolute_url()))
    assert "Revision 1 waits for your decision" in page
    assert accept(waiting) in page
    assert give_back(waiting) in page


@pytest.mark.parametrize("who", ["lena", "bob", "ruth"])
def test_others_find_no_form_and_are_refused(
    who: str,
    runbook: Artifact,
    waiting: Revision,
    signed_in: SignedIn,
    request: pytest.FixtureRequest,
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert accept(waiting) not in text_of(client.get(runbook.get_absolute_url()))
    assert client.post(accept(waiting)).status_code == 403
    assert client.post(give_back(waiting), {"comment": "No"}).status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == RevisionState.SUBMITTED


def test_accepting_leads_back_to_where_the_reviewer_was(
    waiting: Revision, rita: User, signed_in: SignedIn
) -> None:
    until = timezone.localdate() + dt.timedelta(days=90)
    sent = {"comment": "Tried it.", "valid_until": until.isoformat(), "next": "/review/#evidence"}
    answer = signed_in(rita).post(accept(waiting), sent)
    assert answer["Location"] == "/review/#evidence"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.valid_until) == (RevisionState.ACCEPTED, until)
    assert waiting.review_comment == "Tried it."


def test_accepting_leads_nowhere_else(waiting: Revision, rita: User, signed_in: SignedIn) -> None:
    answer = signed_in(rita).post(accept(waiting), {"next": "https://evil.example.org/"})
    assert answer["Location"] == waiting.artifact.get_absolute_url()


def test_what_was_typed_is_kept_when_the_day_is_wrong(
    waiting: Revision, rita: User, signed_in: SignedIn
) -> None:
    sent = {"comment": "A long considered word", "valid_until": "2020-01-01", "next": "/review/"}
    answer = signed_in(rita).post(accept(waiting), sent)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Give a day that is not over yet" in page
    assert "A long considered word" in page
    assert 'value="2020-01-01"' in page
    assert 'name="next" value="/review/"' in page


def test_what_cannot_be_read_is_said_at_its_field(
    waiting: Revision, rita: User, signed_in: SignedIn
) -> None:
    client = signed_in(rita)
    page = text_of(client.post(accept(waiting), {"valid_until": "soon"}))
    assert "Enter a valid date." in page
    page = text_of(client.post(give_back(waiting), {"comment": "c" * 4001}))
    assert "at most 4000 characters" in page


def test_a_return_needs_its_comment_and_ignores_the_day(
    waiting: Revision, rita: User, signed_in: SignedIn
) -> None:
    client = signed_in(rita)
    assert "Say what is missing" in text_of(client.post(give_back(waiting), {"comment": " "}))
    sent = {"comment": "Page 3 is empty.", "valid_until": "never"}
    answer = client.post(give_back(waiting), sent, follow=True)
    assert "went back to Bob" in text_of(answer)
    waiting.refresh_from_db()
    assert waiting.state == RevisionState.RETURNED


def test_the_second_of_two_reviewers_is_told_what_the_first_decided(
    waiting: Revision, rita: User, alice: User, signed_in: SignedIn
) -> None:
    reviews.accept(revision=waiting, by=alice)
    answer = signed_in(rita).post(give_back(waiting), {"comment": "No"}, follow=True)
    assert "was accepted by Alice meanwhile. Nothing was changed." in text_of(answer)
    waiting.refresh_from_db()
    assert waiting.state == RevisionState.ACCEPTED


def test_who_submitted_it_is_told_that_another_decides(
    runbook: Artifact, rita: User, alice: User, signed_in: SignedIn
) -> None:
    own = artifacts.revise(artifact=runbook, url="https://example.org/", by=rita)
    client = signed_in(rita)
    page = text_of(client.get(runbook.get_absolute_url()))
    assert "You submitted it, so another reviewer decides." in page
    assert accept(own) not in page
    answer = client.post(accept(own))
    assert answer.status_code == 403
    assert "You submitted this revision yourself" in text_of(answer)


def test_decisions_are_posted(waiting: Revision, rita: User, signed_in: SignedIn) -> None:
    assert signed_in(rita).get(accept(waiting)).status_code == 405
    assert signed_in(rita).get(give_back(waiting)).status_code == 405
