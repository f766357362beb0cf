"""Who said what, and what the lead settled, in a few words for each kind of question."""

from __future__ import annotations

from collections.abc import Mapping

from charts.words import number_unit
from reports.document import Choice, Saying, Settlement
from reports.parts.values import Values, counted, day, unbroken

STANDINGS = {
    "dont_know": "Don't know",
    "not_applicable": "Not applicable",
    "open": "No answer",
}


def sayings(item: Values, values: Values) -> tuple[Saying, ...]:
    """One row for each role asked, in the framework's order, also where it said nothing.

    A draft is read by those who still have to answer too, so it keeps to itself what was said
    to a question that some role can still answer.
    """
    names = {role["key"]: role["name"] for role in values["roles"]}
    said = {answer["role"]: answer for answer in item["answers"]}
    asked = [key for key in names if key in item["roles"] or key in said]
    kept_back = awaited(item, values)
    return tuple(
        (_kept_back(names[key]) if kept_back else _saying(names[key], said[key], item, values))
        if key in said
        else Saying(role=names[key], standing="unanswered", said="No answer", words="", by="")
        for key in asked
    )


def settlement(item: Values, values: Values) -> Settlement | None:
    """The lead's decision, None where there is none."""
    made = item["settlement"]
    if made is None:
        return None
    return Settlement(
        said=said_words(item, made, values),
        reason=made["reason"],
        by=f"{made['by']}, {unbroken(day(made['at']))}",
    )


def choices(item: Values, values: Values) -> tuple[Choice, ...]:
    """Each choice of a question, with the roles that ticked it and those for whom it does not
    apply, and what to do where nobody ticked it. Empty while answers are kept back."""
    if awaited(item, values):
        return ()
    names = {role["key"]: role["name"] for role in values["roles"]}
    said = [one for one in item["answers"] if one["standing"] == "answered"]
    states: dict[tuple[str, str], list[str]] = {
        (pick["choice"], pick["state"]): [] for one in said for pick in one["picks"]
    }
    for one in said:
        for pick in one["picks"]:
            states[pick["choice"], pick["state"]].append(names[one["role"]])
    return tuple(
        Choice(
            text=choice["text"],
            ticked_by=tuple(states.get((choice["key"], "ticked"), ())),
            not_for=tuple(states.get((choice["key"], "not_applicable"), ())),
            notes=tuple(
                f"{names[one['role']]}: {pick['note']}"
                for one in said
                for pick in one["picks"]
                if pick["choice"] == choice["key"] and pick["note"]
            ),
            improvement=tuple(
                " ".join(part for part in (one["text"], one["url"]) if part)
                for one in choice["improvement"]
            ),
        )
        for choice in item["choices"]
    )


def awaited(item: Values, values: Values) -> bool:
    """Whether some role can still give its first answer to the question."""
    answered = {answer["role"] for answer in item["answers"] if not answer["refused"]}
    is_open = values["milestone"] is None and values["assessment"]["state"] == "open"
    return is_open and not answered.issuperset(item["roles"])


def said_words(item: Values, said: Values, values: Values) -> str:
    """What was said, by the question's kind: "3 Defined", "Yes", "2 of 5 ticked", "212 s"."""
    kind = item["kind"]
    if kind in ("single", "multiple"):
        return _picked(item, said["picks"])
    if kind == "boolean":
        return "Yes" if said["value"] else "No"
    if kind == "number":
        return number_unit(said["number"], item["unit"])
    if kind == "text":
        return "In words"
    names = {one["value"]: one["name"] for one in values["framework"]["levels"]}
    return f"{said['value']} {names.get(said['value'], '')}".strip()


def _picked(item: Values, picks: list[Values]) -> str:
    ticked = [pick["choice"] for pick in picks if pick["state"] == "ticked"]
    if item["kind"] == "single":
        texts = {one["key"]: one["text"] for one in item["choices"]}
        return texts.get(ticked[0], "") if ticked else "Nothing chosen"
    told = f"{len(ticked)} of {counted(len(item['choices']), 'choice', 'choices')} ticked"
    marked = sum(pick["state"] == "not_applicable" for pick in picks)
    return f"{told}, {marked} not applicable" if marked else told


def _kept_back(role: str) -> Saying:
    shown = "Shown once every role has answered"
    return Saying(role=role, standing="answered", said="Answered", words=shown, by="")


def _saying(role: str, answer: Values, item: Values, values: Values) -> Saying:
    standing = answer["standing"]
    told = [answer["text"], answer["reason"], answer["note"], *_decided(answer)]
    return Saying(
        role=role,
        standing=standing,
        said=STANDINGS.get(standing) or said_words(item, answer, values),
        words=" ".join(part for part in told if part),
        by=f"{answer['by']}, {unbroken(day(answer['at']))}",
    )


def _decided(answer: Mapping[str, str]) -> list[str]:
    told = []
    if answer["refused"]:
        told.append(f"Refused by a reviewer: {answer['refusal']}")
    if answer["approved"]:
        told.append("Approved by a reviewer.")
    if answer["unconfirmed"]:
        told.append("Said to an older version of the question, and not confirmed since.")
    return told
