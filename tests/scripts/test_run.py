"""`make run` as its user meets it: real broker, web, worker and beat."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from scripts import broker, prometheus, run
from scripts.sentences import Stop
from scripts.system_packages import prometheus_server
from tests.needs import needs
from tests.plumbline import Plumbline, plumbline

pytestmark = pytest.mark.services


def wait_until(met: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def start_in_vain(app: Plumbline, **env: str) -> str:
    """What a start says that cannot succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.run"],
        cwd=run.ROOT,
        env={**app.env, **env},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all starts share: the first makes the database and the sample."""
    return tmp_path_factory.mktemp("run") / "var"


def test_everything_starts_survives_a_death_and_leaves_nothing(var: Path, tmp_path: Path) -> None:
    with plumbline(var) as app:
        assert f"Plumbline is at {app.url}/" in app.text

        assert "already runs" in start_in_vain(app, PORT="1")
        elsewhere = str(tmp_path / "other")
        assert f"Port {app.port} is taken" in start_in_vain(app, PLUMBLINE_VAR=elsewhere)

        app.named("gunicorn")[0].kill()
        app.wait_for("web was ended by SIGKILL: starting it again in 1 s.")
        assert wait_until(lambda: run.healthy(app.port))

        (server,) = [p for p in app.processes() if "valkey" in p.name()]
        server.kill()
        app.wait_for("broker was ended by SIGKILL")
        assert wait_until(lambda: broker.answers(broker.socket_in(app.var / "broker")))

        assert app.stop(signal.SIGINT) == 0
        assert app.text.endswith("Stopped.\n")
        assert app.processes() == []

    before = (app.var / "secret-key").read_text()
    with plumbline(app.var) as again:
        assert (again.var / "secret-key").read_text() == before
        assert "No migrations to apply" in (again.var / "log" / "prepare.log").read_text()


def test_a_prometheus_beside_it_reads_its_metrics(var: Path) -> None:
    needs("prometheus")

    def found() -> list[object]:
        asked = {"query": "sum(plumbline_jobs_waiting)"}
        answer = httpx.get(f"{address}/api/v1/query", params=asked).json()
        rows: list[object] = answer["data"]["result"]
        return rows

    with plumbline(var) as app:
        kept = (app.var / "prometheus" / "port").read_text()
        address = prometheus.address(int(kept))
        assert f"Prometheus reads its metrics, at {address}." in app.text
        assert wait_until(lambda: found() != [])


@pytest.mark.skipif(sys.platform != "linux", reason="Only for Linux: the kernel ends the children")
def test_a_killed_supervisor_leaves_nothing(var: Path) -> None:
    with plumbline(var) as app:
        # One each, gunicorn 2, the worker 3, and a Prometheus where there is one.
        expected = 8 + (prometheus_server() is not None)
        assert wait_until(lambda: len(app.processes()) == expected)
        app.process.kill()
        app.process.wait()
        # The worker first finishes what it has in hand: the sample's report, for one.
        assert wait_until(lambda: app.processes() == [], 120), app.processes()


def test_a_start_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    app = Plumbline(tmp_path / "var", 8000 + os.getpid() % 1000)
    app.wait_for("Preparing")
    assert app.stop(signal.SIGTERM) == 0
    assert app.processes() == []


def test_a_step_that_fails_says_why(tmp_path: Path) -> None:
    app = Plumbline(tmp_path / "var", 0, {"PORT": "8999", "PLUMBLINE_DATABASE_URL": "oracle://x"})
    assert app.process.wait(30) == 1
    assert "'oracle' is not a known database" in app.text
    assert "The step “prepare” failed: see above." in app.text
    assert app.processes() == []


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1"])
def test_a_port_must_be_a_number(text: str) -> None:
    with pytest.raises(Stop, match="PORT must be a number"):
        run.chosen_port(text)


def test_a_taken_port_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Stop, match=f"Port {port} is taken .* PORT=8123 make run"):
            run.chosen_port(str(port))


def test_two_on_one_folder_are_refused_with_the_address_of_the_first(tmp_path: Path) -> None:
    with (
        run.alone_in(tmp_path, "http://127.0.0.1:8000/"),
        pytest.raises(Stop, match=r"at http://127\.0\.0\.1:8000/"),
        run.alone_in(tmp_path, "http://127.0.0.1:8001/"),
    ):
        pass


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120)
    path = broker.socket_in(deep)
    assert len(bytes(path)) <= broker.SOCKET_PATH_MAX
    broker.forget(path, deep)
    assert not path.parent.exists()


def test_a_socket_in_its_own_folder_leaves_the_folder(tmp_path: Path) -> None:
    path = broker.socket_in(tmp_path)
    broker.forget(path, tmp_path)
    assert tmp_path.exists()
