"""The forms of the settings pages: what is typed, cleaned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone

from organizations.models import Rights, Scope

RIGHTS_HELP = (
    "An owner manages members and may do everything. A lead runs assessments. A member answers "
    "and adds evidence. A reviewer accepts or returns both. A reader looks and orders reports."
)


class MemberForm(forms.Form):
    """Somebody to add."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="Somebody without an account gets one, and a mail with a link to choose a "
        "password.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        label="Name",
        max_length=150,
        required=False,
        help_text="Used only if there is no account with this address yet.",
    )
    rights = forms.ChoiceField(
        label="Rights", choices=Rights.choices, initial=Rights.MEMBER, help_text=RIGHTS_HELP
    )


class RightsForm(forms.Form):
    """Other rights for a member."""

    rights = forms.ChoiceField(label="Rights", choices=Rights.choices, help_text=RIGHTS_HELP)


class WorkloadForm(forms.Form):
    """A workload's name and description; the action checks that the name is free."""

    name = forms.CharField(label="Name", max_length=120, help_text="As your teams call it.")
    description = forms.CharField(
        label="Description",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it does, and for whom.",
    )


class TokenForm(forms.Form):
    """A token to make."""

    LIVES = [("30", "30 days"), ("90", "90 days"), ("365", "One year"), ("0", "No end")]

    name = forms.CharField(
        label="Name", max_length=80, help_text="What will use it, for example a CI job."
    )
    scope = forms.ChoiceField(
        label="Scope",
        choices=Scope.choices,
        initial=Scope.READ,
        help_text="It never reaches further than your own rights.",
    )
    lives = forms.ChoiceField(label="Ends after", choices=LIVES, initial="90")

    def expires_at(self) -> dt.datetime | None:
        """When the token is to end; None for never. Only after the form was found valid."""
        days = int(self.cleaned_data["lives"])
        return timezone.now() + dt.timedelta(days=days) if days else None


class AuditFilterForm(forms.Form):
    """Which events of the audit log to show; `verb` is one of those that occur in it."""

    who = forms.CharField(label="Who", required=False, max_length=254)

    def __init__(self, data: Mapping[str, Any], *, verbs: Iterable[str]) -> None:
        super().__init__(data)
        choices = [("", "Everything"), *((verb, verb) for verb in verbs)]
        self.fields["verb"] = forms.ChoiceField(label="What", required=False, choices=choices)

    def chosen(self) -> dict[str, str]:
        """The filters that are set and make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
