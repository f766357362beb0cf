"""What the web takes for an order: cleaning only."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from assessments.models import Assessment, Milestone
from charts import words

LIVE = "The state as it is now, marked as a draft"


class MilestoneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no brackets at run time
    """A milestone by its number and day."""

    def label_from_instance(self, obj: Milestone) -> str:
        """What a reader chooses by."""
        day = words.day(timezone.localtime(obj.published_at).date())
        return f"Milestone {obj.number}, {obj.title}, published {day}"


class OrderForm(forms.Form):
    """Which milestone of an assessment to report on; none means the live state."""

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["milestone"] = MilestoneField(
            label="Report on",
            queryset=assessment.milestones.defer("document").order_by("-number"),
            required=False,
            blank=True,
            empty_label=LIVE,
            widget=forms.RadioSelect,
            help_text="A milestone never changes, and neither does the report on it.",
        )
