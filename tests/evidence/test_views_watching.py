"""A new probe: what is ready-made, a query of one's own, trying, what a source lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import Form
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from evidence.actions import measures
from evidence.models import Probe, Source
from jobs.models import Job, JobState
from organizations.models import Organization, User, Workload
from tests.evidence.prepared import Prepared
from tests.factories import (
    ProbeFactory,
    ReadingFactory,
    SourceFactory,
)
from tests.factories.jobs import JobFactory

SignedIn = Callable[[User], Client]
SIGNALS = "/signals/"
QUERIES_OF_THE_LIST = 7
QUERIES_OF_A_SOURCE = 6
QUERIES_OF_A_PROBE = 9


def text_of(response: Any) -> str:
    words = " ".join(response.content.decode().split())
    return words.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def source(acme: Organization) -> Source:
    return SourceFactory.create(organization=acme, name="Our queue")


@pytest.fixture
def probe(source: Source, shop: Workload) -> Probe:
    return watched(source, shop, "Oldest wait")


def watched(source: Source, workload: Workload, name: str, **reading: Any) -> Probe:
    """A probe that was read, just now if nothing else is said."""
    probe: Probe = ProbeFactory.create(source=source, workload=workload, name=name)
    probe.latest = ReadingFactory.create(probe=probe, **reading)
    probe.save()
    return probe


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs whose message was sent."""
    sent: list[Job] = []
    monkeypatch.setattr("jobs.nudge.send", sent.append)
    return sent


def proposed(form: Form, **more: object) -> dict[str, object]:
    """What the form begins with, as a browser would send it."""
    begun = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in (begun | more).items() if value is not None}


def test_a_probe_is_added_from_a_preset(
    *,
    source: Source,
    shop: Workload,
    lena: User,
    signed_in: SignedIn,
    nudged: list[Job],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    client = signed_in(lena)
    address = f"{source.get_absolute_url()}probes/add/"
    assert f"{address}jobs.success_rate/" in text_of(client.get(address))
    assert client.get(f"{address}nothing/").status_code == 404
    address = f"{address}jobs.success_rate/"
    page = client.get(address)
    assert 'value="0.99"' in text_of(page)
    given = proposed(page.context["form"], workload=shop.pk)
    backwards = client.post(address, given | {"bound_warn": "2"})
    assert "wrong side of the pass bound" in text_of(backwards)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, given)
    probe = Probe.objects.get()
    assert answer.headers["Location"] == probe.get_absolute_url()
    assert (probe.preset, probe.bound_pass, probe.unit) == ("jobs.success_rate", 0.99, "ratio")
    assert len(nudged) == 1


def test_a_probe_is_added_to_a_switched_off_source_and_not_read_yet(
    source: Source, shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    Source.objects.update(is_enabled=False)
    client = signed_in(lena)
    address = f"{source.get_absolute_url()}probes/add/jobs.success_rate/"
    given = proposed(client.get(address).context["form"], workload=shop.pk)
    assert client.post(address, given).status_code == 302
    assert Probe.objects.count() == 1
    assert not Job.objects.exists()


def test_a_measure_is_tried_and_nothing_is_stored(
    source: Source, shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    now = timezone.now()
    JobFactory.create(
        organization=shop.organization, state=JobState.DONE, finished_at=now, run_seconds=7
    )
    client = signed_in(lena)
    address = f"{source.get_absolute_url()}probes/add/jobs.duration/"
    given = proposed(client.get(address).context["form"], workload=shop.pk)
    page = text_of(client.post(address, given | {"try": "1"}))
    assert "7 s, and good is at most 30 s." in page
    assert "nothing is stored" in page
    assert 'class="series"' in page
    assert not Probe.objects.exists()


def test_a_query_of_ones_own_is_watched(
    source: Source, shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    client = signed_in(lena)
    address = f"{source.get_absolute_url()}probes/add/own/"
    form = client.get(address).context["form"]
    given = proposed(
        form, workload=shop.pk, name="Sizes", comparison="between", given_metric="message_bytes",
        bound_pass="1000", bound_warn="1200", unit="B",
    )  # fmt: skip
    assert "both are needed" in text_of(client.post(address, given))
    client.post(address, given | {"floor_pass": "400", "floor_warn": "200"})
    probe = Probe.objects.get()
    assert (probe.metric, probe.preset, probe.terms) == (
        "message_bytes",
        "",
        {"value": {"metric": "message_bytes"}},
    )
    assert (probe.low, probe.high, probe.unit) == (400, 1000, "B")


def test_whoever_came_from_a_question_goes_back_there(
    source: Source, shop: Workload, lena: User, signed_in: SignedIn
) -> None:
    client = signed_in(lena)
    address = f"{source.get_absolute_url()}probes/add/jobs.duration/"
    page = client.get(f"{address}?next=/assessments/7/attach/&workload={shop.pk}")
    assert f'<option value="{shop.pk}" selected>' in text_of(page)
    assert 'name="next" value="/assessments/7/attach/"' in text_of(page)
    given = proposed(page.context["form"], workload=shop.pk, next="/assessments/7/attach/")
    assert client.post(address, given).headers["Location"] == "/assessments/7/attach/"
    elsewhere = given | {"name": "Another", "next": "https://elsewhere.example/"}
    assert client.post(address, elsewhere).headers["Location"].startswith("/signals/")


def test_what_a_source_lists_is_offered(
    source: Source, lena: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "connectors", lambda: {"jobs": Prepared()})
    client = signed_in(lena)
    known = f"{source.get_absolute_url()}known/?what=metrics&list=known-metric"
    page = text_of(client.get(known))
    assert '<datalist id="known-metric">' in page
    assert 'value="depth"' in page
    refused = text_of(client.get(f"{known}&given_metric=unreachable"))
    assert "could not be listed: The address does not answer." in refused


def test_a_source_without_its_connector_offers_nothing(
    source: Source, lena: User, signed_in: SignedIn
) -> None:
    Source.objects.update(connector="gone")
    answer = signed_in(lena).get(f"{source.get_absolute_url()}probes/add/")
    assert answer.status_code == 409
    assert "No connector “gone” is installed" in text_of(answer)
