"""Signing in and out, passwords, and how guessing is slowed down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, User
from tests.factories.organizations import PASSWORD

LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def no_attempts_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def sign_in(client: Client, email: str, password: str, **more: str) -> int:
    data = {"login": email, "password": password, **more}
    return client.post(LOGIN, data).status_code


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("email", ["bob@example.org", "BOB@Example.org"])
def test_one_signs_in_with_address_and_password(email: str, client: Client, bob: User) -> None:
    assert sign_in(client, email, PASSWORD) == 302
    assert signed_in_as(client) == str(bob.pk)


def test_the_session_ends_with_the_browser_unless_one_wants_to_stay(
    client: Client, bob: User
) -> None:
    sign_in(client, bob.email, PASSWORD)
    assert client.session.get_expire_at_browser_close()
    client.logout()
    sign_in(client, bob.email, PASSWORD, remember="on")
    assert not client.session.get_expire_at_browser_close()


def test_after_signing_in_one_comes_to_the_page_one_wanted(client: Client, bob: User) -> None:
    asked = client.get(reverse("organizations:tokens"))
    assert asked.headers["Location"] == f"{LOGIN}?next=/settings/tokens/"
    form = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next"' in form
    data = {"login": bob.email, "password": PASSWORD, "next": "/settings/tokens/"}
    assert client.post(LOGIN, data).headers["Location"] == "/settings/tokens/"


def test_nobody_is_sent_elsewhere_by_signing_in(client: Client, bob: User) -> None:
    data = {"login": bob.email, "password": PASSWORD, "next": "https://example.com/"}
    assert client.post(LOGIN, data).headers["Location"] == "/"


def test_a_piece_of_a_page_asks_for_the_whole_page_when_signed_out(client: Client) -> None:
    response = client.get(reverse("organizations:tokens"), headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, bob: User) -> None:
    wrong = client.post(LOGIN, {"login": bob.email, "password": "wrong"}).content.decode()
    unknown = client.post(LOGIN, {"login": "no@example.org", "password": "x"}).content.decode()
    said = "The e-mail address or the password is not right."
    assert said in wrong
    assert said in unknown


def test_after_five_wrong_passwords_even_the_right_one_must_wait(client: Client, bob: User) -> None:
    for _ in range(5):
        sign_in(client, bob.email, "wrong")
    page = client.post(LOGIN, {"login": bob.email, "password": PASSWORD}).content.decode()
    assert "Wait five minutes, then try again" in page
    assert signed_in_as(client) is None


def test_many_attempts_from_one_place_are_stopped_with_a_page_that_says_what_to_do(
    client: Client, db: None
) -> None:
    for number in range(30):
        sign_in(client, f"person{number}@example.org", "wrong")
    response = client.post(LOGIN, {"login": "x@example.org", "password": "x"})
    assert response.status_code == 429
    assert "wait a minute, then try again" in response.content.decode()


def test_an_inactive_account_does_not_get_in(client: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_active=False)
    sign_in(client, bob.email, PASSWORD)
    assert signed_in_as(client) is None


def test_signing_out_takes_a_form(signed_in: Callable[[User], Client], bob: User) -> None:
    client = signed_in(bob)
    assert "Sign out?" in client.get("/accounts/logout/").content.decode()
    assert signed_in_as(client) == str(bob.pk)
    assert client.post("/accounts/logout/").headers["Location"] == LOGIN
    assert signed_in_as(client) is None


def test_one_changes_ones_password_and_stays_signed_in(
    signed_in: Callable[[User], Client], bob: User
) -> None:
    client = signed_in(bob)
    new = "a different long password"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", data).status_code == 302
    assert signed_in_as(client) == str(bob.pk)
    bob.refresh_from_db()
    assert bob.check_password(new)


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", "a different long password", "a different long password"),
        (PASSWORD, "12345678", "12345678"),
        (PASSWORD, "a different long password", "another long password"),
    ],
)
def test_a_change_of_password_is_refused_in_words(
    old: str, new: str, again: str, signed_in: Callable[[User], Client], bob: User
) -> None:
    data = {"oldpassword": old, "password1": new, "password2": again}
    response = signed_in(bob).post("/accounts/password/change/", data)
    assert 'class="form-errors"' in response.content.decode()
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(\S+)", text)
    assert found, text
    return found[1]


def choose_password(client: Client, link: str, password: str) -> int:
    form = client.get(link)
    data = {"password1": password, "password2": password}
    return client.post(form.headers["Location"], data).status_code


def test_a_forgotten_password_is_chosen_anew_by_mail(client: Client, bob: User) -> None:
    asked = client.post("/accounts/password/reset/", {"email": "Bob@example.org"}, follow=True)
    assert "a link to choose a new password is on its way" in asked.content.decode()
    (sent,) = mail.outbox
    assert sent.to == ["bob@example.org"]
    assert sent.subject == "Choose a new password for Plumbline"
    assert str(sent.body).startswith("Hello Bob,\n\nsomebody, most likely you, asked")
    link = link_in(str(sent.body))
    assert choose_password(client, link, "a newly chosen password") == 302
    assert sign_in(client, bob.email, "a newly chosen password") == 302
    assert signed_in_as(client) == str(bob.pk)
    client.logout()
    assert "This link no longer works" in client.get(link).content.decode()


def test_an_unknown_address_gets_no_mail_and_the_same_answer(client: Client, db: None) -> None:
    asked = client.post("/accounts/password/reset/", {"email": "no@example.org"}, follow=True)
    assert "If there is an account with that address" in asked.content.decode()
    assert mail.outbox == []


def test_an_invited_person_chooses_a_password_and_gets_in(
    signed_in: Callable[[User], Client], alice: User, acme: Organization
) -> None:
    data = {"email": "dora@example.org", "name": "Dora Dee", "rights": "reviewer"}
    signed_in(alice).post(reverse("organizations:member_add", args=[acme.slug]), data)
    (sent,) = mail.outbox
    assert sent.subject == "You are now a member of Acme in Plumbline"
    assert "Alice added you to Acme" in str(sent.body)
    assert "Your rights there: reviewer." in str(sent.body)
    dora = Client()
    assert choose_password(dora, link_in(str(sent.body)), "a password of mine") == 302
    assert sign_in(dora, "dora@example.org", "a password of mine") == 302
    assert "Acme" in dora.get(reverse("organizations:members", args=["acme"])).content.decode()


def test_there_is_no_page_to_sign_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_the_admins_sign_in_is_the_counted_one(
    client: Client, signed_in: Callable[[User], Client], bob: User
) -> None:
    assert client.get("/admin/login/").headers["Location"].startswith(LOGIN)
    assert client.post("/admin/login/", {"username": bob.email}).status_code == 302
    assert signed_in(bob).get("/admin/login/").status_code == 403


def test_the_pages_of_signing_in_say_nothing_is_missing(client: Client, db: None) -> None:
    for address in (LOGIN, "/accounts/password/reset/", "/accounts/inactive/"):
        assert client.get(address).status_code == 200, address
