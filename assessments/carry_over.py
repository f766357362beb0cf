"""What becomes of an answer when its assessment moves to another framework version. Pure.

By question, then by choice: an answer carries over where the question is there and asks the same;
it needs confirming where the question changed; it is left behind where the question is gone, is
answered in another way now, or has no place for what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessments.part_words import ASKED, OF_CHOICE
from assessments.spec import FrameworkSpec, QuestionSpec

Picks = Sequence[Mapping[str, str]]
"""Choices as an answer keeps them: `choice`, `state` and `note` each."""


class Fate(StrEnum):
    """What becomes of an answer."""

    CARRIES = "carries"
    CONFIRM = "confirm"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of one answer, why, and the picks that survive."""

    fate: Fate
    why: str = ""
    picks: tuple[Mapping[str, str], ...] = ()


def fate_of(
    old: QuestionSpec,
    new: QuestionSpec | None,
    *,
    value: int | None,
    picks: Picks,
    roles: Collection[str],
    role: str,
    levels: Levels,
) -> Outcome:
    """What becomes of one role's answer to `old`, now that the question reads `new`.

    `roles` are those that the newer version asks it of, `levels` the two scales.
    """
    if new is None:
        return Outcome(Fate.LEFT, "The question is gone.")
    if role not in roles:
        return Outcome(Fate.LEFT, "The question is no longer asked of this role.")
    if new.kind != old.kind:
        return Outcome(Fate.LEFT, "The question is answered in another way now.")
    if new.kind == "level" and value is not None and value not in levels.after:
        return Outcome(Fate.LEFT, f"The scale has no level {value} any more.")
    return _kept(old, new, picks, levels)


def _kept(old: QuestionSpec, new: QuestionSpec, picks: Picks, levels: Levels) -> Outcome:
    there = {choice.key for choice in new.choices}
    kept = tuple(pick for pick in picks if pick["choice"] in there)
    if _says_something(picks) and not _says_something(kept):
        return Outcome(Fate.LEFT, "No choice that was ticked is there any more.")
    reasons = [f"its {name} changed" for name, get in ASKED.items() if get(old) != get(new)]
    reasons += _of_choices(old, new)
    if new.kind == "level" and levels.before != levels.after:
        reasons.append("the scale changed")
    if reasons:
        why = "; ".join(reasons)
        return Outcome(Fate.CONFIRM, f"{why[0].upper()}{why[1:]}.", kept)
    return Outcome(Fate.CARRIES, picks=kept)


def _says_something(picks: Picks) -> bool:
    """Whether anything is ticked or marked as not applicable there."""
    return any(pick["state"] != "open" for pick in picks)


def _of_choices(old: QuestionSpec, new: QuestionSpec) -> list[str]:
    before = {choice.key: choice for choice in old.choices}
    after = {choice.key: choice for choice in new.choices}
    count = {
        "is new": len(after.keys() - before.keys()),
        "is gone": len(before.keys() - after.keys()),
        "changed": sum(
            any(get(before[key]) != get(after[key]) for get in MATERIAL)
            for key in before.keys() & after.keys()
        ),
    }
    return [
        f"one choice {words}" if many == 1 else f"{many} choices {PLURAL.get(words, words)}"
        for words, many in count.items()
        if many
    ]


MATERIAL = tuple(OF_CHOICE[name] for name in ("choice", "description", "score", "none of these"))
"""What a tick depends on."""

PLURAL = {"is new": "are new", "is gone": "are gone"}


@dataclass(frozen=True, slots=True)
class Levels:
    """The scales of both versions: value and name of each level."""

    before: Mapping[int, str]
    after: Mapping[int, str]

    @classmethod
    def of(cls, before: FrameworkSpec, after: FrameworkSpec) -> Levels:
        """Those of two frameworks."""
        return cls(
            {level.value: level.name for level in before.levels},
            {level.value: level.name for level in after.levels},
        )
