"""The improvement plan: what is found, whose it is, by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from reports.document import Finding, Question, Section
from reports.parts.values import Values, counted, day, moment

SOON_DAYS = 7
"""From so many days before, an open finding is due soon."""

HOW = {
    "signal": "Resolved on {on}: the signal no longer fails.",
    "unlinked": "Resolved on {on}: the signal no longer stands behind it.",
    "person": "Resolved on {on} by {by}.",
}
WORDS = {
    "overdue": "Overdue",
    "due_soon": "Open, due soon",
    "open": "Open",
    "resolved": "Resolved",
}
Place = tuple[str, str]
"""What something is called, and its anchor."""


def findings(values: Values, sections: Sequence[Section]) -> tuple[Finding, ...]:
    """Every finding, in the order of the document."""
    places = _places(values, sections)
    on = moment(values["at"]).date()
    return tuple(_finding(item, on, places) for item in values["findings"])


def told(values: Values) -> Iterable[str]:
    """How many are open and how many of these are late, as a sentence; none where none is open."""
    on = moment(values["at"]).date()
    states = [_state(item, on) for item in values["findings"]]
    count = sum(state != "resolved" for state in states)
    if not count:
        return
    late = states.count("overdue")
    end = f", {late} of them overdue" if late else ""
    yield f"{counted(count, 'finding is', 'findings are')} open{end}."


def _places(values: Values, sections: Sequence[Section]) -> Mapping[str, Place]:
    """What a finding is about, by the key of its section or question."""
    questions: dict[str, Question] = {
        one.number: one for section in sections for one in section.questions
    }
    found = {f"section {one.key}": (f"“{one.name}”", one.anchor) for one in sections}
    for item in values["questions"]:
        asked = questions.get(item["number"])
        if asked is not None:
            found[f"question {item['key']}"] = (f"Question {asked.number}", asked.anchor)
    return found


def _finding(item: Values, on: dt.date, places: Mapping[str, Place]) -> Finding:
    state = _state(item, on)
    place, target = _place(item, places)
    return Finding(
        anchor=item["id"],
        title=item["title"],
        place=place,
        target=target,
        state=state,
        words=WORDS[state],
        owner=item["owner"] or "Nobody yet",
        due=day(item["due_on"]) if item["due_on"] else "No day set",
        seen=item["seen"],
        note=item["note"],
        address=item["ticket"] if item["ticket"].startswith(("https://", "http://")) else "",
        gain=item["gain"],
        history=tuple(_history(item)),
    )


def _state(item: Values, on: dt.date) -> str:
    if item["state"] == "resolved":
        return "resolved"
    left = (dt.date.fromisoformat(item["due_on"]) - on).days if item["due_on"] else None
    if left is None or left > SOON_DAYS:
        return "open"
    return "overdue" if left < 0 else "due_soon"


def _place(item: Values, places: Mapping[str, Place]) -> Place:
    kind = "question" if item["question"] else "section"
    name, anchor = places.get(f"{kind} {item[kind]}", (item["about"], ""))
    return (f"{name}, “{item['about']}”", anchor) if item["choice"] else (name, anchor)


def _history(item: Values) -> Iterable[str]:
    by = f" by {item['opened_by']}" if item["opened_by"] else " by its signal"
    yield f"Opened on {day(item['opened_at'])}{by}."
    if item["reopened_at"]:
        yield f"Reopened on {day(item['reopened_at'])}."
    if item["resolved_at"]:
        end = HOW[item["resolved_how"]].format(on=day(item["resolved_at"]), by=item["resolved_by"])
        yield f"{end} {item['resolution']}".strip()
