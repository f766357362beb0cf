"""The questionnaire: one section to a page, a long one in parts; my questions in my roles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assessments.evidence_snapshot import held_expected
from assessments.models import (
    CloudService,
    ExpectedEvidence,
    Participant,
    Question,
    Responsibility,
    Role,
    Section,
)
from assessments.pages.cards import Attempts, Card, card
from assessments.picture import Picture

PER_PART = 25
"""Questions on one page at most."""
FEW = 15
"""Up to so many sections are shown as steps, more as a list to jump by."""

Pair = tuple[Question, Participant]
"""A question, and one of my roles that it is asked of."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A section, or a part of one, with the questions of mine that are asked there."""

    section: Section
    part: int
    parts: int
    pairs: Sequence[Pair]

    @property
    def query(self) -> str:
        """What leads to this part in the section's address."""
        return f"?part={self.part}" if self.part > 1 else ""


@dataclass(frozen=True, slots=True)
class Step:
    """A section among those with questions of mine."""

    section: Section
    done: int
    asked: int
    current: bool

    @property
    def complete(self) -> bool:
        """Whether all my questions there are answered."""
        return self.done == self.asked


@dataclass(frozen=True, slots=True)
class Group:
    """Sections below the same one; `title` names it, and those above it."""

    title: str
    steps: Sequence[Step]

    @property
    def done(self) -> int:
        """How many of my questions are answered there."""
        return sum(step.done for step in self.steps)

    @property
    def asked(self) -> int:
        """How many there are."""
        return sum(step.asked for step in self.steps)

    @property
    def current(self) -> bool:
        """Whether the section one reads is among them."""
        return any(step.current for step in self.steps)


@dataclass(frozen=True, slots=True)
class Part:
    """What one of my roles is responsible for."""

    role: Role
    duties: Sequence[Responsibility]


@dataclass(frozen=True, slots=True)
class Page:
    """A section of the questionnaire, or a part of it.

    `position` counts the sections from 0; `groups` is empty where they are few. `above` are the
    sections this one stands in, nearest first, that have something to read. `start` is the place
    of the page's first question among mine in this section, `here` how many these are.
    """

    section: Section
    stop: Stop
    position: int
    steps: Sequence[Step]
    groups: Sequence[Group]
    cards: Sequence[Card]
    start: int
    here: int
    parts: Sequence[Part]
    above: Sequence[Section]
    expected: Sequence[tuple[ExpectedEvidence, str]]
    services: Sequence[CloudService]
    previous: Stop | None
    following: Stop | None
    next_open: Stop | None
    done: int
    asked: int

    @property
    def word(self) -> str:
        """What a section is called here, where all are of one kind."""
        kinds = {step.section.get_kind_display() for step in self.steps}
        return kinds.pop() if len(kinds) == 1 else "Section"

    @property
    def guided(self) -> bool:
        """Whether there is anything to read beside the questions."""
        own = self.section.guidance or self.section.resources
        return bool(own or self.parts or self.above or self.expected or self.services)

    @property
    def end(self) -> int:
        """The place of the page's last question among mine in this section."""
        return self.start + len(self.cards) - 1


def asked_of(picture: Picture, mine: Sequence[Participant]) -> list[Pair]:
    """Every question that is asked of me, once for each of my roles it is asked of."""
    return [
        (question, participant)
        for question in picture.questions
        for participant in mine
        if participant.role in question.all_roles
    ]


def stops(picture: Picture, mine: Sequence[Participant]) -> list[Stop]:
    """The pages of my questionnaire, in the framework's order."""
    by_section: dict[int, list[Pair]] = {section.pk: [] for section in picture.sections}
    for pair in asked_of(picture, mine):
        by_section[pair[0].section_id].append(pair)
    return [
        Stop(section, part, parts, pairs[(part - 1) * PER_PART : part * PER_PART])
        for section in picture.sections
        if (pairs := by_section[section.pk])
        for parts in [math.ceil(len(pairs) / PER_PART)]
        for part in range(1, parts + 1)
    ]


