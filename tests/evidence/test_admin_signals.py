"""Signals in the admin: looked through, timed, collected; never typed over."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from evidence.models import Probe, Source
from jobs.models import Job
from organizations.models import AuditEvent, Organization, User, Workload
from tests.factories import ProbeFactory, ReadingFactory, SourceFactory

SOURCES = "/admin/evidence/source/"
PROBES = "/admin/evidence/probe/"
READINGS = "/admin/evidence/reading/"


def text_of(response: Any) -> str:
    words = " ".join(response.content.decode().split())
    return words.replace("&quot;", '"').replace("&#x27;", "'")


@pytest.fixture
def as_operator(client: Client, operator: User) -> Client:
    client.force_login(operator, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def probe(acme: Organization, shop: Workload) -> Probe:
    source = SourceFactory.create(organization=acme, name="Our queue", last_error="No answer.")
    probe: Probe = ProbeFactory.create(source=source, workload=shop, name="Oldest wait")
    probe.latest = ReadingFactory.create(probe=probe, value=12.0)
    probe.save()
    return probe


def test_lists_are_searched_and_filtered(as_operator: Client, probe: Probe) -> None:
    ProbeFactory.create(source=probe.source, workload=probe.workload, name="New")
    assert "1 source" in text_of(as_operator.get(f"{SOURCES}?q=answer&is_enabled__exact=1"))
    page = text_of(as_operator.get(PROBES))
    assert "Not read yet" in page
    assert "12 s" in page
    assert "1 probe " in text_of(as_operator.get(f"{PROBES}?latest__state__exact=pass"))
    assert "1 reading " in text_of(as_operator.get(f"{READINGS}?q=oldest&state__exact=pass"))


@pytest.mark.parametrize("path", [PROBES, READINGS])
def test_probes_and_readings_are_only_looked_at(
    as_operator: Client, probe: Probe, path: str
) -> None:
    pk = probe.pk if path == PROBES else probe.latest_id
    assert as_operator.get(f"{path}{pk}/change/").status_code == 200
    assert as_operator.post(f"{path}{pk}/change/", {"value": "1"}).status_code == 403
    assert as_operator.get(f"{path}add/").status_code == 403
    assert as_operator.post(f"{path}{pk}/delete/").status_code == 403


def test_a_source_is_changed_through_the_action(as_operator: Client, probe: Probe) -> None:
    address = f"{SOURCES}{probe.source_id}/change/"
    as_operator.post(address, {"name": "Queue", "every_seconds": "600"})
    source = Source.objects.get()
    assert (source.name, source.every_seconds) == ("Queue", 600)
    assert AuditEvent.objects.get().verb == "changed a source"
    assert as_operator.get(f"{SOURCES}add/").status_code == 403
    assert as_operator.post(f"{SOURCES}{source.pk}/delete/").status_code == 403


def test_sources_are_collected_from_the_list_and_refusals_told(
    as_operator: Client, probe: Probe, acme: Organization
) -> None:
    off = SourceFactory.create(organization=acme, name="Off", is_enabled=False)
    chosen = {"action": "collect_now", "_selected_action": [probe.source_id, off.pk]}
    page = text_of(as_operator.post(SOURCES, chosen, follow=True))
    assert "Our queue is being collected." in page
    assert "Off: Collecting from Off is switched off." in page
    assert Job.objects.get().subject_id == str(probe.source_id)
