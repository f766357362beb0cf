"""What is typed about sources, cleaned. Whether it can be taken, the actions decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from charts.words import lasting
from evidence.actions.sources import Wanted
from evidence.connectors.base import Connector
from evidence.forms import fields
from evidence.models import Source
from organizations.models import Organization, User, Workload

EVERY = (60, 300, 900, 3600, 21600, 86400)
EVERY_USUALLY = 21600


def lengths(seconds: tuple[int, ...], current: int | None = None) -> list[tuple[int, str]]:
    """Choices of lengths of time, and the current one where it is another."""
    offered = sorted({*seconds, *([current] if current else [])})
    return [(each, lasting(each)) for each in offered]


class SourceForm(forms.Form):
    """What a source is called, how it is reached, and how often it is asked."""

    name = forms.CharField(label="Name", max_length=120)
    every_seconds = forms.TypedChoiceField(label="Collected every", coerce=int)
    is_urgent = forms.BooleanField(
        label="Also outside of quiet hours",
        required=False,
        initial=True,
        help_text="Where the operator has set quiet hours, a source without this waits for them.",
    )

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        connector: Connector | None,
        source: Source | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        every = cast("forms.TypedChoiceField", self.fields["every_seconds"])
        every.choices = lengths(EVERY, source.every_seconds if source else None)
        every.initial = source.every_seconds if source else EVERY_USUALLY
        if connector:
            given = source.settings if source else {}
            fields.add(self, connector.settings, given, owner=organization.slug)
            settings = [name for name in self.fields if name.startswith(fields.PREFIX)]
            self.order_fields(["name", *settings, "every_seconds", "is_urgent"])

    def wanted(self) -> Wanted:
        """What was typed, as the action takes it."""
        return Wanted(
            name=self.cleaned_data["name"],
            every_seconds=self.cleaned_data["every_seconds"],
            settings=fields.typed(self),
            is_urgent=self.cleaned_data["is_urgent"],
        )


class OwnQueueForm(forms.Form):
    """The workload whose queue Plumbline's own stands for."""

    workload = forms.ModelChoiceField(queryset=Workload.objects.none())

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        visible = Workload.objects.visible_to(user)
        workload.queryset = visible.select_related("organization")
