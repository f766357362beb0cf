"""Risk rules: conditions over the choices of a question, and the risk they mean. Pure.

The grammar and the behaviour are those of AWS custom lenses, as docs/risk-rules.md tells them:

    condition := "default" | or
    or  := and { "||" and }
    and := not { "&&" not }
    not := "!" not | "(" or ")" | the id of a choice

A choice marked “not applicable” is neutral: it counts as true beside `&&` and as false beside
`||`, and so does `!` before it, so that it decides nothing there. Where all beside `&&` are
neutral, that holds; where all beside `||` are, that does not. `x` alone holds where `x` is not
applicable, and `!x` alone does not: what does not apply is not missing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from assessments.scale import Risk

MAX_CHARACTERS = 20_000
"""Of a condition at most."""
MAX_DEPTH = 100
"""Brackets and exclamation marks inside each other at most."""
MAX_TABULATED = 20
"""Choices of which every way to tick them can be tabulated."""

DEFAULT = "default"
"""The condition that always holds."""


class Reading(StrEnum):
    """How rules and “not applicable” are read: as the AWS tool does, or strictly."""

    AWS = "aws"
    STRICT = "strict"


class ConditionError(ValueError):
    """The condition cannot be read; `column` counts its characters from 1."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(f"{message} (character {column})")
        self.column = column


