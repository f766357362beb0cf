"""Addresses given as evidence: checked, stored, never fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

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
    try:
        _valid(address)
        parts = urlsplit(address)
    except (ValidationError, ValueError):
        raise Invalid("Give a whole address that begins with https:// or http://.", "url") from None
    if parts.username is not None or parts.password is not None:
        raise Invalid(
            "This address holds a user name or password, which everybody here could read. "
            "Give it without.",
            "url",
        )
    return address
