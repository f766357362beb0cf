"""YAML from outside: plain scalars, lists and mappings only, with the line of every place.

Read from PyYAML's composed nodes, so that no tag makes an object, and so that a reader can choose
how a scalar is taken: `as_written` keeps every scalar the text it is (an answer `No` stays `No`,
`1.10` stays `1.10`); otherwise YAML's own core types are taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.nodes import Document, Node, Path, is_control
from assessments.importers.source_text import text_of_file

MAX_DEPTH = 60
"""Mappings and lists inside each other at most."""
MAX_NODES = 500_000
"""Values in one document at most, those that an alias repeats counted each time."""
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
    _check_events(text, name)
    try:
        top = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, name) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise _refused(None, "The file cannot be read as YAML.", name) from None
    if top is None:
        raise _refused(None, "The file is empty.", name)
    document = Document(name, line_of=lambda path: _line_of(top, path))
    return document.root(_Reader(document, as_written=as_written).value(top))


def _check_events(text: str, name: str) -> None:
    """Aliases and depth, before anything is composed: a few lines can unfold into millions."""
    depth = aliases = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                aliases += 1
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH or aliases > MAX_ALIASES:
                what = "deep in each other" if depth > MAX_DEPTH else "aliases"
                bound = MAX_DEPTH if depth > MAX_DEPTH else MAX_ALIASES
                line = event.start_mark.line + 1 if event.start_mark else None
                raise _refused(line, f"There are over {bound} things {what} here.", name)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, name) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise _refused(None, "The file cannot be read as YAML.", name) from None


class _Reader:
    """Composed nodes as plain values, each alias unfolded and counted."""

    def __init__(self, document: Document, *, as_written: bool) -> None:
        self._document = document
        self._as_written = as_written
        self._seen = 0
        self._open: set[int] = set()

    def value(self, node: yaml.Node) -> Any:
        """The plain value of a node."""
        self._seen += 1
        line = node.start_mark.line + 1
        if self._seen > MAX_NODES or id(node) in self._open:
            message = "The aliases here unfold into too much, or into themselves."
            raise _refused(line, message, self._document.name, "Write the values out.")
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self._open.add(id(node))
        made = self._list(node) if isinstance(node, yaml.SequenceNode) else self._mapping(node)
        self._open.discard(id(node))
        return made

    def _list(self, node: yaml.SequenceNode) -> list[Any]:
        return [self.value(part) for part in node.value]

    def _mapping(self, node: yaml.Node) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, part in node.value:
            key = name.value if isinstance(name, yaml.ScalarNode) else ""
            line = name.start_mark.line + 1
            if not key:
                message = "A name is expected here, not a list or nothing."
                self._document.problems.add(line, message, path=self._document.name)
                continue
            if key in made:
                message = f"“{key[:80]}” stands twice here; the last one was read."
                self._document.warnings.add(line, message, path=self._document.name)
            made[key] = self.value(part)
        return made

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        text = str(node.value)
        if not text.isprintable() and any(map(is_control, text)):
            message = "There are characters here that no text has."
            raise _refused(node.start_mark.line + 1, message, self._document.name)
        if self._as_written or node.style in _QUOTED:
            return text
        if node.tag in _CORE:
            return _CORE[node.tag](text)
        if node.tag.endswith((":int", ":float")):
            return _number(text)
        return text


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
        return float(plain) if plain.lower().lstrip("+-.")[:3] not in ("inf", "nan") else text
    except ValueError:
        return text


def _line_of(top: yaml.Node, path: Path) -> int | None:
    at: yaml.Node | None = top
    line = top.start_mark.line
    for step in path:
        found = _below(at, step)
        if found is None:
            break
        line, at = found
    return int(line) + 1


def _below(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for name, part in node.value:
            if name.value == step:
                return name.start_mark.line, part
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        part = node.value[step]
        return part.start_mark.line, part
    return None


def _unreadable(error: yaml.MarkedYAMLError, name: str) -> ImportRefused:
    mark = error.problem_mark or error.context_mark
    what = error.problem or "not YAML"
    return _refused(mark.line + 1 if mark else None, f"This cannot be read as YAML: {what}.", name)


def _refused(line: int | None, message: str, name: str, hint: str = "") -> ImportRefused:
    return ImportRefused([Problem(line, message, hint, path=name)])
