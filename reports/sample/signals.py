"""What the sample watches in Plumbline's own queue, and which questions that stands behind."""

from __future__ import annotations

from dataclasses import dataclass

SOURCE = "Plumbline's own queue"
EVERY_SECONDS = 300
WINDOW_SECONDS = 3600
"""Short, so that somebody who tries the sample sees figures move within minutes."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A preset of the connector `jobs`, what it is called here, and the question or section
    (their keys) that it is evidence for."""

    preset: str
    name: str
    reason: str
    to: str


WATCHED = (
    Watched(
        "jobs.oldest_waiting",
        "Oldest waiting message",
        "A message that grows old means too few workers, or a job that should wait elsewhere.",
        "queues-take-peaks",
    ),
    Watched(
        "jobs.message_size",
        "Message size",
        "Messages carry an id only. One that grows carries something that belongs in the database.",
        "small-pieces",
    ),
    Watched(
        "jobs.duration",
        "Job duration",
        "Jobs get slower by a few seconds a week, which nobody sees in a single run.",
        "see-what-jobs-use",
    ),
    Watched(
        "jobs.success_rate",
        "Jobs that succeed",
        "Each failure is either a fault to mend or a job that nobody needs.",
        "watch-and-improve",
    ),
)

OUTSIDE = "Prometheus beside Plumbline"
FROM_OUTSIDE = {
    "plumbline.oldest_waiting": "queues-take-peaks",
    "plumbline.success_share": "watch-and-improve",
    "plumbline.mean_wait": "queues-take-peaks",
    "plumbline.cpu_per_job": "see-what-jobs-use",
}
"""Presets of a Prometheus that watches this Plumbline, and the question that each stands behind."""
