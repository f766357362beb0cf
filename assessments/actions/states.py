"""The state of an assessment, held still while something is written that depends on it."""

from __future__ import annotations

from collections.abc import Collection

from assessments.models import Assessment
from organizations.refusals import Conflict


def hold(assessment: Assessment, states: Collection[str], otherwise: str) -> None:
    """Go on where the assessment now is in one of `states`, and keep it in it to the end of the
    caller's transaction. Raises Conflict with `otherwise`. One query."""
    rows = Assessment.objects.select_for_update(no_key=True).filter(pk=assessment.pk)
    if rows.values_list("state", flat=True).get() not in states:
        raise Conflict(otherwise)
