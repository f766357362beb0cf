"""Lint: what is wrong with a framework's questions and rules. Pure.

(Begun so that imports can store marks; the author of lint replaces this file.)
"""

from __future__ import annotations

from dataclasses import dataclass

from assessments.spec import FrameworkSpec


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is wrong: a stable code, how bad (`error`, `warning`, `note`), where, what,
    the smallest example and a way to mend it."""

    code: str
    severity: str
    path: str
    message: str
    example: str = ""
    fix: str = ""
    section: str = ""
    question: str = ""
    choice: str = ""


def lint(spec: FrameworkSpec) -> tuple[Mark, ...]:
    """Every mark, in the order of the framework."""
    return ()
