"""The choices of a question: `- [ ] Text {#key score=0.5}`, each with what stands below it.

Right below a choice its text goes on. After a blank line, or as a list, what is indented belongs to
it: bullets that begin with `Help:` or `Improvement:` lead on or say what to do where it is not
ticked, all else describes it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import dedent

from assessments.importers.base import Problems
from assessments.importers.nodes import URL
from assessments.importers.pages.attributes import entry_of
from assessments.importers.pages.entries import Entry
from assessments.importers.pages.keys import CHOICE_KEY, Keys, check_length
from assessments.importers.pages.lists import Item, Line, item_at
from assessments.importers.wording import one_line, quoted
from assessments.spec import ChoiceSpec, ResourceSpec

HELP, IMPROVEMENT = "Help", "Improvement"

_BOX = re.compile(r"\[([ xX])\](?:\s+(.*))?")
_LEADS_ON = re.compile(rf"({HELP}|{IMPROVEMENT}):\s+(.+)")
_LINK = re.compile(r"\[([^\[\]]*)\]\((\S*)\)")
_ATTRIBUTES = ("key", "score", "none")
MAX_CHOICES = 200
"""Choices of one question at most."""


@dataclass(slots=True)
class _Choice:
    """A choice as it was read: its words, and the lines that are indented below it."""

    line: int
    words: list[str]
    below: list[Line] = field(default_factory=list)


def first_choice(lines: Sequence[Line]) -> int | None:
    """The number of the line of the first choice; None where there is none."""
    return next((line.number for line in lines if _box(item_at(line))), None)


def choices_of(lines: Sequence[Line], problems: Problems) -> tuple[ChoiceSpec, ...]:
    """The choices on these lines, in order."""
    keys = Keys("choice", problems, CHOICE_KEY)
    found = _cut(lines, problems)
    if len(found) > MAX_CHOICES:
        message = f"The question has {len(found):,} choices; {MAX_CHOICES} is the most."
        problems.add(found[0].line, message, "Ask several questions.")
    return tuple(_made(choice, keys, problems) for choice in found[:MAX_CHOICES])


def _box(item: Item | None) -> re.Match[str] | None:
    return _BOX.fullmatch(item.text) if item is not None and item.indent == 0 else None


def _cut(lines: Sequence[Line], problems: Problems) -> list[_Choice]:
    """The lines, each given to its choice; what belongs to none is noted."""
    choices: list[_Choice] = []
    gap = False
    for line in lines:
        item = item_at(line)
        box = _box(item)
        if box is not None:
            choices.append(_Choice(line.number, [box[2] or ""]))
            _check_box(line, box, problems)
        elif not line.text.strip():
            gap = True
            if choices and choices[-1].below:
                choices[-1].below.append(line)
            continue
        else:
            _continue(choices, line, item, gap=gap, problems=problems)
        gap = False
    return choices


def _check_box(line: Line, box: re.Match[str], problems: Problems) -> None:
    if box[1] != " ":
        problems.add(line.number, "A choice cannot be ticked on the page.", "Write `- [ ]`.")


def _continue(
    choices: list[_Choice], line: Line, item: Item | None, *, gap: bool, problems: Problems
) -> None:
    indented = line.text[0].isspace()
    if choices and indented and (choices[-1].below or gap or item is not None or line.fenced):
        choices[-1].below.append(line)
    elif choices and item is None and not gap and not line.fenced:
        choices[-1].words.append(line.text)
    elif item is not None:
        problems.add(line.number, "This is not a choice.", "Write `- [ ] Text`.")
    else:
        problems.add(line.number, "This stands below the choices.", "Put it above them, as help.")


def _made(choice: _Choice, keys: Keys, problems: Problems) -> ChoiceSpec:
    entry = entry_of(choice.line, one_line(" ".join(choice.words)), _ATTRIBUTES, problems)
    description, found = _parted(choice.below)
    return ChoiceSpec(
        key=keys.take(entry, entry.text),
        text=entry.text,
        description=description,
        score=_score(entry, problems),
        none_of_these=_none_of_these(entry, problems),
        help=tuple(_resource(line, text, problems) for line, word, text in found if word == HELP),
        improvement=tuple(
            _resource(line, text, problems) for line, word, text in found if word == IMPROVEMENT
        ),
    )


def _parted(below: Sequence[Line]) -> tuple[str, list[tuple[int, str, str]]]:
    """The description, and the bullets that lead on: the line, their word and the rest."""
    kept: list[str] = []
    found = []
    for line in below:
        item = item_at(line)
        leads = _LEADS_ON.fullmatch(item.text) if item is not None else None
        if leads is None:
            kept.append(line.text.rstrip())
        else:
            found.append((line.number, leads[1], leads[2].strip()))
    return dedent("\n".join(kept)).strip("\n"), found


def _resource(line: int, text: str, problems: Problems) -> ResourceSpec:
    link = _LINK.fullmatch(text)
    if link is None:
        return ResourceSpec(url=text) if URL.fullmatch(text) else ResourceSpec(text)
    check_length(problems, line, "url", link[2])
    if link[2] and not URL.fullmatch(link[2]):
        problems.add(line, f"{quoted(link[2])} is no address.", "Write it with http or https.")
    return ResourceSpec(link[1].strip(), link[2])


def _score(entry: Entry, problems: Problems) -> float | None:
    if "score" not in entry.attributes:
        return None
    return share(entry.line, entry.attributes["score"], problems)


def share(line: int, written: str, problems: Problems) -> float:
    """The share from 0 to 1 that is written there; a problem where it is none."""
    try:
        found = float(written)
    except ValueError:
        found = math.nan
    if 0 <= found <= 1:
        return found
    problems.add(line, f"{quoted(written)} cannot be a score.", "Write a share from 0 to 1.")
    return 0.0


def _none_of_these(entry: Entry, problems: Problems) -> bool:
    written = entry.attributes.get("none", "no")
    if written not in ("yes", "no"):
        hint = "Write none=yes for a choice that stands for none of the others."
        problems.add(entry.line, f"{quoted(written)} has no meaning here.", hint)
    return written == "yes"
