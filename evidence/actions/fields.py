"""What a person filled in for a connector, made what it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.connectors.base import Field
from evidence.presets.filling import checked
from organizations.refusals import Invalid

LONGEST_VALUE = 2000


def filled_in(
    fields: Sequence[Field], given: Mapping[str, str], blame: str
) -> dict[str, str | int | float]:
    """The value of each field, trimmed, or its default. Raises Invalid for the field that is
    missing, too long or not of its kind; for `blame` where something else is given."""
    known = {each.name: each for each in fields}
    for name in given:
        if name not in known:
            raise Invalid(f"There is no “{name}” to fill in here.", blame)
    return {each.name: _value(each, str(given.get(each.name, ""))) for each in fields}


def _value(field: Field, given: str) -> str | int | float:
    if len(given) > LONGEST_VALUE:
        raise Invalid(f"“{field.label}” has at most {LONGEST_VALUE:,} characters.", field.name)
    try:
        return checked([field], {field.name: given})[field.name]
    except ValueError as wrong:
        raise Invalid(str(wrong), field.name) from None
