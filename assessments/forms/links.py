"""Forms that put evidence behind a question or a practice."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from assessments.forms.assessments import DateInput, offer
from assessments.models import Assessment, Choice, Question, Section
from evidence.models import Artifact, ArtifactKind, Probe

WHOLE = [
    ("question", "This question only"),
    ("section", "Every question of the practice"),
]


class AttachForm(forms.Form):
    """Where the evidence belongs: one question, one of its choices (by key), or every question of
    its practice."""

    to = forms.ChoiceField(
        label="It supports",
        choices=WHOLE,
        initial="question",
        widget=forms.RadioSelect,
    )

    def __init__(
        self, question: Question, *args: Any, choice: Choice | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.choice = question, choice
        if choice is not None:
            field = cast("forms.ChoiceField", self.fields["to"])
            field.choices = [("choice", f"“{choice.text}” only"), *WHOLE]
            field.initial = "choice"

    def subject(self) -> Question | Section | Choice:
        """What was chosen; only after the form was found valid."""
        to = self.cleaned_data["to"]
        if to == "choice" and self.choice is not None:
            return self.choice
        return self.question.section if to == "section" else self.question


class ExistingArtifactForm(AttachForm):
    """An artifact that the library holds already."""

    artifact = forms.ModelChoiceField(queryset=Artifact.objects.none())
    field_order = ["artifact", "to"]

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Artifact.objects.serving(assessment.organization, assessment.workload)
        offer(self, "artifact", held)


class ProbeForm(AttachForm):
    """A signal that is watched already."""

    probe = forms.ModelChoiceField(label="Signal", queryset=Probe.objects.none())
    field_order = ["probe", "to"]

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "probe", Probe.objects.filter(workload=assessment.workload))


class NewArtifactForm(AttachForm):
    """A new artifact: a file or an address."""

    title = forms.CharField(
        max_length=160, help_text="As people call it, for example “Queue runbook”."
    )
    kind = forms.ChoiceField(choices=ArtifactKind.choices, initial=ArtifactKind.RUNBOOK)
    file = forms.FileField(required=False)
    url = forms.URLField(
        label="Or its address",
        required=False,
        max_length=2000,
        assume_scheme="https",
        help_text="The address is kept; Plumbline does not fetch it.",
    )
    valid_until = forms.DateField(
        required=False,
        widget=DateInput(),
        help_text="From the day after, it no longer counts. Leave empty if it does not expire.",
    )
    note = forms.CharField(
        label="What should the reviewer know?",
        required=False,
        max_length=300,
    )
    field_order = ["title", "kind", "file", "url", "valid_until", "note", "to"]


class ObjectionForm(forms.Form):
    """What speaks against the claim, or why a question does apply."""

    words = forms.CharField(
        label="In your words", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
