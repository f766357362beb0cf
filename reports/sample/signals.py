"""What the sample watches in Plumbline's own queue, and which questions that stands behind."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "Plumbline's own queue"
EVERY_SECONDS = 300
WINDOW_SECONDS = 3600
"""Short, so that somebody who tries the sample sees figures move within minutes."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A metric of the connector `jobs`, what it is called here, and the question or section
    (their keys) that it is evidence for."""

    metric: str
    name: str
    reason: str
    to: str


WATCHED = (
    Watched(
        "oldest_waiting_seconds",
        "Oldest waiting message",
        "A message that grows old means too few workers, or a job that should wait elsewhere.",
        "queues-take-peaks",
    ),
    Watched(
        "message_bytes",
        "Message size",
        "Messages carry an id only. One that grows carries something that belongs in the database.",
        "small-pieces",
    ),
    Watched(
        "duration_seconds",
        "Job duration",
        "Jobs get slower by a few seconds a week, which nobody sees in a single run.",
        "see-what-jobs-use",
    ),
    Watched(
        "success_rate",
        "Jobs that succeed",
        "Each failure is either a fault to mend or a job that nobody needs.",
        "watch-and-improve",
    ),
)
