"""What all pages share: refusals, the organization meant, where to go next."""

from __future__ import annotations

from typing import cast

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from organizations.middleware import RefusalsAnswered
from organizations.models import Organization, Rights, User
from organizations.policies import Verb
from organizations.refusals import Conflict, Forbidden, Invalid, Refused
from organizations.web import (
    AuthenticatedRequest,
    next_url,
    organization_for,
    refusals_on,
    refusals_told,
)
from tests.factories import MembershipFactory, OrganizationFactory


class NameForm(forms.Form):
    """One field to put an error on."""

    name = forms.CharField()


def request_of(user: User, query: str = "") -> AuthenticatedRequest:
    request = cast(AuthenticatedRequest, RequestFactory().get(f"/{query}"))
    request.user = user
    return request


@pytest.mark.parametrize(
    ("refusal", "status", "heading"),
    [
        (Forbidden("Not you."), 403, "You may not do this"),
        (Invalid("Not that."), 400, "This was not done"),
        (Conflict("Somebody was faster."), 409, "This was not done"),
        (Refused("Not now."), 409, "This was not done"),
    ],
)
def test_a_refusal_that_nobody_caught_becomes_a_page(
    refusal: Refused, status: int, heading: str, rf: RequestFactory
) -> None:
    answer = RefusalsAnswered(lambda request: HttpResponse()).process_exception(
        rf.get("/"), refusal
    )
    assert answer is not None
    assert answer.status_code == status
    assert heading in answer.content.decode()
    assert refusal.message in answer.content.decode()


def test_a_piece_of_a_page_gets_the_refusal_among_its_messages(rf: RequestFactory) -> None:
    middleware = RefusalsAnswered(lambda request: HttpResponse())
    request = rf.post("/", headers={"HX-Request": "true"})
    answer = middleware.process_exception(request, Forbidden("Not you."))
    assert answer is not None
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert 'class="message error"' in answer.content.decode()
    assert "Not you." in answer.content.decode()


def test_other_errors_stay_errors(rf: RequestFactory) -> None:
    middleware = RefusalsAnswered(lambda request: HttpResponse())
    assert middleware.process_exception(rf.get("/"), ZeroDivisionError()) is None


def refuse(refusal: Refused) -> None:
    raise refusal


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (Invalid("Taken.", "name"), "name"),
        (Invalid("Taken.", "elsewhere"), "__all__"),
        (Invalid("Taken."), "__all__"),
        (Conflict("Taken."), "__all__"),
    ],
)
def test_a_refusal_stands_on_the_form_where_it_belongs(refusal: Refused, field: str) -> None:
    form = NameForm({"name": "x"})
    with refusals_on(form):
        refuse(refusal)
    assert form.errors[field] == ["Taken."]


def test_missing_rights_are_no_matter_of_the_form(rf: RequestFactory) -> None:
    with pytest.raises(Forbidden), refusals_on(NameForm({})):
        raise Forbidden("Not you.")
    with pytest.raises(Forbidden), refusals_told(rf.post("/")):
        raise Forbidden("Not you.")


def test_a_refusal_is_told_and_the_view_goes_on(rf: RequestFactory) -> None:
    request: HttpRequest = rf.post("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]  # as the middleware
    with refusals_told(request):
        refuse(Conflict("Somebody was faster."))
    assert [str(message) for message in get_messages(request)] == ["Somebody was faster."]


def test_the_first_organization_where_one_may_is_meant(alice: User, acme: Organization) -> None:
    zoo = OrganizationFactory.create(name="Aardvark", slug="zoo")
    MembershipFactory.create(organization=zoo, user=alice, rights=Rights.READER)
    assert organization_for(request_of(alice), Verb.LEAD) == acme
    assert organization_for(request_of(alice), Verb.VIEW) == zoo


def test_the_named_organization_is_meant_if_one_may_act_there(
    alice: User, bob: User, charlie: User, acme: Organization
) -> None:
    assert organization_for(request_of(alice, "?organization=acme"), Verb.LEAD) == acme
    with pytest.raises(Forbidden):
        organization_for(request_of(bob, "?organization=acme"), Verb.LEAD)
    with pytest.raises(Http404):
        organization_for(request_of(charlie, "?organization=acme"), Verb.VIEW)


def test_without_any_organization_one_is_told(operator: User) -> None:
    with pytest.raises(Forbidden, match="no organization in which you may lead assessments"):
        organization_for(request_of(operator), Verb.LEAD)


@pytest.mark.parametrize(
    ("wanted", "went"),
    [
        ("/evidence/", "/evidence/"),
        ("https://example.com/", "/"),
        ("//example.com", "/"),
        ("", "/"),
    ],
)
def test_one_is_sent_on_within_the_site_only(wanted: str, went: str, rf: RequestFactory) -> None:
    assert next_url(rf.post("/", {"next": wanted}), "/") == went
    assert next_url(rf.get("/", {"next": wanted}), "/") == went
