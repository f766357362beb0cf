"""Reading the plain values of a milestone's document: moments, days, levels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from charts import words

Values = dict[str, Any]
"""One object of the document: what stands in it is fixed by the schema's name."""


def moment(text: str) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def day(text: str) -> str:
    """The day of a date or of a moment (in UTC), in words: "30 November 2026"."""
    if "T" in text:
        return words.day(moment(text).date())
    return words.day(dt.date.fromisoformat(text))


def unbroken(words: str) -> str:
    """The words, never parted at the end of a line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def kind(name: str) -> str:
    """The name of a kind as it is shown: `test_result` is "Test result"."""
    return sentence(name.replace("_", " "))


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: "1 answer", "3 answers"."""
    return f"{count} {one if count == 1 else many}"


def listed(items: list[str]) -> str:
    """Items as a reader says them: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
