"""Sources: who may change them, and what is kept of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from evidence.actions import own_queue, sources
from evidence.actions.sources import Wanted
from evidence.models import Source
from evidence.presets import for_connector
from jobs.models import Job, JobState, Queue
from organizations.models import AuditEvent, Organization, User, Workload
from organizations.refusals import Conflict, Forbidden, Invalid
from tests.evidence.prepared import Prepared
from tests.factories import SourceFactory, WorkloadFactory


def created(organization: Organization, by: User, name: str = "Our queue") -> Source:
    return sources.create(
        organization=organization, connector="jobs", wanted=Wanted(name, 900), by=by
    )


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))


def test_a_lead_adds_a_source_that_is_due_at_once(acme: Organization, lena: User) -> None:
    source = created(acme, lena, "  Our queue ")
    assert (source.name, source.is_enabled) == ("Our queue", True)
    assert list(Source.objects.due(timezone.now())) == [source]
    assert verbs() == ["added a source"]


@pytest.mark.parametrize("person", ["bob", "rita", "ruth", "charlie"])
def test_others_change_nothing(
    acme: Organization, shop: Workload, person: str, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(person)
    source = SourceFactory.create(organization=acme)
    for refused in (
        lambda: created(acme, user),
        lambda: own_queue.add(workload=shop, by=user),
        lambda: sources.change(source=source, wanted=Wanted("Mine", 60), by=user),
        lambda: sources.switch(source=source, on=False, by=user),
        lambda: sources.request_collection(source=source, by=user),
    ):
        with pytest.raises(Forbidden):
            refused()
    assert verbs() == []
    assert not Job.objects.exists()


def test_a_taken_name_an_empty_name_and_an_unknown_connector_are_refused(
    acme: Organization, lena: User
) -> None:
    created(acme, lena)
    with pytest.raises(Invalid, match="a source of that name"):
        created(acme, lena)
    with pytest.raises(Invalid) as empty:
        created(acme, lena, " ")
    assert empty.value.field == "name"
    with pytest.raises(Invalid, match="no connector “fax”"):
        sources.create(organization=acme, connector="fax", wanted=Wanted("Fax", 900), by=lena)
    assert Source.objects.count() == 1


def test_our_own_queue_comes_with_a_probe_for_each_metric(shop: Workload, lena: User) -> None:
    source = own_queue.add(workload=shop, by=lena)
    probes = list(source.probes.order_by("pk"))
    assert [probe.metric for probe in probes] == [preset.key for preset in for_connector("jobs")]
    assert {probe.owner for probe in probes} == {lena}
    assert {probe.workload for probe in probes} == {shop}
    assert verbs() == ["added a source"] + ["added a probe"] * 4


def test_our_own_queue_is_added_once_per_organization(shop: Workload, lena: User) -> None:
    own_queue.add(workload=shop, by=lena)
    second = WorkloadFactory.create(organization=shop.organization)
    with pytest.raises(Conflict, match="watched already"):
        own_queue.add(workload=second, by=lena)


def test_a_change_is_kept_with_what_it_was(acme: Organization, lena: User) -> None:
    source = created(acme, lena)
    changed = sources.change(source=source, wanted=Wanted("Queue", 60), by=lena)
    assert (changed.name, changed.every_seconds) == ("Queue", 60)
    event = AuditEvent.objects.latest("pk")
    assert event.verb == "changed a source"
    assert event.detail["from"] == {
        "name": "Our queue",
        "every_seconds": 900,
        "settings": {},
        "is_urgent": True,
    }
    sources.change(source=source, wanted=Wanted("Queue", 60), by=lena)
    assert AuditEvent.objects.latest("pk") == event


def test_a_source_is_not_hammered(acme: Organization, lena: User) -> None:
    source = created(acme, lena)
    with pytest.raises(Invalid):
        sources.change(source=source, wanted=Wanted("Queue", 1), by=lena)


def test_a_switched_off_source_is_not_due_until_it_is_switched_on(
    acme: Organization, lena: User
) -> None:
    source = created(acme, lena)
    Source.objects.update(next_due_at=timezone.now() + dt.timedelta(days=1))
    assert not sources.switch(source=source, on=False, by=lena).is_enabled
    sources.switch(source=source, on=False, by=lena)
    with pytest.raises(Conflict, match="switched off"):
        sources.request_collection(source=source, by=lena)
    assert sources.switch(source=source, on=True, by=lena).is_enabled
    assert Source.objects.due(timezone.now()).exists()
    assert verbs()[1:] == ["stopped collecting", "began to collect"]


def test_collecting_now_is_one_job_however_often_it_is_asked_for(
    acme: Organization, lena: User
) -> None:
    source = created(acme, lena)
    job = sources.request_collection(source=source, by=lena)
    assert (job.task, job.queue, job.state) == ("evidence.collect", Queue.COLLECT, JobState.QUEUED)
    assert (job.organization, job.requested_by, job.subject_id) == (acme, lena, str(source.pk))
    assert sources.request_collection(source=source, by=lena) == job


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "connectors", lambda: {"prepared": Prepared()})


def reached(organization: Organization, by: User, **settings: str) -> Source:
    wanted = Wanted("Metrics", 900, settings)
    return sources.create(organization=organization, connector="prepared", wanted=wanted, by=by)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"token": "s3cr3t-itself"}, "token"),
        ({"address": "ftp://metrics.example"}, "address"),
        ({"address": "http://169.254.169.254/latest"}, "address"),
        ({"colour": "red"}, "settings"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    acme: Organization, lena: User, prepared: None, settings: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        reached(acme, lena, **settings)
    assert refusal.value.field == field
    assert not Source.objects.exists()


def test_a_secret_is_kept_as_a_reference(acme: Organization, lena: User, prepared: None) -> None:
    source = reached(acme, lena, token=" env:METRICS ")
    assert source.settings == {"token": "env:METRICS"}


def test_another_way_to_it_makes_it_due_at_once(
    acme: Organization, lena: User, prepared: None
) -> None:
    source = reached(acme, lena)
    Source.objects.update(next_due_at=timezone.now() + dt.timedelta(days=1))
    wanted = Wanted("Metrics", 900, {"token": "env:METRICS"})
    assert sources.change(source=source, wanted=wanted, by=lena).next_due_at <= timezone.now()


def test_a_check_says_what_answered_and_stores_nothing(
    acme: Organization, lena: User, prepared: None
) -> None:
    said = sources.check(organization=acme, connector="prepared", settings={}, by=lena)
    assert said == "Prepared 1 answers."
    with pytest.raises(Invalid, match="PLUMBLINE_SECRETS_ACME__ABSENT"):
        sources.check(
            organization=acme,
            connector="prepared",
            settings={"token": "env:ABSENT"},
            by=lena,
        )
    assert not Source.objects.exists()


def test_settings_stay_while_the_connector_is_not_installed(acme: Organization, lena: User) -> None:
    kept = {"address": "https://metrics.example"}
    source = SourceFactory.create(organization=acme, connector="gone", settings=kept)
    for given in ({}, kept):
        sources.change(source=source, wanted=Wanted("Renamed", 900, given), by=lena)
        source.refresh_from_db()
        assert (source.name, source.settings) == ("Renamed", kept)
