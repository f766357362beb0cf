"""Rows of `tests.access_table` on sources, probes and readings."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.access_rows import (
    DONE_BY_LEADS,
    LEADS,
    MEMBERS,
    REST_MEMBERS,
    REST_SIGNED_IN,
    SIGNED_IN,
    Row,
    of,
    rest,
)
from tests.world import World


def another_source(world: World) -> dict[str, Any]:
    """A second source, as REST takes it."""
    return {
        "organization": world.organization.slug,
        "connector": "jobs",
        "name": "Another",
        "every_seconds": 900,
    }


def another_probe(world: World) -> dict[str, Any]:
    """A second probe, as REST takes it."""
    return {
        "source": world.source.pk,
        "workload": world.workload.pk,
        "preset": "jobs.duration",
    }


def other_bounds(world: World) -> dict[str, Any]:
    """What moves the bounds of the probe."""
    return {"bound_pass": 1, "bound_warn": 2, "reason": "So."}


def a_point(world: World) -> dict[str, Any]:
    """A figure of now, as REST takes it."""
    at = timezone.now().isoformat()
    return {"points": [{"series": "orders", "at": at, "value": 1}]}


def from_preset(world: World) -> dict[str, Any]:
    """A preset of the source in the address."""
    return {"pk": world.source.pk, "key": "jobs.duration"}


DONE_BY_REST_LEADS = "401 404 403 403 403 200 200"

SIGNALS = {
    "evidence:signals": Row(SIGNED_IN),
    "evidence:schedules": Row(SIGNED_IN, SIGNED_IN),
    "evidence:own_queue": Row(
        post=DONE_BY_LEADS, sent=lambda world: {"workload": world.workload.pk}
    ),
    "evidence:source": Row(MEMBERS, at=of("source")),
    "evidence:source_add": Row("302 200 403 403 403 200 200", "302 200 403 403 403 200 200"),
    "evidence:source_change": Row(LEADS, LEADS, at=of("source")),
    "evidence:source_collect": Row(post=DONE_BY_LEADS, at=of("source")),
    "evidence:figure_add": Row(
        "302 404 403 200 403 200 200", "302 404 403 200 403 200 200", at=of("sent_to")
    ),
    "evidence:source_progress": Row(MEMBERS, at=of("source")),
    "evidence:source_switch": Row(post=DONE_BY_LEADS, at=of("source")),
    "evidence:known": Row(LEADS, at=of("source")),
    "evidence:probe": Row(MEMBERS, at=of("probe")),
    "evidence:probe_add": Row(LEADS, at=of("source")),
    "evidence:probe_from": Row(LEADS, LEADS, at=from_preset),
    "evidence:probe_bounds": Row(LEADS, LEADS, at=of("probe")),
    "evidence:probe_remove": Row(LEADS, DONE_BY_LEADS, at=of("probe")),
    "evidence:reading": Row(MEMBERS, at=of("reading")),
}

SIGNALS_REST = {
    "connector-list": rest(REST_SIGNED_IN),
    "preset-list": rest(REST_SIGNED_IN),
    "schedules-analyse": rest(
        post=REST_SIGNED_IN, sent=lambda world: {"lines": "Export | 0 2 * * * | 45"}
    ),
    "source-list": rest(REST_SIGNED_IN, "401 400 403 403 403 201 201", sent=another_source),
    "source-detail": rest(
        REST_MEMBERS,
        patch=DONE_BY_REST_LEADS,
        at=of("source"),
        sent=lambda world: {"name": "Renamed"},
    ),
    "source-check": rest(post="401 400 403 403 403 200 200", sent=another_source),
    "source-collect": rest(post="401 404 403 403 403 202 202", at=of("source")),
    "source-known": rest("401 404 403 403 403 200 200", at=of("source")),
    "source-points": rest(post="401 404 403 200 403 200 200", at=of("sent_to"), sent=a_point),
    "source-switch": rest(
        post=DONE_BY_REST_LEADS, at=of("source"), sent=lambda world: {"on": False}
    ),
    "probe-list": rest(REST_SIGNED_IN, "401 404 403 403 403 201 201", sent=another_probe),
    "probe-detail": rest(REST_MEMBERS, delete="401 404 403 403 403 204 204", at=of("probe")),
    "probe-bounds": rest(post=DONE_BY_REST_LEADS, at=of("probe"), sent=other_bounds),
    "probe-try-out": rest(post=DONE_BY_REST_LEADS, sent=another_probe),
    "reading-list": rest(REST_SIGNED_IN),
    "reading-detail": rest(REST_MEMBERS, at=of("reading")),
}
