"""Risk rules as AWS takes them: conditions over ids that exist, one rule for each risk."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assessments.spec import RiskRuleSpec

DEFAULT = "default"
LONGEST = 10_000
"""Characters of a condition at most: nothing that people write comes near."""

_WORDS = re.compile(r"&&|\|\||[!()]|[^\s!()&|]+|[&|]")
_OPERATORS = ("&&", "||")

_UNREADABLE = "its condition cannot be read, or names a choice that is not there."

Rules = list[RiskRuleSpec]


def fitted(rules: Sequence[RiskRuleSpec], ids: Mapping[str, str]) -> tuple[Rules, list[str]]:
    """The rules over the new ids of the choices, and in words what had to change.

    Empty where no rule can be said; the first true rule gives the same risk as before wherever
    all the rules can be.
    """
    kept, said = _readable(rules, ids)
    merged = _one_for_each_risk(kept)
    if merged != kept:
        said.append("Rules that give the same risk are joined; AWS takes one rule for each.")
    if any(len(rule.condition) > LONGEST for rule in merged):
        return [], [*said, "The joined rules are too long and are left out."]
    return merged, said


def renamed(condition: str, ids: Mapping[str, str]) -> str | None:
    """The condition with new ids; None where it is none, or names an id that is not there."""
    words = _WORDS.findall(condition)
    if len(condition) > LONGEST or not _well_formed(words):
        return None
    named = [word for word in words if _is_id(word)]
    if any(word not in ids for word in named):
        return None
    return _joined([ids[word] if _is_id(word) else word for word in words])


def any_of(ids: Sequence[str]) -> str:
    """True where one of these is ticked."""
    return " || ".join(ids)


def all_of(ids: Sequence[str]) -> str:
    """True where each of these is ticked."""
    return " && ".join(ids)


def _readable(rules: Sequence[RiskRuleSpec], ids: Mapping[str, str]) -> tuple[Rules, list[str]]:
    kept: Rules = []
    said: list[str] = []
    for number, rule in enumerate(rules, start=1):
        if kept and kept[-1].condition == DEFAULT:
            said.append("The rules after the default rule are left out: they can never hold.")
            break
        is_default = rule.condition.strip() == DEFAULT
        condition = DEFAULT if is_default else renamed(rule.condition, ids)
        if condition is None:
            said.append(f"Rule {number} is left out: {_UNREADABLE}")
        else:
            kept.append(replace(rule, condition=condition))
    return kept, said


def _one_for_each_risk(rules: Rules) -> Rules:
    """Each rule holds only where none before it of another risk does, so that their order is
    free and those of one risk can be joined."""
    risks = list(dict.fromkeys(rule.risk for rule in rules))
    if len(risks) == len(rules):
        return rules
    otherwise = [rule for rule in rules if rule.condition == DEFAULT]
    named = [risk for risk in risks if not otherwise or risk != otherwise[0].risk]
    return [*(RiskRuleSpec(_alone(rules, risk), risk) for risk in named), *otherwise]


def _alone(rules: Rules, risk: str) -> str:
    parts = []
    for at, rule in enumerate(rules):
        before = [f"!({other.condition})" for other in rules[:at] if other.risk != risk]
        if rule.risk == risk:
            alone = f"({rule.condition})"
            parts.append(f"({all_of([alone, *before])})" if before else alone)
    return any_of(parts)


def _is_id(word: str) -> bool:
    return word not in (*_OPERATORS, "!", "(", ")")


def _well_formed(words: Sequence[str]) -> bool:
    """Whether operands and operators take turns and every bracket is closed."""
    operand, depth = False, 0
    for word in words:
        if operand:
            depth -= word == ")"
            if depth < 0 or word not in (*_OPERATORS, ")"):
                return False
            operand = word == ")"
        else:
            depth += word == "("
            if word not in ("!", "("):
                if not _is_id(word):
                    return False
                operand = True
    return operand and depth == 0


def _joined(words: Sequence[str]) -> str:
    spaced = " ".join(words)
    return spaced.replace("! ", "!").replace("( ", "(").replace(" )", ")")
