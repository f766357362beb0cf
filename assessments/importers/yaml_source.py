"""YAML from outside: plain scalars, lists and mappings only, with the line of every place.

Values are made of PyYAML's parsing events in one pass, so that no tag makes an object, and so that
a reader can choose how a scalar is taken: `as_written` keeps every scalar the text it is (an
answer `No` stays `No`, `1.10` stays `1.10`); otherwise YAML's own core types are taken.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.nodes import Document, Node, Path, has_control
from assessments.importers.source_text import text_of_file

MAX_DEPTH = 60
"""Mappings and lists inside each other at most."""
MAX_NODES = 500_000
"""Values in one document at most, those that an alias repeats counted each time."""
MAX_CHARACTERS = 32 * 1024 * 1024
"""Characters of all scalars together at most, those that an alias repeats counted each time."""
MAX_ALIASES = 200
"""Aliases in one document at most."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTED = ("'", '"', "|", ">")
_CORE: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on", "y"),
}


def yaml_node(data: bytes, limit: int, name: str = "", *, as_written: bool = False) -> Node:
    """The document's root. Raises ImportRefused, with the line, where the bytes are too many, no
    UTF-8, no YAML, several documents, or would unfold into too much."""
    text = text_of_file(data, limit)
    lines = _Lines(text)
    composer: _Composer | None = None
    try:
        composer = _Composer(text, lines, name, as_written=as_written)
        value = composer.document_value()
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, lines, name) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise _refused(None, "The file cannot be read as YAML.", name) from None
    finally:
        if composer is not None:
            composer.dispose()
    return composer.document.root(value)


