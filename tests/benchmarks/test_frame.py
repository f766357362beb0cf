"""The frame's own arithmetic."""

from __future__ import annotations

import pytest

from tests.benchmarks.frame import Figure, report, row, seconds


def figure(*values: float, limit: float | None = None) -> Figure:
    return Figure("one answer saved", "200 assessments", values, "ms", limit)


def test_of_few_values_the_largest_is_the_p95() -> None:
    assert figure(3, 1, 2).p95 == 3
    assert figure(*range(1, 101)).p95 == 95
    assert figure(3, 1, 2).median == 2


def test_a_row_tells_whether_the_promise_holds() -> None:
    assert row(figure(1, limit=2)).endswith("| 1 | 1 ms | 1 ms | 2 ms | holds |")
    assert row(figure(1234.5, limit=2)).endswith("| 1234 ms | 1234 ms | 2 ms | MISSED |")
    assert row(figure(1)).endswith("| 1 ms |  |  |")


@pytest.mark.parametrize(("limit", "status"), [(2, False), (0.5, True), (None, False)])
def test_a_broken_promise_is_a_failure(limit: float | None, status: bool) -> None:
    with pytest.raises(SystemExit) as leaving:
        report(lambda: [figure(1, limit=limit)])
    assert leaving.value.code == status


def test_each_time_is_measured_by_itself() -> None:
    assert len(seconds(lambda: None, times=3)) == 3
