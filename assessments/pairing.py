"""Which part of one framework version is which of another, and which kept their order. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from assessments.spec import QuestionSpec, SectionSpec

Node = TypeVar("Node", SectionSpec, QuestionSpec)
Pair = tuple[Node | None, Node | None]


def paired(old: Sequence[Node], new: Sequence[Node]) -> list[Pair[Node]]:
    """Each part with its counterpart, in the order of the newer version, then those gone."""
    partner: dict[str, Node] = {}
    taken: set[str] = set()
    for name in IDENTITIES:
        known = _unique([one for one in old if one.key not in taken], name)
        for key, one in _unique([one for one in new if one.key not in partner], name).items():
            if key in known:
                partner[one.key] = known[key]
                taken.add(known[key].key)
    there: list[Pair[Node]] = [(partner.get(one.key), one) for one in new]
    gone: list[Pair[Node]] = [(one, None) for one in old if one.key not in taken]
    return there + gone


IDENTITIES = ("key", "source_id", "ref")
"""What makes two parts the same thing, the surest first."""


def _unique(parts: Iterable[Node], name: str) -> dict[str, Node]:
    """The parts by this name of theirs, where it is not empty and only one has it."""
    named = [(str(getattr(one, name)), one) for one in parts]
    counts = Counter(value for value, _ in named)
    return {value: one for value, one in named if value and counts[value] == 1}


def rising(members: Sequence[tuple[int, str]]) -> list[str]:
    """The keys of a longest run of members, given as place before and key, whose places rise: those
    that kept their order, so that as few as possible count as moved (patience sorting)."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for at, (place, _) in enumerate(members):
        pile = bisect_left(ends, place)
        ends[pile : pile + 1] = [place]
        last[pile : pile + 1] = [at]
        before.append(last[pile - 1] if pile else None)
    found: list[str] = []
    step = last[-1] if last else None
    while step is not None:
        found.append(members[step][1])
        step = before[step]
    return found