@dataclass(frozen=True, slots=True)
class Id:
    """Whether a choice is ticked."""

    name: str


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Every part, joined by `&&`; two at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part, joined by `||`; two at least."""

    parts: tuple[Node, ...]


Node = Id | Not | All | Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was read. `tree` is None for `default`.

    `ids` are the choices it speaks of, in the order of their first mention. `mixed` says that
    `&&` and `||` stand side by side somewhere without brackets to tell which comes first.
    """

    tree: Node | None
    ids: tuple[str, ...] = ()
    mixed: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_default(self) -> bool:
        """Whether it always holds."""
        return self.tree is None

    def __str__(self) -> str:
        return DEFAULT if self.tree is None else _written(self.tree)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and the risk it means."""

    condition: Condition
    risk: Risk


@dataclass(frozen=True, slots=True)
class Ticks:
    """What somebody said to the choices of one question, by their ids."""

    ticked: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()


def parse(text: str) -> Condition:
    """Read a condition; white space around its parts means nothing. Raises ConditionError."""
    if len(text) > MAX_CHARACTERS:
        raise ConditionError(1, f"A condition has {MAX_CHARACTERS:,} characters at most.")
    if text.strip() == DEFAULT:
        return Condition(None, text=text)
    reader = _Reader(text)
    tree = reader.whole()
    return Condition(tree, tuple(dict.fromkeys(_ids(tree))), reader.mixed, text)


def holds(condition: Condition, ticks: Ticks) -> bool:
    """Whether the condition is true of what was said."""
    tree = condition.tree
    return tree is None or _value(tree, ticks, neutral=_alone(tree))


def first_true(rules: Sequence[Rule], ticks: Ticks) -> Rule | None:
    """The first rule whose condition holds, None where none does."""
    return next((rule for rule in rules if holds(rule.condition, ticks)), None)


def outcome(rules: Sequence[Rule], ticks: Ticks) -> Risk | None:
    """The risk of the first rule whose condition holds, None where none does."""
    rule = first_true(rules, ticks)
    return rule.risk if rule else None


def is_answered(ticks: Ticks) -> bool:
    """Whether anything was said: nothing ticked and nothing marked is no answer, and no rule,
    `default` among them, is asked about it."""
    return bool(ticks.ticked or ticks.not_applicable)


def all_not_applicable(
    choices: Collection[str], none_choices: Collection[str], ticks: Ticks
) -> bool:
    """Whether nothing is ticked and every choice is marked “not applicable”.

    A “none of these” cannot be marked, so it does not stand in the way.
    """
    markable = set(choices) - set(none_choices)
    return bool(markable) and not ticks.ticked and markable <= ticks.not_applicable


def contradictory(none_choices: Collection[str], ticks: Ticks) -> bool:
    """Whether anything is ticked beside a ticked “none of these”, another of its kind included.

    The strict reading refuses that, the AWS tool takes it.
    """
    return len(ticks.ticked) > 1 and not ticks.ticked.isdisjoint(none_choices)


def patterns(ids: Sequence[str]) -> dict[str, int]:
    """For each of n choices, in which of the 2**n ways to tick them it is ticked.

    Way w is bit w of the pattern; in way w the choice at place p is ticked where bit p of w is.
    Raises ValueError for more than `MAX_TABULATED` choices.
    """
    if len(ids) > MAX_TABULATED:
        raise ValueError(f"There are {len(ids)} choices, too many to try every answer.")
    return dict(zip(ids, _columns(len(ids)), strict=True))


@lru_cache(maxsize=MAX_TABULATED + 1)
def _columns(choices: int) -> tuple[int, ...]:
    """The pattern of each place, of that many choices."""
    total = 1 << choices
    columns = []
    for place in range(choices):
        width = 1 << place
        pattern, size = ((1 << width) - 1) << width, 2 * width
        while size < total:
            pattern |= pattern << size
            size *= 2
        columns.append(pattern)
    return tuple(columns)


def table(condition: Condition, ids: Sequence[str]) -> int:
    """The ways to tick these choices in which the condition holds, as `patterns` numbers them.

    A choice that is not among them is never ticked. Nothing is “not applicable” here. Raises
    ValueError for more than `MAX_TABULATED` choices.
    """
    known = patterns(ids)
    everywhere = (1 << (1 << len(ids))) - 1
    return everywhere if condition.tree is None else _table(condition.tree, known, everywhere)


def _table(node: Node, known: Mapping[str, int], everywhere: int) -> int:
    if isinstance(node, Id):
        return known.get(node.name, 0)
    if isinstance(node, Not):
        return everywhere & ~_table(node.part, known, everywhere)
    parts = (_table(part, known, everywhere) for part in node.parts)
    found = next(parts)
    for part in parts:
        found = found & part if isinstance(node, All) else found | part
    return found


def _value(node: Node, ticks: Ticks, *, neutral: bool) -> bool:
    """Whether it is true; `neutral` is what counts as deciding nothing where it stands."""
    if isinstance(node, Id):
        if node.name in ticks.ticked:
            return True
        return neutral and node.name in ticks.not_applicable
    if isinstance(node, Not):
        return not _value(node.part, ticks, neutral=not neutral)
    if isinstance(node, All):
        return all(_value(part, ticks, neutral=True) for part in node.parts)
    return any(_value(part, ticks, neutral=False) for part in node.parts)


def _alone(node: Node) -> bool:
    """Whether a condition of one choice alone holds where that choice does not apply."""
    return not _alone(node.part) if isinstance(node, Not) else True


def _ids(node: Node) -> Iterator[str]:
    if isinstance(node, Id):
        yield node.name
    elif isinstance(node, Not):
        yield from _ids(node.part)
    else:
        for part in node.parts:
            yield from _ids(part)


def _written(node: Node) -> str:
    if isinstance(node, Id):
        return node.name
    if isinstance(node, Not):
        return f"!{_bracketed(node.part)}"
    sign = " && " if isinstance(node, All) else " || "
    return sign.join(_bracketed(part) for part in node.parts)


def _bracketed(node: Node) -> str:
    written = _written(node)
    return f"({written})" if isinstance(node, All | Any) else written


_TOKEN = re.compile(r"\s*(?:(?P<sign>&&|\|\||[!()])|(?P<id>[A-Za-z0-9_.:-]+)|(?P<odd>\S))")


class _Reader:
    """Reads one condition from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self.mixed = False
        self._advance()

    def whole(self) -> Node:
        """The whole condition."""
        node, _ = self._or()
        if self._word:
            what = (
                "A bracket is closed that was not opened."
                if self._word == ")"
                else (f"“&&” or “||” is expected before “{self._word}”.")
            )
            raise ConditionError(self._column, what)
        return node

    def _or(self) -> tuple[Node, bool]:
        """A chain of `||`, and whether it is one of more than one part without brackets."""
        parts = [self._and()]
        while self._word == "||":
            self._advance()
            parts.append(self._and())
        if len(parts) > 1 and any(chained for _, chained in parts):
            self.mixed = True
        nodes = tuple(node for node, _ in parts)
        return (nodes[0] if len(nodes) == 1 else Any(nodes)), len(nodes) > 1

    def _and(self) -> tuple[Node, bool]:
        parts = [self._not()]
        while self._word == "&&":
            self._advance()
            parts.append(self._not())
        return (parts[0] if len(parts) == 1 else All(tuple(parts))), len(parts) > 1

    def _not(self) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError(self._column, f"Things stand over {MAX_DEPTH} deep in brackets.")
        node = self._one()
        self._depth -= 1
        return node

    def _one(self) -> Node:
        word = self._word
        if word == "!":
            self._advance()
            return Not(self._not())
        if word == "(":
            return self._bracket()
        if not word or word in ("&&", "||", ")"):
            found = f"not “{word}”" if word else "but the condition ends"
            raise ConditionError(self._column, f"The id of a choice is expected here, {found}.")
        if word == DEFAULT:
            raise ConditionError(self._column, "“default” stands alone or not at all.")
        self._advance()
        return Id(word)

    def _bracket(self) -> Node:
        opened = self._column
        self._advance()
        node, _ = self._or()
        if self._word != ")":
            raise ConditionError(opened, "This bracket is not closed.")
        self._advance()
        return node

    def _advance(self) -> None:
        match = _TOKEN.match(self._text, self._at)
        if match is None:
            self._word, self._column = "", len(self._text) + 1
            return
        name = match.lastgroup or ""
        self._word, self._column = match[name], match.start(name) + 1
        if name == "odd":
            hint = "Write it twice." if self._word in "&|" else "It has no meaning."
            raise ConditionError(self._column, f"“{self._word}” cannot stand here. {hint}")
        self._at = match.end()
