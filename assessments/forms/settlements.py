"""The lead's decision on one question."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.models import Framework, Question, QuestionKind, Settlement
from assessments.said import Pick, PickState, Said


class SettlementForm(forms.Form):
    """What the question claims, in the form of an answer of its kind, and why.

    The field of the decision is called as the action calls it: `value`, `picks` or `number`.
    """

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, question: Question, framework: Framework, now: Settlement | None, *args: Any
    ) -> None:
        super().__init__(*args)
        said = Said.settled(now) if now else None
        given = _fields(question, framework, said)
        self.fields = {**given, "reason": self.fields["reason"]}
        if now is not None:
            self.initial["reason"] = now.reason

    def decision(self) -> dict[str, Any]:
        """The decision and its reason, as the action takes them."""
        given = dict(self.cleaned_data)
        excused = given.pop("excused", ())
        if "picks" in given:
            chosen = given["picks"]
            ticked = [chosen] if isinstance(chosen, str) else chosen
            given["picks"] = [
                *(Pick(key) for key in ticked),
                *(Pick(key, PickState.NOT_APPLICABLE) for key in excused),
            ]
        return given


def _fields(question: Question, framework: Framework, said: Said | None) -> dict[str, forms.Field]:
    """The fields of the decision, filled with the one that stands."""
    value = said.value if said else None
    if question.kind == QuestionKind.SINGLE:
        return {"picks": _one(question, said)}
    if question.kind == QuestionKind.MULTIPLE:
        return _several(question, said)
    if question.kind == QuestionKind.NUMBER:
        number = said.number if said else None
        label = f"Number in {question.unit}" if question.unit else "Number"
        widget = forms.NumberInput(attrs={"step": "any"})
        return {"number": forms.FloatField(label=label, initial=number, widget=widget)}
    if question.kind == QuestionKind.BOOLEAN:
        return {"value": _value("Answer", [(1, "Yes"), (0, "No")], value)}
    levels = [(one["value"], f"{one['value']} {one['name']}") for one in framework.levels]
    return {"value": _value("Level", levels, value)}


def _value(label: str, choices: list[tuple[int, str]], initial: int | None) -> forms.Field:
    return forms.TypedChoiceField(
        label=label, coerce=int, choices=choices, initial=initial, widget=forms.RadioSelect
    )


def _one(question: Question, said: Said | None) -> forms.Field:
    return forms.ChoiceField(
        label="Choice",
        choices=[(one.key, one.text) for one in question.all_choices],
        initial=said.ticked[0] if said and said.ticked else None,
        widget=forms.RadioSelect,
    )


def _several(question: Question, said: Said | None) -> dict[str, forms.Field]:
    picks = said.picks if said else ()
    choices = question.all_choices
    texts = [(one.key, one.text) for one in choices]
    good = [(one.key, one.text) for one in choices if not one.none_of_these]
    return {
        "picks": _boxes("What is in place", texts, picks, PickState.TICKED),
        "excused": _boxes("What does not apply", good, picks, PickState.NOT_APPLICABLE),
    }


def _boxes(
    label: str, choices: list[tuple[str, str]], picks: tuple[Pick, ...], state: PickState
) -> forms.Field:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        initial=[pick.choice for pick in picks if pick.state == state],
        widget=forms.CheckboxSelectMultiple,
    )
