"""What the people of the sample say, in two rounds, and what their lead settles between."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.actions.answers import Said
from assessments.models import Standing


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a role says to a question; both by their keys in the framework."""

    question: str
    role: str
    said: Said


@dataclass(frozen=True, slots=True)
class Settled:
    """Which level the lead decides on where roles differ, and why."""

    question: str
    value: int
    reason: str


def _level(question: str, role: str, value: int, note: str = "") -> Spoken:
    return Spoken(question, role, Said(Standing.ANSWERED, value, note))


FIRST_ROUND = (
    _level(
        "queues-take-peaks",
        "cloud-architect",
        4,
        "Reports, collections and checks are rows with a state; a message only says that there is "
        "one. The age of the oldest is watched against 60 seconds.",
    ),
    _level(
        "queues-take-peaks",
        "devops-engineer",
        5,
        "Four queues by urgency. When forty reports were ordered at once, the pages stayed as "
        "quick as before.",
    ),
    _level(
        "queues-take-peaks",
        "software-developer",
        4,
        "Nothing in a request waits for a worker. The page asks for progress instead.",
    ),
    _level(
        "small-pieces",
        "software-developer",
        5,
        "A message is under 1 kB and carries an id. Work that ran before its worker was killed "
        "runs again and writes once.",
    ),
    _level(
        "small-pieces",
        "cloud-architect",
        5,
        "A collection is one piece for each source; one that fails leaves the others alone.",
    ),
    _level(
        "now-or-later",
        "product-owner",
        3,
        "The policy says what may wait for quiet hours. Nobody has complained of a late report.",
    ),
    _level(
        "now-or-later",
        "cloud-architect",
        2,
        "There is a queue for quiet hours, but the deadlines of bulk work are known by heart only.",
    ),
    _level("now-or-later", "software-developer", 3, "Each task names its queue in the code."),
    _level(
        "schedule-review",
        "product-owner",
        4,
        "We go through the schedule each quarter, and the last time we ended one job.",
    ),
    _level(
        "schedule-review",
        "systems-engineer",
        2,
        "There is a list, but it holds no end dates, and nobody computes overlaps from real runs.",
    ),
    _level(
        "capacity-follows",
        "cloud-architect",
        4,
        "Workers are added per queue, and each has a floor and a ceiling.",
    ),
    _level(
        "capacity-follows",
        "devops-engineer",
        4,
        "Idle workers take less than 1 % of a processor; we look at that figure each week.",
    ),
    _level(
        "try-changes-first",
        "software-developer",
        4,
        "The kill trial and the timings run on every change, on both databases.",
    ),
    _level(
        "try-changes-first",
        "devops-engineer",
        4,
        "Settings go through review like code, with a way back.",
    ),
    Spoken(
        "try-changes-first",
        "systems-engineer",
        Said(
            Standing.DONT_KNOW,
            note="I joined after the last release and have not seen a trial yet.",
        ),
    ),
    _level(
        "see-what-jobs-use",
        "systems-engineer",
        4,
        "Each run leaves its wait, duration, processor time and peak memory on its row.",
    ),
    _level("see-what-jobs-use", "devops-engineer", 4, "The dashboard shows every task by name."),
    _level(
        "see-what-jobs-use",
        "cloud-architect",
        3,
        "We see what each job uses. There is no monthly list of what could be switched off.",
    ),
    Spoken(
        "see-what-jobs-use",
        "product-owner",
        Said(
            Standing.NOT_APPLICABLE,
            reason="Plumbline runs on one machine with one bill, so there is no cost for each job "
            "that I could decide on. The DevOps engineer answers for its use.",
        ),
    ),
    _level(
        "learn-and-improve",
        "devops-engineer",
        3,
        "The runbook changes with each incident, and lessons become tickets.",
    ),
)

SETTLED = Settled(
    "try-changes-first",
    3,
    "A trial is written down and repeated for code, with figures. For settings such as batch "
    "sizes nobody compares the figures yet: Defined, not Measured.",
)

SECOND_ROUND = (
    _level(
        "now-or-later",
        "cloud-architect",
        3,
        "The scheduling policy now gives a deadline for each kind of bulk work.",
    ),
    _level(
        "learn-and-improve",
        "product-owner",
        3,
        "One ticket in five of the last quarter came from the runbook's review.",
    ),
)
