"""What the list of jobs is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from jobs import kinds
from jobs.models import JobQuerySet, JobState, Queue
from organizations.models import Organization, User


class JobsForm(forms.Form):
    """Facets. What makes no sense is left out rather than complained about."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *JobState.choices]
    )
    queue = forms.ChoiceField(
        label="Queue", required=False, choices=[("", "Every queue"), *Queue.choices]
    )
    task = forms.ChoiceField(label="Work", required=False)
    organization = forms.ModelChoiceField(
        label="Organization",
        required=False,
        queryset=Organization.objects.none(),
        empty_label="Every organization",
        to_field_name="slug",
    )

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__(data)
        task = cast("forms.ChoiceField", self.fields["task"])
        task.choices = [("", "Every kind"), *kinds.choices()]
        all_of_them = Organization.objects.order_by("name")
        organization = cast("forms.ModelChoiceField[Organization]", self.fields["organization"])
        organization.queryset = all_of_them if user.is_superuser else all_of_them.visible_to(user)

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, jobs: JobQuerySet) -> JobQuerySet:
        """The jobs that match everything chosen."""
        return jobs.filter(**self.chosen())

    def query(self) -> str:
        """The chosen filters as a query string."""
        kept = {name: getattr(value, "slug", value) for name, value in self.chosen().items()}
        return urlencode(kept)
