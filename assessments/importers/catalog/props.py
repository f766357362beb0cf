"""Properties of a thing in a catalog: what it is called in print, whether it is withdrawn.

Properties, links and parts are optional in OSCAL and extended by everyone, so that what is not of
the expected form is passed over here rather than refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessments.importers.nodes import Node, has_control
from assessments.importers.wording import one_line


def text_of(node: Node, key: str) -> str:
    """The text there, stripped; empty where there is none. A problem where there is no text."""
    return node.text(key)


def entries(node: Node, key: str) -> Iterator[Node]:
    """The objects in an optional list; none where something else stands there."""
    found = node.value.get(key) if isinstance(node.value, dict) else None
    if isinstance(found, list):
        for at, entry in enumerate(found):
            if isinstance(entry, dict):
                yield Node(entry, (*node.path, key, at), node.document)


def name_of(node: Node) -> str:
    """The name by which OSCAL tells what a part is; empty where there is none."""
    name = node.value.get("name")
    return name if isinstance(name, str) and not has_control(name) else ""


def label_of(node: Node) -> str:
    """What the thing is called in print: its label without a class, else its first; or nothing.

    NIST gives further labels with a class, such as `AC-02` for sorting.
    """
    labels = list(_values(node, "label"))
    plain = [label for label, kind in labels if not kind]
    return (plain or [label for label, _ in labels] or [""])[0]


def is_withdrawn(node: Node) -> bool:
    """Whether the publisher has taken it back."""
    return any(value.lower() == "withdrawn" for value, _ in _values(node, "status"))


def has_prop(node: Node, name: str) -> bool:
    """Whether there is a property of that name."""
    return any(True for _ in _values(node, name))


def _values(node: Node, name: str) -> Iterator[tuple[str, str]]:
    """The values of all properties of that name, each with its class."""
    found = node.get("props").value
    for prop in found if isinstance(found, list) else ():
        if isinstance(prop, dict) and prop.get("name") == name:
            value, kind = prop.get("value"), prop.get("class")
            if isinstance(value, str) and value.strip() and not has_control(value):
                yield one_line(value), kind if isinstance(kind, str) else ""
