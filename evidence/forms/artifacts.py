"""What is typed about artifacts, cleaned. Whether it can be taken, the actions decide."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from evidence.models import Artifact, ArtifactKind
from organizations.models import Organization, User, Workload

KIND_CHOICES = [("", "Choose a kind"), *ArtifactKind.choices]
VALID_UNTIL_HELP = "The last day on which it counts. Leave it empty if it does not grow old."


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class AboutForm(forms.Form):
    """What an artifact is called, what it is, and whose it is."""

    title = forms.CharField(label="Title", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=KIND_CHOICES)
    description = forms.CharField(
        label="Description",
        max_length=4000,
        required=False,
        help_text="What it shows, for a reviewer who does not know your team.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=User.objects.none(),
        empty_label=None,
        help_text="Who keeps it current.",
    )
    workload = forms.ModelChoiceField(
        label="Workload",
        queryset=Workload.objects.none(),
        required=False,
        empty_label="The whole organization",
        help_text="The system it speaks for.",
    )

    def __init__(self, *args: Any, organization: Organization, **options: Any) -> None:
        super().__init__(*args, **options)
        members = User.objects.filter(memberships__organization=organization, is_active=True)
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = members.order_by("name", "email")
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        workload.queryset = organization.workloads.all()

    @staticmethod
    def of(artifact: Artifact) -> dict[str, Any]:
        """The fields as they stand, to begin with."""
        return {name: getattr(artifact, name) for name in AboutForm.base_fields}


class ContentForm(forms.Form):
    """What a revision is made of: a file or an address."""

    file = forms.FileField(label="File", required=False, allow_empty_file=True)
    url = forms.CharField(
        label="Or an address",
        required=False,
        help_text="Plumbline stores the address and does not fetch what is behind it: if that "
        "may change, add a file.",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    valid_until = _day(label="Valid until", help_text=VALID_UNTIL_HELP)
    note = forms.CharField(
        label="Note for the reviewer",
        max_length=300,
        required=False,
        help_text="What is new in it, or where to look.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.is_bound:
            self.fields["file"].help_text = "A chosen file has to be chosen once more."


class AddForm(ContentForm, AboutForm):
    """A new artifact with its first revision."""

    field_order = ("title", "kind", "file", "url", "description", "workload", "owner")


class WithdrawForm(forms.Form):
    """Why a revision no longer counts."""

    reason = forms.CharField(max_length=300)


class ReturnForm(forms.Form):
    """What is missing."""

    comment = forms.CharField(
        label="Comment", max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReviewForm(forms.Form):
    """A reviewer's decision; which one, the button says."""

    comment = forms.CharField(label="Comment", max_length=4000, required=False)
    valid_until = _day(label="Valid until")
