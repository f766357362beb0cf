"""A secret that a source refers to is used and is found nowhere afterwards."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from evidence import tasks
from evidence.actions import measures, probes, sources
from evidence.evaluate import Bounds, Comparison
from evidence.models import Reading, Source
from evidence.secret_references import variable
from jobs import nudge
from organizations.models import User, Workload
from organizations.refusals import Invalid
from tests.web_server import Asked, Reply, WebServer, web_server

BOUNDS = Bounds(Comparison.AT_LEAST, 1, 1)
PLANTED = "hunter2-planted-in-the-environment"
FORMS = (PLANTED, base64.b64encode(f"reader:{PLANTED}".encode()).decode())


@pytest.fixture
def server() -> Iterator[WebServer]:
    """Answers by sending back what it was sent, which no Prometheus would do."""

    def answer(asked: Asked) -> Reply:
        body = {"status": "error", "errorType": "bad_data", "error": json.dumps(asked.headers)}
        return Reply(json.dumps(body).encode(), 400, {"Content-Type": "application/json"})

    with web_server(answer) as running:
        yield running


@pytest.fixture(params=["token", "password"])
def source(
    request: pytest.FixtureRequest,
    server: WebServer,
    shop: Workload,
    lena: User,
    monkeypatch: pytest.MonkeyPatch,
) -> Source:
    monkeypatch.setenv(variable(shop.organization.slug, "PLANTED"), PLANTED)
    reference = "env:PLANTED"
    settings = {"address": server.url, "token": reference}
    if request.param == "password":
        settings = {"address": server.url, "user": "reader", "password": reference}
    wanted = sources.Wanted("Metrics", 900, settings)
    return sources.create(
        organization=shop.organization, connector="prometheus", wanted=wanted, by=lena
    )


def found_in(text: str) -> list[str]:
    return [form for form in FORMS if form in text]


def everything_stored() -> str:
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    return out.getvalue()


def test_it_is_sent_to_the_source_and_found_nowhere_else(
    *,
    source: Source,
    server: WebServer,
    shop: Workload,
    lena: User,
    client: Client,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    messages: list[Any] = []
    monkeypatch.setattr(
        "jobs.nudge.current_app.send_task",
        lambda *args, **options: messages.append((args, options)),
    )
    measure = measures.from_query(
        source, {"promql": "up"}, statistic="mean", unit="", grain_seconds=300
    )
    asked = probes.Asked(name="Up", bounds=BOUNDS)
    probe = probes.create(source=source, workload=shop, measure=measure, asked=asked, by=lena)
    with django_capture_on_commit_callbacks(execute=True):
        job = sources.request_collection(source=source, by=lena)
        nudge.after_commit(job)
    tasks.collect(str(job.pk))
    assert any(found_in(json.dumps(dict(asked.headers))) for asked in server.asked)
    assert Reading.objects.get().state == "error"
    with pytest.raises(Invalid) as refused:
        sources.check(
            organization=shop.organization,
            connector="prometheus",
            settings=source.settings,
            by=lena,
        )
    client.force_login(lena)
    pages = [
        client.get(address).content.decode()
        for address in (
            source.get_absolute_url(),
            f"{source.get_absolute_url()}change/",
            probe.get_absolute_url(),
            f"/api/v1/sources/{source.pk}/",
            f"/api/v1/probes/{probe.pk}/",
        )
    ]
    logged = "".join(capfd.readouterr()) + caplog.text
    assert messages
    for text in (everything_stored(), str(messages), refused.value.message, logged, *pages):
        assert found_in(text) == []
