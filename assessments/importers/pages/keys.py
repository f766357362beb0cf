"""Keys within one kind of thing on a page: as written, else made of the title."""

from __future__ import annotations

import re

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Entry
from assessments.importers.wording import fold, quoted, slug
from assessments.spec import LENGTHS

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What the key of a thing on a page looks like."""
CHOICE_KEY = re.compile(r"(?!default$)[A-Za-z0-9_.:-]+")
"""That of a choice: whatever a risk rule can name."""

_ROOM_FOR_A_NUMBER = 6


class Keys:
    """Gives each thing of one noun its key, and notes titles and keys that come twice."""

    def __init__(self, noun: str, problems: Problems, pattern: re.Pattern[str] = KEY) -> None:
        self._noun = noun
        self._pattern = pattern
        self._problems = problems
        self._titles: dict[str, int] = {}
        self._keys: set[str] = set()

    def take(self, entry: Entry, title: str) -> str:
        """The key of the thing at this entry: its attribute, or a slug that nothing else has."""
        self._check_title(entry.line, title)
        written = entry.attributes.get("key", "")
        if written:
            self._check_written(entry.line, written)
        key = written or self._derived(title)
        self._keys.add(key)
        return key

    def _check_title(self, line: int, title: str) -> None:
        check_length(self._problems, line, self._noun, title)
        known = fold(title) or title
        if known in self._titles:
            self._problems.add(
                line,
                f"The {self._noun} {quoted(title)} stands on line {self._titles[known]} already.",
                "Give each its own title, or leave one out.",
            )
        self._titles.setdefault(known, line)

    def _check_written(self, line: int, key: str) -> None:
        if key in self._keys:
            self._problems.add(
                line, f"Another {self._noun} has the key {quoted(key)}.", "Change one of the two."
            )
        check_key(self._problems, line, key, self._pattern)

    def _derived(self, title: str) -> str:
        longest = LENGTHS["key"] - _ROOM_FOR_A_NUMBER
        stem = slug(title, longest) or f"{slug(self._noun, longest)}-{len(self._keys) + 1}"
        key, number = stem, 2
        while key in self._keys:
            key, number = f"{stem}-{number}", number + 1
        return key


def check_key(
    problems: Problems, line: int | None, key: str, pattern: re.Pattern[str] = KEY
) -> None:
    """Note a key that is too long or not made as the pattern says."""
    check_length(problems, line, "key", key)
    if not pattern.fullmatch(key):
        problems.add(
            line,
            f"{quoted(key)} cannot be a key.",
            f"Use small letters a to z, digits and single hyphens, such as {quoted('night-jobs')}.",
        )


def check_length(problems: Problems, line: int | None, noun: str, text: str) -> None:
    """Note an empty text, and one longer than a thing of this noun can have."""
    if not text:
        problems.add(line, f"This {noun} is empty.")
    elif len(text) > LENGTHS[noun]:
        problems.add(
            line,
            f"This {noun} has {len(text):,} characters; {LENGTHS[noun]} is the most.",
            "Say it shorter.",
        )
