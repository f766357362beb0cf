"""Artifacts and signals, with the state they have on the day of the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from charts import states, words
from evidence.evaluate import Bounds, Comparison
from evidence.judge import bounds_in_words
from reports.exhibits import Artifact, Objection, Signal
from reports.parts.values import Values, counted, day, kind, moment, sentence

EXPIRING_DAYS = 30
"""From so many days before its end, evidence is shown as expiring."""

STATISTICS = {
    "last": "last point",
    "mean": "mean",
    "max": "maximum",
    "min": "minimum",
    "sum": "sum",
    "p50": "median",
    "p95": "95th percentile",
    "p99": "99th percentile",
}
METHODS = {
    "ratio": "Ratio of sums",
    "share": "Share of a limit",
    "slope": "Growth",
    "floor": "Lowest point outside of a schedule",
    "within": "Share of points between two values",
    "runs": "Runs counted of those expected",
}
JUDGED = ("pass", "warn", "fail")
SPANS = ((86400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes"))


def artifacts(values: Values) -> dict[str, Artifact]:
    """The artifacts by the id that questions name them with, in the order of the document."""
    places = _places(values)
    on = moment(values["at"]).date()
    return {
        item["id"]: _artifact(item, on, places)
        for item in values["evidence"]
        if item["type"] == "artifact"
    }


def signals(values: Values) -> dict[str, Signal]:
    """The signals by the id that questions name them with, in the order of the document."""
    places = _places(values)
    return {
        item["id"]: _signal(item, places) for item in values["evidence"] if item["type"] == "signal"
    }


def _places(values: Values) -> Mapping[str, str]:
    """What a link is called by the key of its section or question."""
    sections = {f"section {one['key']}": f"“{one['title']}”" for one in values["sections"]}
    questions = values["questions"]
    numbers = {f"question {one['key']}": f"question {one['number']}" for one in questions}
    choices = {
        f"question {one['key']} choice {choice['key']}": (
            f"question {one['number']}, “{choice['text']}”"
        )
        for one in questions
        for choice in one["choices"]
    }
    return {**sections, **numbers, **choices}


def _place(link: Values, places: Mapping[str, str]) -> str:
    if link["choice"] is not None:
        return places[f"question {link['question']} choice {link['choice']}"]
    named = f"question {link['question']}" if link["question"] else f"section {link['section']}"
    return places[named]


def _objections(item: Values, places: Mapping[str, str]) -> tuple[Objection, ...]:
    return tuple(
        Objection(words=link["objection"], by=link["objected_by"], about=item["title"])
        for link in item["links"]
        if link["objection"]
    )


def _artifact(item: Values, on: dt.date, places: Mapping[str, str]) -> Artifact:
    revision = f", revision\N{NO-BREAK SPACE}{item['revision']}" if item["revision"] else ""
    state, said = _standing(item, on)
    return Artifact(
        anchor=item["id"],
        title=item["title"] + revision,
        kind=kind(item["kind"]),
        owner=item["owner"],
        state=state,
        words=said,
        place=item.get("filename") or item.get("url") or "",
        address=_address(item.get("url") or ""),
        size=item.get("size"),
        sha256=item.get("sha256") or "",
        history=_history(item),
        used_for=tuple(_place(link, places) for link in item["links"]),
        objections=_objections(item, places),
    )


def _address(url: str) -> str:
    """The address, where a reader may be led there; nothing for any other scheme."""
    return url if url.startswith(("https://", "http://")) else ""


def _standing(item: Values, on: dt.date) -> tuple[str, str]:
    """The state to show and what it means for how long."""
    effective = item["effective"]
    if effective == "accepted":
        return _in_force(item["valid_until"], on)
    if effective == "expired":
        return "expired", f"Expired after {day(item['valid_until'])}"
    if effective == "submitted":
        return "submitted", f"Waiting for a reviewer since {day(item['submitted_at'])}"
    if effective == "returned":
        return "returned", f"Returned to its owner on {day(item['reviewed_at'])}"
    if effective == "withdrawn":
        return "withdrawn", "Withdrawn"
    return "missing", "Nothing submitted yet"


def _in_force(end: str | None, on: dt.date) -> tuple[str, str]:
    if end is None:
        return "accepted", "Accepted, with no end date"
    left = (dt.date.fromisoformat(end) - on).days
    if left > EXPIRING_DAYS:
        return "accepted", f"Accepted, in force until {day(end)}"
    return "expiring", f"Accepted, in force only until {day(end)}"


def _history(item: Values) -> tuple[str, ...]:
    told = []
    if item.get("submitted_at"):
        told.append(f"Submitted by {item['submitted_by']} on {day(item['submitted_at'])}.")
    if item.get("reviewed_at"):
        verdict = "Accepted" if item["state"] == "accepted" else kind(item["state"])
        told.append(f"{verdict} by {item['reviewed_by']} on {day(item['reviewed_at'])}.")
    if item.get("review_comment"):
        told.append(f"“{item['review_comment']}”")
    if item.get("address_check"):
        told.append(_check(item["address_check"]))
    return tuple(told)


def _check(check: Values) -> str:
    """What the last check of an address met; milestones of before there were any have none."""
    changed = " Its content was another than at the first check." if check["changed"] else ""
    return f"Its address was checked on {day(check['at'])}. {check['words']}{changed}"


def _signal(item: Values, places: Mapping[str, str]) -> Signal:
    at_least = item["comparison"] == "at_least"
    return Signal(
        anchor=item["id"],
        title=item["title"],
        source=item["source"],
        state=item["state"],
        words=_reading(item),
        bound=_bound(item),
        series=tuple(float(value) for _, value in item["series"]),
        low=item["bound_pass"] if at_least else item.get("floor_pass"),
        high=None if at_least else item["bound_pass"],
        read_on=day(item["at"]) if item["at"] else "",
        measured=_measured(item),
        query=item["query"],
        connector=item["connector_version"] or item["connector"],
        reason=item["reason"],
        sha256=item["response_hash"],
        used_for=tuple(_place(link, places) for link in item["links"]),
        objections=_objections(item, places),
    )


def _reading(item: Values) -> str:
    """The state and the value; the reader's own words where there is nothing to judge."""
    word = states.known(item["state"]).word
    if item["state"] in JUDGED:
        return f"{word}: {words.number_unit(item['value'], item['unit'])}"
    if item["state"] == "stale" and item["at"]:
        return f"{word}: last read {day(item['at'])}"
    return f"{word}: {item['message']}"


