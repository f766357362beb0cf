"""Two versions of a framework side by side, and what a move between them would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from assessments.carry_over import Fate
from assessments.comparison import Change, Comparison, Difference, Field
from assessments.models import Framework
from assessments.move_plan import Carried, Plan
from assessments.pages import words
from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec, SectionSpec

CHANGES = (Change.NEW, Change.CHANGED, Change.MOVED, Change.GONE)
"""What is shown; what stayed the same is only counted."""

WORDS = {
    Change.NEW: "new",
    Change.GONE: "gone",
    Change.CHANGED: "changed",
    Change.MOVED: "moved",
    Change.SAME: "the same",
}

FATES = {
    Fate.CARRIES: "carry over",
    Fate.CONFIRM: "need confirming",
    Fate.LEFT: "are left behind",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One part that changed: what it is called, what became of it, and how."""

    title: str
    ref: str
    kind: str
    change: Change
    moved: str
    fields: Sequence[Field]
    choices: Sequence[Row] = ()

    @property
    def words(self) -> str:
        """“changed, moved from “Watching””."""
        said = WORDS[self.change]
        if not self.moved:
            return said
        return (
            f"moved {self.moved}" if self.change is Change.MOVED else f"{said}, moved {self.moved}"
        )


@dataclass(frozen=True, slots=True)
class Group:
    """What changed in one section: itself first, then its questions."""

    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Count:
    """How many parts became what, of one kind, as a link can filter by it."""

    change: Change
    words: str
    sections: int
    questions: int
    choices: int


def counts(comparison: Comparison) -> list[Count]:
    """How many sections, questions and choices became what."""
    found = comparison.counts()
    return [
        Count(
            change,
            WORDS[change],
            found["sections"].get(change, 0),
            found["questions"].get(change, 0),
            found["choices"].get(change, 0),
        )
        for change in (*CHANGES, Change.SAME)
    ]


def groups(
    comparison: Comparison, before: FrameworkSpec, after: FrameworkSpec, only: str
) -> list[Group]:
    """What changed, section by section in the newer version's order; `only` is a kind of change."""
    titles = {one.key: one.title for one in (*before.walk(), *after.walk())}
    wanted = {only} if only in {*CHANGES} else {*CHANGES}
    rows: dict[str, list[Row]] = {}
    for section in comparison.sections:
        if section.change in wanted:
            rows.setdefault(section.part.key, []).append(_section(section))
    for question in comparison.questions:
        if question.change in wanted:
            rows.setdefault(question.within, []).append(_question(question))
    order = {one.part.key: place for place, one in enumerate(comparison.sections)}
    return [Group(titles[key], rows[key]) for key in sorted(rows, key=lambda key: order[key])]


def _section(found: Difference[SectionSpec]) -> Row:
    kind = found.part.kind.replace("_", " ")
    return Row(found.part.title, found.part.ref, kind, found.change, found.moved_from, found.fields)


def _question(found: Difference[QuestionSpec]) -> Row:
    return Row(
        title=found.part.text,
        ref=found.part.ref,
        kind="question",
        change=found.change,
        moved=found.moved_from,
        fields=found.fields,
        choices=[_choice(one) for one in found.choices if one.change is not Change.SAME],
    )


def _choice(found: Difference[ChoiceSpec]) -> Row:
    return Row(found.part.text, "", "choice", found.change, found.moved_from, found.fields)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that does not simply carry over."""

    question: str
    ref: str
    role: str
    by: str
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class Moving:
    """What a move would do, as its page says it."""

    counts: Mapping[str, int]
    confirm: Sequence[Answered]
    left: Sequence[Answered]
    asked_anew: int

    @property
    def total(self) -> int:
        """How many answers there are."""
        return sum(self.counts.values())


def moving(plan: Plan) -> Moving:
    """The plan as a page shows it; one query."""
    told = [*plan.of(Fate.CONFIRM), *plan.of(Fate.LEFT)]
    prefetch_related_objects([one.answer for one in told], "question__choices")
    return Moving(
        counts={FATES[fate]: plan.counts[fate] for fate in Fate},
        confirm=[_answered(one, plan.assessment.framework) for one in plan.of(Fate.CONFIRM)],
        left=[_answered(one, plan.assessment.framework) for one in plan.of(Fate.LEFT)],
        asked_anew=sum(one.change is Change.NEW for one in plan.comparison.questions),
    )


def _answered(carried: Carried, framework: Framework) -> Answered:
    answer = carried.answer
    return Answered(
        question=answer.question.text,
        ref=answer.question.ref,
        role=answer.role.name,
        by=str(answer.said_by),
        said=words.said(answer, answer.question, framework),
        why=carried.outcome.why,
    )
