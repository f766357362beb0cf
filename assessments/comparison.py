"""What changed between two versions of a framework: new, changed, gone, moved. Pure.

A section or question is the same thing in both where its key is, else its id in its own format,
else the reference its publisher prints; a choice where its key is, within its question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from assessments.pairing import Node, Pair, paired, rising
from assessments.part_words import FACTS, OF_CHOICE, OF_QUESTION, OF_SECTION, Getters, Whole
from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec, SectionSpec
from assessments.word_diff import Run, word_diff


class Change(StrEnum):
    """What became of a part, the first that holds."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Field:
    """Something said of a part that is said differently now."""

    name: str
    before: str
    after: str

    @property
    def runs(self) -> tuple[Run, ...]:
        """The difference word by word."""
        return word_diff(self.before, self.after)


Part = TypeVar("Part", SectionSpec, QuestionSpec, ChoiceSpec)


@dataclass(frozen=True, slots=True)
class Difference(Generic[Part]):
    """One part in both versions; one of them is None where it is new or gone.

    `within` is the key of the section it stands in now, or stood in; for a choice that of its
    question. `moved_from` is the title of the place it stood in before, or a word on its order;
    empty where it stayed. `choices` are those of a question.
    """

    before: Part | None
    after: Part | None
    within: str
    fields: tuple[Field, ...] = ()
    moved_from: str = ""
    choices: tuple[Difference[ChoiceSpec], ...] = ()

    @property
    def part(self) -> Part:
        """The part as it is now, or as it was where it is gone."""
        found = self.after or self.before
        if found is None:
            raise ValueError("A difference has a part on one side at least.")
        return found

    @property
    def change(self) -> Change:
        """What became of it."""
        if self.before is None:
            return Change.NEW
        if self.after is None:
            return Change.GONE
        if self.fields or any(one.change is not Change.SAME for one in self.choices):
            return Change.CHANGED
        return Change.MOVED if self.moved_from else Change.SAME


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a framework, part by part.

    `facts` is what changed in the framework itself. Parts come in the order of the newer version,
    those that are gone at the end.
    """

    facts: tuple[Field, ...]
    sections: tuple[Difference[SectionSpec], ...]
    questions: tuple[Difference[QuestionSpec], ...]

    def counts(self) -> Mapping[str, Mapping[Change, int]]:
        """How many `sections`, `questions` and `choices` became what."""
        choices = [choice for question in self.questions for choice in question.choices]
        return {
            "sections": Counter(one.change for one in self.sections),
            "questions": Counter(one.change for one in self.questions),
            "choices": Counter(one.change for one in choices),
        }

    @property
    def same(self) -> bool:
        """Whether nothing changed that this comparison looks at."""
        changes = {one.change for one in self.sections} | {one.change for one in self.questions}
        return not self.facts and changes <= {Change.SAME}


def compare(before: FrameworkSpec, after: FrameworkSpec) -> Comparison:
    """What changed from one version to the other."""
    old, new = list(before.walk()), list(after.walk())
    both = paired(old, new)
    called = {was.key: now.key for was, now in both if was and now}
    titles = {section.key: section.title for section in old}
    above = _Homes(_above(before), _above(after), called, titles)
    asked = paired(list(before.questions()), list(after.questions()))
    homes = _Homes(_homes(before), _homes(after), called, titles)
    return Comparison(
        facts=tuple(_fields(before, after, FACTS)),
        sections=tuple(_differences(both, old, above, OF_SECTION)),
        questions=tuple(
            replace(one, choices=_choices(one.before, one.after))
            for one in _differences(asked, list(before.questions()), homes, OF_QUESTION)
        ),
    )


def pairs(before: FrameworkSpec, after: FrameworkSpec) -> dict[str, str]:
    """The key of each question of the older version that is in the newer one, and its key there."""
    both = paired(list(before.questions()), list(after.questions()))
    return {old.key: new.key for old, new in both if old and new}


@dataclass(frozen=True, slots=True)
class _Homes:
    """Which section each part stood and stands in, what the older sections are called by now, and
    the older ones' titles; all by key, "" for the top."""

    before: Mapping[str, str]
    after: Mapping[str, str]
    called: Mapping[str, str]
    titles: Mapping[str, str]

    def within(self, old: Node | None, new: Node | None) -> str:
        """Where it stands, or stood where it is gone."""
        if new is not None:
            return self.after.get(new.key, "")
        return self.before.get(old.key, "") if old is not None else ""

    def moved_from(self, old: Node, new: Node, stayed: set[str]) -> str:
        """Where it stood before, in words; empty where it stayed."""
        was, is_now = self.before.get(old.key, ""), self.after.get(new.key, "")
        if self.called.get(was, was) != is_now:
            return f"from “{self.titles[was]}”" if was else "from the top"
        return "" if new.key in stayed else "to another place in the same section"


def _differences(
    both: Sequence[Pair[Node]],
    old: Sequence[Node],
    homes: _Homes,
    getters: Getters[Node],
) -> Iterable[Difference[Node]]:
    place = {one.key: at for at, one in enumerate(old)}
    groups: dict[str, list[tuple[int, str]]] = {}
    for was, now in both:
        if was and now:
            groups.setdefault(homes.within(was, now), []).append((place[was.key], now.key))
    stayed = {key for members in groups.values() for key in rising(members)}
    for was, now in both:
        yield Difference(
            before=was,
            after=now,
            within=homes.within(was, now),
            fields=tuple(_fields(was, now, getters)) if was and now else (),
            moved_from=homes.moved_from(was, now, stayed) if was and now else "",
        )


def _choices(
    old: QuestionSpec | None, new: QuestionSpec | None
) -> tuple[Difference[ChoiceSpec], ...]:
    if old is None or new is None:
        return ()
    known = {choice.key: choice for choice in old.choices}
    place = {key: at for at, key in enumerate(known)}
    kept = [(place[choice.key], choice.key) for choice in new.choices if choice.key in known]
    stayed = set(rising(kept))
    there = [_choice(known.get(choice.key), choice, new.key, stayed) for choice in new.choices]
    left = known.keys() - {choice.key for choice in new.choices}
    return (*there, *(Difference(known[key], None, new.key) for key in known if key in left))


def _choice(
    old: ChoiceSpec | None, new: ChoiceSpec, question: str, stayed: set[str]
) -> Difference[ChoiceSpec]:
    if old is None:
        return Difference(None, new, question)
    moved = "" if new.key in stayed else "to another place among the choices"
    return Difference(old, new, question, tuple(_fields(old, new, OF_CHOICE)), moved)


def _fields(old: Whole, new: Whole, getters: Getters[Whole]) -> Iterable[Field]:
    for name, get in getters.items():
        before, after = get(old), get(new)
        if before != after:
            yield Field(name, before, after)


def _above(spec: FrameworkSpec) -> dict[str, str]:
    return {child.key: section.key for section in spec.walk() for child in section.children}


def _homes(spec: FrameworkSpec) -> dict[str, str]:
    return {question.key: section.key for section in spec.walk() for question in section.questions}
