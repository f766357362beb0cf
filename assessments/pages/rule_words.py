"""Conditions as people read them: each choice has a letter, and the rule speaks of letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_uppercase

from assessments.rules import All, Any, ConditionError, Id, Node, Not, parse

UNREADABLE = "cannot be read"
OTHERWISE = "otherwise"
ALWAYS = "always"

RUN = 4
"""Letters that follow each other, from which on only the first and the last are said."""


def letter(place: int) -> str:
    """What the choice at this place, from 0, is called: A to Z, then AA, AB…"""
    before, last = divmod(place, len(ascii_uppercase))
    return (letter(before - 1) if before else "") + ascii_uppercase[last]


def condition_words(condition: str, letters: Mapping[str, str], *, first: bool) -> str:
    """“A, B and not C”; a choice without a letter is called by its id. A `default` is “otherwise”,
    or “always” where no rule stands before it."""
    try:
        tree = parse(condition).tree
    except ConditionError:
        return UNREADABLE
    if tree is None:
        return ALWAYS if first else OTHERWISE
    return _words(tree, letters)


def _words(node: Node, letters: Mapping[str, str]) -> str:
    match node:
        case Id(name):
            return letters.get(name, f"“{name}”")
        case Not(part):
            return f"not {_inside(part, letters)}"
        case All(parts):
            return _joined("and", parts, letters)
        case Any(parts):
            return _joined("or", parts, letters)


def _joined(word: str, parts: Sequence[Node], letters: Mapping[str, str]) -> str:
    said = [_inside(part, letters) for part in parts]
    if _follow(said, list(letters.values())):
        return f"{'all' if word == 'and' else 'any'} of {said[0]} to {said[-1]}"
    return f"{', '.join(said[:-1])} {word} {said[-1]}"


def _inside(node: Node, letters: Mapping[str, str]) -> str:
    words = _words(node, letters)
    return f"({words})" if isinstance(node, All | Any) else words


def _follow(said: Sequence[str], letters: Sequence[str]) -> bool:
    """Whether these are letters, enough of them, one after the other."""
    if len(said) < RUN or said[0] not in letters:
        return False
    at = letters.index(said[0])
    return list(said) == letters[at : at + len(said)]
