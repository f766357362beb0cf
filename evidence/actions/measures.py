"""What a probe can measure: a preset with its parameters, or a query of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.actions.accounts import account_of
from evidence.actions.fields import filled_in
from evidence.asking import Answer, Ask, Asking
from evidence.connectors import connectors
from evidence.connectors.base import Connector, Discovers, SourceFailed
from evidence.evaluate import Bounds, Criterion, Evaluator, Judgement, Statistic
from evidence.models import Source
from evidence.presets import filled, filled_evaluator, for_connector
from evidence.presets.base import Preset
from organizations.models import User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class Measure:
    """What is asked of a source, ready to send. `metric` is what it is called in lists."""

    metric: str
    terms: Mapping[str, Mapping[str, Any]]
    evaluator: Evaluator
    unit: str
    grain_seconds: int
    preset: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a measure says when it is tried; nothing of it is stored."""

    judgement: Judgement
    answer: Answer
    calls: int


def connector_of(source: Source) -> Connector:
    """The source's connector. Raises Conflict where it is not installed."""
    connector = connectors().get(source.connector)
    if connector is None:
        raise Conflict(
            f"No connector “{source.connector}” is installed, so nothing can be watched here."
        )
    return connector


def preset_of(source: Source, key: str) -> Preset:
    """The preset of the source's connector. Raises Invalid for the field `preset`."""
    found = next((one for one in for_connector(source.connector) if one.key == key), None)
    if found is None:
        raise Invalid(f"{source} has no preset “{key}”.", "preset")
    return found


def from_preset(source: Source, preset: Preset, parameters: Mapping[str, str]) -> Measure:
    """The preset with its parameters filled in. Raises Invalid, for the parameter to blame."""
    filled_in(preset.parameters, parameters, "parameters")
    given = {name: str(value).strip() for name, value in parameters.items()}
    connector = connector_of(source)
    try:
        return Measure(
            metric=preset.key,
            terms=filled(preset, given, connector.quote),
            evaluator=filled_evaluator(preset, given),
            unit=preset.unit,
            grain_seconds=preset.grain,
            preset=preset.key,
            parameters=given,
        )
    except ValueError as wrong:
        raise Invalid(str(wrong), "parameters") from None


def from_query(
    source: Source, fields: Mapping[str, str], *, statistic: str, unit: str, grain_seconds: int
) -> Measure:
    """One series by the fields of the connector's own queries. Raises Invalid for a field."""
    asked = connector_of(source).query_fields
    given = filled_in(asked, fields, "query")
    if statistic not in set(Statistic):
        raise Invalid(f"There is no statistic “{statistic}”.", "statistic")
    shown = " ".join(str(value) for value in given.values() if value)
    return Measure(
        metric=" ".join(shown.split())[:200],
        terms={"value": given},
        evaluator=Evaluator(statistic=Statistic(statistic)),
        unit=unit.strip()[:20],
        grain_seconds=grain_seconds,
    )


def try_out(
    *, source: Source, measure: Measure, bounds: Bounds, window_seconds: int, now: dt.datetime,
    by: User,
) -> Trial:  # fmt: skip
    """Ask the source once and judge, storing nothing. Raises Forbidden, or Invalid with the words
    of a source that gave no answer."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    window = dt.timedelta(seconds=window_seconds)
    asking = Asking([(None, Ask(measure.terms, window_seconds, measure.grain_seconds))], now)
    account = account_of(source)
    try:
        answers = list(asking.answered(connector_of(source).collect(account, asking.queries)))
    except SourceFailed as failed:
        raise Invalid(str(failed)) from None
    if not answers:
        raise Invalid("The connector gave no answer to this query.")
    answer = answers[0][1]
    criterion = Criterion(bounds, window, window, measure.unit, measure.evaluator)
    return Trial(answer.judged(criterion, now), answer, account.calls)


def discover(
    *, source: Source, what: str, given: Mapping[str, str], by: User
) -> list[str]:  # fmt: skip
    """What there is to choose from, as the source itself lists it; nothing where its connector
    lists nothing. Raises Forbidden, or Invalid with the words of a source that gave no answer."""
    require(by, Verb.MANAGE_SIGNALS, source.organization)
    connector = connector_of(source)
    if not isinstance(connector, Discovers):
        return []
    try:
        return connector.discover(account_of(source), what, given)
    except SourceFailed as failed:
        raise Invalid(str(failed)) from None
