"""The framework's tree with its levels: the gap by section, and a chapter for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.document import Question, Section
from reports.parts.values import Values, counted

RATINGS = {
    "N": "not achieved",
    "P": "partially achieved",
    "L": "largely achieved",
    "F": "fully achieved",
}


def sections(values: Values, questions: Sequence[Question]) -> tuple[Section, ...]:
    """Every section, in the order of the tree."""
    before = values["previous"]["sections"] if values["previous"] else {}
    depths = _depths(values["sections"])
    return tuple(
        Section(
            key=item["key"],
            anchor=f"section-{place}",
            number=_number(item["key"], questions),
            name=item["title"],
            depth=depths[item["key"]],
            proven=item["proven"],
            claimed=item["claimed"],
            change=change(item, before.get(item["key"])),
            facts=facts(item),
            guidance=item["guidance"],
            ref=item["ref"],
            questions=tuple(one for one in questions if one.section == item["key"]),
        )
        for place, item in enumerate(values["sections"], 1)
    )


def change(score: Values, before: Values | None) -> float | None:
    """How much the proven level rose since the milestone before; None where there is none."""
    if before is None or before["proven"] is None or score["proven"] is None:
        return None
    return float(score["proven"] - before["proven"])


def facts(score: Values) -> str:
    """What else is known of a section: "3 of 4 answers, partially achieved, gated level 1"."""
    told = [f"{score['answered']} of {counted(score['asked'], 'answer', 'answers')}"]
    if score["rating"] is not None:
        told.append(RATINGS[score["rating"]])
    if score["gated"] is not None:
        told.append(f"gated level {score['gated']}")
    return ", ".join(told)


def _depths(items: Sequence[Values]) -> Mapping[str, int]:
    """How many sections stand above each; parents come before their children."""
    depths: dict[str, int] = {}
    for item in items:
        depths[item["key"]] = depths[item["parent"]] + 1 if item["parent"] else 0
    return depths


def _number(key: str, questions: Sequence[Question]) -> str:
    """The part of its questions' numbers before the dot; empty where it has none of its own."""
    return next((one.number.split(".")[0] for one in questions if one.section == key), "")
