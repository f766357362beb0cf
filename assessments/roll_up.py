"""How numbers of questions become numbers of sections and of the whole."""

from __future__ import annotations

from enum import StrEnum

from assessments.samm import samm
from assessments.scale import Scale
from assessments.section_tree import (
    Figures,
    Tree,
    Values,
    gathers,
    mean_of_parts,
    weighted_mean,
)
from assessments.trace import PartKind


class Rule(StrEnum):
    """How a section's number comes from its parts: their mean, the weakest of them, or the
    levels of streams as OWASP SAMM counts them."""

    MEAN = "mean"
    GATED = "gated"
    SAMM = "samm"


def means(tree: Tree, values: Values) -> Figures:
    """The weighted mean of the parts of every section, and of the whole."""
    found: dict[str | None, float | None] = {}
    for at in tree.bottom_up:
        found[at] = mean_of_parts(tree, at, values, found)
    return found


def weakest(tree: Tree, values: Values) -> Figures:
    """The lowest mean of questions among a section and all sections below it."""
    found: dict[str | None, float | None] = {}
    for at in tree.bottom_up:
        parts = tree.parts[at]
        questions = [part for part in parts if part.kind is PartKind.QUESTION]
        own = weighted_mean((part.weight, values[part.id]) for part in questions)
        lower = [found[part.id] for part in parts if part.kind is PartKind.SECTION]
        found[at] = min((value for value in (own, *lower) if value is not None), default=None)
    return found


def figures(tree: Tree, values: Values, *, scale: Scale, rule: Rule) -> Figures:
    """The number of every section, and of the whole, by the rule of the framework.

    Gated: a section with sections below it has the highest level that every section with
    questions among them reaches; one with questions alone has their mean. By each rule, two
    questions of one section, weight and tier can change values, and no number changes.
    """
    if rule is Rule.MEAN:
        return means(tree, values)
    if rule is Rule.SAMM:
        return samm(tree, values)
    return {
        at: value if value is None or not gathers(tree, at) else scale.floor(value)
        for at, value in weakest(tree, values).items()
    }
