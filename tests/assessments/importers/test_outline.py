"""The tree that a dry run prints."""

from __future__ import annotations

from assessments import importers
from assessments.importers.outline import tree
from tests.assessments.importers.pages import FILES

BACKUPS = """\
Backups 1.10 (backups)
1 practice, 2 best practices with 3 points, 3 questions, 2 roles with 2 responsibilities, \
3 expected artifacts, 1 cloud service of 1 provider

Practice: Keep backups that can be restored (restorable)
  Best practice: Make copies without being asked (copies)
    - Let a schedule make each copy; do not rely on anyone's memory.
    - Keep one copy elsewhere.
    Question: When was a copy last restored?
      asked of systems-engineer; 3 levels described; weight 2.5
    Expected policy: Rules for copies
  Best practice: Restore on purpose (restore-on-purpose)
    - Restore a copy each month.
  Question: Which data would be lost now?
    asked of every role; 3 levels described
  Question: Who is called when a copy fails?
    asked of every role
  Role: Systems engineer (systems-engineer)
    - Run the schedule
  Role: Product owner (owner)
    - Say how much data may be lost
  Expected test result: Restore test results
  Expected other: Photograph of the tape
  Provider: AWS
    - AWS Backup: makes and keeps copies by a plan.
"""


def test_the_tree_shows_everything_that_would_come_in() -> None:
    spec = importers.read((FILES / "backups.md").read_bytes(), "backups.md")[1].spec
    assert tree(spec) == BACKUPS
