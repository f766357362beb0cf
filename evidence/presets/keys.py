"""A mapping of a preset file, read key by key. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from evidence.evaluate import Comparison, Method, Statistic
from evidence.presets.durations import seconds

LIMITS = {"key": 80, "title": 160, "unit": 20}
"""How many characters a text may have, where it is stored in a narrow column; else LONGEST."""

LONGEST = 2000

E = TypeVar("E", Comparison, Method, Statistic)


class PresetError(ValueError):
    """A preset file that cannot be used; the message names the file, the preset and the key."""


class Keys:
    """A mapping that is read key by key, so that whatever nobody asked for is found out."""

    def __init__(self, data: object, place: str) -> None:
        self.place = place
        if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
            raise self.wrong("must be a mapping with texts as keys")
        self.left = dict(cast("Mapping[str, Any]", data))

    def wrong(self, said: str, key: str = "") -> PresetError:
        """The error that says what is wrong with this key."""
        return PresetError(f"{self.place}{f': {key}' if key else ''}: {said}.")

    def take(self, key: str, default: object = None) -> Any:
        """The value of a key; without a default it must be there."""
        if key not in self.left and default is None:
            raise self.wrong("is missing", key)
        return self.left.pop(key, default)

    def text(self, key: str, default: str | None = None) -> str:
        """A text of one or more characters; a number is taken as it is written."""
        value = self.take(key, default)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.wrong("must be a text", key)
        text = str(value).strip()
        if not text and default is None:
            raise self.wrong("must not be empty", key)
        limit = LIMITS.get(key, LONGEST)
        if len(text) > limit:
            raise self.wrong(f"is longer than {limit} characters", key)
        return text

    def length(self, key: str, default: str | None = None) -> int:
        """A length of time in seconds."""
        try:
            return seconds(self.text(key, default))
        except PresetError:
            raise
        except ValueError as error:
            raise self.wrong(str(error).rstrip("."), key) from None

    def truth(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            raise self.wrong("must be true or false", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or none."""
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong("must be a list of texts", key)
        return tuple(value)

    def choice(self, key: str, kinds: type[E], default: str | None = None) -> E:
        """One of an enumeration's values."""
        value = self.text(key, default)
        if value not in {kind.value for kind in kinds}:
            raise self.wrong(f"must be one of {', '.join(kind.value for kind in kinds)}", key)
        return kinds(value)

    def end(self) -> None:
        """Raises PresetError where a key is left that nobody asked for."""
        if self.left:
            raise self.wrong("is not known here", next(iter(self.left)))
