"""Plumbline's own queue as a source: one step, nothing to install."""

from __future__ import annotations

from django.db import transaction

from evidence.actions import probes, sources
from evidence.actions.measures import from_preset
from evidence.connectors import connectors
from evidence.models import Source
from evidence.presets import for_connector
from organizations.models import User, Workload
from organizations.policies import Verb, require
from organizations.refusals import Conflict

OWN_QUEUE = "jobs"
EVERY_SECONDS = 900


def add(*, workload: Workload, by: User) -> Source:
    """The source, with a probe of the workload for each of its presets.

    Raises Forbidden; Conflict where this organization watches it already.
    """
    require(by, Verb.MANAGE_SIGNALS, workload.organization)
    label = connectors()[OWN_QUEUE].label
    if Source.objects.filter(organization=workload.organization, connector=OWN_QUEUE).exists():
        raise Conflict(f"{label} is watched already.")
    with transaction.atomic():
        source = sources.create(
            organization=workload.organization,
            connector=OWN_QUEUE,
            wanted=sources.Wanted(label, EVERY_SECONDS),
            by=by,
        )
        for preset in for_connector(OWN_QUEUE):
            probes.create(
                source=source,
                workload=workload,
                measure=from_preset(source, preset, {}),
                asked=probes.suggested(preset),
                by=by,
            )
    return source
