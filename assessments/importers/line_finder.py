"""Where the parts of a JSON or YAML file stand: for tools that point at lines."""

from __future__ import annotations

from collections.abc import Callable

from assessments.importers.base import ImportRefused
from assessments.importers.json_source import looks_like_json
from assessments.importers.nodes import Node, Path, nowhere
from assessments.importers.yaml_source import yaml_node

MAX_BYTES = 4 * 1024 * 1024
"""In larger files nothing is looked for, since that takes seconds."""


def line_finder(data: bytes) -> Callable[[Path], int | None]:
    """Gives the line, from 1, on which a part of the file begins; None where there is no such part,
    or where this is no JSON and no YAML. Never raises."""
    if looks_like_json(data):
        # JSON is read as the YAML that it is, but for tabs, which can only stand between its parts.
        data = data.replace(b"\t", b" ")
    try:
        root = yaml_node(data, MAX_BYTES)
    except ImportRefused:
        return nowhere

    def line_of(path: Path) -> int | None:
        found = _at(root, path)
        return None if found.value is None else found.document.line_of(found.path)

    return line_of


def _at(node: Node, path: Path) -> Node:
    for step in path:
        node = node.get(step)
    return node
