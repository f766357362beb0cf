"""Lint: what is wrong with a framework's questions and rules, and how to mend it. Pure.

Every answer to a question with risk rules is tried, so a mark is a fact and comes with the smallest
example. docs/lint.md tells each code.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessments.lens_nodes import came_from_lens
from assessments.lint import lens
from assessments.lint.found import Found
from assessments.lint.marks import CODES, Code, Mark, Severity
from assessments.lint.parts import asked_twice, of_framework, of_question, of_section
from assessments.lint.rules import of_rules
from assessments.spec import FrameworkSpec, QuestionSpec, SectionSpec

__all__ = ["CODES", "Code", "Mark", "Severity", "lint"]


def lint(spec: FrameworkSpec) -> tuple[Mark, ...]:
    """Every mark, in the order of the framework. The limits of the AWS tool are held against
    frameworks that came from a lens, and against no other."""
    is_lens = came_from_lens(spec)
    twice = asked_twice(spec)
    marks = [found.at("", "") for found in of_framework(spec)]
    marks += (found.at("", "") for found in (lens.of_lens(spec) if is_lens else ()))
    for section in spec.walk():
        marks += (found.at(section.key, "") for found in _section(section, is_lens))
        for question in section.questions:
            found = [*_question(question, is_lens)]
            found += [twice[question.key]] if question.key in twice else []
            marks += (one.at(section.key, question.key) for one in found)
    return tuple(marks)


def _section(section: SectionSpec, is_lens: bool) -> Iterator[Found]:
    yield from of_section(section)
    if is_lens:
        yield from lens.of_pillar(section)


def _question(question: QuestionSpec, is_lens: bool) -> Iterator[Found]:
    if question.kind == "multiple" and question.rules:
        yield from of_rules(question)
    yield from of_question(question)
    if is_lens:
        yield from lens.of_question(question)
