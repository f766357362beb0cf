"""What is odd about a file, said once for each kind of oddity, however often it is there."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.importers.nodes import Node


@dataclass(slots=True)
class _Found:
    first: Node
    message: str
    hint: str
    count: int = 0


class Oddities:
    """Collects oddities that were read all the same."""

    def __init__(self) -> None:
        self._found: dict[str, _Found] = {}

    def note(self, node: Node, message: str, hint: str = "") -> None:
        """Note that this is odd; the same message again only counts."""
        self._found.setdefault(message, _Found(node, message, hint)).count += 1

    def warn(self) -> None:
        """Make a warning of each kind of oddity, at the first place where it was met."""
        for found in self._found.values():
            more = found.count - 1
            places = "place" if more == 1 else "places"
            often = f" The same holds in {more:,} more {places}." if more else ""
            found.first.warn(f"{found.message}{often}", found.hint)
