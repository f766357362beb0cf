"""Pages to import: files beside this module, and a small Markdown page to be broken in tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessments import importers
from assessments.importers import ImportRefused, Problem

FILES = Path(__file__).parent / "files"

MARKDOWN = """\
# Backups

## Best practices

### Copies {#copies}

- Make one.

## Questions to ask the team

### When was it restored? {#restored}

0. Absent: Never.
1. Initial: Once.
2. Repeatable: Twice.
3. Defined: By a plan.
4. Measured: By a plan with a target.
5. Optimizing: Better each time.

## Who should do this

### Owner

- Cares.

## Evidence

- Policy: Says so.

## Cloud services

### AWS

- AWS Backup: Keeps copies.
"""

TEXT = """\
Backups

Best Practices

Copies

  • Make one.

Questions to ask your team

  • When was it restored?

Who should be doing this?

Owner

  • Cares.

What evidence shows this is happening?

  • Policy: Says so.

Cloud Services

AWS

  • AWS Backup: Keeps copies.
"""


def refusal(page: str | bytes, filename: str) -> tuple[Problem, ...]:
    """The problems for which the page is refused."""
    data = page.encode() if isinstance(page, str) else page
    with pytest.raises(ImportRefused) as refused:
        importers.read(data, filename)
    return refused.value.problems


def only_problem(page: str | bytes, filename: str) -> tuple[int | None, str]:
    """Line and message of the one problem for which the page is refused."""
    problems = refusal(page, filename)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0].line, problems[0].message
