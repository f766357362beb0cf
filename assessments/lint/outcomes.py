"""What the rules of a question come to, over every way to answer it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assessments.lint.found import Found, risk_words, shortened, ticked_words
from assessments.lint.truth import Truth
from assessments.rules import Rule, table
from assessments.scale import Risk
from assessments.spec import ChoiceSpec

Names = Mapping[str, str]
"""The text of each choice, by its key."""

_LOOKS_BAD = re.compile(
    r"(?:we |i )?(?:no|not|none|never|nothing|nobody|unknown|manual|manually|ad[ -]hoc|lack|without"
    r"|do not|does not|don['’]t|doesn['’]t)\b",
    re.IGNORECASE,
)
"""How a choice begins that is likely no good practice."""


def of_truth(truth: Truth, choices: Sequence[ChoiceSpec]) -> Iterator[Found]:
    """Every mark on what comes out: for the rules, then choice by choice.

    Where everything comes out the same, that is said once and not of each choice.
    """
    names = {choice.key: choice.text for choice in choices}
    yield from of_missing_default(truth.rules, _missed(truth, names))
    yield from _of_outcomes(truth, names)
    reached = [risk for risk in Risk if truth.ways_to(risk)]
    if len(reached) == 1:
        message = f"Whatever is ticked, the answer comes out at {risk_words(reached[0])}."
        yield Found("outcome-constant", message, fix="Add a rule, if the question is to say more.")
        return
    none = [choice.key for choice in choices if choice.none_of_these]
    for choice in choices:
        if choice.none_of_these:
            yield from _beside(truth, choice, names)
        elif truth.dead(choice.key):
            yield _dead(truth, choice, names)
        elif ways := truth.worsened_by(choice.key) & ~truth.ticking(none):
            yield _worse(truth, choice, ways, names)


def of_missing_default(rules: Sequence[Rule], missed: str = "") -> Iterator[Found]:
    """The mark on rules without a default; `missed` says which ticks meet no rule, if any do."""
    if not any(rule.condition.is_default for rule in rules):
        message = "There is no default, though every answer meets a rule as they are now."
        if missed:
            message = "There is no default, and some answers meet no rule."
        fix = "Add a rule with the condition default, as the last."
        yield Found("rule-no-default", message, missed, fix)


def _missed(truth: Truth, names: Names) -> str:
    return ticked_words(truth.smallest(truth.missed), names) if truth.missed else ""


def _of_outcomes(truth: Truth, names: Names) -> Iterator[Found]:
    """Rules that no answer comes to. Those after a default, and those that speak of a choice which
    is not there, have a mark that says why."""
    reached = {rule.risk for rule, ways in zip(truth.rules, truth.first, strict=True) if ways}
    for rule, ways in zip(truth.rules, truth.first, strict=True):
        if not ways and rule.risk in reached:
            message = f"A rule for {risk_words(rule.risk)} is never the first that is true."
            fix = "Take it out, or put it further up."
            yield Found("rule-never-first", message, shortened(str(rule.condition)), fix)
        elif not ways and truth.knows(rule.condition):
            yield _unreachable(truth, rule, names)
        if rule.condition.is_default:
            return


def _unreachable(truth: Truth, rule: Rule, names: Names) -> Found:
    ticked = truth.smallest(truth.where(rule.condition))
    fix = "Look at the rules above it for what they should leave to this one."
    return Found(
        "outcome-unreachable",
        f"Whatever is ticked, it does not come out at {risk_words(rule.risk)}: "
        f"{_why_unreachable(truth, rule)}",
        _comes_out(truth, ticked, names) if ticked else "",
        fix if ticked else "Say in its condition which ticks lead there.",
    )


def _why_unreachable(truth: Truth, rule: Rule) -> str:
    condition = rule.condition
    written = f"“{shortened(str(condition))}”"
    if condition.is_default:
        return (
            "one of the rules above the default is always true, and where nothing is ticked no "
            "rule is asked."
        )
    if truth.where(condition):
        return f"wherever {written} is true, a rule above it is true as well."
    if table(condition, truth.ids):
        return f"{written} is true only where nothing is ticked, and then no rule is asked."
    return f"{written} is never true."


def _beside(truth: Truth, choice: ChoiceSpec, names: Names) -> Iterator[Found]:
    if ways := truth.beside(choice.key):
        alone = risk_words(truth.risk_of([choice.key]))
        yield Found(
            "none-not-exclusive",
            f"What is ticked beside “{shortened(choice.text)}” still counts.",
            f"{_comes_out(truth, truth.smallest(ways), names)} That choice alone: {alone}.",
            f"Put a rule for {alone} first that begins with {choice.key} ||, or read strictly.",
            choice.key,
        )


def _dead(truth: Truth, choice: ChoiceSpec, names: Names) -> Found:
    other = next(name for name in truth.ids if name != choice.key)
    fix = "Let a rule ask for it, or leave it out."
    if _LOOKS_BAD.match(choice.text):
        fix = "If it is to say “none of these”, mark it so: in a lens by an id that ends in _no."
    return Found(
        "choice-dead",
        f"Ticking “{shortened(choice.text)}” never changes the risk.",
        f"{_comes_out(truth, [other], names)} With “{shortened(choice.text)}” too: the same.",
        fix,
        choice.key,
    )


def _worse(truth: Truth, choice: ChoiceSpec, ways: int, names: Names) -> Found:
    before = truth.smallest(ways)
    after = risk_words(truth.risk_of([*before, choice.key]))
    fix = "Look for a combination that the rules forget."
    if _LOOKS_BAD.match(choice.text):
        fix = f"Perhaps it is meant: the choice reads like a bad sign. Else: {fix.lower()}"
    return Found(
        "answer-non-monotone",
        f"Ticking “{shortened(choice.text)}” as well makes the risk worse.",
        f"{_comes_out(truth, before, names)} With “{shortened(choice.text)}” too: {after}.",
        fix,
        choice.key,
    )


def _comes_out(truth: Truth, ticked: Sequence[str], names: Names) -> str:
    return f"{ticked_words(ticked, names)} It comes out at {risk_words(truth.risk_of(ticked))}."
