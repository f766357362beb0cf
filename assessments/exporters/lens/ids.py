"""Ids that the AWS tool takes, made of ids of any kind."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from assessments.exporters.lens.conditions import fitted
from assessments.lens_limits import ID, MOST
from assessments.lens_nodes import NONE_SUFFIX
from assessments.rules import DEFAULT
from assessments.spec import ChoiceSpec, QuestionSpec

_NOT_ID = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST_ID = 128
_HASH = 8
_ROOM = 12
"""Characters kept free at the end of an id, for a number."""


class LensIds:
    """Gives each thing of one level an id that AWS takes and that no other has.

    An id that AWS takes stays as it is, unless another thing had it before.
    """

    def __init__(self, noun: str, *reserved: str) -> None:
        self._noun = noun
        self._taken = set(reserved)

    def take(self, wished: str, suffix: str = "") -> str:
        """The id for what is called so elsewhere; it ends in the suffix."""
        bare = _letters(wished).removesuffix(suffix)
        made = f"{bare}{suffix}"
        if not ID.fullmatch(made):
            bare = _fitted(bare, self._noun)
            made = f"{bare}{suffix}"
        number = 2
        while made in self._taken:
            made, number = f"{bare[: _LONGEST_ID - _ROOM]}_{number}{suffix}", number + 1
        self._taken.add(made)
        return made


def _letters(wished: str) -> str:
    if ID.fullmatch(wished):
        return wished
    plain = unicodedata.normalize("NFKD", wished)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_ID.sub("_", kept).strip("_")


def _fitted(bare: str, noun: str) -> str:
    """Three letters at least, and few enough that a suffix and a number find room."""
    if len(bare) < 3:
        return f"{noun}_{bare}" if bare else noun
    if len(bare) > _LONGEST_ID - _ROOM:
        digest = hashlib.sha256(bare.encode()).hexdigest()[:_HASH]
        return f"{bare[: _LONGEST_ID - _ROOM - _HASH - 1]}_{digest}"
    return bare


def with_lens_ids(question: QuestionSpec) -> tuple[QuestionSpec, list[str]]:
    """The question with as many choices as AWS takes and ids that it takes, in the rules too.

    And in words what had to change for that.
    """
    given = LensIds("choice", DEFAULT)
    kept = _few(question.choices)
    ids = {choice.key: _choice_id(choice, given) for choice in kept}
    said = [f"The choice “{old}” is called {new}." for old, new in ids.items() if old != new]
    beside = len(question.choices) - len(kept)
    if beside:
        said.append(f"It has {beside} choices more than AWS takes; they are left out.")
    rules, changed = fitted(question.rules, ids)
    choices = tuple(replace(choice, key=ids[choice.key]) for choice in kept)
    return replace(question, choices=choices, rules=tuple(rules)), [*said, *changed]


def _few(choices: Sequence[ChoiceSpec]) -> Sequence[ChoiceSpec]:
    """As many choices as there may be, the one for none of them kept."""
    most = MOST["choices"]
    none = [choice for choice in choices[most - 1 :] if choice.none_of_these][:1]
    return choices if len(choices) <= most else [*choices[: most - len(none)], *none]


def _choice_id(choice: ChoiceSpec, given: LensIds) -> str:
    """AWS reads the end of an id: it says whether a choice stands for none of the others."""
    if choice.none_of_these and not choice.improvement:
        return given.take(choice.key, NONE_SUFFIX)
    if choice.key.endswith(NONE_SUFFIX) and not choice.none_of_these:
        return given.take(f"{choice.key}_choice")
    return given.take(choice.key)
