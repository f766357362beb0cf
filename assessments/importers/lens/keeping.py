"""What is kept of an object of a lens beside what we make of it ourselves."""

from __future__ import annotations

from assessments.importers.nodes import Node
from assessments.kept import difference
from assessments.lens_nodes import FORMAT, Json
from assessments.spec import Extra


def kept_of(node: Node, made: Json, *below: str) -> Extra:
    """The part's `extra`: empty where the object is just what we make.

    The lists of these names are read one by one, and only that they are there is kept here.
    """
    source = {
        key: [] if key in below and isinstance(value, list) else value
        for key, value in node.value.items()
    }
    kept = difference(source, made)
    return {FORMAT: kept} if kept else {}
