"""A figure that somebody types, cleaned. Whether it can be taken, the action decides."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone

from evidence.actions.pushing import Pushed
from evidence.models.pushed import LONGEST_SERIES


def yesterday() -> dt.date:
    """The last day that is over."""
    return timezone.localdate() - dt.timedelta(days=1)


class FigureForm(forms.Form):
    """What came out of a day that is over."""

    series = forms.CharField(
        label="Series",
        max_length=LONGEST_SERIES,
        help_text="What is counted, by one short name: lower case, without blanks. For example "
        "orders.",
        widget=forms.TextInput(
            attrs={"list": "known-series", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    value = forms.FloatField(label="Figure")
    on = forms.DateField(
        label="Day",
        initial=yesterday,
        help_text="A day that is over. A figure of a longer time stands at its last day. One that "
        "is there for this day already is corrected.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_on(self) -> dt.date:
        """The day, once it is over."""
        day: dt.date = self.cleaned_data["on"]
        if day > yesterday():
            raise forms.ValidationError("This day is not over yet.")
        return day

    def pushed(self) -> Pushed:
        """The point that was typed: it stands at the end of its day, by the clocks here."""
        midnight = dt.datetime.combine(
            self.cleaned_data["on"] + dt.timedelta(days=1),
            dt.time(),
            timezone.get_current_timezone(),
        )
        return Pushed(self.cleaned_data["series"].strip(), midnight, self.cleaned_data["value"])
