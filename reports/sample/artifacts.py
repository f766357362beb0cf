"""What the people of the sample put forward as evidence, and what becomes of it.

The files stand in `documents/`, next to this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from evidence.models import ArtifactKind
from reports.sample.people import AMARA, INES, JONAS, MEI, TOMAS

DOCUMENTS = Path(__file__).resolve().parent / "documents"


class Fate(Enum):
    """What becomes of a piece of evidence once it is submitted."""

    WAITS = "waits"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Piece:
    """An artifact: its file or address, whose it is, and the question or section (their keys)
    it stands behind. It is valid for so many `days`; the reviewer says `comment`."""

    title: str
    kind: ArtifactKind
    owner: str
    to: str
    description: str
    file: str = ""
    url: str = ""
    fate: Fate = Fate.WAITS
    days: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new revision of an artifact: the files that make it, one after the other."""

    title: str
    files: tuple[str, ...]
    note: str
    days: int


FIRST_ROUND = (
    Piece(
        title="How Plumbline works in the background",
        kind=ArtifactKind.GUIDE,
        owner=JONAS,
        to="queue-driven",
        description="What is a job, what a message may carry, and what happens when one is lost.",
        file="architecture-guide.md",
        fate=Fate.ACCEPTED,
        days=300,
        comment="Read beside the code; both say the same.",
    ),
    Piece(
        title="Job scheduling policy",
        kind=ArtifactKind.POLICY,
        owner=AMARA,
        to="now-or-later",
        description="Which work runs at which hours, and what makes it urgent.",
        file="scheduling-policy.md",
        fate=Fate.ACCEPTED,
        days=18,
        comment="Accepted until the next quarterly review.",
    ),
    Piece(
        title="Checklist for a new scheduled job",
        kind=ArtifactKind.CHECKLIST,
        owner=MEI,
        to="schedule-review",
        description="What is checked before a job goes live.",
        file="job-checklist.md",
        fate=Fate.RETURNED,
        days=365,
        comment="It asks for an owner but not for an end date, and nothing shows that anybody "
        "has used it. Please add the end date and the list of one real job.",
    ),
    Piece(
        title="Utilisation of one week",
        kind=ArtifactKind.DASHBOARD,
        owner=MEI,
        to="see-what-jobs-use",
        description="What each task used, day by day, taken from the rows of the jobs.",
        file="utilisation-week.csv",
        fate=Fate.EXPIRED,
        days=0,
        comment="Every task is there. A week says little for longer than a week.",
    ),
    Piece(
        title="Queue runbook",
        kind=ArtifactKind.RUNBOOK,
        owner=MEI,
        to="learn-and-improve",
        description="How to tell that the queue is in trouble, and what to do about it.",
        file="queue-runbook.md",
        fate=Fate.ACCEPTED,
        days=200,
        comment="Walked through with the whole team.",
    ),
    Piece(
        title="Trial of a killed worker",
        kind=ArtifactKind.TEST_RESULT,
        owner=TOMAS,
        to="try-changes-first",
        description="Twenty reports, a worker killed half way, and the count afterwards.",
        file="kill-trial.txt",
        fate=Fate.ACCEPTED,
        comment="Repeated on a second machine with the same outcome.",
    ),
)

SECOND_ROUND = (
    Piece(
        title="Which pattern for which work",
        kind=ArtifactKind.MATRIX,
        owner=TOMAS,
        to="queue-driven",
        description="Direct call, queue, batch and schedule, with what each one suits.",
        file="processing-patterns.csv",
        days=365,
    ),
    Piece(
        title="Load smoothing playbook",
        kind=ArtifactKind.PLAYBOOK,
        owner=INES,
        to="capacity-follows",
        description="The moves that flatten a peak, and how capacity comes down again.",
        file="smoothing-playbook.md",
        days=365,
    ),
    Piece(
        title="Ticket: an end date for every job",
        kind=ArtifactKind.TICKET,
        owner=AMARA,
        to="learn-and-improve",
        description="Came out of the first review.",
        url="https://tracker.sample.example/tickets/214",
    ),
)

RENEWED = Renewal(
    title="Queue runbook",
    files=("queue-runbook.md", "queue-runbook-history.md"),
    note="Adds the history of its uses.",
    days=365,
)
