"""What a run costs, measured on this process."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import pytest

from jobs import meter
from jobs.meter import Meter


def peak(measured: Meter) -> int:
    value = measured.figures(waited=0)["peak_memory"]
    assert isinstance(value, int)
    return value


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux lets a peak begin anew")
def test_the_peak_is_that_of_the_run_and_not_of_one_before() -> None:
    before = Meter()
    bytearray(60_000_000).clear()
    assert peak(before) > peak(Meter()) + 40_000_000


def test_where_the_kernel_keeps_the_peak_it_is_that_of_the_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(meter, "MARK", tmp_path / "not" / "there")
    life = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert peak(Meter()) >= life * 1024
    monkeypatch.setattr(sys, "platform", "darwin")
    assert life <= peak(Meter()) < life * 1024


def test_a_wait_is_never_below_nothing() -> None:
    assert Meter().figures(waited=-3)["wait_seconds"] == 0
