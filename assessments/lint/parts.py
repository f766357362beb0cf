"""What is wrong with questions and sections beside their rules. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from assessments.lint.rules import Found
from assessments.spec import (
    Extra,
    FrameworkSpec,
    QuestionSpec,
    ResourceSpec,
    SectionSpec,
)

_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def of_question(question: QuestionSpec) -> Iterator[Found]:
    """Every mark on a question's own parts."""
    if question.kind in ("single", "multiple"):
        yield from _of_choices(question)
    if question.kind == "number":
        yield from _of_bands(question)
    described = [level.description for level in question.levels]
    if any(described) and not all(described):
        missing = ", ".join(str(one.value) for one in question.levels if not one.description)
        message = f"These levels have no description: {missing}."
        yield Found("levels-incomplete", message, fix="Describe every level, or none.")
    yield from of_addresses(question.resources, question.extra)


def of_section(section: SectionSpec) -> Iterator[Found]:
    """Every mark on a section itself."""
    holds = section.questions or section.children or section.guidance or section.expected_evidence
    if not holds and not section.responsibilities:
        fix = "Leave it out, or say what belongs there."
        yield Found("section-empty", f"“{section.title}” holds nothing.", fix=fix)
    yield from of_addresses(section.resources, section.extra)


def asked_twice(spec: FrameworkSpec) -> dict[str, Found]:
    """By the key of a question that asks what one before it asks, the mark."""
    first: dict[str, str] = {}
    found = {}
    for question in spec.questions():
        words = " ".join(question.text.casefold().split())
        if words in first:
            message = f"“{question.text}” is asked by “{first[words]}” already."
            found[question.key] = Found("question-twice", message, fix="Leave one of them out.")
        first.setdefault(words, question.key)
    return found


def of_addresses(
    resources: Iterable[ResourceSpec], extra: Extra, choice: str = ""
) -> Iterator[Found]:
    """A mark for each address that leads nowhere, read or kept for its format."""
    odd = [one.url for one in resources if one.url and not _ADDRESS.fullmatch(one.url)]
    for url in dict.fromkeys([*odd, *(url for url in _kept(extra) if not _ADDRESS.fullmatch(url))]):
        shown = f"“{url[:120]}”" if url.strip() else "An empty address"
        fix = "Write it whole, with https://, or leave it out."
        yield Found("url-odd", f"{shown} leads nowhere.", "", fix, choice)


def _kept(value: Any) -> Iterator[str]:
    """Every address in what a format keeps of its own."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and str(key).casefold() == "url":
                yield part
            else:
                yield from _kept(part)
    elif isinstance(value, list):
        for part in value:
            yield from _kept(part)


def _of_choices(question: QuestionSpec) -> Iterator[Found]:
    if not question.choices:
        yield Found("choices-missing", "There is nothing to choose from.", fix="Add choices.")
        return
    texts = Counter(" ".join(choice.text.casefold().split()) for choice in question.choices)
    for choice in question.choices:
        if texts[" ".join(choice.text.casefold().split())] > 1:
            message = f"“{choice.text}” stands here more than once."
            yield Found("choices-alike", message, "", "Say how they differ.", choice.key)
        yield from of_addresses((*choice.help, *choice.improvement), choice.extra, choice.key)
    unscored = all(choice.score is None for choice in question.choices)
    if question.kind == "single" and unscored:
        yield Found("choice-unscored", "No choice has a score.", fix="Give each one from 0 to 1.")
    if question.kind == "multiple" and not question.rules:
        fix = "Write risk rules, or give the choices scores."
        yield Found("rules-missing", "It has no risk rules.", fix=fix)


def _of_bands(question: QuestionSpec) -> Iterator[Found]:
    if not question.bands:
        fix = "Say from which number on the answer claims what."
        yield Found("bands-missing", "Nothing says which number is good.", fix=fix)
    starts = [band.at_least for band in question.bands]
    rising = all(low is None or (high is not None and low < high) for low, high in pairwise(starts))
    if not rising or None in starts[1:]:
        yield Found(
            "bands-not-rising", "The bands do not rise.", fix="Order them from the lowest on."
        )
