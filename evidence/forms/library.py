"""What the library is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms

from evidence.freshness import State
from evidence.models import Artifact, ArtifactKind
from evidence.models.artifact import ArtifactQuerySet
from organizations.models import User, Workload


class LibraryForm(forms.Form):
    """Search and facets. What makes no sense is left out rather than complained about."""

    search = forms.CharField(
        label="Find", required=False, max_length=160, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "Every kind"), *ArtifactKind.choices]
    )
    owner = forms.ModelChoiceField(
        label="Owner", required=False, queryset=User.objects.none(), empty_label="Everybody"
    )
    workload = forms.ModelChoiceField(
        label="Workload",
        required=False,
        queryset=Workload.objects.none(),
        empty_label="Every workload",
    )
    state = forms.ChoiceField(
        required=False,
        choices=[("", ""), *((state.value, state.value) for state in State)],
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Mapping[str, Any], *, user: User) -> None:
        super().__init__(data)
        owners = Artifact.objects.visible_to(user).values("owner")
        owner = cast("forms.ModelChoiceField[User]", self.fields["owner"])
        owner.queryset = User.objects.filter(pk__in=owners).order_by("name", "email")
        workload = cast("forms.ModelChoiceField[Workload]", self.fields["workload"])
        workload.queryset = Workload.objects.visible_to(user)

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, artifacts: ArtifactQuerySet) -> ArtifactQuerySet:
        """The artifacts that match everything chosen but the state."""
        chosen = self.chosen()
        chosen.pop("state", None)
        found = artifacts.search(chosen.pop("search", ""))
        return found.filter(**chosen)

    def query(self, **changed: str) -> str:
        """The chosen filters as a query string, some of them changed; an empty one goes."""
        kept = {name: getattr(value, "pk", value) for name, value in self.chosen().items()}
        return urlencode({name: value for name, value in {**kept, **changed}.items() if value})
