"""Walking a document that comes from outside: every value knows its place.

JSON and YAML documents end here as plain values; a `Node` is one of them with the path that led to
it. Reading a part never raises: what is not as expected is noted in the document's problems, or
left to the caller, and an empty value of the asked kind comes back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from assessments.importers.base import Problems

Step = str | int
Path = tuple[Step, ...]

URL = re.compile(r"https?://[^\s/\x00-\x1f\x7f-\x9f][^\s\x00-\x1f\x7f-\x9f]*", re.IGNORECASE)
"""What an address may look like."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""The controls (but for line ends and tabs) and the halves of characters."""


def nowhere(_path: Path) -> int | None:
    """The line of any place in a document whose lines are not known."""
    return None


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: `problems` refuse it, `warnings` go with it; `line_of` finds a path's line.

    `name` is the member of an archive it was read from; empty where the file is all there is.
    """

    name: str = ""
    problems: Problems = field(default_factory=Problems)
    warnings: Problems = field(default_factory=Problems)
    line_of: Callable[[Path], int | None] = nowhere

    def root(self, value: Any) -> Node:
        """The whole of it."""
        return Node(value, (), self)


class Node(NamedTuple):
    """A value in a document; None where there is nothing at that path.

    A tuple because a large file makes a hundred thousand of them, and a tuple is made fastest.
    """

    value: Any
    path: Path
    document: Document

    def get(self, step: Step) -> Node:
        """What stands there; a node of None where nothing does, or where this has no parts."""
        return Node(self._value(step), (*self.path, step), self.document)

    def _value(self, step: Step) -> Any:
        value = self.value
        if isinstance(value, dict):
            return value.get(step)
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            return value[step]
        return None

    def has(self, key: str) -> bool:
        """Whether this is an object with that key, whatever stands there."""
        return isinstance(self.value, dict) and key in self.value

    def items(self, key: str) -> Iterator[Node]:
        """The entries of a list; none where nothing stands there, a problem where no list does."""
        found = self.get(key)
        if isinstance(found.value, list):
            for at in range(len(found.value)):
                yield found.get(at)
        elif found.value is not None:
            found.refuse("A list is expected here.")

    def objects(self, key: str) -> Iterator[Node]:
        """The entries of a list that are objects; a problem for each that is none."""
        for found in self.items(key):
            if isinstance(found.value, dict):
                yield found
            else:
                found.refuse("An object with named fields is expected here.")

    def text(self, key: str = "") -> str:
        """The text there as it stands, stripped; numbers as written; empty where there is none.

        A problem where something else stands there, or characters that no text has.
        """
        value = self._value(key) if key else self.value
        if value is None:
            return ""
        if isinstance(value, str) and not has_control(value):
            return value.strip()
        found = self.get(key) if key else self
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            found.refuse("A text is expected here.")
            return ""
        text = str(value)
        if has_control(text):
            found.refuse("There are characters here that no text has.", "Leave them out.")
            return ""
        return text.strip()

    def needed(self, key: str) -> str:
        """The text there; a problem where there is none."""
        text, value = self.text(key), self.get(key).value
        blank = isinstance(value, str) and not value.strip() and not has_control(value)
        if value is None or blank:
            self.get(key).refuse("This is missing or empty.", "Every such part needs one.")
        return text

    def number(self, key: str) -> float | None:
        """The finite number there, None where there is none; a problem where something else is."""
        found = self.get(key)
        if found.value is None:
            return None
        value = found.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            found.refuse("A number is expected here.")
            return None
        if abs(value) > 1e15 or value != value:  # noqa: PLR0124 NaN alone differs from itself
            found.refuse("This number is too large to be meant.")
            return None
        return float(value)

    @property
    def place(self) -> str:
        """The path in words: `pillars[0].questions[2].title`, after the document's name."""
        words = ""
        for step in self.path:
            words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else step
        return ": ".join(part for part in (self.document.name, words) if part)

    def refuse(self, message: str, hint: str = "") -> None:
        """Note a problem here: the file will be refused."""
        self.document.problems.add(self.document.line_of(self.path), message, hint, path=self.place)

    def warn(self, message: str, hint: str = "") -> None:
        """Note an oddity here, which is read all the same."""
        self.document.warnings.add(self.document.line_of(self.path), message, hint, path=self.place)


def has_control(text: str) -> bool:
    """Whether a control or half a character is among these, which no text may have."""
    return not text.isprintable() and _CONTROL.search(text) is not None
