"""What is wrong with the risk rules of a question. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.lint.marks import Mark
from assessments.lint.truth import MOST_CHOICES, Truth
from assessments.rules import ConditionError, Rule, parse
from assessments.scale import Risk
from assessments.spec import ChoiceSpec, QuestionSpec

LOOKS_BAD = (
    "no ",
    "not ",
    "none",
    "never",
    "nothing",
    "manual",
    "ad hoc",
    "ad-hoc",
    "lack",
    "without",
)
"""Words at the start of a choice that is likely no good practice."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mark without its place, and the key of the choice it is on."""

    code: str
    message: str
    example: str = ""
    fix: str = ""
    choice: str = ""

    def at(self, section: str, question: str) -> Mark:
        """The mark at its place."""
        return Mark(self.code, self.message, self.example, self.fix, section, question, self.choice)


def of_rules(question: QuestionSpec) -> Iterator[Found]:
    """Every mark on the rules of a `multiple` question, those on what they say first."""
    rules, unread = _read(question)
    yield from unread
    yield from _of_conditions(question, rules)
    if not rules or unread:
        return
    if len(question.choices) > MOST_CHOICES:
        yield Found(
            "rules-not-evaluated",
            f"It has {len(question.choices)} choices; answers are tried for up to {MOST_CHOICES}.",
            fix="Part the question in two.",
        )
        return
    truth = Truth.of([choice.key for choice in question.choices], rules)
    if len({risk for risk in Risk if truth.ways_to(risk)}) == 1:
        yield _constant(truth)
        return
    names = {choice.key: choice.text for choice in question.choices}
    yield from _of_outcomes(truth, names)
    yield from _of_choices(truth, question.choices, names)


def _read(question: QuestionSpec) -> tuple[list[Rule], list[Found]]:
    rules, unread = [], []
    for place, rule in enumerate(question.rules, start=1):
        try:
            rules.append(Rule(parse(rule.condition), Risk(rule.risk)))
        except ConditionError as error:
            message = f"The condition of rule {place} cannot be read: {error}"
            fix = "Write it with choice ids, &&, ||, ! and brackets."
            unread.append(Found("rule-unreadable", message, rule.condition[:200], fix))
    return rules, unread


def _of_conditions(question: QuestionSpec, rules: Sequence[Rule]) -> Iterator[Found]:
    known = {choice.key for choice in question.choices}
    for rule in rules:
        written = rule.condition.text.strip()[:200]
        for name in rule.condition.ids:
            if name not in known:
                yield Found(
                    "rule-unknown-choice",
                    f"The rule for {_risk(rule.risk)} speaks of “{name}”, which is no choice here.",
                    written,
                    f"The choices are: {', '.join(sorted(known))[:300]}.",
                )
        if rule.condition.mixed:
            yield Found(
                "rule-mixed-operators",
                f"The rule for {_risk(rule.risk)} mixes && and || without brackets.",
                written,
                f"If it is meant as Plumbline reads it, write {rule.condition}.",
            )
    for risk in Risk:
        if sum(rule.risk is risk for rule in rules) > 1:
            fix = "Join their conditions with ||."
            yield Found("risk-twice", f"More than one rule names {_risk(risk)}.", fix=fix)


def _constant(truth: Truth) -> Found:
    risk = next(risk for risk in Risk if truth.ways_to(risk))
    message = f"Whatever is ticked, the answer comes out at {_risk(risk)}."
    return Found("outcome-constant", message, fix="Add a rule, if the question is to say more.")


def _of_outcomes(truth: Truth, names: dict[str, str]) -> Iterator[Found]:
    defaults = [place for place, rule in enumerate(truth.rules) if rule.condition.is_default]
    after = defaults[0] if defaults else len(truth.rules)
    for place, (rule, ways) in enumerate(zip(truth.rules, truth.first, strict=True)):
        if place > after:
            message = f"The rule for {_risk(rule.risk)} stands after the default."
            fix = "Put the default last."
            yield Found("rule-after-default", message, str(rule.condition), fix)
        elif not ways and truth.ways_to(rule.risk):
            message = f"A rule for {_risk(rule.risk)} is never the first that is true."
            fix = "Take it out, or put it further up."
            yield Found("rule-never-first", message, str(rule.condition), fix)
        elif not ways:
            yield _unreachable(rule)
    if truth.missed:
        yield Found(
            "rule-no-default",
            "There is no default, and some answers meet no rule.",
            _ticked(truth.smallest(truth.missed), names),
            "Add a rule with the condition default.",
        )


def _unreachable(rule: Rule) -> Found:
    message = f"No answer comes out at {_risk(rule.risk)}: other rules are true first."
    fix = "Look at the rules above it for what they should leave to this one."
    if rule.condition.is_default:
        message = (
            f"No answer comes out at {_risk(rule.risk)}: whatever is ticked, a rule above the "
            "default is true, and where nothing is ticked no rule is asked."
        )
    return Found("outcome-unreachable", message, str(rule.condition), fix)


def _of_choices(
    truth: Truth, choices: Sequence[ChoiceSpec], names: dict[str, str]
) -> Iterator[Found]:
    for choice in choices:
        if choice.none_of_these:
            if ways := truth.beside(choice.key):
                yield Found(
                    "none-not-exclusive",
                    f"What is ticked beside “{choice.text}” still counts.",
                    _ticked(truth.smallest(ways), names),
                    f"Begin the rule for high risk with {choice.key} ||, or read strictly.",
                    choice.key,
                )
        elif truth.dead(choice.key):
            message = f"Ticking “{choice.text}” never changes the risk."
            fix = "Let a rule ask for it, or leave it out."
            yield Found("choice-dead", message, "", fix, choice.key)
        elif ways := truth.worsened_by(choice.key):
            yield _worse(truth, choice, ways, names)


def _worse(truth: Truth, choice: ChoiceSpec, ways: int, names: dict[str, str]) -> Found:
    before = truth.smallest(ways)
    fix = "Look for a combination that the rules forget."
    if choice.text.casefold().startswith(LOOKS_BAD):
        fix = "Likely meant: the choice reads like a bad sign. Else look for a missing combination."
    return Found(
        "answer-non-monotone",
        f"Ticking “{choice.text}” as well makes the risk worse.",
        f"{_ticked(before, names)} Then “{choice.text}” is ticked too.",
        fix,
        choice.key,
    )


def _ticked(ids: Sequence[str], names: dict[str, str]) -> str:
    texts = [f"“{names[name]}”" for name in ids]
    return f"Ticked: {', '.join(texts)}." if texts else "Nothing is ticked."


def _risk(risk: Risk) -> str:
    return "no risk" if risk is Risk.NONE else f"{risk} risk"
