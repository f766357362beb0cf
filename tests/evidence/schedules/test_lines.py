"""Jobs as a person lists them: nothing that was typed is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.schedules.lines import Job, Problem, jobs_in


def test_lines_are_jobs() -> None:
    text = "\n# ours\nNightly export | 0 2 * * * | 45\n a|b |@hourly| 7 \r\n"
    assert jobs_in(text) == (
        (Job("Nightly export", "0 2 * * *", 45), Job("a|b", "0 * * * *", 7)),
        (),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Export", "Write name | cron expression | minutes, as in"),
        ("Export | 0 2 * * *", "Write name | cron expression | minutes, as in"),
        ("| 0 2 * * * | 45", "Write name | cron expression | minutes, as in"),
        ("Export | 0 2 * * | 45", "“0 2 * *” has 4 fields;"),
        ("Export | 0 25 * * * | 45", "The hour of “0 25 * * *” is not understood."),
        ("Export | 0 2 * * * | an hour", "“an hour” is no whole number of minutes."),
        ("Export | 0 2 * * * | 1.5", "“1.5” is no whole number of minutes."),
        ("Export | 0 2 * * * | ٣", "“٣” is no whole number of minutes."),
        ("Export | 0 2 * * * | 0", "A run lasts from 1 minute to a week, 10,080 minutes."),
        ("Export | 0 2 * * * | 10081", "A run lasts from 1 minute to a week, 10,080 minutes."),
        ("Export | 0 2 * * * | 999999999", "“999999999” is no whole number of minutes."),
        ("Backup | 0 2 * * * | 45", "“Backup” stands in line 1 already; give it a name"),
        (f"{'x' * 81} | 0 2 * * * | 45", "The name is longer than 80 characters."),
    ],
)
def test_a_line_that_is_no_job_is_told_and_the_others_are_kept(line: str, words: str) -> None:
    jobs, (problem,) = jobs_in(f"Backup | 0 1 * * * | 20\n\n{line}\nLast | 0 9 * * * | 5")
    assert [job.name for job in jobs] == ["Backup", "Last"]
    assert (problem.line, problem.text) == (3, line)
    assert problem.words.startswith(words)
    assert str(problem) == f"Line 3: {problem.words}"


def test_there_is_room_for_forty() -> None:
    jobs, problems = jobs_in("\n".join(f"Job {n} | {n} 2 * * * | 5" for n in range(42)))
    assert len(jobs) == 40
    assert [problem.line for problem in problems] == [41, 42]
    assert problems[0] == Problem(
        41, "Job 40 | 40 2 * * * | 5", "There is room for 40 jobs; this is one more."
    )


@given(
    st.lists(st.sampled_from(["a | 0 2 * * * | 5", "b|* * * * *|1", "", "# c", "x", "|", "|||"]))
)
def test_every_line_is_a_job_a_problem_or_nothing(lines: list[str]) -> None:
    jobs, problems = jobs_in("\n".join(lines))
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    assert len(jobs) + len(problems) == len(told)
