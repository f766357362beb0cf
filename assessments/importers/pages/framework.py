"""From a page to a framework: one practice, with its best practices below it.

Both formats of practice pages end here: keys are given, the references `roles=` and `of=` are
followed, and what is missing or comes twice is noted with its line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Entry, Group, Page
from assessments.importers.pages.evidence import cloud_services_of, expected_evidence_of
from assessments.importers.pages.keys import Keys, check_length
from assessments.importers.pages.parts import Part
from assessments.importers.pages.questions import home_of, questions_of
from assessments.importers.wording import quoted, slug
from assessments.spec import (
    BEST_PRACTICE,
    LENGTHS,
    PRACTICE,
    FrameworkSpec,
    ResponsibilitySpec,
    RoleSpec,
    SectionSpec,
)

_NEEDED = {
    Part.QUESTIONS: "The page has no questions.",
    Part.ROLES: "The page has no roles, so nobody could be asked.",
}
MAX_THINGS = 2_000
"""Best practices, questions, roles, artifacts, services and their bullets on one page at most."""

Spec = TypeVar("Spec")


def framework_of(page: Page, facts: FrameworkSpec, problems: Problems) -> FrameworkSpec:
    """The framework that the page describes; `facts` holds what is said about it as a whole.

    An empty key or title in `facts` is taken from the page. Raises ImportRefused with everything
    in `problems`, what is found here included.
    """
    things = _count(page)
    if things > MAX_THINGS:
        problems.add(None, f"The page lists {things:,} things; {MAX_THINGS:,} is the most.")
        problems.refuse_if_any()
    _check_parts(page, problems)
    roles = _roles(page.roles, problems)
    practice = _practice(page, roles, problems)
    problems.refuse_if_any()
    title = facts.title or practice.title
    return replace(
        facts,
        key=facts.key or slug(title, LENGTHS["key"]) or "practice-page",
        title=title,
        roles=roles,
        sections=(practice,),
    )


def _check_parts(page: Page, problems: Problems) -> None:
    if page.title is None:
        problems.add(None, "The page has no title.", "Write it at the top of the page.")
    for part in (*_NEEDED, *(part for part in page.parts if part not in _NEEDED)):
        if not page.things(part):
            missing = _NEEDED.get(part, f"Nothing is listed under {quoted(part.value)}.")
            problems.add(page.parts.get(part), missing, f"List it under {quoted(part.value)}.")


def _practice(page: Page, roles: tuple[RoleSpec, ...], problems: Problems) -> SectionSpec:
    title = page.title or Entry(1, "Practice")
    keys = Keys("section", problems)
    key = keys.take(title, title.text)
    homes = [keys.take(group.heading, group.heading.text) for group in page.best_practices]
    asked = [home_of(question.heading, homes, problems) for question in page.questions]
    wanted = [home_of(entry, homes, problems) for entry in page.evidence]
    role_keys = [role.key for role in roles]
    questions = list(zip(asked, questions_of(page.questions, role_keys, problems), strict=True))
    evidence = list(zip(wanted, expected_evidence_of(page.evidence, problems), strict=True))
    for group in (*page.best_practices, *page.roles, *page.services):
        _check_bullets(group, problems)
    return SectionSpec(
        kind=PRACTICE,
        key=key,
        title=title.text,
        guidance=page.guidance,
        children=tuple(
            replace(
                _best_practice(home, group),
                questions=_at(home, questions),
                expected_evidence=_at(home, evidence),
            )
            for home, group in zip(homes, page.best_practices, strict=True)
        ),
        questions=_at("", questions),
        responsibilities=_responsibilities(role_keys, page.roles, problems),
        expected_evidence=_at("", evidence),
        cloud_services=cloud_services_of(page.services, problems),
    )


def _best_practice(key: str, group: Group) -> SectionSpec:
    return SectionSpec(
        kind=BEST_PRACTICE,
        key=key,
        title=group.heading.text,
        guidance=group.guidance,
        points=tuple(bullet.text for bullet in group.bullets),
    )


def _at(home: str, specs: Iterable[tuple[str, Spec]]) -> tuple[Spec, ...]:
    return tuple(spec for where, spec in specs if where == home)


def _roles(groups: list[Group], problems: Problems) -> tuple[RoleSpec, ...]:
    keys = Keys("role", problems)
    return tuple(
        RoleSpec(keys.take(group.heading, group.heading.text), group.heading.text)
        for group in groups
    )


def _responsibilities(
    roles: list[str], groups: list[Group], problems: Problems
) -> tuple[ResponsibilitySpec, ...]:
    found = []
    for role, group in zip(roles, groups, strict=True):
        for bullet in group.bullets:
            check_length(problems, bullet.line, "responsibility", bullet.text)
            found.append(ResponsibilitySpec(role, bullet.text))
    return tuple(found)


def _check_bullets(group: Group, problems: Problems) -> None:
    if not group.bullets:
        problems.add(
            group.heading.line,
            f"Nothing is listed under {quoted(group.heading.text)}.",
            "Write at least one line below it that begins with a bullet.",
        )


def _count(page: Page) -> int:
    groups = (*page.best_practices, *page.roles, *page.services)
    flat = len(page.questions) + len(page.evidence)
    return flat + sum(1 + len(group.bullets) for group in groups)
