"""What the pages show of a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jobs.kinds import subjects_of, words_of
from jobs.models import Job
from jobs.reach import Reach


@dataclass(frozen=True, slots=True)
class Shown:
    """A job in words: what is done, what it is about and where that is, and whether the reader
    may try it again."""

    job: Job
    words: str
    about: str
    url: str
    may_retry: bool


def shown(jobs: Iterable[Job], reachable: Reach) -> list[Shown]:
    """Jobs in words, in their order. The number of queries depends on the kinds of work only."""
    rows = list(jobs)
    subjects = subjects_of((job.task, job.subject_id) for job in rows)
    found = []
    for job in rows:
        subject = subjects.get((job.task, job.subject_id))
        found.append(
            Shown(
                job=job,
                words=words_of(job.task),
                about=subject.name if subject else "",
                url=reachable.url(subject) if subject else "",
                may_retry=reachable.may_retry(job),
            )
        )
    return found
