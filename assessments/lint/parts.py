"""What is wrong with questions and sections beside their rules. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from assessments.lint.found import Found, shortened
from assessments.spec import (
    Extra,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    SectionSpec,
)

_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)


def of_framework(spec: FrameworkSpec) -> Iterator[Found]:
    """Every mark on the framework itself: its scale, and where it leads."""
    yield from _of_levels(spec.levels)
    homepage = (ResourceSpec(url=spec.homepage),) if spec.homepage else ()
    yield from of_addresses(homepage, spec.extra)


def of_question(question: QuestionSpec) -> Iterator[Found]:
    """Every mark on a question's own parts."""
    if question.kind in ("single", "multiple"):
        yield from _of_choices(question)
    if question.kind == "number":
        yield from _of_bands(question)
    yield from _of_levels(question.levels)
    yield from of_addresses(question.resources, question.extra)


def of_section(section: SectionSpec) -> Iterator[Found]:
    """Every mark on a section itself."""
    asked = section.questions or section.children or section.expected_evidence
    told = section.guidance or section.points or section.resources or section.cloud_services
    if not asked and not told and not section.responsibilities:
        fix = "Leave it out, or say what belongs there."
        yield Found("section-empty", f"“{section.title}” holds nothing.", fix=fix)
    yield from of_addresses(section.resources, section.extra)


def asked_twice(spec: FrameworkSpec) -> dict[str, Found]:
    """By the key of a question that asks what one before it asks, the mark.

    Under one title, catalogs ask for different things: what the help says counts as well.
    """
    first: dict[str, str] = {}
    found = {}
    for question in spec.questions():
        words = " ".join(f"{question.text}\n{question.help}".casefold().split())
        if words in first:
            message = f"“{question.text}” is asked by “{first[words]}” already."
            found[question.key] = Found("question-twice", message, fix="Leave one of them out.")
        first.setdefault(words, question.key)
    return found


def of_addresses(
    resources: Iterable[ResourceSpec], extra: Extra, choice: str = ""
) -> Iterator[Found]:
    """A mark for each address that leads nowhere, read or kept for its format."""
    for url in dict.fromkeys([*(one.url for one in resources if one.url), *_kept(extra)]):
        if not _ADDRESS.fullmatch(url):
            yield Found("url-odd", f"{_oddity(url)}.", shortened(url), _mended(url), choice)


def _oddity(url: str) -> str:
    """What is odd about an address that leads nowhere."""
    if not url.strip():
        return "There is an empty address"
    if _ADDRESS.fullmatch(url.strip()):
        return "There are spaces around an address"
    if _SCHEME.match(url.strip()):
        return "There are spaces in an address" if " " in url.strip() else "An address has no host"
    return "An address begins with neither https:// nor http://"


def _mended(url: str) -> str:
    if _ADDRESS.fullmatch(url.strip()):
        return f"Write {shortened(url)}"
    return "Write it whole, with https://, or leave it out." if url.strip() else "Leave it out."


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


def _of_levels(levels: Sequence[LevelSpec]) -> Iterator[Found]:
    missing = [level for level in levels if not level.description]
    if missing and len(missing) < len(levels):
        words = ", ".join(f"{level.value} ({shortened(level.name, 40)})" for level in missing)
        message = f"These levels have no description: {words}."
        yield Found("levels-incomplete", message, fix="Describe every level, or none.")


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
