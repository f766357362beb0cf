"""Risk rules as AWS takes them: conditions over ids that exist, one rule for each risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments import rules
from assessments.rules import DEFAULT, MAX_CHARACTERS
from assessments.spec import RiskRuleSpec

_UNREADABLE = "its condition cannot be read, or names a choice that is not there."

Rules = list[RiskRuleSpec]


def fitted(given: Sequence[RiskRuleSpec], ids: Mapping[str, str]) -> tuple[Rules, list[str]]:
    """The rules over the new ids of the choices, and in words what had to change.

    Empty where no rule can be said; the first true rule gives the same risk as before wherever
    all the rules can be.
    """
    kept, said = _readable(given, ids)
    merged = _one_for_each_risk(kept)
    if merged != kept:
        said.append("Rules that give the same risk are joined; AWS takes one rule for each.")
    if any(len(rule.condition) > MAX_CHARACTERS for rule in merged):
        return [], [*said, "The joined rules are too long and are left out."]
    return merged, said


def renamed(condition: str, ids: Mapping[str, str]) -> str | None:
    """The condition with new ids; None where it is none, or names an id that is not there."""
    try:
        read = rules.parse(condition)
    except rules.ConditionError:
        return None
    if any(name not in ids for name in read.ids):
        return None
    if read.tree is None or all(ids[name] == name for name in read.ids):
        return condition.strip()
    return str(replace(read, tree=_called(read.tree, ids)))


def any_of(ids: Sequence[str]) -> str:
    """True where one of these is ticked."""
    return " || ".join(ids)


def all_of(ids: Sequence[str]) -> str:
    """True where each of these is ticked."""
    return " && ".join(ids)


def _readable(given: Sequence[RiskRuleSpec], ids: Mapping[str, str]) -> tuple[Rules, list[str]]:
    kept: Rules = []
    said: list[str] = []
    for number, rule in enumerate(given, start=1):
        if kept and kept[-1].condition == DEFAULT:
            said.append("The rules after the default rule are left out: they can never hold.")
            break
        condition = renamed(rule.condition, ids)
        if condition is None:
            said.append(f"Rule {number} is left out: {_UNREADABLE}")
        else:
            kept.append(replace(rule, condition=condition))
    return kept, said


def _one_for_each_risk(kept: Rules) -> Rules:
    """Each rule holds only where none before it of another risk does, so that their order is
    free and those of one risk can be joined."""
    risks = list(dict.fromkeys(rule.risk for rule in kept))
    if len(risks) == len(kept):
        return kept
    otherwise = [rule for rule in kept if rule.condition == DEFAULT]
    named = [risk for risk in risks if not otherwise or risk != otherwise[0].risk]
    return [*(RiskRuleSpec(_alone(kept, risk), risk) for risk in named), *otherwise]


def _alone(kept: Rules, risk: str) -> str:
    parts = []
    for at, rule in enumerate(kept):
        before = [f"!({other.condition})" for other in kept[:at] if other.risk != risk]
        if rule.risk == risk:
            alone = f"({rule.condition})"
            parts.append(f"({all_of([alone, *before])})" if before else alone)
    return any_of(parts)


def _called(node: rules.Node, ids: Mapping[str, str]) -> rules.Node:
    """The same condition over other ids."""
    if isinstance(node, rules.Id):
        return rules.Id(ids[node.name])
    if isinstance(node, rules.Not):
        return rules.Not(_called(node.part, ids))
    return replace(node, parts=tuple(_called(part, ids) for part in node.parts))