class _Lines:
    """Where the lines of a text end: YAML counts more characters as line ends than editors do."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self._text)]

    def at(self, place: int) -> int:
        """The line, counted from 1, in which the character at this place stands."""
        return bisect_left(self._ends, place) + 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    """What an alias stands for: how many values and characters it repeats, and how deep they are.

    While it is still being read it is not `whole`, and an alias to it would have no end.
    """

    value: Any = None
    count: int = 1
    characters: int = 0
    height: int = 0
    whole: bool = True


class _Composer:
    """Plain values from events. What an alias repeats is counted each time and made once."""

    def __init__(self, text: str, lines: _Lines, name: str, *, as_written: bool) -> None:
        self.document = Document(name, line_of=self._line_of)
        self._name = name
        self._as_written = as_written
        self._loader = _Loader(text)
        self._next: Callable[[], Any] = self._loader.get_event
        self._seen = self._characters = self._depth = self._deepest = self._aliases = 0
        self._anchored: dict[str, _Anchored] = {}
        self._top: Any = None
        self._first = 0
        self._lines = lines
        self._places: dict[int, Any] = {}
        """By the id of a list or mapping, the place in the text of each of its parts."""

    def dispose(self) -> None:
        """Let go of the parser. Values and lines stay."""
        self._loader.dispose()
        del self._loader, self._next

    def document_value(self) -> Any:
        """The value of the only document."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            raise _refused(None, "The file is empty.", self._name)
        first = self._next()
        self._first = first.start_mark.index
        self._top = self._value(first)
        self._next()
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            message = "Another document begins here."
            raise _refused(
                self._line(after), message, self._name, "Put each into a file of its own."
            )
        return self._top

    def _value(self, event: Any) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        if isinstance(event, yaml.ScalarEvent):
            made = self._scalar(event)
            if event.anchor is not None:
                self._anchored[event.anchor] = _Anchored(made, characters=len(event.value))
            return made
        return self._collection(event)

    def _collection(self, event: Any) -> Any:
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(whole=False)
        self._count(1, 0, event)
        seen, characters, deepest = self._seen, self._characters, self._deepest
        self._depth += 1
        self._deepest = self._depth
        self._check_depth(event)
        sequence = isinstance(event, yaml.SequenceStartEvent)
        made = self._list() if sequence else self._mapping()
        self._depth -= 1
        if event.anchor is not None:
            self._anchored[event.anchor] = _Anchored(
                made,
                count=self._seen - seen + 1,
                characters=self._characters - characters,
                height=self._deepest - self._depth,
            )
        self._deepest = max(deepest, self._deepest)
        return made

    def _list(self) -> list[Any]:
        made: list[Any] = []
        places = []
        event = self._next()
        while not isinstance(event, yaml.SequenceEndEvent):
            places.append(event.start_mark.index)
            made.append(self._value(event))
            event = self._next()
        self._places[id(made)] = places
        return made

    def _mapping(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        places: dict[str, int] = {}
        event = self._next()
        while not isinstance(event, yaml.MappingEndEvent):
            place = event.start_mark.index
            key = self._key(event)
            if key in made:
                message = f"“{key[:80]}” stands twice here; the last one was read."
                self.document.warnings.add(self._lines.at(place), message, path=self._name)
            value = self._value(self._next())
            if key:
                made[key] = value
                places[key] = place
            event = self._next()
        self._places[id(made)] = places
        return made

    def _key(self, event: Any) -> str:
        """The name of a field; empty, with a problem noted, where it can be none."""
        if isinstance(event, yaml.ScalarEvent):
            key = self._text(event)
            if event.anchor is not None:
                self._anchored[event.anchor] = _Anchored(key, characters=len(key))
        else:
            value = self._value(event)
            key = value if isinstance(value, str) else ""
        if not key:
            message = "A name is expected here, not a list or nothing."
            self.document.problems.add(self._line(event), message, path=self._name)
        return key

    def _scalar(self, event: Any) -> Any:
        text = self._text(event)
        if self._as_written or event.style in _QUOTED:
            return text
        tag = event.tag
        if tag is None or tag == "!":
            tag = self._loader.resolve(yaml.ScalarNode, text, event.implicit)
        if tag in _CORE:
            return _CORE[tag](text)
        return _number(text) if tag.endswith((":int", ":float")) else text

    def _text(self, event: Any) -> str:
        text: str = event.value
        self._count(1, len(text), event)
        if has_control(text):
            message = "There are characters here that no text has."
            raise _refused(self._line(event), message, self._name)
        return text

    def _repeated(self, event: Any) -> Any:
        line = self._line(event)
        self._aliases += 1
        if self._aliases > MAX_ALIASES:
            raise self._too_much(event, f"{MAX_ALIASES} aliases")
        anchored = self._anchored.get(event.anchor)
        if anchored is None:
            raise _refused(line, f"There is nothing above called &{event.anchor[:80]}.", self._name)
        if not anchored.whole:
            message = "The aliases here unfold into themselves."
            raise _refused(line, message, self._name, "Write the values out.")
        self._count(anchored.count, anchored.characters, event)
        self._deepest = max(self._deepest, self._depth + anchored.height)
        self._check_depth(event)
        return anchored.value

    def _check_depth(self, event: Any) -> None:
        if self._deepest > MAX_DEPTH:
            raise self._too_much(event, f"{MAX_DEPTH} things deep in each other")

    def _count(self, values: int, characters: int, event: Any) -> None:
        self._seen += values
        self._characters += characters
        if self._seen > MAX_NODES:
            raise self._too_much(event, f"{MAX_NODES:,} values, with those that aliases repeat,")
        if self._characters > MAX_CHARACTERS:
            most = f"{MAX_CHARACTERS:,} characters, with those that aliases repeat,"
            raise self._too_much(event, most)

    def _too_much(self, event: Any, what: str) -> ImportRefused:
        return _refused(self._line(event), f"There are over {what} here.", self._name)

    def _line(self, event: Any) -> int:
        return self._lines.at(event.start_mark.index)

    def _line_of(self, path: Path) -> int | None:
        at = self._top
        place = self._first
        for step in path:
            if not _holds(at, step):
                break
            place, at = self._places[id(at)][step], at[step]
        return self._lines.at(place)


def _holds(value: Any, step: str | int) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _number(text: str) -> int | float | str:
    """A number in plain decimal; any other way to write one stays text (`0o17`, `1:30`, `.inf`)."""
    plain = text.replace("_", "")
    if len(plain) > 40:
        return text
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        number = float(plain)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _unreadable(error: yaml.MarkedYAMLError, lines: _Lines, name: str) -> ImportRefused:
    mark = error.problem_mark or error.context_mark
    what = error.problem or "not YAML"
    line = lines.at(mark.index) if mark else None
    return _refused(line, f"This cannot be read as YAML: {what}.", name)


def _refused(line: int | None, message: str, name: str, hint: str = "") -> ImportRefused:
    return ImportRefused([Problem(line, message, hint, path=name)])
