"""What kinds of background work there are, in words: each app tells of its own.

The setting `JOB_KINDS` names a tuple of `Kind` in every app that has work. So the Jobs page, which
lives here below those apps, shows what a job is about and what is coming, and imports none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from organizations.models import User


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is about, its page, and whose it is: an operator sees jobs of organizations
    whose pages they may not open."""

    name: str
    url: str = ""
    organization_id: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Work that will begin at `first`, and again after every `every`; None: only once.

    What is `quiet` waits each time for the quiet hours.
    """

    task: str
    queue: str
    first: dt.datetime
    every: dt.timedelta | None = None
    subject_id: str = ""
    subject: Subject | None = None
    quiet: bool = False


def _no_subjects(ids: Collection[str]) -> Mapping[str, Subject]:
    return {}


def _nothing_planned(user: User, end: dt.datetime) -> Iterable[Planned]:
    return ()


@dataclass(frozen=True, slots=True)
class Kind:
    """The work of one task.

    `subjects` gives what jobs are about by their `subject_id`, in the same number of queries for
    any number; it is asked only about jobs that the reader may see. `planned` gives what begins
    until `end` of that which the user may see. A `tick` is a regular message without a row.
    """

    task: str
    words: str
    subjects: Callable[[Collection[str]], Mapping[str, Subject]] = _no_subjects
    planned: Callable[[User, dt.datetime], Iterable[Planned]] = _nothing_planned
    tick: bool = False


KINDS = (
    Kind("jobs.sweep", "Look for lost messages", tick=True),
    Kind("jobs.thin", "Remove old jobs", tick=True),
)


def kinds() -> dict[str, Kind]:
    """Every kind there is, by its task."""
    return {kind.task: kind for place in settings.JOB_KINDS for kind in import_string(place)}


def words_of(task: str) -> str:
    """What a task does; one that no app tells of, by the last part of its name."""
    known = kinds().get(task)
    return known.words if known else task.rpartition(".")[2].replace("_", " ").capitalize()


def choices() -> list[tuple[str, str]]:
    """The kinds of work that are jobs, by their words."""
    jobs = [(kind.task, kind.words) for kind in kinds().values() if not kind.tick]
    return sorted(jobs, key=lambda pair: pair[1])


def subjects_of(about: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """What jobs are about, by task and `subject_id`: one query for each kind among them."""
    wanted: dict[str, set[str]] = {}
    for task, subject_id in about:
        if subject_id:
            wanted.setdefault(task, set()).add(subject_id)
    known = kinds()
    return {
        (task, subject_id): subject
        for task, ids in wanted.items()
        if task in known
        for subject_id, subject in known[task].subjects(ids).items()
    }
