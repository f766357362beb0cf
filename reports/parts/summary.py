"""What the report shows, in words and in a few figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from charts import words
from reports.document import Drop, Expected, Fact, Question, RoleCoverage, Section, Summary
from reports.exhibits import Signal
from reports.parts import findings
from reports.parts.sections import RATINGS
from reports.parts.values import Values, counted, day, kind

MOST = 0.5
"""From this share of the whole gap, a section has most of it."""

HALF_STEP = 0.05
"""Levels are shown to one decimal: a smaller difference is none."""


def summary(
    values: Values,
    sections: Sequence[Section],
    signals: Iterable[Signal],
    expected: Sequence[Expected],
) -> Summary:
    """The leading sentences, those that follow, and the figures beside them."""
    overall = values["overall"]
    return Summary(
        lead=tuple(part for part in (_levels(overall), _where(sections)) if part),
        further=tuple(_further(values)),
        facts=tuple(_facts(overall, list(signals), expected)),
    )


def roles(values: Values) -> tuple[RoleCoverage, ...]:
    """Each role that is asked something."""
    return tuple(
        RoleCoverage(
            name=role["name"],
            people=", ".join(role["people"]) or "Nobody has this role",
            asked=role["asked"],
            answered=role["answered"],
        )
        for role in values["roles"]
        if role["asked"]
    )


def expected(values: Values) -> tuple[Expected, ...]:
    """What the framework asks for, and whether it is there."""
    titles = {section["key"]: section["title"] for section in values["sections"]}
    states = {
        (True, True): ("accepted", "Accepted and in force"),
        (True, False): ("submitted", "There, but not accepted and in force"),
        (False, False): ("missing", "Missing"),
    }
    return tuple(
        Expected(
            title=item["title"],
            kind=kind(item["kind"]),
            section=titles[item["section"]],
            state=states[item["held"], item["accepted"]][0],
            words=states[item["held"], item["accepted"]][1],
        )
        for item in values["expected"]
    )


def forecast(values: Values) -> tuple[Drop, ...]:
    """The days on which the proven level falls if nothing is renewed."""
    return tuple(
        Drop(on=day(item["on"]), proven=item["proven"], evidence=item["evidence"])
        for item in values["forecast"]
    )


def _levels(overall: Values) -> str:
    claimed, proven = overall["claimed"], overall["proven"]
    if claimed is None:
        return "Nothing has been claimed yet, so nothing is proven."
    if claimed - (proven or 0.0) < HALF_STEP:
        return f"The team claims {words.level(claimed)} and can prove all of it."
    return f"The team claims {words.level(claimed)} and can prove {words.level(proven)}."


def _where(sections: Sequence[Section]) -> str:
    """Where the gap is, and what holds it open there."""
    charted = [section for section in sections if section.questions]
    whole = sum(section.gap for section in charted)
    if whole < HALF_STEP:
        return ""
    widest = max(charted, key=lambda section: section.gap)
    share = "Most of the gap" if widest.gap / whole >= MOST else "The widest gap"
    cause = max(widest.questions, key=lambda one: _openness(one, widest)).cause
    return f"{share} is in “{widest.name}”{f', where {cause}' if cause else ''}."


def _openness(question: Question, section: Section) -> float:
    """What a question adds to its section's gap: one that nobody answered adds the claim of
    the others, for it counts 0 in proven and is left out of claimed."""
    return (section.claimed or 0.0) if question.state == "unanswered" else question.gap


def _further(values: Values) -> Iterable[str]:
    overall, before = values["overall"], values["previous"]
    if before and before["overall"]["proven"] is not None and overall["proven"] is not None:
        yield _moved(overall["proven"] - before["overall"]["proven"], before)
    missing = overall["asked"] - overall["answered"]
    if missing:
        yield (
            f"{counted(missing, 'answer is', 'answers are')} still missing"
            f" of {overall['asked']}; a question that nobody answers counts 0 in proven."
        )
    yield from _at_risk(values)
    yield from findings.told(values)
    if values["disagreements"]:
        found = counted(len(values["disagreements"]), "question", "questions")
        yield f"The roles lie two levels or more apart on {found}."
    for drop in values["forecast"][:1]:
        yield (
            f"Unless {drop['evidence']} is renewed, the proven level falls"
            f" to {words.level(drop['proven'])} on {day(drop['on'])}."
        )


def _at_risk(values: Values) -> Iterable[str]:
    """How many questions stand at high risk, where the framework speaks of risk by rules."""
    if not any(question["rules"] for question in values["questions"]):
        return
    risks = values["overall"]["risks"]
    claimed, proven = risks["claimed"]["high"], risks["proven"]["high"]
    said = counted(claimed, "question is", "questions are")
    yield f"By what is claimed, {said} at high risk; by what is proven, {proven}."


def _moved(difference: float, before: Values) -> str:
    since = f"Since milestone {before['number']} of {day(before['published_at'])} the proven level"
    if abs(difference) < HALF_STEP:
        return f"{since} has not moved."
    verb = "rose" if difference > 0 else "fell"
    return f"{since} {verb} by {words.level(abs(difference))}."


def _facts(
    overall: Values, signals: Sequence[Signal], expected: Sequence[Expected]
) -> Iterable[Fact]:
    yield Fact(words.share(overall["coverage"]), f"of {overall['asked']} answers are given")
    if overall["gated"] is not None:
        yield Fact(str(overall["gated"]), "is the level that every section proves")
    if overall["rating"] is not None:
        rating = overall["rating"]
        yield Fact(rating, f"{RATINGS[rating]}, as ISO/IEC 33020 rates the proven level")
    if expected:
        there = sum(item.state == "accepted" for item in expected)
        yield Fact(f"{there} of {len(expected)}", "artifacts asked for are accepted and in force")
    if signals:
        passing = sum(signal.state == "pass" for signal in signals)
        yield Fact(f"{passing} of {len(signals)}", "signals pass")
    if overall["proven_with_waivers"] != overall["proven"]:
        yield Fact(words.level(overall["proven_with_waivers"]), "is proven with waivers")