def _bound(item: Values) -> str:
    comparison = Comparison(item["comparison"])
    floors = (item.get("floor_pass"), item.get("floor_warn"))
    bounds = Bounds(comparison, item["bound_pass"], item["bound_warn"], *floors)
    passes, warns = bounds_in_words(bounds, item["unit"])
    if item["bound_warn"] == item["bound_pass"]:
        return passes
    if comparison is Comparison.BETWEEN:
        return f"{passes}, warns {warns}"
    return f"{passes}, warns to {words.number_unit(item['bound_warn'], item['unit'])}"


def _measured(item: Values) -> str:
    """How many points came to the value: "95th percentile of 7 days, 15 points"."""
    method = item.get("method", "statistic")
    statistic = METHODS.get(method) or sentence(STATISTICS[item["statistic"]])
    if not item["window_start"]:
        return statistic
    seconds = (moment(item["window_end"]) - moment(item["window_start"])).total_seconds()
    return f"{statistic} of {_span(seconds)}, {counted(item['points'], 'point', 'points')}"


def _span(seconds: float) -> str:
    """A length of time in its largest whole unit: "7 days"."""
    for size, one, many in SPANS:
        count = round(seconds / size)
        if count >= 1:
            return f"{count} {one if count == 1 else many}"
    return f"{round(seconds)} seconds"
