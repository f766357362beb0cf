"""What is watched in a source, and the bounds that judge it."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

from django.db import transaction

from evidence.actions.measures import Measure
from evidence.evaluate import Bounds
from evidence.models import Probe, Source
from evidence.presets.base import Preset
from organizations import audit
from organizations.models import User, Workload
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid
from organizations.validation import require_valid

SHORTEST_SECONDS = 60
MOST_POINTS = 5000
BOUNDS_CHANGED = "changed bounds"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a measure: the fields of a probe that its owner decides on. Lengths of time
    are seconds; without `every_seconds` it is read each time its source is asked."""

    name: str
    bounds: Bounds
    window_seconds: int = 86400
    stale_after_seconds: int = 86400
    reason: str = ""
    every_seconds: int | None = None


def suggested(preset: Preset) -> Asked:
    """What to begin with for a preset."""
    return Asked(
        name=preset.title,
        bounds=preset.bounds,
        window_seconds=preset.window,
        stale_after_seconds=preset.stale_after,
        reason=preset.reason,
        every_seconds=preset.every,
    )


def create(
    *, source: Source, workload: Workload, measure: Measure, asked: Asked, by: User
) -> Probe:
    """A new probe, owned by whoever made it. Raises Forbidden, or Invalid for a field."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    if workload.organization_id != source.organization_id:
        raise Invalid("The workload belongs to another organization.", "workload")
    _require_bounds(asked.bounds)
    _require_times(asked, measure)
    evaluator = measure.evaluator
    probe = Probe(
        organization=source.organization,
        workload=workload,
        source=source,
        name=asked.name.strip(),
        metric=measure.metric,
        preset=measure.preset,
        parameters=dict(measure.parameters),
        terms={name: dict(fields) for name, fields in measure.terms.items()},
        method=evaluator.method.value,
        statistic=evaluator.statistic.value,
        of=list(evaluator.of),
        per=list(evaluator.per),
        arguments=dict(evaluator.arguments),
        grain_seconds=measure.grain_seconds,
        window_seconds=asked.window_seconds,
        stale_after_seconds=asked.stale_after_seconds,
        every_seconds=asked.every_seconds,
        unit=measure.unit,
        reason=asked.reason.strip(),
        owner=by,
        **_columns(asked.bounds),
    )
    with transaction.atomic():
        require_valid(probe)
        probe.save(force_insert=True)
        audit.record(
            organization=source.organization,
            by=by,
            verb="added a probe",
            subject=probe,
            detail=_detail(asked.bounds),
        )
    return probe


def change_bounds(*, probe: Probe, bounds: Bounds, reason: str, by: User) -> Probe:
    """Move the bounds. Readings already judged stay as they are; the next follows the new ones.

    The audit log keeps both and the reason. Raises Forbidden, or Invalid for a field.
    """
    require(by, Verb.MANAGE_SIGNALS, probe.organization)
    _require_bounds(bounds)
    if not reason.strip():
        raise Invalid("Say why the bounds change.", "reason")
    with transaction.atomic():
        current = Probe.objects.select_for_update(no_key=True).get(pk=probe.pk)
        before = current.bounds
        if bounds == before:
            raise Invalid("These are the bounds it has.", "bound_pass")
        for name, value in _columns(bounds).items():
            setattr(current, name, value)
        require_valid(current)
        current.save(update_fields=list(_columns(bounds)))
        audit.record(
            organization=current.organization,
            by=by,
            verb=BOUNDS_CHANGED,
            subject=current,
            detail={
                "from": _detail(before),
                "to": _detail(bounds),
                "reason": reason.strip(),
            },
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


def _require_bounds(bounds: Bounds) -> None:
    for name, bound in asdict(bounds).items():
        if isinstance(bound, float | int) and not math.isfinite(bound):
            raise Invalid("A bound is a finite number.", name)
        if bound is None and bounds.comparison == "between":
            raise Invalid("Where good is between two values, both are needed.", name)


def _require_times(asked: Asked, measure: Measure) -> None:
    if asked.window_seconds < SHORTEST_SECONDS:
        raise Invalid("The window is shorter than a minute.", "window_seconds")
    if asked.every_seconds is not None and asked.every_seconds < SHORTEST_SECONDS:
        raise Invalid("It cannot be read more than once a minute.", "every_seconds")
    if measure.grain_seconds < 1 or asked.window_seconds / measure.grain_seconds > MOST_POINTS:
        raise Invalid(
            f"This window would have more than {MOST_POINTS:,} points. Choose a shorter one.",
            "window_seconds",
        )


def _columns(bounds: Bounds) -> dict[str, str | float | None]:
    return {**asdict(bounds), "comparison": bounds.comparison.value}


def _detail(bounds: Bounds) -> dict[str, object]:
    """The bounds as the audit log keeps them."""
    floors = {"floor_pass": bounds.floor_pass, "floor_warn": bounds.floor_warn}
    return {
        "pass": bounds.bound_pass,
        "warn": bounds.bound_warn,
        **{name: value for name, value in floors.items() if value is not None},
    }
