"""Parts of a control as Markdown: paragraphs, and items as lists with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assessments.importers.catalog.parameters import Parameters
from assessments.importers.catalog.props import entries, label_of, name_of, text_of
from assessments.importers.nodes import Node
from assessments.importers.wording import as_markdown, one_line

STATEMENT = "statement"
_ITEM = "item"
_PLAIN = ("guidance", "overview", STATEMENT)
"""Parts whose name says nothing that a heading should."""
_TESTING = (
    "assessment",
    "assessment-method",
    "assessment-objective",
    "objective",
    "test-procedures",
    "testing-procedures",
)
"""How an assessor looks at a control: no part of what is asked for."""
_STEP = "    "


def parts_of(node: Node, *names: str) -> list[Node]:
    """The parts with one of these names, in order."""
    return list(entries(node, "parts", lambda part: part.get("name") in names))


def guiding_parts(node: Node) -> list[Node]:
    """The parts that are neither the statement nor about testing."""
    other = (STATEMENT, *_TESTING)
    return list(entries(node, "parts", lambda part: part.get("name") not in other))


def testing_parts(node: Node) -> int:
    """How many parts are about testing."""
    return len(parts_of(node, *_TESTING))


def as_prose(parts: Iterable[Node], parameters: Parameters) -> str:
    """The parts one after the other, with all that stands in them."""
    blocks = (
        block for part in parts for block in _blocks(part, parameters, heading=_heading(part))
    )
    return "\n\n".join(blocks)


def _blocks(part: Node, parameters: Parameters, *, heading: str) -> Iterator[str]:
    if heading:
        yield f"**{as_markdown(heading)}**"
    prose = parameters.inserted(part)
    if prose:
        yield prose
    items: list[str] = []
    for below in entries(part, "parts"):
        if _is_item(below):
            items += _item(below, parameters, "")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield from _blocks(below, parameters, heading=one_line(text_of(below, "title")))
    if items:
        yield "\n".join(items)


def _item(part: Node, parameters: Parameters, indent: str) -> Iterator[str]:
    """An entry of a list with those below it, each line indented so that Markdown nests them."""
    title = one_line(text_of(part, "title"))
    label = label_of(part)
    deeper = indent + _STEP
    prose = parameters.inserted(part).replace("\n", f"\n{deeper}")
    marked = (label and as_markdown(label), title and f"**{as_markdown(title)}**", prose)
    said = " ".join(filter(None, marked))
    yield f"{indent}- {said}".rstrip()
    for below in entries(part, "parts"):
        yield from _item(below, parameters, deeper)


def _is_item(part: Node) -> bool:
    return part.value.get("name") == _ITEM or bool(label_of(part))


def _heading(part: Node) -> str:
    """The part's own title, else what its name says."""
    title = one_line(text_of(part, "title"))
    name = one_line(name_of(part))
    if title or name in _PLAIN:
        return title
    return name.replace("-", " ").replace("_", " ").capitalize()
