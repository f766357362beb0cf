"""Children are started again with growing pauses and end with all that they started."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from scripts import children
from scripts.children import Child, Program, stop_all
from scripts.supervisor import Supervisor, ending

GRANDCHILD = "import subprocess; subprocess.run(['sleep', '60'])"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def python(code: str, tmp_path: Path) -> Child:
    child = Child(Program("it", (sys.executable, "-c", code)), os.environ, tmp_path / "it.log")
    child.start()
    return child


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    child = python(GRANDCHILD, tmp_path)
    assert child.process is not None
    parent = psutil.Process(child.process.pid)
    while not parent.children():
        time.sleep(0.02)
    (grandchild,) = parent.children()
    child.kill()
    psutil.wait_procs([grandchild], timeout=5)
    assert not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE


def test_one_that_will_not_leave_is_ended(tmp_path: Path) -> None:
    child = python(STUBBORN, tmp_path)
    time.sleep(0.3)
    stop_all([child], patience=0.5)
    assert child.process is None


def test_pauses_double_up_to_the_longest(tmp_path: Path) -> None:
    child = python("", tmp_path)
    assert [child.ended() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_after_a_steady_time_the_pause_is_short_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = python("", tmp_path)
    child.ended()
    child.ended()
    monkeypatch.setattr(children, "STEADY_SECONDS", 0)
    assert child.ended() == 1


def test_a_log_that_has_grown_large_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LOG_MAX_BYTES", 3)
    (tmp_path / "it.log").write_text("four")
    child = python("print('new')", tmp_path)
    assert child.process is not None
    child.process.wait()
    assert child.log.read_text() == "new\n"
    assert (tmp_path / "it.old.log").read_text() == "four"


def test_an_ending_is_told_in_words() -> None:
    assert ending(3) == "stopped with status 3"
    assert ending(-signal.SIGKILL) == "was ended by SIGKILL"


def test_waiting_has_an_end(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path, dict(os.environ))
    assert supervisor.wait_for(lambda: False, patience=0) is False
    assert supervisor.wait_for(lambda: True) is True
