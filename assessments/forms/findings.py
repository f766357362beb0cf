"""What the list of findings is narrowed to, and forms about one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from assessments.actions.findings import Plan
from assessments.forms.assessments import DateInput, offer
from assessments.models import Assessment, Finding, Question
from assessments.models.finding import FindingQuerySet
from assessments.models.question import asked_in
from organizations.models import Organization, User, Workload

URGENCIES = {
    "open": "Open",
    "overdue": "Overdue",
    "due_soon": "Due within a week",
    "resolved": "Resolved",
}
"""What the list can be narrowed to; the first is where it begins."""


class FindingsForm(forms.Form):
    """Search and filters. What makes no sense is left out rather than complained about."""

    search = forms.CharField(
        label="Find", required=False, max_length=160, widget=forms.TextInput({"type": "search"})
    )
    workload = forms.ModelChoiceField(
        label="Workload",
        required=False,
        queryset=Workload.objects.none(),
        empty_label="Every workload",
    )
    assessment = forms.ModelChoiceField(
        label="Assessment",
        required=False,
        queryset=Assessment.objects.none(),
        empty_label="Every assessment",
    )
    owner = forms.ModelChoiceField(
        label="Owner", required=False, queryset=User.objects.none(), empty_label="Everybody"
    )
    state = forms.ChoiceField(
        required=False, choices=[("", ""), *URGENCIES.items()], widget=forms.HiddenInput
    )

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__(data)
        seen = Finding.objects.visible_to(user)
        offer(self, "workload", Workload.objects.filter(pk__in=seen.values("workload")))
        shown = Assessment.objects.filter(pk__in=seen.values("assessment"))
        offer(self, "assessment", shown.select_related("workload"))
        owners = User.objects.filter(pk__in=seen.values("owner"))
        offer(self, "owner", owners.order_by("name", "email"))

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def urgency(self) -> str:
        """Which of `URGENCIES` is shown."""
        return str(self.chosen().get("state", "open"))

    def narrow(self, findings: FindingQuerySet) -> FindingQuerySet:
        """The findings that match everything chosen but the urgency."""
        chosen = self.chosen()
        chosen.pop("state", None)
        words = chosen.pop("search", "")
        found = findings.filter(title__icontains=words) if words else findings
        return found.filter(**chosen)

    def shown(self, findings: FindingQuerySet, today: dt.date) -> FindingQuerySet:
        """Those of the narrowed ones that are shown."""
        by_urgency = {
            "open": findings.open(),
            "overdue": findings.overdue(today),
            "due_soon": findings.due_soon(today),
            "resolved": findings.resolved(),
        }
        return by_urgency[self.urgency]

    def query(self, **changed: str) -> str:
        """The chosen filters as a query string, some of them changed; an empty one goes."""
        kept = {name: getattr(value, "pk", value) for name, value in self.chosen().items()}
        return urlencode({name: value for name, value in {**kept, **changed}.items() if value})


class PlanForm(forms.Form):
    """Whose it is, by when, and where it is worked on."""

    owner = forms.ModelChoiceField(
        required=False, queryset=User.objects.none(), empty_label="Nobody yet"
    )
    due_on = forms.DateField(label="Due", required=False, widget=DateInput())
    ticket = forms.CharField(
        label="Address of the ticket",
        required=False,
        max_length=2000,
        help_text="Where the work is tracked. The address is kept; Plumbline does not fetch it.",
    )
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, organization: Organization, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(memberships__organization=organization, is_active=True)
        offer(self, "owner", people.order_by("name", "email"))

    def plan(self) -> Plan:
        """What was planned; only after the form was found valid."""
        names = ("owner", "due_on", "ticket", "note")
        return Plan(**{name: self.cleaned_data[name] for name in names})


class NewFindingForm(PlanForm):
    """A finding that no signal saw."""

    about = forms.ModelChoiceField(
        label="Question", queryset=Question.objects.none(), empty_label="Choose a question"
    )
    title = forms.CharField(
        label="What is wrong",
        max_length=200,
        help_text="In a few words, for example “Nobody reads the dead letters”.",
    )
    seen = forms.CharField(
        label="What was seen",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["about", "title", "seen", "owner", "due_on", "ticket", "note"]

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:
        super().__init__(assessment.organization, *args, **kwargs)
        rows = Question.objects.filter(
            asked_in(assessment.pk), framework=assessment.framework_id
        ).order_by("position")
        offer(self, "about", rows)


class ReasonForm(forms.Form):
    """Why a finding is resolved, or open again."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["reason"].label = label
