"""What is typed about probes, cleaned. Whether it can be taken, the actions decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from evidence.actions.probes import Asked
from evidence.connectors.base import Connector
from evidence.evaluate import Bounds
from evidence.evaluate import Comparison as Side
from evidence.forms import fields
from evidence.forms.sources import lengths
from evidence.models import Comparison, Probe, Statistic
from evidence.presets.base import Preset
from organizations.models import Organization, Workload

WINDOWS = (3600, 21600, 86400, 7 * 86400, 30 * 86400)
GRAINS = (60, 300, 900, 3600, 86400)
EVERY = (3600, 21600, 86400, 7 * 86400)
FIRST = (
    "name", "workload", "statistic", "unit",
    "comparison", "floor_warn", "floor_pass", "bound_pass", "bound_warn",
)  # fmt: skip
FURTHER = ("window_seconds", "grain_seconds", "stale_after_seconds", "every_seconds", "reason")
STALE_AFTER = (3600, 21600, 86400, 2 * 86400, 3 * 86400, 7 * 86400)


class BoundFields(forms.Form):
    """What is good: one bound each where it is on one side, two where it is between."""

    bound_pass = forms.FloatField(
        label="Pass bound", help_text="It passes up to here, itself included."
    )
    bound_warn = forms.FloatField(
        label="Warning bound",
        help_text="From there up to here it warns, beyond it fails. May be the same.",
    )
    floor_pass = forms.FloatField(
        label="Lower pass bound", required=False, help_text="Only where good is between two values."
    )
    floor_warn = forms.FloatField(
        label="Lower warning bound", required=False, help_text="Only where good is between."
    )

    def bounds(self, comparison: str) -> Bounds:
        """The bounds that were typed."""
        between = comparison == Comparison.BETWEEN
        cleaned = self.cleaned_data
        return Bounds(
            Side(comparison),
            cleaned["bound_pass"],
            cleaned["bound_warn"],
            cleaned.get("floor_pass") if between else None,
            cleaned.get("floor_warn") if between else None,
        )


class ProbeForm(BoundFields):
    """What is asked of a measure that the form's subclass says."""

    name = forms.CharField(label="Name", max_length=160)
    workload = forms.ModelChoiceField(
        label="Workload", queryset=Workload.objects.none(), empty_label=None
    )
    comparison = forms.ChoiceField(label="Good is", choices=Comparison.choices)
    window_seconds = forms.TypedChoiceField(
        label="Window", coerce=int, help_text="How far back it looks."
    )
    stale_after_seconds = forms.TypedChoiceField(
        label="Stale after",
        coerce=int,
        help_text="When nothing newer comes, the value neither proves nor disproves any more.",
    )
    every_seconds = forms.TypedChoiceField(
        label="Read",
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "each time its source is asked"), *lengths(EVERY)],
    )
    reason = forms.CharField(
        label="Why it matters",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **options)
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        workload.queryset = organization.workloads.all()
        for name, usual in (("window_seconds", WINDOWS), ("stale_after_seconds", STALE_AFTER)):
            field = cast("forms.TypedChoiceField", self.fields[name])
            field.choices = lengths(usual, self.initial.get(name))

    @property
    def parameters(self) -> list[forms.BoundField]:
        """What the measure needs to know."""
        return [self[name] for name in self.fields if name.startswith(fields.PREFIX)]

    @property
    def first(self) -> list[forms.BoundField]:
        """What everybody looks at."""
        return self._those(FIRST)

    @property
    def further(self) -> list[forms.BoundField]:
        """What is mostly left as it is."""
        return self._those(FURTHER)

    def side(self) -> str:
        """Which side of a bound is good."""
        chosen: str = self.cleaned_data["comparison"]
        return chosen

    def _those(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def asked(self) -> Asked:
        """What was typed, as the action takes it."""
        cleaned = self.cleaned_data
        return Asked(
            name=cleaned["name"],
            bounds=self.bounds(self.side()),
            window_seconds=cleaned["window_seconds"],
            stale_after_seconds=cleaned["stale_after_seconds"],
            reason=cleaned["reason"],
            every_seconds=cleaned["every_seconds"],
        )


class PresetForm(ProbeForm):
    """A preset: its parameters, and what it proposes. Which side is good, the preset says."""

    def __init__(self, *args: Any, preset: Preset, **options: Any) -> None:
        options["initial"] = {**_proposed(preset), **options.get("initial", {})}
        super().__init__(*args, **options)
        self._side = preset.bounds.comparison
        del self.fields["comparison"]
        if self._side is not Side.BETWEEN:
            del self.fields["floor_pass"], self.fields["floor_warn"]
        fields.add(self, preset.parameters, {})

    def side(self) -> str:
        """The side of the preset."""
        return self._side.value


class QueryForm(ProbeForm):
    """A query of one's own."""

    statistic = forms.ChoiceField(
        label="Statistic",
        choices=Statistic.choices,
        initial=Statistic.P95,
        help_text="How the points of the window become one value.",
    )
    unit = forms.CharField(
        label="Unit",
        required=False,
        max_length=20,
        help_text="Such as s, ms, B, %, ratio; or none.",
    )
    grain_seconds = forms.TypedChoiceField(
        label="A point every", coerce=int, choices=lengths(GRAINS), initial=300
    )

    def __init__(self, *args: Any, connector: Connector, **options: Any) -> None:
        usual = {"window_seconds": 86400, "stale_after_seconds": 86400}
        options["initial"] = {**usual, **options.get("initial", {})}
        super().__init__(*args, **options)
        fields.add(self, connector.query_fields, {})


class BoundsForm(BoundFields):
    """Other bounds, and why."""

    reason = forms.CharField(
        label="Why the bounds change",
        max_length=1000,
        help_text="Kept in the audit log beside the old bounds and the new.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, probe: Probe, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in list(BoundFields.base_fields):
            self.fields[name].initial = _short(getattr(probe, name))
        if probe.comparison != Comparison.BETWEEN:
            del self.fields["floor_pass"], self.fields["floor_warn"]


def _proposed(preset: Preset) -> dict[str, object]:
    bounds = preset.bounds
    return {
        "name": preset.title,
        "comparison": bounds.comparison.value,
        "bound_pass": _short(bounds.bound_pass),
        "bound_warn": _short(bounds.bound_warn),
        "floor_pass": _short(bounds.floor_pass),
        "floor_warn": _short(bounds.floor_warn),
        "window_seconds": preset.window,
        "stale_after_seconds": preset.stale_after,
        "every_seconds": preset.every,
        "reason": preset.reason,
    }


def _short(number: float | None) -> float | int | None:
    """A whole number without its point: 60, not 60.0."""
    return int(number) if number is not None and number == int(number) else number
