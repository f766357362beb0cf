"""How numbers of questions become numbers of sections and of the whole."""

from __future__ import annotations

from enum import StrEnum

from assessments.samm import of_levels
from assessments.scale import Scale
from assessments.section_tree import (
    Figures,
    Own,
    Tree,
    Values,
    gathers,
    mean_of_parts,
    rolled,
    weighted_mean,
)
from assessments.trace import PartKind


class Rule(StrEnum):
    """How a section's number comes from its parts: their mean, the weakest of them, or the
    levels of streams as OWASP SAMM counts them."""

    MEAN = "mean"
    GATED = "gated"
    SAMM = "samm"


def lowest(tree: Tree, at: str | None, values: Values, found: Figures) -> float | None:
    """The lowest mean of questions among a section and all sections below it."""
    parts = tree.parts[at]
    questions = [part for part in parts if part.kind is PartKind.QUESTION]
    own = weighted_mean((part.weight, values[part.id]) for part in questions)
    lower = [found[part.id] for part in parts if part.kind is PartKind.SECTION]
    return min((value for value in (own, *lower) if value is not None), default=None)


OWN: dict[Rule, Own] = {Rule.MEAN: mean_of_parts, Rule.GATED: lowest, Rule.SAMM: of_levels}
"""What each rule rolls up."""


def weakest(tree: Tree, values: Values) -> Figures:
    """The lowest mean of questions at and below every section."""
    return rolled(tree, lowest, values)


def figures(tree: Tree, values: Values, *, scale: Scale, rule: Rule) -> Figures:
    """The number of every section, and of the whole, by the rule of the framework.

    Gated: a section with sections below it has the highest level that every section with
    questions among them reaches; one with questions alone has their mean. By each rule, two
    questions of one section, weight and tier can change values, and no number changes.
    """
    found = rolled(tree, OWN[rule], values)
    return {at: seen(tree, at, value, scale=scale, rule=rule) for at, value in found.items()}


def seen(
    tree: Tree, at: str | None, value: float | None, *, scale: Scale, rule: Rule
) -> float | None:
    """The number of a section from what was rolled up for it."""
    if rule is Rule.GATED and value is not None and gathers(tree, at):
        return scale.floor(value)
    return value
