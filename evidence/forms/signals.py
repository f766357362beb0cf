"""What is typed about sources and probes, cleaned. Whether it can be taken, the actions decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from charts.words import lasting
from evidence.actions.probes import Asked
from evidence.connectors import connectors
from evidence.models import Comparison, Source, Statistic
from organizations.models import Organization, User, Workload

EVERY = (60, 300, 900, 3600, 21600, 86400)
WINDOWS = (3600, 21600, 86400, 7 * 86400, 30 * 86400)
INNER_HELP = "Up to here it passes, itself included."
OUTER_HELP = "From there up to here it warns, beyond it fails. May be the same."
STALE_AFTER = (3600, 21600, 86400, 3 * 86400, 7 * 86400)


def lengths(seconds: tuple[int, ...], current: int | None = None) -> list[tuple[int, str]]:
    """Choices of lengths of time, and the current one where it is another."""
    offered = sorted({*seconds, *([current] if current else [])})
    return [(each, lasting(each)) for each in offered]


class SourceForm(forms.Form):
    """What a source is called, and how often it is asked."""

    name = forms.CharField(label="Name", max_length=120)
    every_seconds = forms.TypedChoiceField(label="Collected every", coerce=int, initial=900)

    def __init__(self, *args: Any, source: Source | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        every = cast("forms.TypedChoiceField", self.fields["every_seconds"])
        every.choices = lengths(EVERY, source.every_seconds if source else None)


class NewSourceForm(SourceForm):
    """A new source: also which system it is."""

    connector = forms.ChoiceField(label="System")

    field_order = ("connector", "name", "every_seconds")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        connector = cast("forms.ChoiceField", self.fields["connector"])
        connector.choices = [(each.key, each.label) for each in connectors().values()]


class WorkloadForm(forms.Form):
    """The workload that something is watched for."""

    workload = forms.ModelChoiceField(
        label="Workload", queryset=Workload.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **options)
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        workload.queryset = organization.workloads.all()


class OwnQueueForm(forms.Form):
    """The workload whose queue Plumbline's own stands for."""

    workload = forms.ModelChoiceField(queryset=Workload.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        visible = Workload.objects.visible_to(user)
        workload.queryset = visible.select_related("organization")


class ProbeForm(WorkloadForm):
    """What is asked of a metric."""

    name = forms.CharField(label="Name", max_length=160)
    statistic = forms.ChoiceField(
        label="Statistic",
        choices=Statistic.choices,
        help_text="How the points of the window become one value.",
    )
    window_seconds = forms.TypedChoiceField(
        label="Window", coerce=int, choices=lengths(WINDOWS), help_text="How far back it looks."
    )
    comparison = forms.ChoiceField(label="Good is", choices=Comparison.choices)
    bound_pass = forms.FloatField(label="Pass bound", help_text=INNER_HELP)
    bound_warn = forms.FloatField(label="Warning bound", help_text=OUTER_HELP)
    stale_after_seconds = forms.TypedChoiceField(
        label="Stale after",
        coerce=int,
        choices=lengths(STALE_AFTER),
        help_text="When nothing newer comes, the value neither proves nor disproves any more.",
    )
    reason = forms.CharField(
        label="Why it matters",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("name", "workload")

    def asked(self) -> Asked:
        """What was typed, as the action takes it."""
        return Asked(**{name: self.cleaned_data[name] for name in Asked.__dataclass_fields__})


class BoundsForm(forms.Form):
    """Other bounds, and why."""

    bound_pass = forms.FloatField(label="Pass bound", help_text=INNER_HELP)
    bound_warn = forms.FloatField(label="Warning bound", help_text=OUTER_HELP)
    reason = forms.CharField(
        label="Why the bounds change",
        max_length=1000,
        help_text="Kept in the audit log beside the old bounds and the new.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
