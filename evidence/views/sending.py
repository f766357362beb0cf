"""What the page of a source shows where figures are sent to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from evidence.actions.pushing import PUSH
from evidence.forms.figures import FigureForm
from evidence.models import Source
from organizations.policies import Verb, may
from organizations.web import AuthenticatedRequest

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Sending:
    """Where figures are sent, which came so far (`series`, `points`, `newest`), and a form to type
    one; None where this person may not."""

    address: str
    known: Sequence[Any]
    form: FigureForm | None


def sending_to(
    request: AuthenticatedRequest, source: Source, form: FigureForm | None = None
) -> Sending | None:  # fmt: skip
    """What to show; None for a source that is asked for its figures. Two queries."""
    if source.connector != PUSH:
        return None
    allowed = may(request.user, Verb.PUSH_READINGS, source.organization)
    return Sending(
        request.build_absolute_uri(reverse("source-points", args=[source.pk])),
        list(source.pushed_points.by_series()[:MOST_SHOWN]),
        (form or FigureForm()) if allowed else None,
    )
