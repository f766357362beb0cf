"""Requirements as sections and questions, so that a page of the questionnaire is a fair size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assessments.importers.ciso.questions import Asker, said_of, title_of
from assessments.importers.ciso.tree import Requirement, walk_asking
from assessments.importers.ciso.words import Words
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.wording import fold, shortened
from assessments.spec import LENGTHS, FrameworkSpec, QuestionSpec, SectionSpec

FULL_PAGE = 30
"""A requirement with those below it is one section while they ask at most so many questions."""

_WORDS = {
    "function": "function",
    "fonction": "function",
    "category": "category",
    "categorie": "category",
    "kategorie": "category",
    "family": "family",
    "famille": "family",
    "pillar": "pillar",
    "pilier": "pillar",
}
"""What a heading begins or ends with, and the kind of section that it names."""
_PUBLISHERS = (
    (re.compile("nist-(?:csf|privacy)|ccb-c(?:ff|yfun)"), ("function", "category")),
    (re.compile("sp-800-(?:53|82)|nist-800-171|fedramp"), ("family",)),
)
"""How publishers call the depths of frameworks whose headings do not say it."""


class Layout:
    """Places the requirements of one framework; sections get keys of their own."""

    def __init__(self, facts: FrameworkSpec, words: Words, asker: Asker) -> None:
        self._facts = facts
        self._words = words
        self._asker = asker
        self._keys = ForeignKeys()
        self._kinds: Sequence[str] = next(
            (kinds for found, kinds in _PUBLISHERS if found.search(facts.source_id.lower())), ()
        )

    def sections(self, top: Sequence[Requirement]) -> tuple[SectionSpec, ...]:
        """The sections at the top. Single requirements between them share a section."""
        runs = list(_runs(top))
        several = len([run for run in runs if _single(run[0])]) > 1
        made = []
        for run in runs:
            if _single(run[0]):
                made.append(self._shared(run, several=several))
            else:
                made += [self._section(one, 1) for one in run]
        return tuple(made)

    def _shared(self, run: Sequence[Requirement], *, several: bool) -> SectionSpec:
        first, last = (title_of(run[at], LENGTHS["section"]) for at in (0, -1))
        refs = [one.ref for one in (run[0], run[-1]) if one.ref]
        title = self._facts.title
        if several:
            title = first if first == last else " – ".join(refs or (first, last))
        return SectionSpec(
            kind="section",
            key=self._keys.take(f"{run[0].id}-and-more" if several else self._facts.key),
            title=shortened(title, LENGTHS["section"]),
            questions=tuple(self._asked(run)),
        )

    def _section(self, one: Requirement, depth: int) -> SectionSpec:
        key = self._keys.take(one.id)
        own = self._asker.questions(one, apart=True)
        if _fits(one):
            row, deeper = list(walk_asking(one.asking)), []
        else:
            row = [child for child in one.asking if _single(child)]
            deeper = [child for child in one.asking if not _single(child)]
        return SectionSpec(
            kind=self._kind(one, depth),
            key=key,
            title=title_of(one, LENGTHS["section"]),
            guidance=said_of(one, self._words, titled=LENGTHS["section"]),
            questions=(*own, *self._asked(row)),
            children=tuple(self._section(child, depth + 1) for child in deeper),
            ref=shortened(one.ref, LENGTHS["reference"]),
            source_id=one.urn[: LENGTHS["source id"]],
        )

    def _asked(self, row: Sequence[Requirement]) -> Iterator[QuestionSpec]:
        for one in row:
            yield from self._asker.questions(one, apart=False)

    def _kind(self, one: Requirement, depth: int) -> str:
        if one.assessable:
            return "requirement"
        words = fold(f"{one.ref} {one.name}").split()
        named = [_WORDS[word] for word in (*words[:1], *words[-1:]) if word in _WORDS]
        if named:
            return named[0]
        return self._kinds[depth - 1] if depth <= len(self._kinds) else "section"


def _single(one: Requirement) -> bool:
    """Whether it asks one question, and nothing below it asks any."""
    return one.asks == one.total == 1


def _fits(one: Requirement) -> bool:
    """Whether the requirement and all below it share a page: few, and without headings."""
    below = walk_asking(one.asking)
    return one.assessable and one.total <= FULL_PAGE and all(other.asks for other in below)


def _runs(top: Sequence[Requirement]) -> Iterator[list[Requirement]]:
    """Neighbours that are all single requirements, or none of them."""
    run: list[Requirement] = []
    for one in top:
        if run and _single(run[-1]) is not _single(one):
            yield run
            run = []
        run.append(one)
    if run:
        yield run
