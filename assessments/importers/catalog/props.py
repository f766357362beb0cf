"""Properties of a thing in a catalog: what it is called in print, whether it is withdrawn.

Properties, links and parts are optional in OSCAL and extended by everyone, so that what is not of
the expected form is passed over here rather than refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from assessments.importers.nodes import Node, has_control
from assessments.importers.wording import one_line


def text_of(node: Node, key: str) -> str:
    """The text there, stripped; empty where there is none. A problem where there is no text."""
    return node.text(key)


def entries(node: Node, key: str, wanted: Callable[[Any], bool] | None = None) -> Iterator[Node]:
    """The objects in an optional list, or those of them that are wanted; none where something else
    stands there."""
    value, path, document = node
    found = value.get(key) if isinstance(value, dict) else None
    if isinstance(found, list):
        for at, entry in enumerate(found):
            if isinstance(entry, dict) and (wanted is None or wanted(entry)):
                yield Node(entry, (*path, key, at), document)


def name_of(node: Node) -> str:
    """The name by which OSCAL tells what a part is; empty where there is none."""
    name = node.value.get("name")
    return name if isinstance(name, str) and not has_control(name) else ""


def label_of(node: Node) -> str:
    """What the thing is called in print: its label without a class, else its first; or nothing.

    NIST gives further labels with a class, such as `AC-02` for sorting.
    """
    first = ""
    for label, kind in _values(node, "label"):
        if not kind:
            return label
        first = first or label
    return first


def is_withdrawn(node: Node) -> bool:
    """Whether the publisher has taken it back."""
    return any(value.lower() == "withdrawn" for value, _ in _values(node, "status"))


def has_prop(node: Node, name: str) -> bool:
    """Whether there is a property of that name."""
    return any(True for _ in _values(node, name))


def _values(node: Node, name: str) -> Iterator[tuple[str, str]]:
    """The values of all properties of that name, each with its class."""
    found = node.value.get("props") if isinstance(node.value, dict) else None
    for prop in found if isinstance(found, list) else ():
        if isinstance(prop, dict) and prop.get("name") == name:
            value, kind = prop.get("value"), prop.get("class")
            if isinstance(value, str) and value.strip() and not has_control(value):
                yield one_line(value), kind if isinstance(kind, str) else ""
