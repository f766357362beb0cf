"""Addresses as evidence are http or https and hold no secret."""

from __future__ import annotations

import pytest

from evidence import addresses
from organizations.refusals import Invalid


@pytest.mark.parametrize(
    "address",
    [
        "https://wiki.example.org/runbook?version=3#start",
        "http://localhost:8080/board",
        "http://10.0.0.7/dashboards/1",
        "https://wiki.example.org/@rita/notes",
    ],
)
def test_whole_web_addresses_are_taken(address: str) -> None:
    assert addresses.checked(f"  {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "wiki.example.org/runbook",
        "javascript:alert(1)",
        "JaVaScRiPt://example.org/%0aalert(1)",
        "data:text/html,hello",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "https://",
        "https://exa mple.org/",
        "https://example.org/\r\nSet-Cookie: a=b",
        "https://example.org/\x00",
        "https://[::1",
    ],
)
def test_everything_else_is_refused(address: str) -> None:
    with pytest.raises(Invalid, match="whole address") as refusal:
        addresses.checked(address)
    assert refusal.value.field == "url"


@pytest.mark.parametrize(
    "address", ["https://bob:secret@example.org/", "https://token@example.org/"]
)
def test_an_address_with_a_password_is_refused(address: str) -> None:
    with pytest.raises(Invalid, match="user name or password"):
        addresses.checked(address)


def test_a_very_long_address_is_refused() -> None:
    with pytest.raises(Invalid, match="2,000 characters"):
        addresses.checked("https://example.org/" + "a" * 2000)