def first_open(picture: Picture, mine: Sequence[Participant]) -> Stop | None:
    """The page of my first unanswered question, else my first page."""
    mine_all = stops(picture, mine)
    return next((one for one in mine_all if _open(picture, one)), mine_all[0] if mine_all else None)


def page(
    picture: Picture,
    section: Section,
    mine: Sequence[Participant],
    *,
    before: Mapping[str, str],
    attempts: Attempts,
    part: int = 1,
    at: str = "",
) -> Page | None:
    """The page of one section; None where it asks me nothing.

    Of a long section, the part with the question of key `at`, else the part of that number, the
    nearest there is. `before` says what a role answered at the last milestone.
    """
    way = stops(picture, mine)
    here = [one for one in way if one.section.pk == section.pk]
    if not here:
        return None
    stop = _chosen(here, part, at)
    place = way.index(stop)
    steps = _steps(picture, way, section)
    above = picture.above[section.pk]
    return Page(
        section=section,
        stop=stop,
        position=next(place for place, step in enumerate(steps) if step.current),
        steps=steps,
        groups=_groups(picture, steps) if len(steps) > FEW else [],
        cards=[card(picture, *pair, before=before, attempts=attempts) for pair in stop.pairs],
        start=(stop.part - 1) * PER_PART + 1,
        here=sum(len(one.pairs) for one in here),
        parts=_parts(mine, above),
        above=_to_read(picture, above[1:]),
        expected=_expected(picture, above),
        services=list(CloudService.objects.filter(section__in=above).order_by("position")),
        previous=way[place - 1] if place else None,
        following=way[place + 1] if place + 1 < len(way) else None,
        next_open=next(
            (one for one in way[place + 1 :] + way[:place] if _open(picture, one)), None
        ),
        done=sum(step.done for step in steps),
        asked=sum(step.asked for step in steps),
    )


def _chosen(here: Sequence[Stop], part: int, at: str) -> Stop:
    found = (one for one in here if at and any(question.key == at for question, _ in one.pairs))
    return next(found, here[min(max(part, 1), len(here)) - 1])


def _done(picture: Picture, pairs: Sequence[Pair]) -> int:
    return sum(picture.answered(question.pk, me.role_id) for question, me in pairs)


def _open(picture: Picture, stop: Stop) -> bool:
    return _done(picture, stop.pairs) < len(stop.pairs)


def _steps(picture: Picture, way: Sequence[Stop], current: Section) -> list[Step]:
    return [
        Step(
            section,
            sum(_done(picture, one.pairs) for one in parts),
            sum(len(one.pairs) for one in parts),
            current=section.pk == current.pk,
        )
        for section, found in groupby(way, key=lambda one: one.section)
        for parts in [list(found)]
    ]


def _groups(picture: Picture, steps: Sequence[Step]) -> list[Group]:
    """The steps by the section above them."""
    titles = {section.pk: section.title for section in picture.sections}

    def path(step: Step) -> str:
        above = picture.above[step.section.pk][1:]
        return " › ".join(titles[pk] for pk in reversed(above))

    return [Group(title, list(found)) for title, found in groupby(steps, key=path)]


def _to_read(picture: Picture, above: Sequence[int]) -> list[Section]:
    by_id = {section.pk: section for section in picture.sections}
    return [by_id[pk] for pk in above if by_id[pk].guidance or by_id[pk].resources]


def _parts(mine: Sequence[Participant], above: Sequence[int]) -> list[Part]:
    duties = list(
        Responsibility.objects.filter(
            section__in=above, role__in=[me.role_id for me in mine]
        ).order_by("position")
    )
    parts = [Part(me.role, [d for d in duties if d.role_id == me.role_id]) for me in mine]
    return [part for part in parts if part.duties]


def _expected(picture: Picture, above: Sequence[int]) -> list[tuple[ExpectedEvidence, str]]:
    return [(item, state) for item, state in held_expected(picture) if item.section_id in above]
