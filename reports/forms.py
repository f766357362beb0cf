"""What the web takes for an order: cleaning only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from assessments.models import Assessment, Milestone
from charts import words

LIVE = "live"


class OrderForm(forms.Form):
    """Which milestone of an assessment to report on, or its live state.

    Cleaned, `milestone` is a Milestone, or None for the live state.
    """

    def __init__(self, assessment: Assessment, data: Any = None) -> None:
        found = list(assessment.milestones.defer("document").order_by("-number"))
        newest = str(found[0].pk) if found else LIVE
        super().__init__(data, initial={"milestone": newest})
        by_value: dict[str, Milestone | None] = {str(one.pk): one for one in found}
        self.fields["milestone"] = forms.TypedChoiceField(
            label="Report on",
            widget=forms.RadioSelect,
            choices=[(str(one.pk), _label(one)) for one in found]
            + [(LIVE, "The state as it is now, marked as a draft")],
            coerce=(by_value | {LIVE: None}).__getitem__,
            empty_value=None,
            help_text="A milestone never changes, and neither does the report on it.",
        )


def _label(milestone: Milestone) -> str:
    day = words.day(timezone.localtime(milestone.published_at).date())
    return f"Milestone {milestone.number}, {milestone.title}, published {day}"
