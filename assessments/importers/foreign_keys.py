"""Keys for things that a foreign format calls by ids of its own."""

from __future__ import annotations

import hashlib
import re

from assessments.importers.wording import slug
from assessments.spec import LENGTHS

_AS_IT_IS = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_HASH = 8


class ForeignKeys:
    """Gives each thing of one noun a key that is unique, fit for an address and stable.

    The key depends on the thing's id and, where two share an id, on the id above it: never on the
    place in the file, so that the next version of the file gives the same thing the same key.
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, source_id: str, above: str = "", title: str = "") -> str:
        """The key of the thing with this id, below the thing with the key `above`.

        Without an id it is made of the title. What is left to tell apart gets a number.
        """
        wished = fit(source_id) or fit(title) or "part"
        if wished in self._taken and above:
            wished = fit(f"{above}-{wished}")
        key, number = wished, 2
        while key in self._taken:
            key, number = f"{wished[: LENGTHS['key'] - 6]}-{number}", number + 1
        self._taken.add(key)
        return key


def fit(source_id: str) -> str:
    """The id as a key: as it is where it can be, else in a-z, 0-9 and hyphens; a long one is cut
    and ends in a hash of the whole. Empty where nothing of it can stand in a key."""
    if _AS_IT_IS.fullmatch(source_id) and len(source_id) <= LENGTHS["key"]:
        return source_id
    made = slug(source_id, LENGTHS["key"])
    whole = slug(source_id, len(source_id) + 1)
    if len(whole) <= LENGTHS["key"]:
        return made
    digest = hashlib.sha256(source_id.encode()).hexdigest()[:_HASH]
    return f"{whole[: LENGTHS['key'] - _HASH - 1].rstrip('-')}-{digest}"
