"""The roll-up of OWASP SAMM: levels of streams, practices of levels, functions of practices.

A stream is a section that holds questions with a tier, and nothing else. A practice is a section
that holds streams, and nothing else. Sections without questions do not matter to either. Every
other section has the weighted mean of its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from assessments.section_tree import Figures, Tree, Values, mean_of_parts, weighted_mean
from assessments.trace import Part, PartKind

Streams = Sequence[tuple[float, Sequence[Part]]]
"""The weight of each stream of a practice, and its questions."""


def streams(tree: Tree, at: str | None) -> Streams:
    """The streams of a practice; a stream is its own only one. Empty where it is neither.

    The whole is no practice.
    """
    parts = _filled(tree, at)
    if _is_stream(tree, parts):
        return [(1, parts)]
    if at is None or any(_asks(part) for part in parts):
        return []
    below = [(part.weight, _filled(tree, part.id)) for part in parts]
    return below if all(_is_stream(tree, questions) for _, questions in below) else []


def is_practice(tree: Tree, at: str | None) -> bool:
    """Whether a section, which has streams, holds them below it, and is none itself."""
    return not any(_asks(part) for part in tree.parts[at])


def of_levels(tree: Tree, at: str | None, values: Values, found: Figures) -> float | None:
    """The number of one section. A practice, and a stream by itself, has the mean of its levels,
    which is their sum as a share of their number."""
    own = streams(tree, at)
    if not own:
        return mean_of_parts(tree, at, values, found)
    return weighted_mean((1, level) for level in levels(tree, own, values).values())


def levels(tree: Tree, own: Streams, values: Values) -> dict[int, float]:
    """The levels that streams come to, by tier, lowest first, each as a share 0..1.

    A level is the weighted mean of its streams; a stream in which nothing of the level counts
    leaves that mean, and a level in which nothing counts is missing.
    """
    by_tier: dict[int, list[tuple[float, float | None]]] = defaultdict(list)
    for weight, questions in own:
        by: dict[int, list[tuple[float, float | None]]] = defaultdict(list)
        for part in questions:
            by[tree.tiers[part.id]].append((part.weight, values[part.id]))
        for tier, pairs in by.items():
            by_tier[tier].append((weight, weighted_mean(pairs)))
    means = {tier: weighted_mean(pairs) for tier, pairs in sorted(by_tier.items())}
    return {tier: mean for tier, mean in means.items() if mean is not None}


def with_unanswered(tree: Tree, claims: Values, counting: Values) -> Values:
    """The claims, where an unanswered question of a practice that has any claim claims 0.

    `counting` has a value for each question that counts. A practice without a claim claims
    nothing.
    """
    filled = dict(claims)
    for at in tree.bottom_up:
        keys = [part.id for _, questions in streams(tree, at) for part in questions]
        if any(claims[key] is not None for key in keys):
            filled.update({k: 0.0 for k in keys if claims[k] is None and counting[k] is not None})
    return filled


def _is_stream(tree: Tree, parts: Sequence[Part]) -> bool:
    return bool(parts) and all(_asks(part) and part.id in tree.tiers for part in parts)


def _filled(tree: Tree, at: str | None) -> Sequence[Part]:
    """The parts of a section but for sections without questions, which are nothing to it."""
    return [part for part in tree.parts[at] if _asks(part) or tree.below[part.id]]


def _asks(part: Part) -> bool:
    return part.kind is PartKind.QUESTION
