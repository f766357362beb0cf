"""From the content of a preset file to presets, every key checked. Pure."""

from __future__ import annotations

import re
from typing import Any

from evidence.connectors.base import Field
from evidence.evaluate import Bounds, Comparison, Evaluator, Method, Statistic
from evidence.presets.base import Preset
from evidence.presets.filling import places
from evidence.presets.keys import Keys

KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
NAME = re.compile(r"[a-z][a-z0-9_]*")
KINDS = ("text", "address", "number", "choice", "lines")

PER = {Method.RATIO: "one or more", Method.SHARE: "none or one"}
ARGUMENTS: dict[Method, tuple[frozenset[str], frozenset[str]]] = {
    Method.STATISTIC: (frozenset(), frozenset()),
    Method.RATIO: (frozenset(), frozenset({"times", "complement"})),
    Method.SHARE: (frozenset(), frozenset({"limit"})),
    Method.SLOPE: (frozenset(), frozenset()),
    Method.FLOOR: (frozenset({"schedule"}), frozenset({"time_zone"})),
    Method.WITHIN: (frozenset({"low", "high"}), frozenset()),
    Method.RUNS: (frozenset({"cron"}), frozenset({"time_zone", "delay"})),
}
"""The arguments each method needs, and those it takes besides."""


def presets_in(content: object, file: str) -> tuple[Preset, ...]:
    """The presets of a file, in order. Raises PresetError for the first thing that is wrong."""
    keys = Keys(content, file)
    listed = keys.take("presets")
    keys.end()
    if not isinstance(listed, list) or not listed:
        raise keys.wrong("must be a list of at least one preset", "presets")
    return tuple(_preset(data, f"{file}: preset {n}") for n, data in enumerate(listed, 1))


def _preset(data: object, place: str) -> Preset:
    keys = Keys(data, place)
    key = keys.text("key")
    if not KEY.fullmatch(key):
        raise keys.wrong("must be lower case words with a dot, as in “sqs.depth”", "key")
    keys.place = f"{place.split(': preset ', maxsplit=1)[0]}: {key}"
    parameters = _parameters(keys)
    preset = Preset(
        key=key,
        connector=keys.text("connector"),
        provider=keys.text("provider"),
        service=keys.text("service"),
        title=keys.text("title"),
        description=keys.text("description"),
        reason=keys.text("reason"),
        trap=keys.text("trap"),
        parameters=parameters,
        terms=_terms(keys),
        evaluator=_evaluator(keys),
        bounds=_bounds(keys),
        unit=keys.text("unit", ""),
        window=keys.length("window"),
        grain=keys.length("grain", "1 h"),
        stale_after=keys.length("stale_after"),
        every=keys.length("every") if "every" in keys.left else None,
    )
    keys.end()
    _fits_together(preset, keys)
    return preset


def _parameters(keys: Keys) -> tuple[Field, ...]:
    listed = keys.take("parameters", [])
    if not isinstance(listed, list):
        raise keys.wrong("must be a list", "parameters")
    fields = tuple(_parameter(each, f"{keys.place}: parameters") for each in listed)
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise keys.wrong("each name stands only once", "parameters")
    return fields


def _parameter(data: object, place: str) -> Field:
    keys = Keys(data, place)
    field = Field(
        name=keys.text("name"),
        label=keys.text("label"),
        help=keys.text("help", ""),
        kind=keys.text("kind", "text"),
        required=keys.truth("required", default=True),
        default=keys.text("default", ""),
        choices=keys.texts("choices"),
        discover=keys.text("discover", ""),
        example=keys.text("example", ""),
    )
    keys.end()
    if not NAME.fullmatch(field.name):
        raise keys.wrong("must be a lower case word", "name")
    if field.kind not in KINDS:
        raise keys.wrong(f"must be one of {', '.join(KINDS)}", "kind")
    if (field.kind == "choice") != bool(field.choices):
        raise keys.wrong("go with the kind “choice”, and it with them", "choices")
    return field


