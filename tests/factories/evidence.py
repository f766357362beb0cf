"""Artifacts, revisions, sources, probes, readings."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from evidence.models import (
    Artifact,
    ArtifactKind,
    Comparison,
    Probe,
    Reading,
    Revision,
    SignalState,
    Source,
    Statistic,
)
from tests.factories.organizations import OrganizationFactory, UserFactory, WorkloadFactory


class ArtifactFactory(DjangoModelFactory[Artifact]):
    class Meta:
        model = Artifact

    organization = factory.SubFactory(OrganizationFactory)
    title = factory.Sequence(lambda n: f"Runbook {n}")
    kind = ArtifactKind.RUNBOOK
    owner = factory.SubFactory(UserFactory)


class RevisionFactory(DjangoModelFactory[Revision]):
    class Meta:
        model = Revision

    artifact = factory.SubFactory(ArtifactFactory)
    number = factory.Sequence(lambda n: n + 1)
    url = "https://example.org/runbook"
    submitted_by = factory.SelfAttribute("artifact.owner")


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Source {n}")
    connector = "jobs"


class ProbeFactory(DjangoModelFactory[Probe]):
    class Meta:
        model = Probe

    organization = factory.SelfAttribute("source.organization")
    workload = factory.SubFactory(
        WorkloadFactory, organization=factory.SelfAttribute("..source.organization")
    )
    source = factory.SubFactory(SourceFactory)
    name = factory.Sequence(lambda n: f"Oldest waiting job {n}")
    metric = "jobs.oldest_waiting"
    terms = factory.LazyFunction(lambda: {"value": {"metric": "oldest_waiting_seconds"}})
    of = factory.LazyFunction(lambda: ["value"])
    statistic = Statistic.MAXIMUM
    unit = "s"
    comparison = Comparison.AT_MOST
    bound_pass = 60.0
    bound_warn = 300.0
    owner = factory.SubFactory(UserFactory)


class ReadingFactory(DjangoModelFactory[Reading]):
    class Meta:
        model = Reading

    probe = factory.SubFactory(ProbeFactory)
    window_end = factory.LazyFunction(timezone.now)
    window_start = factory.LazyAttribute(lambda o: o.window_end - dt.timedelta(days=1))
    state = SignalState.PASS
    value = 12.0
    unit = "s"
    points = 3
    series = factory.LazyFunction(lambda: [[1, 10.0], [2, 12.0], [3, 11.0]])
    message = "12 s, within the bound of 60 s."
    query = "oldest_waiting_seconds"
    connector_version = "jobs 1"
    response_hash = "0" * 64
