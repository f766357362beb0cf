"""What is typed about schedules, cleaned."""

from __future__ import annotations

import datetime as dt
import functools
from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from evidence.schedules.cron import zone_of
from evidence.schedules.lines import Job, Problem, jobs_in
from evidence.schedules.span import Stretch, week_of

LONGEST_TEXT = 10_000
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 3), dt.date(2099, 12, 20)

EXAMPLE = """\
# name | cron | minutes
Nightly export | 0 2 * * * | 45
Search index | 15 2 * * * | 30
Invoices | 0 3 * * mon-fri | 40
Backup | 30 1 * * * | 45
Hourly sync | 0 * * * * | 8
Mail digest | 0 7 * * mon | 20"""


@functools.cache
def zones() -> tuple[str, ...]:
    """The time zones to choose from: UTC, then places by name."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(places))


def here() -> str:
    """The zone of this installation where it can be chosen."""
    return settings.TIME_ZONE if settings.TIME_ZONE in zones() else "UTC"


class ScheduleForm(forms.Form):
    """Jobs, by whose clocks they start, and the week to look at."""

    # Not stripped: lines are told by their numbers.
    lines = forms.CharField(
        label="Jobs, one to a line",
        max_length=LONGEST_TEXT,
        strip=False,
        help_text=(
            "Name | cron expression | how many minutes it takes. "
            "The cron expression has five fields; lines that begin with # are passed over."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "lines"}),
        error_messages={"required": "Write at least one job."},
    )
    time_zone = forms.ChoiceField(label="Time zone", help_text="By whose clocks the jobs start.")
    week = forms.DateField(
        label="A day of the week to look at",
        required=False,
        help_text="This week where it is left empty.",
        widget=forms.DateInput(attrs={"type": "date"}),
        validators=[
            MinValueValidator(FIRST_DAY, "Choose a day from the year 2000 on."),
            MaxValueValidator(LAST_DAY, "Choose a day before the year 2100."),
        ],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        zone = cast("forms.ChoiceField", self.fields["time_zone"])
        zone.choices = [(name, name.replace("_", " ")) for name in zones()]
        zone.initial = here()

    @property
    def listed(self) -> tuple[tuple[Job, ...], tuple[Problem, ...]]:
        """The jobs that were typed, and the lines that are none."""
        return jobs_in(self.cleaned_data["lines"])

    @property
    def stretch(self) -> Stretch:
        """The week that was chosen, by the clocks of the place that was."""
        zone = zone_of(self.cleaned_data["time_zone"])
        today = timezone.now().astimezone(zone).date()
        return week_of(self.cleaned_data["week"] or today, zone)
