"""The tree of a framework as the pillars of a lens: ten at most, of twenty questions at most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assessments.exporters.base import Change
from assessments.exporters.lens.kinds import Asked, as_multiple
from assessments.lens_limits import MOST
from assessments.lens_nodes import came_from_lens
from assessments.spec import FrameworkSpec, QuestionSpec, SectionSpec

_ROOM = MOST["pillars"] * MOST["questions"]
"""Pillars that could find room by being joined: each has a question at least."""


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar to be written: what it is called, by what id, and what it asks."""

    key: str
    title: str
    asked: tuple[Asked, ...]


def pillars(spec: FrameworkSpec) -> tuple[list[Pillar], list[Change]]:
    """The pillars, and what became of the tree; none where no question can be asked."""
    changes: list[Change] = []
    made: list[Pillar] = []
    is_lens = came_from_lens(spec)
    for section in _tops(spec):
        pillar = _pillar(section, spec, is_lens, changes)
        if not pillar.asked:
            changes.append(Change("There is nothing to ask in it; it is left out.", section.key))
        made += _split(pillar, changes)
    return _few_enough(made, changes), changes


def _tops(spec: FrameworkSpec) -> Sequence[SectionSpec]:
    """The sections that become pillars: where all is in one, those in it."""
    if len(spec.sections) != 1:
        return spec.sections
    (only,) = spec.sections
    own = [replace(only, children=())] if only.questions else []
    return [*own, *only.children]


def _pillar(
    section: SectionSpec, spec: FrameworkSpec, is_lens: bool, changes: list[Change]
) -> Pillar:
    asked: list[Asked] = []
    for part in section.walk():
        if part is not section and part.questions:
            message = f"Its questions are asked in the pillar “{section.title}”."
            changes.append(Change(message, path=part.key))
        for question in part.questions:
            made = as_multiple(question, spec.levels)
            if made is None:
                message = f"A lens cannot ask this: a question of the kind “{question.kind}”"
                beside = "." if question.kind == "text" else " with nothing to choose from."
                changes.append(
                    Change(f"{message}{beside} It is left out.", path=f"{part.key}/{question.key}")
                )
            else:
                asked.append(replace(made, key=_id(question, is_lens)))
    return Pillar(_id(section, is_lens), section.title, tuple(asked))


def _id(part: SectionSpec | QuestionSpec, is_lens: bool) -> str:
    """What a lens is to call it: by the id it has in a lens, by its key where it has none."""
    return part.source_id if is_lens and part.source_id else part.key


def _split(pillar: Pillar, changes: list[Change]) -> Iterator[Pillar]:
    """The pillar in parts that are small enough."""
    most = MOST["questions"]
    if len(pillar.asked) > most:
        message = f"It has {len(pillar.asked)} questions and is split; a pillar has {most} at most."
        changes.append(Change(message, path=pillar.key))
    for number, at in enumerate(range(0, len(pillar.asked), most), start=1):
        part = pillar.asked[at : at + most]
        if number == 1:
            yield replace(pillar, asked=part)
        else:
            yield Pillar(f"{pillar.key}_{number}", f"{pillar.title} ({number})", part)


def _few_enough(made: list[Pillar], changes: list[Change]) -> list[Pillar]:
    """Neighbours joined while there are too many; what is left over then is left out."""
    most = MOST["pillars"]
    made, beyond = made[:_ROOM], made[_ROOM:]
    while len(made) > most and (at := _smallest_pair(made)) is not None:
        one, other = made[at], made[at + 1]
        title = f"{one.title}, {other.title}"
        changes.append(Change(f"It is joined with the pillar “{one.title}”.", path=other.key))
        made = [*made[:at], Pillar(one.key, title, one.asked + other.asked), *made[at + 2 :]]
    for pillar in [*made[most:], *beyond]:
        message = f"A lens has {most} pillars at most; {len(pillar.asked)} questions are left out."
        changes.append(Change(message, path=pillar.key))
    return made[:most]


def _smallest_pair(made: Sequence[Pillar]) -> int | None:
    """Where two neighbours stand that have room in one pillar, and have the fewest questions."""
    sizes = [
        (len(one.asked) + len(other.asked), at) for at, (one, other) in enumerate(pairwise(made))
    ]
    size, at = min(sizes, default=(MOST["questions"] + 1, 0))
    return at if size <= MOST["questions"] else None
