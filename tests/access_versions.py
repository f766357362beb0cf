"""Rows of `tests.access_table` on framework versions and moves between them."""

from __future__ import annotations

from typing import Any

from tests.access_rows import (
    DONE_BY_LEADS,
    LEADS,
    MEMBERS,
    REST_MEMBERS,
    Row,
    in_assessment,
    of,
    rest,
)
from tests.world import World


def both(world: World) -> dict[str, Any]:
    """Two versions of one framework."""
    return {"old": world.framework.pk, "new": world.newer.pk}


def target(world: World) -> dict[str, Any]:
    """Where to move to."""
    return {"target": world.newer.pk}


def rest_moved(world: World) -> dict[str, Any]:
    """The move over REST."""
    return in_assessment(world) | {"pk": world.moved.pk}


VERSIONS = {
    "assessments:framework_compare": Row(MEMBERS, at=both),
    "assessments:version": Row(LEADS, DONE_BY_LEADS, at=of("assessment"), sent=target),
    "assessments:version_undo": Row(post=DONE_BY_LEADS, at=of("assessment", move="moved.pk")),
    "framework-compare": rest(REST_MEMBERS, at=both),
    "move-list": rest(REST_MEMBERS, "401 404 403 403 403 201 201", at=in_assessment, sent=target),
    "move-undo": rest(post="401 404 403 403 403 200 200", at=rest_moved),
}
