"""The form around one question."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.models import QuestionKind, Standing
from assessments.said import Pick, PickState, Said

CHOSEN, ABOUT = "choice:", "about:"
"""Before a choice's key: in `said`, where it is the one that was chosen; in the name of a field,
where that holds the note on it."""

UNSAID = (Standing.DONT_KNOW, Standing.NOT_APPLICABLE)


class _Keys(forms.MultipleChoiceField):
    """Keys of choices; whether the question has them is for the action to say."""

    def valid_value(self, value: object) -> bool:
        """Any key that the database could look for."""
        return "\0" not in str(value)


class AnswerForm(forms.Form):
    """What a person typed and ticked at one question.

    `said` is a level's number, 1 or 0, the choice that was chosen, `dont_know`, `not_applicable`,
    or nothing where the answer is ticked, counted or written below. `ticked` and `excused` are
    choices by key; notes on them come in fields of their own. `clear` takes the answer back.
    `seen` is the version the writer had before them. `over` and `keep` come from the panel that
    shows a conflict: which version to write over, and whose to keep.
    """

    said = forms.CharField(max_length=300, required=False)
    ticked = _Keys(required=False)
    excused = _Keys(required=False)
    number = forms.CharField(max_length=60, required=False)
    text = forms.CharField(required=False, strip=False)
    note = forms.CharField(required=False, strip=False)
    reason = forms.CharField(required=False, strip=False)
    clear = forms.BooleanField(required=False)
    seen = forms.IntegerField(min_value=0)
    over = forms.IntegerField(min_value=0, required=False)
    keep = forms.ChoiceField(choices=[("mine", "mine"), ("theirs", "theirs")], required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name in self.data:
            if name.startswith(ABOUT):
                self.fields[name] = forms.CharField(required=False, strip=False)

    def what(self) -> Said:
        """What was said. What the question does not know is left for the action to refuse; a
        number or a text that was emptied is an answer taken back."""
        note = self._written("note")
        picks = self._picks() if self.kind == QuestionKind.MULTIPLE else ()
        said = self.cleaned_data["said"]
        if self.cleaned_data["clear"]:
            return Said(Standing.OPEN, note=note, picks=picks)
        if said in UNSAID:
            return Said(said, note=note, reason=self._written("reason"), picks=picks)
        return self._answered(said, note, picks)

    def version(self) -> int:
        """The version to write over: the other one, where the writer saw both and keeps mine."""
        over = self.cleaned_data["over"]
        keeps = self.cleaned_data["keep"] == "mine" and over is not None
        return int(over if keeps else self.cleaned_data["seen"])

    def _answered(self, said: str, note: str, picks: tuple[Pick, ...]) -> Said:
        number, text = self.cleaned_data["number"].strip(), self._written("text")
        emptied = Said(Standing.OPEN if self.cleaned_data["seen"] else Standing.ANSWERED, note=note)
        if self.kind == QuestionKind.MULTIPLE:
            return Said(Standing.ANSWERED, note=note, picks=picks)
        if self.kind == QuestionKind.SINGLE:
            chosen = said.startswith(CHOSEN)
            one = (Pick(said.removeprefix(CHOSEN)),) if chosen else ()
            return Said(Standing.ANSWERED, note=note, picks=one)
        if self.kind == QuestionKind.NUMBER:
            return Said(Standing.ANSWERED, note=note, number=_number(number)) if number else emptied
        if self.kind == QuestionKind.TEXT:
            return Said(Standing.ANSWERED, note=note, text=text) if text.strip() else emptied
        value = int(said) if said.isascii() and said.isdigit() else None
        return Said(Standing.ANSWERED, value, note)

    def _picks(self) -> tuple[Pick, ...]:
        ticked, excused = self.cleaned_data["ticked"], self.cleaned_data["excused"]
        notes = {
            name.removeprefix(ABOUT): self._written(name)
            for name in self.cleaned_data
            if name.startswith(ABOUT)
        }
        said = {*ticked, *excused}
        states = [
            *((key, PickState.TICKED) for key in ticked),
            *((key, PickState.NOT_APPLICABLE) for key in excused),
            *((key, PickState.OPEN) for key in notes if key not in said and notes[key].strip()),
        ]
        return tuple(Pick(key, state, notes.get(key, "")) for key, state in states)

    def _written(self, name: str) -> str:
        """What was written in a field, its lines ended as everywhere but in a form."""
        written: str = self.cleaned_data[name]
        return written.replace("\r\n", "\n")


def _number(written: str) -> float:
    """The number, or one that is none where it cannot be read."""
    try:
        return float(written)
    except ValueError:
        return float("nan")
