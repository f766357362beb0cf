"""Parameters put into the terms and the evaluator of a preset. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evidence.connectors.base import Field
from evidence.evaluate import Evaluator
from evidence.presets.base import Preset

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")

Quote = Callable[[str], str]
Values = Mapping[str, str | int | float]


def filled(
    preset: Preset, parameters: Mapping[str, str], quote: Quote
) -> dict[str, dict[str, Any]]:
    """The terms of a preset with the parameters in their places.

    A parameter within a text is quoted as the connector says; one that is the whole value of a
    field keeps its type (a number where its kind is `number`) and is not quoted. A field whose
    whole value is an optional parameter that was left empty is left out. What a parameter holds
    is never searched for places itself. Raises ValueError with a sentence where a parameter is
    missing, unknown or not of its kind.
    """
    values = checked(preset.parameters, parameters)
    return {name: _filled(term, values, quote) for name, term in preset.terms.items()}


def filled_evaluator(preset: Preset, parameters: Mapping[str, str]) -> Evaluator:
    """The evaluator of a preset, its arguments filled in the same way and nothing quoted."""
    values = checked(preset.parameters, parameters)
    arguments = _filled(preset.evaluator.arguments, values, str)
    return replace(preset.evaluator, arguments=arguments)


def checked(fields: Sequence[Field], parameters: Mapping[str, str]) -> dict[str, str | int | float]:
    """Every parameter with its value: given or by default, "" where an optional one has neither.

    Raises ValueError with a sentence.
    """
    known = {field.name for field in fields}
    for name in parameters:
        if name not in known:
            there = ", ".join(sorted(known)) or "none"
            raise ValueError(f"There is no parameter “{name}”. There are: {there}.")
    return {field.name: _value(field, parameters.get(field.name, "")) for field in fields}


def places(value: Any) -> set[str]:
    """The names of all parameters that a field's value has a place for."""
    if isinstance(value, str):
        return set(PLACE.findall(value))
    if isinstance(value, Mapping):
        return {name for inner in value.values() for name in places(inner)}
    if isinstance(value, list | tuple):
        return {name for inner in value for name in places(inner)}
    return set()


def _value(field: Field, given: str) -> str | int | float:
    text = str(given).strip() or field.default
    if not text:
        if field.required:
            raise ValueError(f"“{field.label}” is missing.")
        return ""
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "choice" and text not in field.choices:
        raise ValueError(f"“{field.label}” is one of {', '.join(field.choices)}, not “{text}”.")
    if field.kind != "lines" and not text.isprintable():
        raise ValueError(f"“{field.label}” must be one line, without control characters.")
    return text


def _number(field: Field, text: str) -> int | float:
    if WHOLE_NUMBER.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"“{field.label}” must be a number, not “{text}”.")
    return number


def _filled(value: Any, values: Values, quote: Quote) -> Any:
    if isinstance(value, str):
        return _text(value, values, quote)
    if isinstance(value, Mapping):
        return {
            key: _filled(inner, values, quote)
            for key, inner in value.items()
            if not _left_empty(inner, values)
        }
    if isinstance(value, list | tuple):
        return [_filled(inner, values, quote) for inner in value if not _left_empty(inner, values)]
    return value


def _text(text: str, values: Values, quote: Quote) -> str | int | float:
    whole = PLACE.fullmatch(text)
    if whole:
        return values[whole[1]]

    def put(found: re.Match[str]) -> str:
        value = values[found[1]]
        return quote(value) if isinstance(value, str) else str(value)

    return PLACE.sub(put, text)


def _left_empty(value: Any, values: Values) -> bool:
    whole = PLACE.fullmatch(value) if isinstance(value, str) else None
    return whole is not None and values[whole[1]] == ""
