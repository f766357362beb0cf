"""Addresses given as evidence: checked and stored here, fetched by `actions.address_checks`."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from organizations.refusals import Invalid

LONGEST = 2000
_valid = URLValidator(schemes=["http", "https"])


def checked(address: str) -> str:
    """The address, trimmed. Raises Invalid unless it is http or https, whole, at most 2,000
    characters, and free of a user name or password."""
    address = address.strip()
    if len(address) > LONGEST:
        raise Invalid(f"An address has at most {LONGEST:,} characters.", "url")
    # Control characters have no place in an address, and the validator lets some through.
    parts = _parts(address) if address.isprintable() else None
    if parts is None:
        raise Invalid("Give a whole address that begins with https:// or http://.", "url")
    if parts.username is not None or parts.password is not None:
        raise Invalid(
            "This address holds a user name or password, which everybody here could read. "
            "Give it without.",
            "url",
        )
    return address


def _parts(address: str) -> SplitResult | None:
    try:
        _valid(address)
        return urlsplit(address)
    except (ValidationError, ValueError):
        return None
