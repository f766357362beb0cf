"""What the lint says of a framework, as pages show it: by code, by place, and in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.lint import CODES, Severity
from assessments.spec import FrameworkSpec

Values = Mapping[str, str]
"""A mark as `assessments.lint.Mark.values` gives it."""

STATES = {Severity.ERROR: "fail", Severity.WARNING: "warn", Severity.NOTE: "dont_know"}
"""The shape of each severity; its word stands beside it."""

SHOWN = 5
"""Places that are told of one thing; the others are folded away."""

PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an outline is shown, so that a mark can lead there: the address of its page, what
    the address carries along as `?…`, and whether all of the framework stands on that page."""

    base: str
    query: str
    whole: bool

    def of_section(self, key: str) -> str:
        """The page of one section."""
        return f"{self.base}sections/{key}/{self.query}"

    def leading_to(self, mark: Values) -> str:
        """The part that the mark is on; empty for the framework itself."""
        section, question = mark["section"], mark["question"]
        if not section:
            return ""
        part = f"#q-{question}" if question else f"#s-{section}"
        page = f"{self.base}{self.query}" if self.whole else self.of_section(section)
        return page + part


@dataclass(frozen=True, slots=True)
class Tally:
    """How many marks of each severity."""

    errors: int = 0
    warnings: int = 0
    notes: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.errors + other.errors, self.warnings + other.warnings, self.notes + other.notes
        )

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.errors or self.warnings or self.notes)

    @property
    def told(self) -> Sequence[tuple[str, str]]:
        """The state and the words of each severity that there is, the worst first."""
        numbers = zip(Severity, (self.errors, self.warnings, self.notes), strict=True)
        return [
            (STATES[severity], f"{many:,} {severity if many == 1 else PLURALS[severity]}")
            for severity, many in numbers
            if many
        ]


@dataclass(frozen=True, slots=True)
class Marked:
    """One mark: the titles of what it is on, and the address that leads there."""

    mark: Values
    titles: Sequence[str]
    url: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that marks say in the same words, of one place or of many."""

    marks: Sequence[Marked]

    @property
    def mark(self) -> Values:
        """The words: those of each of them."""
        return self.marks[0].mark

    @property
    def shown(self) -> Sequence[Marked]:
        """The first few places."""
        return self.marks[:SHOWN]

    @property
    def more(self) -> Sequence[Marked]:
        """The other places."""
        return self.marks[SHOWN:]


@dataclass(frozen=True, slots=True)
class Group:
    """All marks of one code; `state` is its severity's shape."""

    code: str
    severity: str
    state: str
    title: str
    why: str
    marks: Sequence[Marked]

    @property
    def said(self) -> Sequence[Saying]:
        """Its marks, those in the same words together."""
        found: dict[tuple[str, ...], list[Marked]] = defaultdict(list)
        for one in self.marks:
            found[tuple(one.mark[part] for part in ("message", "example", "fix"))].append(one)
        return [Saying(marks) for marks in found.values()]


@dataclass(frozen=True)
class Lint:
    """The marks of one framework, in its order."""

    marks: Sequence[Values]

    @cached_property
    def _by_question(self) -> Mapping[str, Sequence[Values]]:
        found: dict[str, list[Values]] = defaultdict(list)
        for mark in self.marks:
            found[mark["question"]].append(mark)
        return found

    @property
    def tally(self) -> Tally:
        """All of them, in numbers."""
        return tally_of(self.marks)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """Those of each section and its own questions, by the section's key."""
        found: dict[str, Tally] = defaultdict(Tally)
        for mark in self.marks:
            found[mark["section"]] += tally_of([mark])
        return found

    def on(self, section: str) -> Sequence[Values]:
        """Those on the section itself."""
        return [mark for mark in self._by_question.get("", ()) if mark["section"] == section]

    def of_question(self, key: str) -> Sequence[Values]:
        """Those on a question or its choices."""
        return self._by_question.get(key, ())

    def only(self, severity: str, code: str) -> Lint:
        """Those of this severity and code; an empty word is any."""
        return Lint(
            [
                mark
                for mark in self.marks
                if mark["severity"] == (severity or mark["severity"])
                and mark["code"] == (code or mark["code"])
            ]
        )

    def groups(self, spec: FrameworkSpec, place: Place) -> list[Group]:
        """By code: errors first, then in the order in which codes are told in docs/lint.md."""
        titles = _titles(spec)
        found: dict[str, list[Values]] = defaultdict(list)
        for mark in self.marks:
            found[mark["code"]].append(mark)
        made = [_group(code, marks, titles, place) for code, marks in found.items()]
        order = list(CODES)
        worst = list(Severity)
        return sorted(
            made,
            key=lambda group: (
                worst.index(Severity(group.severity)),
                order.index(group.code) if group.code in CODES else len(order),
            ),
        )


def _group(code: str, marks: Sequence[Values], titles: Mapping[str, str], place: Place) -> Group:
    known, severity = CODES.get(code), Severity(marks[0]["severity"])
    return Group(
        code=code,
        severity=severity,
        state=STATES[severity],
        title=known.title if known else code,
        why=known.why if known else "",
        marks=[_marked(mark, titles, place) for mark in marks],
    )


def _marked(mark: Values, titles: Mapping[str, str], place: Place) -> Marked:
    parts = (
        f"s-{mark['section']}",
        f"q-{mark['question']}",
        f"c-{mark['question']}/{mark['choice']}",
    )
    known = [titles[part] for part in parts if part in titles]
    return Marked(mark, known, place.leading_to(mark))


def _titles(spec: FrameworkSpec) -> Mapping[str, str]:
    found = {f"s-{one.key}": f"{one.ref} {one.title}".strip() for one in spec.walk()}
    for question in spec.questions():
        found[f"q-{question.key}"] = f"{question.ref} {question.text}".strip()
        found |= {f"c-{question.key}/{one.key}": one.text for one in question.choices}
    return found


def tally_of(marks: Iterable[Values]) -> Tally:
    """These marks in numbers."""
    severities = [mark["severity"] for mark in marks]
    return Tally(*(severities.count(severity) for severity in Severity))
