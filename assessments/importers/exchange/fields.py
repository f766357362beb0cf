"""The fields of one object of the format, each taken as what it must be.

Taking a field never raises: what is missing, of another type or out of bounds is noted with its
place, and an empty value of the asked type comes back. Texts are kept as they are written.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from assessments.importers.exchange import words
from assessments.importers.nodes import URL, Node, has_control
from assessments.importers.wording import listed, quoted
from assessments.spec import LENGTHS, Extra

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_MOST_UNKNOWN = 20
_TOO_LARGE: int = 10**words.DIGITS
_OF_ANY_FORM = ("", "key", "choice key", "source id")
"""Texts that may have several lines: those without a limit, and what foreign ids may be."""
_NAMES = {dict: "named fields", list: "a list", str: "a text", bool: "yes or no"}


class Fields:
    """An object and its fields; fields that the format does not know are noted at once."""

    def __init__(self, node: Node, known: Sequence[str]) -> None:
        self.node = node
        fields = node.value if isinstance(node.value, dict) else {}
        unknown = [name for name in fields if name not in known]
        for name in unknown[:_MOST_UNKNOWN]:
            hint = f"The fields here are: {listed(known)}."
            node.get(name).refuse(f"There is no field {quoted(name)} here.", hint)
        if len(unknown) > _MOST_UNKNOWN:
            more = len(unknown) - _MOST_UNKNOWN
            node.refuse(f"There are {more:,} further unknown fields here.")

    def has(self, name: str) -> bool:
        """Whether the field is there, whatever stands in it."""
        return self.node.has(name)

    def text(self, name: str, noun: str = "") -> str:
        """The text; empty where there is none. `noun` is its entry in `LENGTHS`."""
        return text_at(self.node.get(name), noun) if self.has(name) else ""

    def needed(self, name: str, noun: str = "") -> str:
        """The text; a problem where there is none or only white space."""
        if not self.has(name):
            self.node.refuse(f"The field {quoted(name)} is missing here.", "Write it.")
            return ""
        return text_at(self.node.get(name), noun, needed=True)

    def key(self) -> str:
        """The key: letters, digits, hyphens and underscores."""
        key = self.needed("key", "key")
        if key.strip() and not _KEY.fullmatch(key):
            self.node.get("key").refuse(
                f"{quoted(key)} cannot be a key.",
                "Write letters a to z, digits, hyphens and underscores, such as “night-jobs”.",
            )
        return key

    def url(self, name: str) -> str:
        """The address; empty where there is none."""
        url = text_at(self.node.get(name), "url", needed=True) if self.has(name) else ""
        if url.strip() and not URL.fullmatch(url):
            self.node.get(name).refuse(
                f"{quoted(url)} is no address.", "Write it with http:// or https:// and no spaces."
            )
        return url

    def one_of(self, name: str, known: Sequence[str], usual: str = "") -> str:
        """One of the known words; without a usual one the field is needed."""
        if usual and not self.has(name):
            return usual
        word = self.needed(name)
        if word in known:
            return word
        if word.strip():
            hint = f"Write one of: {listed(known)}."
            self.node.get(name).refuse(f"{quoted(word)} has no meaning here.", hint)
        return usual or known[0]

    def number(
        self,
        name: str,
        *,
        least: float = -words.LARGEST_NUMBER,
        most: float = words.LARGEST_NUMBER,
        above: float | None = None,
    ) -> float | None:
        """The number within these bounds; None where there is none."""
        return number_at(self.node.get(name), least, most, above) if self.has(name) else None

    def whole(self, name: str) -> int | None:
        """The whole number from 0 on; None where there is none."""
        value = self.number(name, least=0, most=words.LARGEST_COUNT)
        if value is not None and not value.is_integer():
            self.node.get(name).refuse("A whole number is expected here.")
            return None
        return None if value is None else int(value)

    def weight(self) -> float:
        """The weight, above 0; 1 where none is given."""
        weight = self.number("weight", above=0)
        return 1.0 if weight is None else weight

    def flag(self, name: str) -> bool:
        """True or false; false where neither is given."""
        value = self.node.get(name).value
        if self.has(name) and not isinstance(value, bool):
            expected(self.node.get(name), "True or false", "Write true, or leave the field out.")
        return value is True

    def items(self, name: str) -> Iterator[Node]:
        """The entries of a list; none where the field is not there."""
        found = self.node.get(name)
        if isinstance(found.value, list):
            yield from (found.get(at) for at in range(len(found.value)))
        elif self.has(name):
            expected(found, "A list", "Write a list, or leave the field out.")

    def texts(self, name: str, noun: str = "") -> tuple[str, ...]:
        """The texts of a list; any of them may be empty."""
        return tuple(text_at(item, noun) for item in self.items(name))

    def objects(self, name: str, known: Sequence[str]) -> Iterator[Fields]:
        """The entries of a list of objects, each with these fields."""
        for item in self.items(name):
            if isinstance(item.value, dict):
                yield Fields(item, known)
            else:
                expected(item, "An object with named fields")

    def picked(self, name: str, noun: str, known: Collection[str]) -> tuple[str, ...]:
        """The keys in a list, each the key of something that there is, and each once."""
        found: list[str] = []
        for item in self.items(name):
            key = text_at(item, needed=True)
            if key in found:
                item.refuse(f"{quoted(key)} stands twice in this list.", "Leave one out.")
            elif key in known:
                found.append(key)
            elif key.strip():
                refuse_unknown(item, noun, key, known)
        return tuple(found)

    def extra(self) -> Extra:
        """Whatever JSON values stand under `extra`."""
        found = self.node.get("extra")
        if not self.has("extra"):
            return {}
        if not isinstance(found.value, dict):
            expected(found, "An object with named fields")
            return {}
        row: list[Any] = [found.value]
        while row:
            if not all(map(_can_be_kept, row)):
                found.refuse(
                    "Something in here cannot be kept: a name that is empty, characters that no "
                    f"text has, or a number of over {words.DIGITS} digits."
                )
                return {}
            row = [part for whole in row for part in _parts(whole)]
        return found.value


class Taken:
    """The keys of one noun that are taken so far."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._places: dict[str, str] = {}

    def take(self, key: str, node: Node) -> None:
        """Take the key for the thing at this node; a problem where it is taken."""
        if key in self._places:
            where = self._places[key]
            node.refuse(
                f"Another {self._noun} has the key {quoted(key)}.",
                f"It stands at {where}; change one of the two." if where else "",
            )
        self._places.setdefault(key, node.place)


