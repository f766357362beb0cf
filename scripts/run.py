"""`make run`: the whole of Plumbline on one machine, under one supervisor.

Broker, web, worker and beat are children of this process, and a Prometheus where the machine has
one. One that dies is started again; when this process ends, however it ends, so do they. Everything
that is written is below var/.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import broker, programs, prometheus
from scripts.programs import HOST
from scripts.sentences import Stop, main
from scripts.supervisor import Interrupted, Supervisor, say, tail

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


def work() -> int:
    """Run until asked to stop. 0 after an orderly end."""
    os.chdir(ROOT)
    os.umask(0o077)  # the database, the files and the accounts are for this user alone
    var = Path(os.environ.get("PLUMBLINE_VAR") or "var").resolve()
    env = {**os.environ, "PLUMBLINE_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    env.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    text = os.environ.get("PORT") or "8000"
    with alone_in(var, f"http://{HOST}:{text}/"):
        port = chosen_port(text)
        path = broker.socket_in(var / "broker")
        supervisor = Supervisor(var / "log", env)
        supervisor.listen()
        try:
            serve(supervisor, var, port, path)
        except Interrupted:
            say("\nStopping …")
        finally:
            supervisor.stop()
            broker.forget(path, var / "broker")
    say("Stopped.")
    return 0


@contextmanager
def alone_in(var: Path, address: str) -> Iterator[None]:
    """Hold `var` for this process. Raises `Stop` when another Plumbline runs there."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Stop(
                f"Plumbline already runs on {var}, at {lock.read()}: stop it there with Ctrl-C, "
                "or give this one a folder of its own: PLUMBLINE_VAR=$HOME/other PORT=8123 make run"
            ) from None
        lock.truncate(0)
        lock.write(address)
        lock.flush()
        yield


def chosen_port(text: str) -> int:
    """The port that PORT names. Raises `Stop` unless this user can listen on it now."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise Stop(f"PORT must be a number from 1 to 65535, not {text!r}: PORT=8123 make run")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            raise Stop(f"Port {text} is for root only: PORT=8123 make run") from None
        except OSError:
            other = 8123 if text != "8123" else 8124
            raise Stop(
                f"Port {text} is taken by another program: PORT={other} make run chooses another."
            ) from None
    return int(text)


def serve(supervisor: Supervisor, var: Path, port: int, path: Path) -> None:
    """Bring everything up, print the address, and look after it until asked to stop."""
    if not supervisor.env.get("PLUMBLINE_BROKER_URL"):
        start_broker(supervisor, var / "broker", path)
    say("Preparing the database and the static files …")
    supervisor.finish(programs.prepare())
    web = programs.web(port)
    for program in (web, programs.worker(), programs.beat()):
        supervisor.keep(program)
    if not supervisor.wait_for(lambda: healthy(port), PATIENCE):
        raise Stop(f"{tail(supervisor.log(web))}\nThe web process did not answer: see above.")
    signals = prometheus.start_beside(supervisor, var, port)
    accounts = load_sample_once(supervisor, var)
    say(f"\n{accounts}\n\nPlumbline is at http://{HOST}:{port}/ (logs: {supervisor.logs}).")
    say(signals)
    say("Ctrl-C stops it.")
    supervisor.wait_for(lambda: False)


def start_broker(supervisor: Supervisor, folder: Path, path: Path) -> None:
    """Start the embedded broker and tell the programs to come that it listens at `path`."""
    program = broker.program(folder, path)
    supervisor.keep(program)
    if not supervisor.wait_for(lambda: broker.answers(path), PATIENCE):
        raise Stop(f"{tail(supervisor.log(program))}\nThe broker did not start: see above.")
    supervisor.env["PLUMBLINE_BROKER_URL"] = broker.url(path)


def healthy(port: int) -> bool:
    """Whether the web process answers at /healthz."""
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def load_sample_once(supervisor: Supervisor, var: Path) -> str:
    """Load the sample workspace on the first run; what that had to tell, on every run."""
    told = var / "sample.txt"
    if not told.exists():
        say("Loading the sample workspace …")
        command = programs.manage("load-sample", "load_sample", "--operator")
        told.write_text(supervisor.finish(command))
    return told.read_text().strip()


if __name__ == "__main__":
    main(work)
