"""The requirements of a framework: a list in the file, a tree by what each says is above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assessments.importers.ciso.choices import count_asked
from assessments.importers.ciso.words import Words, is_true, text_of, whole
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import one_line

MAX_REQUIREMENTS = 20_000
"""Requirements in one framework at most."""
MAX_DEPTH = 20
"""Requirements below each other at most."""

_URN_PARTS = 5
"""What stands before a requirement's own id: `urn:packager:risk:req_node:framework:`."""


@dataclass(slots=True)
class Requirement:
    """A node of the framework with those below it, in the order of the file.

    `name`, on one line, and `description` are in the language that is read; either can be empty,
    but not both and `ref`. `id` is the part of the urn that is its own. `asks` is how many
    questions it asks by itself, and `below` how many are asked under it.
    """

    node: Node
    urn: str
    id: str
    ref: str
    name: str
    description: str
    assessable: bool
    children: list[Requirement] = field(default_factory=list)
    asks: int = 0
    below: int = 0

    @property
    def total(self) -> int:
        """Questions that it asks, with those under it."""
        return self.asks + self.below

    @property
    def notes(self) -> list[Requirement]:
        """What stands below it and asks nothing: it only says something about it."""
        return [child for child in self.children if not child.total]

    @property
    def asking(self) -> list[Requirement]:
        """What stands below it and asks something, by itself or further below."""
        return [child for child in self.children if child.total]


def requirements_of(framework: Node, words: Words, oddities: Oddities) -> list[Requirement]:
    """The requirements at the top, each with those below it.

    Raises ImportRefused where one stands below itself, where they are too many or too deep, and
    with whatever else was wrong so far.
    """
    found = [_requirement(node, words) for node in framework.objects("requirement_nodes")]
    if len(found) > MAX_REQUIREMENTS:
        message = f"There are {len(found):,} requirements; {MAX_REQUIREMENTS:,} is the most."
        framework.get("requirement_nodes").refuse(message)
        framework.document.problems.refuse_if_any()
    top = _linked(found, oddities)
    _check(top, found)
    framework.document.problems.refuse_if_any()
    for one in reversed(list(walk(top))):
        one.below = sum(child.asks + child.below for child in one.children)
    return top


def _requirement(node: Node, words: Words) -> Requirement:
    urn = one_line(text_of(node, "urn"))
    ref = one_line(text_of(node, "ref_id"))
    assessable = is_true(node, "assessable")
    return Requirement(
        node=node,
        urn=urn,
        id=own_id(urn) or ref,
        ref=ref,
        name=words.line(node, "name"),
        description=words.of(node, "description"),
        assessable=assessable,
        asks=count_asked(node, assessable=assessable),
    )


def own_id(urn: str) -> str:
    """What of a requirement's or a question's urn is its own: the part after the framework's."""
    return urn.split(":", _URN_PARTS)[-1] if urn.count(":") >= _URN_PARTS else urn


def _linked(found: list[Requirement], oddities: Oddities) -> list[Requirement]:
    by_urn: dict[str, Requirement] = {}
    for one in found:
        if by_urn.setdefault(one.urn.lower(), one) is not one and one.urn:
            oddities.note(one.node.get("urn"), "This urn stands above already; both were read.")
    top: list[Requirement] = []
    above: list[tuple[int, Requirement]] = []
    for one in found:
        depth = whole(one.node, "depth") or 1
        while above and above[-1][0] >= depth:
            above.pop()
        parent = _parent(one, by_urn, oddities) or (above[-1][1] if above else None)
        (parent.children if parent else top).append(one)
        above.append((depth, one))
    return top


def _parent(
    one: Requirement, by_urn: dict[str, Requirement], oddities: Oddities
) -> Requirement | None:
    """What the requirement says is above it; None where it says nothing, or what is not there."""
    urn = one_line(text_of(one.node, "parent_urn")).lower()
    if not urn:
        return None
    found = by_urn.get(urn)
    if found is None:
        message = "What should stand above this is not in the file; it was placed by its depth."
        oddities.note(one.node.get("parent_urn"), message)
    return found


def _check(top: list[Requirement], found: list[Requirement]) -> None:
    reached: set[int] = set()
    row, depth = top, 0
    while row:
        depth += 1
        reached.update(map(id, row))
        if depth > MAX_DEPTH:
            row[0].node.refuse(f"This stands over {MAX_DEPTH} deep below others.")
            return
        row = [child for one in row for child in one.children]
    lost = next((one for one in found if id(one) not in reached), None)
    if lost is not None:
        lost.node.get("parent_urn").refuse("This stands below itself.", "Name another parent.")


def walk(row: Iterable[Requirement]) -> Iterator[Requirement]:
    """Every requirement, those below before the next beside."""
    for one in row:
        yield one
        yield from walk(one.children)


def walk_asking(row: Iterable[Requirement]) -> Iterator[Requirement]:
    """The same without those that ask nothing, nor anything below."""
    return (one for one in walk(row) if one.total)
