"""What the library of frameworks is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from assessments.languages import language_name
from assessments.models import Framework, Question
from assessments.models.framework import FrameworkQuerySet

SIZES = {"small": (0, 25), "medium": (26, 150), "large": (151, None)}
"""How many questions, from and to."""

SIZE_WORDS = [
    ("", "Any size"),
    ("small", "Up to 25 questions"),
    ("medium", "26 to 150 questions"),
    ("large", "More than 150"),
]


def matching(text: str) -> Q:
    """Frameworks whose name, key, publisher or questions hold these words as they stand.

    NUL stands in no text, and PostgreSQL would not even look for it.
    """
    words = text.replace("\0", "").strip()
    asked = Question.objects.filter(framework=OuterRef("pk"), text__icontains=words)
    return (
        Q(name__icontains=words)
        | Q(key__icontains=words)
        | Q(publisher__icontains=words)
        | Q(Exists(asked))
    )


def newest(visible: FrameworkQuerySet) -> FrameworkQuerySet:
    """Of each framework and language the version that came in last, with its `question_count`."""
    latest = visible.annotate(
        place=Window(
            RowNumber(),
            partition_by=[F("organization"), F("key"), F("language")],
            order_by=[F("imported_at").desc(), F("pk").desc()],
        )
    ).filter(place=1)
    asked = (
        Question.objects.filter(framework=OuterRef("pk"))
        .order_by()
        .values("framework")
        .annotate(many=Count("pk"))
        .values("many")
    )
    counted = Coalesce(Subquery(asked, output_field=IntegerField()), 0)
    found: FrameworkQuerySet = Framework.objects.filter(pk__in=latest.values("pk")).annotate(
        question_count=counted
    )
    return found


class FrameworksForm(forms.Form):
    """Search and filters. What makes no sense is left out rather than complained about."""

    search = forms.CharField(
        label="Find", required=False, max_length=160, widget=forms.TextInput({"type": "search"})
    )
    publisher = forms.ChoiceField(label="Publisher", required=False)
    language = forms.ChoiceField(label="Language", required=False)
    source_format = forms.ChoiceField(label="Format", required=False)
    size = forms.ChoiceField(label="Size", required=False, choices=SIZE_WORDS)
    broken = forms.BooleanField(label="Has lint errors", required=False)

    def __init__(
        self, data: Mapping[str, Any], *, visible: FrameworkQuerySet, formats: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        there = list(
            visible.order_by().values_list("publisher", "language", "source_format").distinct()
        )
        publishers, languages, used = ({row[at] for row in there} - {""} for at in range(3))
        self._offer("publisher", "Everybody", {one: one for one in publishers})
        self._offer("language", "Every language", {one: language_name(one) for one in languages})
        self._offer("source_format", "Every format", {one: formats.get(one, one) for one in used})

    def _offer(self, name: str, every: str, words: Mapping[str, str]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            offered = sorted(words.items(), key=lambda choice: choice[1].casefold())
            field.choices = [("", every), *offered]

    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, frameworks: FrameworkQuerySet) -> QuerySet[Framework]:
        """Those of `newest` that match everything chosen."""
        chosen = self.chosen()
        found: QuerySet[Framework] = frameworks
        if "search" in chosen:
            found = found.filter(matching(chosen.pop("search")))
        if chosen.pop("broken", False):
            found = found.filter(lint_errors__gt=0)
        least, most = SIZES.get(chosen.pop("size", ""), (0, None))
        # `newest` counts the questions.
        chosen["question_count__gte"] = least
        if most is not None:
            chosen["question_count__lte"] = most
        return found.filter(**chosen)

    def query(self) -> str:
        """The chosen filters as a query string."""
        return urlencode(
            {name: "on" if value is True else value for name, value in self.chosen().items()}
        )
