"""The form around one question."""

from __future__ import annotations

from django import forms

from assessments.actions.answers import Said
from assessments.models import Standing


class AnswerForm(forms.Form):
    """`said` is a level's number, `dont_know`, `not_applicable` or nothing yet.

    `seen` is the version the writer had before them. `over` and `keep` come from the panel that
    shows a conflict: which version to write over, and whose to keep.
    """

    said = forms.CharField(max_length=20, required=False)
    note = forms.CharField(max_length=4000, required=False, strip=False)
    reason = forms.CharField(max_length=2000, required=False, strip=False)
    seen = forms.IntegerField(min_value=0)
    over = forms.IntegerField(min_value=0, required=False)
    keep = forms.ChoiceField(choices=[("mine", "mine"), ("theirs", "theirs")], required=False)

    def what(self) -> Said:
        """What was said; an unknown level or word is left for the action to refuse."""
        given = self.cleaned_data
        said = given["said"]
        if said in (Standing.DONT_KNOW, Standing.NOT_APPLICABLE):
            return Said(said, None, given["note"], given["reason"])
        value = int(said) if said.isascii() and said.isdigit() else None
        return Said(Standing.ANSWERED, value, given["note"])

    def version(self) -> int:
        """The version to write over: the other one, where the writer saw both and keeps mine."""
        over = self.cleaned_data["over"]
        keeps = self.cleaned_data["keep"] == "mine" and over is not None
        return int(over if keeps else self.cleaned_data["seen"])