def _terms(keys: Keys) -> dict[str, dict[str, Any]]:
    terms = Keys(keys.take("terms"), f"{keys.place}: terms")
    if not terms.left:
        raise terms.wrong("must name at least one query")
    for name, term in terms.left.items():
        if not NAME.fullmatch(name):
            raise terms.wrong("must be a lower case word", name)
        if not Keys(term, f"{terms.place}: {name}").left:
            raise terms.wrong("must not be empty", name)
    return terms.left


def _evaluator(keys: Keys) -> Evaluator:
    inner = Keys(keys.take("evaluator"), f"{keys.place}: evaluator")
    evaluator = Evaluator(
        method=inner.choice("method", Method),
        statistic=inner.choice("statistic", Statistic, "mean"),
        of=inner.texts("of"),
        per=inner.texts("per"),
        arguments=Keys(inner.take("arguments", {}), f"{inner.place}: arguments").left,
    )
    inner.end()
    _check_shape(evaluator, inner)
    return evaluator


def _check_shape(evaluator: Evaluator, keys: Keys) -> None:
    """Whether the method has the series and the arguments it needs, and no others."""
    method = evaluator.method
    if method is Method.RATIO:
        if not evaluator.of or not evaluator.per:
            raise keys.wrong("a ratio needs at least one series in “of” and in “per”")
    elif len(evaluator.of) != 1:
        raise keys.wrong("must name one series", "of")
    if evaluator.per and method not in PER:
        raise keys.wrong(f"does not go with the method {method.value}", "per")
    if method is Method.SHARE and (len(evaluator.per) == 1) == ("limit" in evaluator.arguments):
        raise keys.wrong("a share needs one series in “per” or the argument “limit”, not both")
    needed, besides = ARGUMENTS[method]
    for name in sorted(needed - evaluator.arguments.keys()):
        raise keys.wrong(f"the method {method.value} needs “{name}”", "arguments")
    for name in sorted(evaluator.arguments.keys() - needed - besides):
        raise keys.wrong(f"the method {method.value} takes no “{name}”", "arguments")


def _bounds(keys: Keys) -> Bounds:
    comparison = keys.choice("good", Comparison)
    floor_pass, bound_pass = _bound(keys, "pass", comparison)
    floor_warn, bound_warn = _bound(keys, "warn", comparison)
    sign = -1 if comparison is Comparison.AT_LEAST else 1
    if sign * bound_pass > sign * bound_warn:
        raise keys.wrong("must not be stricter than “pass”", "warn")
    if floor_pass is not None and floor_warn is not None and floor_warn > floor_pass:
        raise keys.wrong("must not be stricter than “pass”", "warn")
    return Bounds(comparison, bound_pass, bound_warn, floor_pass, floor_warn)


def _bound(keys: Keys, key: str, comparison: Comparison) -> tuple[float | None, float]:
    value = keys.take(key)
    if comparison is not Comparison.BETWEEN:
        if not _is_number(value):
            raise keys.wrong("must be a number", key)
        return None, float(value)
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise keys.wrong("must be two numbers, the lower and the upper", key)
    if value[0] > value[1]:
        raise keys.wrong("the lower number comes first", key)
    return float(value[0]), float(value[1])


def _is_number(value: object) -> bool:
    # Infinity and not-a-number are numbers in YAML, but no bounds.
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300


def _fits_together(preset: Preset, keys: Keys) -> None:
    """Whether the parts of a preset speak of each other by names that exist."""
    named = {*preset.evaluator.of, *preset.evaluator.per}
    for name in sorted(named ^ preset.terms.keys()):
        said = "is no term" if name in named else "is a term that the evaluator does not use"
        raise keys.wrong(f"“{name}” {said}", "evaluator")
    used = places(preset.terms) | places(preset.evaluator.arguments)
    known = {field.name for field in preset.parameters}
    for name in sorted(used - known):
        raise keys.wrong(f"“{{{name}}}” is no parameter", "terms")
    for name in sorted(known - used):
        raise keys.wrong(f"“{name}” has no place in a term or an argument", "parameters")
    if preset.grain > preset.window:
        raise keys.wrong("must not be longer than the window", "grain")
