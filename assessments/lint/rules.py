"""What the risk rules of a question say, and how they are written. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from assessments.lint.found import Found, risk_words, shortened
from assessments.lint.outcomes import of_missing_default, of_truth
from assessments.lint.truth import MOST_CHOICES, Truth
from assessments.rules import ConditionError, Rule, parse
from assessments.scale import Risk
from assessments.spec import QuestionSpec


def of_rules(question: QuestionSpec) -> Iterator[Found]:
    """Every mark on the rules of a `multiple` question, those on how they are written first."""
    rules, unread = _read(question)
    yield from unread
    yield from _of_conditions(question, rules)
    yield from _of_order(rules)
    if unread or not question.choices:
        return
    if len(question.choices) > MOST_CHOICES:
        yield from of_missing_default(rules)
        yield Found(
            "rules-not-evaluated",
            f"It has {len(question.choices)} choices; answers are tried for up to {MOST_CHOICES}.",
            fix="Part the question in two.",
        )
        return
    truth = Truth.of([choice.key for choice in question.choices], rules)
    yield from of_truth(truth, question.choices)


def _read(question: QuestionSpec) -> tuple[list[Rule], list[Found]]:
    rules, unread = [], []
    for place, rule in enumerate(question.rules, start=1):
        try:
            rules.append(Rule(parse(rule.condition), Risk(rule.risk)))
        except ConditionError as error:
            message = f"The condition of rule {place} cannot be read: {error}"
            fix = "Write it with choice ids, &&, ||, ! and brackets."
            unread.append(Found("rule-unreadable", message, shortened(rule.condition), fix))
    return rules, unread


def _of_conditions(question: QuestionSpec, rules: Sequence[Rule]) -> Iterator[Found]:
    known = [choice.key for choice in question.choices]
    for rule in rules:
        for name in rule.condition.ids:
            if name not in known:
                yield _unknown(name, known, rule)
        if rule.condition.mixed:
            yield Found(
                "rule-mixed-operators",
                f"The rule for {risk_words(rule.risk)} mixes && and || without brackets.",
                shortened(rule.condition.text),
                f"If it is meant as Plumbline reads it, write {shortened(str(rule.condition))}",
            )
    for risk in Risk:
        if sum(rule.risk is risk for rule in rules) > 1:
            message = f"More than one rule names {risk_words(risk)}."
            yield Found("risk-twice", message, fix="Join their conditions with ||.")


def _unknown(name: str, known: Sequence[str], rule: Rule) -> Found:
    alike = get_close_matches(name, known, n=1)
    fix = f"Perhaps “{alike[0]}” is meant. " if alike else ""
    return Found(
        "rule-unknown-choice",
        f"The rule for {risk_words(rule.risk)} speaks of “{shortened(name)}”, which is no choice "
        "here.",
        shortened(rule.condition.text),
        f"{fix}The choices are: {shortened(', '.join(known)) or 'none'}.",
    )


def _of_order(rules: Sequence[Rule]) -> Iterator[Found]:
    defaults = [place for place, rule in enumerate(rules) if rule.condition.is_default]
    for rule in rules[defaults[0] + 1 :] if defaults else ():
        yield Found(
            "rule-after-default",
            f"The rule for {risk_words(rule.risk)} stands after the default.",
            shortened(rule.condition.text),
            "Put the default last.",
        )
