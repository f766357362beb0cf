"""Parameters: what an organization sets in a control, inserted where the prose names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.catalog.props import entries, has_prop, text_of
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import fold, one_line

LONGEST = 2_000
"""Characters that stand for one parameter at most; beyond that its label does."""
MOST_INSERTED = 20_000_000
"""Characters inserted into all prose together at most."""

_INSERT = re.compile(r"\{\{\s*(?:insert\s*:\s*param\s*,\s*)?([A-Za-z_][\w.-]*)\s*\}\}")
_LOOSE_MARK = re.compile(r"(?<=\\\]) (?=[;,.])")
"""The space that catalogs leave between a parameter and the mark after it."""
_BRACKETS = re.compile(r"[\[\]]")
_ONE_OR_MORE = "one-or-more"


class Parameters:
    """Every parameter of a catalog by its id; where an id stands twice, the first counts."""

    def __init__(self, catalog: Node, oddities: Oddities) -> None:
        self._oddities = oddities
        self._nodes: dict[str, Node] = {}
        self._texts: dict[str, str] = {}
        self._open: set[str] = set()
        self._left = MOST_INSERTED
        for param in _params(catalog):
            self._nodes.setdefault(text_of(param, "id"), param)

    def inserted(self, node: Node, key: str = "prose") -> str:
        """The text there as Markdown, with what each parameter in it stands for in brackets."""
        prose = text_of(node, key)
        if "{{" not in prose:
            return prose
        made = _INSERT.sub(lambda found: self._for(found, node), prose)
        return _LOOSE_MARK.sub("", made)

    def to_set(self, control: Node) -> str:
        """A list of the control's parameters that say more than their label; or nothing."""
        lines = [line for param in entries(control, "params") if (line := self._line(param))]
        return "**To be set**\n\n" + "\n".join(lines) if lines else ""

    def _for(self, found: re.Match[str], node: Node) -> str:
        param = found[1]
        if param not in self._nodes:
            if "insert" not in found[0]:
                return found[0]
            message = "A parameter stands in the prose that is defined nowhere; its id is shown."
            self._oddities.note(node, message)
        text = self._text(param)
        self._left -= len(text)
        if self._left < 0:
            message = "The parameters in this catalog unfold into too much."
            raise ImportRefused([Problem(None, message, path=node.place)])
        return text

    def _text(self, param: str) -> str:
        """What stands for the parameter, made once. One that stands in itself ends in its id."""
        if param in self._texts:
            return self._texts[param]
        node = self._nodes.get(param)
        if node is None or param in self._open:
            return _bracketed(param)
        self._open.add(param)
        text = self._made(node) or _bracketed(param)
        self._open.discard(param)
        if len(text) > LONGEST:
            text = _bracketed(self._label(node) or param)[:LONGEST]
        self._texts[param] = text
        return text

    def _made(self, node: Node) -> str:
        values = [text for text in _texts(node, "values") if text]
        if values:
            return ", ".join(values)
        select = node.has("select") and self._selection(node.get("select"))
        said = select or self._label(node)
        said = said or " ".join(self._guidelines(node))
        limits = "; ".join(self._constraints(node))
        said = f"{said}: {limits}" if said and limits else said or limits
        return _bracketed(said, nested=True) if said else ""

    def _selection(self, select: Node) -> str:
        found = select.get("choice")
        count = len(found.value) if isinstance(found.value, list) else 0
        choices = [one_line(self.inserted(found.get(at), "")) for at in range(count)]
        if not any(choices):
            return ""
        many = text_of(select, "how-many") == _ONE_OR_MORE if select.has("how-many") else False
        return f"{'one or more' if many else 'one'} of: {'; '.join(filter(None, choices))}"

    def _label(self, node: Node) -> str:
        return one_line(text_of(node, "label"))

    def _guidelines(self, node: Node) -> list[str]:
        found = (one_line(self.inserted(entry)) for entry in entries(node, "guidelines"))
        return [text for text in found if text]

    def _constraints(self, node: Node) -> list[str]:
        found = (one_line(text_of(entry, "description")) for entry in entries(node, "constraints"))
        return [text for text in found if text]

    def _line(self, node: Node) -> str:
        """One entry of the list; nothing for a parameter that only gathers others."""
        guidelines = " ".join(self._guidelines(node)).rstrip("; ")
        if not guidelines or has_prop(node, "aggregates"):
            return ""
        label = self._label(node)
        limits = "; ".join(self._constraints(node))
        repeats = fold(label) in fold(guidelines)
        said = guidelines if not label or repeats else f"{label}: {guidelines}"
        return f"- {said}{f': {limits}' if limits else ''}"


def _params(node: Node) -> Iterator[Node]:
    """Those of the catalog, of its groups and of its controls, at any depth."""
    yield from entries(node, "params")
    for key in ("groups", "controls"):
        for below in entries(node, key):
            yield from _params(below)


def _texts(node: Node, key: str) -> list[str]:
    found = node.get(key)
    count = len(found.value) if isinstance(found.value, list) else 0
    return [one_line(found.get(at).text()) for at in range(count)]


def _bracketed(text: str, *, nested: bool = False) -> str:
    """The text between brackets that make no link of it."""
    inner = text if nested else _BRACKETS.sub(r"\\\g<0>", text)
    return f"\\[{inner}\\]"
