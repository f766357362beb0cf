"""Secrets planted in the worker's environment and files reach their source and nothing else."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from evidence.actions import measures, probes, sources
from evidence.actions.probes import Asked
from evidence.evaluate import Bounds, Comparison
from evidence.models import Source
from evidence.secret_references import variable
from jobs import nudge
from jobs.models import UNFINISHED, Job
from organizations.models import Rights, User, Workload
from tests.factories import MembershipFactory, WorkloadFactory
from tests.stack import Stack, wait_for
from tests.web_server import Asked as Request
from tests.web_server import Reply, WebServer, web_server

OWNER = "planted"
IN_VARIABLE = "planted-9f2c71-variable"
IN_FILE = "planted-9f2c71-file"


@pytest.fixture
def planted(stack: Stack, settings: Settings) -> Iterator[None]:
    """A secret in a variable and one in a file, for the worker and for this process."""
    folder = stack.var.parent.with_name(f"{stack.var.parent.name}-secrets")
    (folder / OWNER).mkdir(parents=True)
    (folder / OWNER / "token").write_text(IN_FILE)
    ours = {variable(OWNER, "PLANTED"): IN_VARIABLE, "PLUMBLINE_SECRETS_DIR": str(folder)}
    settings.PLUMBLINE_SECRETS_DIR = str(folder)
    stack.env |= ours
    yield
    for name in ours:
        del stack.env[name]
    shutil.rmtree(folder)


@pytest.fixture
def server() -> Iterator[WebServer]:
    """It repeats what it is sent: as an answer, a refused query, or a refusal of the caller."""

    def answer(asked: Request) -> Reply:
        words = json.dumps(asked.headers)
        wrong = {"status": "error", "errorType": "bad_data", "error": words}
        status = int(asked.params["query"])
        found = {"status": "success", "data": {"resultType": "matrix", "result": []}, "x": words}
        return Reply(json.dumps(found if status == 200 else wrong).encode(), status)

    with web_server(answer) as running:
        yield running


@pytest.fixture
def shop(stack: Stack) -> Workload:
    return WorkloadFactory.create(organization__slug=OWNER)


@pytest.fixture
def owner(shop: Workload) -> User:
    return MembershipFactory.create(organization=shop.organization, rights=Rights.OWNER).user


def test_planted_secrets_are_found_nowhere(
    planted: None, server: WebServer, stack: Stack, shop: Workload, owner: User
) -> None:
    ways = {
        "variable": {"token": "env:PLANTED"},
        "file": {"user": "ann", "password": "file:token"},
    }
    for name, way in ways.items():
        for status in ("200", "400", "401", "500"):
            _watch(f"{name} {status}", status, {"address": server.url, **way}, shop, owner)
    stack.start_worker()
    for source in Source.objects.all():
        nudge.send(sources.request_collection(source=source, by=owner))
    wait_for(lambda: len(server.asked) == 8, "each source is asked")
    wait_for(lambda: not Job.objects.filter(state__in=UNFINISHED).exists(), "the collections' end")
    in_header = base64.b64encode(f"ann:{IN_FILE}".encode()).decode()
    sent = {request.headers["authorization"] for request in server.asked}
    assert sent == {f"Bearer {IN_VARIABLE}", f"Basic {in_header}"}

    stored = StringIO()
    call_command("dumpdata", stdout=stored)
    assert "env:PLANTED" in stored.getvalue()
    stack.stop()
    places = {"the database": stored.getvalue().encode()} | _files(stack.var.parent)
    assert any(name.endswith("worker.log") for name in places)
    assert any("appendonly" in name for name in places)
    for name, content in places.items():
        for secret in (IN_VARIABLE, IN_FILE, in_header):
            assert secret.encode() not in content, name


def _watch(name: str, promql: str, given: dict[str, str], shop: Workload, owner: User) -> None:
    source = sources.create(
        organization=shop.organization,
        connector="prometheus",
        wanted=sources.Wanted(name, 3600, given),
        by=owner,
    )
    measure = measures.from_query(
        source, {"promql": promql}, statistic="max", unit="", grain_seconds=60
    )
    bounds = Bounds(Comparison.AT_MOST, 1, 2)
    asked = Asked(name, bounds, window_seconds=600)
    probes.create(source=source, workload=shop, measure=measure, asked=asked, by=owner)


def _files(folder: Path) -> dict[str, bytes]:
    """Everything that was written: the log of each process, the database, the broker's messages."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