def text_at(node: Node, noun: str = "", *, needed: bool = False) -> str:
    """The text that stands there; a problem where something else does, or too much."""
    text = node.value
    if not isinstance(text, str):
        scalar = isinstance(text, bool | int | float)
        hint = "Put it in quotation marks." if scalar else "Write one, or leave it out."
        expected(node, "A text", hint)
        return ""
    if has_control(text):
        node.refuse("There are characters here that no text has.", "Leave them out.")
        return ""
    if needed and not text.strip():
        node.refuse("This is empty.", "Write something here.")
    elif noun and len(text) > LENGTHS[noun]:
        node.refuse(
            f"This text has {len(text):,} characters; {LENGTHS[noun]:,} is the most.",
            "Say it shorter.",
        )
    elif noun not in _OF_ANY_FORM and ("\n" in text or "\r" in text):
        node.refuse("This text has several lines.", "Write it on one line.")
    return text


def number_at(
    node: Node,
    least: float = -words.LARGEST_NUMBER,
    most: float = words.LARGEST_NUMBER,
    above: float | None = None,
) -> float | None:
    """The number that stands there; None, and a problem, where it is none or out of bounds."""
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float):
        expected(node, "A number", "Write one without quotation marks.")
        return None
    if not least <= value <= most or (above is not None and value <= above):
        low = f"above {above:g}" if above is not None else f"from {least:g}"
        node.refuse(f"The number here must be {low}, and at most {most:g}.")
        return None
    return float(value)


def refuse_unknown(node: Node, noun: str, key: str, known: Collection[str]) -> None:
    """Note a key that nothing has."""
    hint = f"Their keys are: {listed(known)}." if known else f"There are no {noun}s at all."
    node.refuse(f"There is no {noun} with the key {quoted(key)}.", hint)


def expected(node: Node, what: str, hint: str = "") -> None:
    """Note that something else stands here."""
    found = "nothing" if node.value is None else _NAMES.get(type(node.value), "a number")
    node.refuse(f"{what} is expected here, not {found}.", hint)


def _can_be_kept(value: Any) -> bool:
    if isinstance(value, dict):
        return all(name != "" and not has_control(name) for name in value)
    if isinstance(value, str):
        return not has_control(value)
    if isinstance(value, int):
        return -_TOO_LARGE < value < _TOO_LARGE
    return not isinstance(value, float) or math.isfinite(value)


def _parts(whole: Any) -> Iterator[Any]:
    if isinstance(whole, dict):
        yield from whole.values()
    elif isinstance(whole, list):
        yield from whole
