"""What a connector or a preset asks for, as fields of a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms

from evidence import secret_references
from evidence.connectors.base import Field
from organizations.refusals import Invalid

PREFIX = "given_"


class KnownField(forms.CharField):
    """A text that the source may list values for; `discover` is what the list is called there."""

    discover = ""


def add(
    form: forms.Form, fields: Iterable[Field], given: Mapping[str, object], *, owner: str = ""
) -> None:
    """A field of the form for each, named with a prefix, beginning with what is given. `owner` is
    the short name of the organization whose secrets the fields may refer to."""
    for each in fields:
        form.fields[PREFIX + each.name] = _field(each, given.get(each.name, each.default), owner)


def typed(form: forms.Form) -> dict[str, str]:
    """What was typed into those fields, by the names they have without the prefix."""
    return {
        name.removeprefix(PREFIX): str(value)
        for name, value in form.cleaned_data.items()
        if name.startswith(PREFIX)
    }


@contextmanager
def blamed(form: forms.Form) -> Iterator[None]:
    """Name a field as the form does in a refusal that leaves the block."""
    try:
        yield
    except Invalid as refusal:
        named = f"{PREFIX}{refusal.field}"
        if named in form.fields:
            raise Invalid(refusal.message, named) from None
        raise


def _field(each: Field, initial: object, owner: str) -> forms.Field:
    said = [each.help]
    if each.kind == "secret":
        said.append(secret_references.told(owner, each.example))
    elif each.example:
        said.append(f"For example {each.example}.")
    common: dict[str, Any] = {
        "label": each.label,
        "required": each.required,
        "initial": initial,
        "help_text": " ".join(filter(None, said)),
    }
    if each.kind == "choice":
        empty = [] if each.required else [("", "None")]
        options = [*empty, *((choice, choice) for choice in each.choices)]
        return forms.ChoiceField(choices=options, **common)
    if each.kind == "lines":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), strip=False, **common)
    attributes = {"autocomplete": "off", "spellcheck": "false"}
    if each.kind == "number":
        attributes["inputmode"] = "decimal"
    if each.discover:
        attributes["list"] = f"known-{each.name}"
    text = KnownField(widget=forms.TextInput(attrs=attributes), **common)
    text.discover = each.discover
    return text
