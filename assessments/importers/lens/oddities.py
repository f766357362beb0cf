"""What is odd about a lens and is read all the same: limits, characters, unknown keys, habits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from assessments.importers.base import Problem
from assessments.importers.nodes import Node
from assessments.importers.wording import one_line
from assessments.lens_limits import (
    ID,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST,
    strange_in_title,
)
from assessments.spec import LENGTHS

MOST_READ = {
    "pillars": 100,
    "questions": 1_000,
    "choices": 100,
    "riskRules": 20,
    "additionalResources": 50,
    "content": 50,
}
"""Things in one list at most: far more than a lens may have, and little enough to handle."""

PLACES_EACH = 20
"""Places that one oddity is told of; then only how many further ones there are."""
MOST_WARNINGS = 500

_TYPOGRAPHIC = re.compile("[\u201c\u201d\u201e\u2018\u201a\ufb00-\ufb06]")


MISSING = ("This is missing or empty.", "Every such part needs one.")


@dataclass(frozen=True, slots=True)
class Habits:
    """What runs through a lens and is said of it once: how often, and where first."""

    _found: dict[str, list[Node]] = field(default_factory=dict)

    def note(self, habit: str, node: Node) -> None:
        """It is so here too."""
        self._found.setdefault(habit, []).append(node)

    def count(self, habit: str) -> int:
        """How often it was noted."""
        return len(self._found.get(habit, ()))

    def tell(self, habit: str, message: str) -> None:
        """Warn of it at its first place, if it was noted; `{n}` in the message is how often."""
        for node in self._found.get(habit, ())[:1]:
            node.warn(message.format(n=self.count(habit)))


def listed_within(node: Node, key: str) -> Iterator[Node]:
    """The objects of a list; a problem where it holds more than can be handled."""
    if not _too_many(node.get(key), key):
        yield from node.objects(key)


def optional_within(node: Node, key: str) -> Iterator[Node]:
    """The same for what may be missing: what is no list or no object is left, with a warning."""
    found = node.get(key)
    if found.value is not None and not isinstance(found.value, list):
        found.warn("This was not read: a list is expected.")
    if not isinstance(found.value, list) or _too_many(found, key):
        return
    for entry in node.items(key):
        if isinstance(entry.value, dict):
            yield entry
        else:
            entry.warn("This was not read: an object with named fields is expected.")


def _too_many(found: Node, key: str) -> bool:
    count = len(found.value) if isinstance(found.value, list) else 0
    if count > MOST_READ[key]:
        found.refuse(f"{count:,} stand here; {MOST_READ[key]:,} is the most that is read.")
    elif count > MOST[key]:
        found.warn(f"More than {MOST[key]} stand here, the most that AWS takes.")
    return count > MOST_READ[key]


def warn_of_unknown(node: Node, known: Collection[str], read: Collection[str] = ()) -> None:
    """A warning for each key that the format does not have, `read` those that were read anyway."""
    for key in node.value:
        if key not in known:
            what = "was read all the same" if key in read else "is kept for an export"
            node.get(key).warn(f"A lens has no “{key[:80]}” here; it {what}.")


def warn_of_id(node: Node, written: str) -> None:
    """A warning where AWS would not take the id."""
    if not ID.fullmatch(written):
        node.get("id").warn("AWS takes 3 to 128 letters, digits and underscores as an id.")


def missing(found: Node) -> bool:
    """Whether nothing stands there, or nothing but white space."""
    return found.value is None or (isinstance(found.value, str) and not found.value.strip())


def title(node: Node, key: str, noun: str, habits: Habits) -> str:
    """The title, on one line, cut to what can be stored; a problem where there is none."""
    found = node.get(key)
    text = one_line(node.text(key))
    if missing(found):
        found.refuse(*MISSING)
    _warn_of_number(found)
    if isinstance(found.value, str) and found.value != text:
        found.warn("Spaces or line ends in this title are more than one would see.")
    if len(text) > LONGEST_TITLE:
        found.warn(f"This has over {LONGEST_TITLE} characters, the most that AWS takes.")
    strange = strange_in_title(text)
    if strange:
        found.warn(f"AWS does not take these characters in a title: {' '.join(strange)}")
    return _stored(found, text, LENGTHS[noun], habits)


def prose(node: Node, key: str, habits: Habits) -> str:
    """A text of several lines, as it stands but for white space around it."""
    found = node.get(key)
    text = node.text(key)
    _warn_of_number(found)
    if len(text) > LONGEST_TEXT:
        found.warn(f"This has over {LONGEST_TEXT:,} characters, the most that AWS takes.")
    return _stored(found, text, len(text), habits)


def _stored(found: Node, text: str, most: int, habits: Habits) -> str:
    if _TYPOGRAPHIC.search(text):
        habits.note("typographic", found)
    if len(text) <= most:
        return text
    found.warn(f"Only the first {most:,} characters are shown; an export has all of them.")
    return f"{text[: most - 1]}…"


def _warn_of_number(found: Node) -> None:
    if isinstance(found.value, int | float) and not isinstance(found.value, bool):
        found.warn("This is a number; it was read as a text.")


def condensed(warnings: Sequence[Problem]) -> tuple[Problem, ...]:
    """The warnings, each oddity at its first places only, and how many further places it has."""
    told: Counter[str] = Counter()
    kept: list[Problem] = []
    for warning in warnings:
        told[warning.message] += 1
        if told[warning.message] <= PLACES_EACH and len(kept) < MOST_WARNINGS:
            kept.append(warning)
    kept += [
        Problem(None, f"In {count - PLACES_EACH:,} further places: {message}")
        for message, count in told.items()
        if count > PLACES_EACH
    ][:MOST_WARNINGS]
    beside = sum(told.values()) - len(kept)
    cut = len(told) > MOST_WARNINGS and beside > 0
    return (*kept, Problem(None, "There are more oddities than are listed.")) if cut else (*kept,)
