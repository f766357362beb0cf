"""Rows of `tests.access_table` on findings."""

from __future__ import annotations

from typing import Any

from tests.access_rows import MEMBERS, REST_MEMBERS, REST_SIGNED_IN, SIGNED_IN, Row, of, rest
from tests.world import World

KEEPERS = "302 404 403 403 200 200 200"


def reason(world: World) -> dict[str, Any]:
    """Why it is resolved, or open again."""
    return {"reason": "So."}


def new(world: World) -> dict[str, Any]:
    """One on the question."""
    return {"assessment": world.assessment.pk, "question": world.question.key, "title": "So"}


FINDINGS = {
    "assessments:findings": Row(SIGNED_IN),
    "assessments:findings_export": Row(SIGNED_IN),
    "assessments:finding": Row(MEMBERS, at=of("finding")),
    # It is the member's, who plans it and does not decide on it.
    "assessments:finding_plan": Row(post="302 404 403 302 302 302 302", at=of("finding")),
    "assessments:finding_resolve": Row(
        post="302 404 403 403 302 302 302", at=of("finding"), sent=reason
    ),
    "assessments:finding_reopen": Row(post=KEEPERS, at=of("finding"), sent=reason),
    "assessments:finding_new": Row(KEEPERS, KEEPERS, at=of("assessment")),
    "finding-list": rest(REST_SIGNED_IN, "401 400 403 403 201 201 201", sent=new),
    "finding-detail": rest(
        REST_MEMBERS,
        patch="401 404 403 200 200 200 200",
        at=of("finding"),
        sent=lambda world: {"note": "Soon."},
    ),
    "finding-resolve": rest(post="401 404 403 403 200 200 200", at=of("finding"), sent=reason),
    "finding-reopen": rest(post="401 404 403 403 409 409 409", at=of("finding"), sent=reason),
}
