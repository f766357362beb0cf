"""Jobs as a person lists them, one to a line: "name | cron expression | minutes". Pure."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.schedules.cron import ScheduleWrong, checked

MOST_JOBS = 40
LONGEST_NAME = 80
LONGEST_RUN = 7 * 24 * 60
FORM = "Write name | cron expression | minutes, as in “Nightly export | 0 2 * * * | 45”."


@dataclass(frozen=True, slots=True)
class Job:
    """Something that starts by a cron expression and runs for that many minutes."""

    name: str
    cron: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is no job: its number, what it says, and what is wrong with it in a sentence."""

    line: int
    text: str
    words: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.words}"


def jobs_in(text: str) -> tuple[tuple[Job, ...], tuple[Problem, ...]]:
    """The jobs of these lines and the problems of the others, both in order.

    Empty lines and those that begin with # are passed over. Every other line is one or the other.
    """
    jobs: list[Job] = []
    problems: list[Problem] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        try:
            job = _job(said)
            _check_room(job, lines_of)
        except ScheduleWrong as wrong:
            problems.append(Problem(number, said, str(wrong)))
        else:
            jobs.append(job)
            lines_of[job.name] = number
    return tuple(jobs), tuple(problems)


def _job(line: str) -> Job:
    parts = [part.strip() for part in line.rsplit("|", 2)]
    if len(parts) != 3 or not parts[0]:
        raise ScheduleWrong(FORM)
    name, cron, minutes = parts
    if len(name) > LONGEST_NAME:
        raise ScheduleWrong(f"The name is longer than {LONGEST_NAME} characters.")
    cron = checked(cron)
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) < 9):
        raise ScheduleWrong(f"“{minutes}” is no whole number of minutes. {FORM}")
    if not 1 <= int(minutes) <= LONGEST_RUN:
        raise ScheduleWrong(f"A run lasts from 1 minute to a week, {LONGEST_RUN:,} minutes.")
    return Job(name, cron, int(minutes))


def _check_room(job: Job, lines_of: dict[str, int]) -> None:
    if job.name in lines_of:
        raise ScheduleWrong(
            f"“{job.name}” stands in line {lines_of[job.name]} already; give it a name of its own."
        )
    if len(lines_of) >= MOST_JOBS:
        raise ScheduleWrong(f"There is room for {MOST_JOBS} jobs; this is one more.")
