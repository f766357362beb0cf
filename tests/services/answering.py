"""For each connector a system that answers its presets. What it knows is written out, and never
taken from the presets: one that asks for something else gets no figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.utils import timezone

from evidence.actions.pushing import Pushed
from tests.services.clouds import azure_monitor, cloudwatch, google_monitoring
from tests.services.scraping import scraping
from tests.services.system import System
from tests.web_server import Reply, web_server


@contextmanager
def _prometheus(_folder: Path) -> Iterator[System]:
    things = ("queue", "key", "group", "topic", "namespace", "cronjob", "deployment")
    with scraping(past=True) as address:
        yield System(settings={"address": address}, parameters=dict.fromkeys(things, "orders"))


@contextmanager
def _http_json(_folder: Path) -> Iterator[System]:
    with web_server(lambda _asked: Reply(b'{"queues": [{"depth": 7}]}')) as server:
        yield System(
            settings={"address": server.url},
            queries={"http_json.own": {"path": "queues", "value": "queues[0].depth"}},
        )


DAILY = {
    "orders": 1000.0,
    "compute_seconds": 2500.0,
    "messages": 14_000.0,
    "energy_kwh": 1.8,
    "co2e_kg": 0.6,
    "cost": 40.0,
    "busy_hours": 15.0,
    "paid_hours": 24.0,
    "kwh_per_order": 0.0018,
}


@contextmanager
def _push(_folder: Path) -> Iterator[System]:
    now = timezone.now()
    days = [now - n * dt.timedelta(days=1) for n in range(7)]
    yield System(pushed=tuple(Pushed(name, at, DAILY[name]) for name in DAILY for at in days))


@contextmanager
def _ours(_folder: Path) -> Iterator[System]:
    yield System()


SYSTEMS: dict[str, Callable[[Path], AbstractContextManager[System]]] = {
    "cloudwatch": cloudwatch,
    "azure_monitor": azure_monitor,
    "google_monitoring": google_monitoring,
    "prometheus": _prometheus,
    "http_json": _http_json,
    "push": _push,
    "schedule": _ours,
    "jobs": _ours,
}
"""In the order in which they are asked: our own queue last, when it has jobs to tell of."""
