"""Groups and controls as sections, statements as questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from assessments.importers.catalog.links import Links
from assessments.importers.catalog.parameters import Parameters
from assessments.importers.catalog.props import entries, is_withdrawn, label_of, text_of
from assessments.importers.catalog.prose import (
    STATEMENT,
    as_prose,
    guiding_parts,
    parts_of,
    testing_parts,
)
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.wording import fold, one_line, shortened
from assessments.plain_text import plain_text
from assessments.spec import LENGTHS, PRACTICE, TEAM, QuestionSpec, SectionSpec

_ENOUGH = 4_000
"""Characters of a text that are looked at to make one line of it."""


@dataclass(slots=True)
class Passed:
    """What was passed over in a catalog: controls, and parts that say how to test one."""

    withdrawn: int = 0
    testing: int = 0


def controls_in(node: Node) -> Iterator[Node]:
    """Every control of the catalog, group or control, at any depth."""
    for control in entries(node, "controls"):
        yield control
        yield from controls_in(control)
    for group in entries(node, "groups"):
        yield from controls_in(group)


class Layout:
    """Places the groups and controls of a catalog, and counts what it passes over."""

    def __init__(self, parameters: Parameters, links: Links) -> None:
        self.passed = Passed()
        self._parameters = parameters
        self._links = links
        self._sections = ForeignKeys()
        self._questions = ForeignKeys()

    def sections(self, above: Node) -> tuple[SectionSpec, ...]:
        """The controls and groups of a catalog or group; what asks nothing is left out."""
        controls = [self._practice(control) for control in entries(above, "controls")]
        groups = [self._family(group) for group in entries(above, "groups")]
        return tuple(section for section in (*controls, *groups) if section is not None)

    def _family(self, group: Node) -> SectionSpec | None:
        """A group. Where its controls have nothing but statements, they are its own questions."""
        own_id = one_line(text_of(group, "id"))
        title = _line(group, "title") or label_of(group) or own_id or "Group"
        key = self._sections.take(own_id, title=title)
        controls = list(entries(group, "controls"))
        questions: tuple[QuestionSpec, ...] = ()
        if controls and not any(map(_has_more, controls)):
            questions = tuple(asked for control in controls for asked in self._asked(control))
            below = [self._family(child) for child in entries(group, "groups")]
            children = tuple(family for family in below if family is not None)
        else:
            children = self.sections(group)
        if not questions and not children:
            return None
        return SectionSpec(
            kind="family",
            key=key,
            title=shortened(title, LENGTHS["section"]),
            guidance=as_prose(guiding_parts(group), self._parameters),
            children=children,
            questions=questions,
            resources=self._links.resources(group),
            ref=shortened(label_of(group), LENGTHS["reference"]),
            source_id=own_id[: LENGTHS["source id"]],
        )

    def _practice(self, control: Node) -> SectionSpec | None:
        """A control, which asks what its statement and its enhancements say."""
        own_id = one_line(text_of(control, "id"))
        title = _line(control, "title") or _ref(control) or "Control"
        key = self._sections.take(own_id, title=title)
        questions = tuple(self._asked(control, apart=True))
        if not questions:
            return None
        return SectionSpec(
            kind=PRACTICE,
            key=key,
            title=shortened(title, LENGTHS["section"]),
            guidance=self._guidance(control),
            questions=questions,
            resources=self._links.resources(control),
            ref=_ref(control),
            source_id=own_id[: LENGTHS["source id"]],
        )

    def _asked(self, control: Node, *, apart: bool = False) -> Iterator[QuestionSpec]:
        """The questions of a control and of the enhancements below it.

        `apart` says that the control is a section of its own, which gives its guidance.
        """
        statements = parts_of(control, STATEMENT)
        enhancements = list(entries(control, "controls"))
        self.passed.testing += testing_parts(control)
        if is_withdrawn(control):
            self.passed.withdrawn += 1
        elif statements or not enhancements:
            yield self._question(control, statements, apart=apart)
        for enhancement in enhancements:
            yield from self._asked(enhancement)

    def _question(self, control: Node, statements: Sequence[Node], *, apart: bool) -> QuestionSpec:
        own_id = one_line(text_of(control, "id"))
        said = as_prose(statements, self._parameters)
        title = _line(control, "title")
        text = title
        if not title or _names_only(control, title):
            text = self._first_line(statements) or title or _ref(control) or "Control"
        alone = text != title and "\n" not in said and len(said) <= LENGTHS["question"]
        to_set = self._parameters.to_set(control)
        help_ = [
            "" if alone else said, to_set, "" if apart else self._guidance(control),
        ]  # fmt: skip
        return QuestionSpec(
            key=self._questions.take(own_id, title=text),
            text=shortened(text, LENGTHS["question"]),
            roles=(TEAM.key,),
            help="\n\n".join(filter(None, help_)),
            resources=() if apart else self._links.resources(control),
            ref=_ref(control),
            source_id=own_id[: LENGTHS["source id"]],
        )

    def _first_line(self, statements: Sequence[Node]) -> str:
        """What the statements say above their items, on one line."""
        prose = " ".join(map(self._parameters.inserted, statements))
        return one_line(plain_text(prose[:_ENOUGH]))

    def _guidance(self, control: Node) -> str:
        said = as_prose(guiding_parts(control), self._parameters)
        return "\n\n".join(filter(None, (said, self._links.related(control))))


def _ref(control: Node) -> str:
    return shortened(label_of(control) or one_line(text_of(control, "id")), LENGTHS["reference"])


def _line(node: Node, key: str) -> str:
    return one_line(plain_text(text_of(node, key)[:_ENOUGH]))


def _has_more(control: Node) -> bool:
    """Whether the control has guidance or enhancements beside its statement."""
    return any(entries(control, "controls")) or bool(guiding_parts(control))


def _names_only(control: Node, title: str) -> bool:
    """Whether the title says hardly more than the number of the control, such as `Control: A-1`."""
    words = set(fold(title).split())
    if not any(map(str.isdigit, chain.from_iterable(words))):
        return False
    names = (fold(name).split() for name in (text_of(control, "id"), label_of(control)))
    return any(
        words.issuperset(name) and len(words.difference(name)) <= 1
        for name in names
        if any(word.isdigit() for word in name)
    )
