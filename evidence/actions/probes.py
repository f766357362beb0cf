"""What is watched in a source, and the bounds that judge it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from django.db import transaction

from evidence.connectors import connectors
from evidence.connectors.base import Metric
from evidence.models import Probe, Source
from organizations import audit
from organizations.models import User, Workload
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid
from organizations.validation import require_valid

SHORTEST_WINDOW_SECONDS = 60
BOUNDS_CHANGED = "changed bounds"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a metric: the fields of a probe that its owner decides on."""

    name: str
    statistic: str
    comparison: str
    bound_pass: float
    bound_warn: float
    window_seconds: int = 86400
    stale_after_seconds: int = 86400
    reason: str = ""


def suggested(metric: Metric) -> Asked:
    """What to begin with for a metric of a connector's catalogue."""
    return Asked(
        name=metric.label,
        statistic=metric.statistic.value,
        comparison=metric.comparison.value,
        bound_pass=metric.bound_pass,
        bound_warn=metric.bound_warn,
        reason=metric.reason,
    )


def create(*, source: Source, workload: Workload, metric: str, asked: Asked, by: User) -> Probe:
    """A new probe, owned by whoever made it. Raises Forbidden, or Invalid for a field."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    if workload.organization_id != source.organization_id:
        raise Invalid("The workload belongs to another organization.", "workload")
    offered = metric_of(source, metric)
    if offered is None:
        raise Invalid(f"{source} offers no metric “{metric}”.", "metric")
    _require_bounds(asked.bound_pass, asked.bound_warn)
    if asked.window_seconds < SHORTEST_WINDOW_SECONDS:
        raise Invalid("The window is shorter than a minute.", "window_seconds")
    probe = Probe(
        organization=source.organization,
        workload=workload,
        source=source,
        metric=metric,
        unit=offered.unit,
        owner=by,
        **_fields(replace(asked, name=asked.name.strip(), reason=asked.reason.strip())),
    )
    with transaction.atomic():
        require_valid(probe)
        probe.save(force_insert=True)
        audit.record(
            organization=source.organization,
            by=by,
            verb="added a probe",
            subject=probe,
            detail={"pass": probe.bound_pass, "warn": probe.bound_warn},
        )
    return probe


def change_bounds(
    *, probe: Probe, bound_pass: float, bound_warn: float, reason: str, by: User
) -> Probe:
    """Move the bounds. Readings already judged stay as they are; the next follows the new ones.

    The audit log keeps both pairs and the reason. Raises Forbidden, or Invalid for a field.
    """
    require(by, Verb.MANAGE_SIGNALS, probe.organization)
    _require_bounds(bound_pass, bound_warn)
    if not reason.strip():
        raise Invalid("Say why the bounds change.", "reason")
    with transaction.atomic():
        current = Probe.objects.select_for_update(no_key=True).get(pk=probe.pk)
        before = {"pass": current.bound_pass, "warn": current.bound_warn}
        after = {"pass": bound_pass, "warn": bound_warn}
        if after == before:
            raise Invalid("These are the bounds it has.", "bound_pass")
        current.bound_pass, current.bound_warn = bound_pass, bound_warn
        require_valid(current)
        current.save(update_fields=["bound_pass", "bound_warn"])
        audit.record(
            organization=current.organization,
            by=by,
            verb=BOUNDS_CHANGED,
            subject=current,
            detail={"from": before, "to": after, "reason": reason.strip()},
        )
    return current


def delete(*, probe: Probe, by: User) -> None:
    """Remove it with its readings. Raises Forbidden; Conflict while it stands behind an answer."""
    require(by, Verb.MANAGE_SIGNALS, probe.organization)
    with transaction.atomic():
        if probe.links.exists():
            raise Conflict(f"{probe} is evidence in an assessment. Take it off there first.")
        audit.record(organization=probe.organization, by=by, verb="removed a probe", subject=probe)
        probe.delete()


def metric_of(source: Source, name: str) -> Metric | None:
    """The metric of that name in the catalogue of the source's connector."""
    connector = connectors().get(source.connector)
    offered = connector.metrics if connector else ()
    return next((metric for metric in offered if metric.name == name), None)


def _require_bounds(bound_pass: float, bound_warn: float) -> None:
    for field, bound in (("bound_pass", bound_pass), ("bound_warn", bound_warn)):
        if not math.isfinite(bound):
            raise Invalid("A bound is a finite number.", field)


def _fields(asked: Asked) -> dict[str, str | float | int]:
    return {name: getattr(asked, name) for name in Asked.__dataclass_fields__}
