"""Tests that need more than Python: skipped with the reason where it is missing, but not in CI.

In CI every skip is a failure, but for the reasons in `ALLOWED`.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

from scripts.system_packages import COMPONENTS

ALLOWED = (
    "Only for SQLite",
    "Only for PostgreSQL",
    "Needs shared/",
    "Needs a copy of the public repository",
    "the founding page is not beside",
)
"""How a reason begins that no component cures: the other run, or files outside the project."""


def needs(name: str) -> None:
    """Go on only where the component of that name is (see scripts/system_packages.py)."""
    component = COMPONENTS[name]
    if not component.present():
        pytest.skip(f"{name} is missing: apt-get install {' '.join(component.packages)}")


def may_skip(reason: str, *, in_ci: bool) -> bool:
    """Whether a test may be left out for this reason."""
    return not in_ci or reason.removeprefix("Skipped: ").startswith(ALLOWED)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if not may_skip(reason, in_ci=bool(os.environ.get("CI"))):
            report.outcome = "failed"
            report.longrepr = f"CI may not leave this out. {reason}"
    return report
