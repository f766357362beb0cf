"""From a page to a framework: one practice, with its best practices below it.

Both formats of practice pages end here: keys are given, the references `roles=` and `of=` are
followed, and what is missing or comes twice is noted with its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from assessments.importers.base import Problems
from assessments.importers.pages.entries import Entry, Group, Page
from assessments.importers.pages.evidence import cloud_services_of, expected_evidence_of
from assessments.importers.pages.keys import Keys, check_length
from assessments.importers.pages.parts import Part
from assessments.importers.pages.questions import (
    Askable,
    home_of,
    questions_of,
    ref_of,
    weight_of,
)
from assessments.importers.wording import fold, quoted, slug
from assessments.spec import (
    BEST_PRACTICE,
    DEFAULT_LEVELS,
    LENGTHS,
    PRACTICE,
    FrameworkSpec,
    LevelSpec,
    ResponsibilitySpec,
    RoleSpec,
    SectionSpec,
)

_NEEDED = {
    Part.QUESTIONS: "The page has no questions.",
    Part.ROLES: "The page has no roles, so nobody could be asked.",
}
MAX_THINGS = 2_000
"""Best practices, questions, choices, roles, artifacts, services and so on, on one page at most."""

Spec = TypeVar("Spec")


@dataclass(frozen=True, slots=True)
class Around:
    """What the framework gives a page that is one of several: its scale, its roles, its groups."""

    levels: tuple[LevelSpec, ...] = DEFAULT_LEVELS
    roles: tuple[RoleSpec, ...] = ()
    groups: tuple[str, ...] = ()


def framework_of(page: Page, facts: FrameworkSpec, problems: Problems) -> FrameworkSpec:
    """The framework that the page describes; `facts` holds what is said about it as a whole.

    An empty key or title in `facts` is taken from the page. Raises ImportRefused with everything
    in `problems`, what is found here included.
    """
    practice, roles = practice_of(page, problems)
    title = facts.title or practice.title
    return replace(
        facts,
        key=facts.key or slug(title, LENGTHS["key"]) or "practice-page",
        title=title,
        roles=roles,
        sections=(practice,),
    )


def practice_of(
    page: Page, problems: Problems, around: Around | None = None
) -> tuple[SectionSpec, tuple[RoleSpec, ...]]:
    """The practice on the page, and the roles that the page itself names.

    Where it is one page `around` others it may be without questions, and name roles of the
    framework. Raises ImportRefused with everything in `problems`.
    """
    things = _count(page)
    if things > MAX_THINGS:
        problems.add(None, f"The page lists {things:,} things; {MAX_THINGS:,} is the most.")
        problems.refuse_if_any()
    _check_parts(page, {} if around else _NEEDED, problems)
    known = around or Around()
    roles = _roles(page.roles, known.roles, problems)
    practice = _practice(page, roles, known, problems)
    problems.refuse_if_any()
    return practice, roles


def _check_parts(page: Page, needed: Mapping[Part, str], problems: Problems) -> None:
    if page.title is None:
        problems.add(None, "The page has no title.", "Write it at the top of the page.")
    for part in (*needed, *(part for part in page.parts if part not in needed)):
        if not page.things(part):
            missing = needed.get(part, f"Nothing is listed under {quoted(part.value)}.")
            problems.add(page.parts.get(part), missing, f"List it under {quoted(part.value)}.")


def _askable(roles: Iterable[RoleSpec], around: Around) -> Askable:
    """Every role that questions can name, in the framework's order, and those asked by default."""
    own = [role.key for role in roles]
    known = list(dict.fromkeys([*(role.key for role in around.roles), *own]))
    usual = [key for key in known if key in own] if own else known
    return Askable(known, usual, around.groups)


def _practice(
    page: Page, roles: tuple[RoleSpec, ...], around: Around, problems: Problems
) -> SectionSpec:
    title = page.title or Entry(1, "Practice")
    keys = Keys("section", problems)
    key = keys.take(title, title.text)
    homes = [keys.take(group.heading, group.heading.text) for group in page.best_practices]
    asked = [home_of(question.heading, homes, problems) for question in page.questions]
    wanted = [home_of(entry, homes, problems) for entry in page.evidence]
    made = questions_of(page.questions, _askable(roles, around), problems)
    if made and not made[0].roles:
        problems.add(page.questions[0].heading.line, "There are no roles that could be asked.")
    questions = list(zip(asked, made, strict=True))
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
                _best_practice(home, group, problems),
                questions=_at(home, questions),
                expected_evidence=_at(home, evidence),
            )
            for home, group in zip(homes, page.best_practices, strict=True)
        ),
        questions=_at("", questions),
        responsibilities=_responsibilities([role.key for role in roles], page.roles, problems),
        expected_evidence=_at("", evidence),
        cloud_services=cloud_services_of(page.services, problems),
        weight=weight_of(title, problems),
        ref=ref_of(title, problems),
    )


def _best_practice(key: str, group: Group, problems: Problems) -> SectionSpec:
    return SectionSpec(
        kind=BEST_PRACTICE,
        key=key,
        title=group.heading.text,
        guidance=group.guidance,
        points=tuple(bullet.text for bullet in group.bullets),
        weight=weight_of(group.heading, problems),
        ref=ref_of(group.heading, problems),
    )


def _at(home: str, specs: Iterable[tuple[str, Spec]]) -> tuple[Spec, ...]:
    return tuple(spec for where, spec in specs if where == home)


def _roles(
    groups: list[Group], known: Iterable[RoleSpec], problems: Problems
) -> tuple[RoleSpec, ...]:
    """The roles on the page; one that is called as a known role is that role."""
    keys = Keys("role", problems)
    by_name = {fold(role.name): role for role in known}
    by_key = {role.key: role for role in known}
    roles = []
    for group in groups:
        heading = group.heading
        same = by_name.get(fold(heading.text))
        if same and "key" not in heading.attributes:
            heading = replace(heading, attributes={"key": same.key})
        role = RoleSpec(keys.take(heading, heading.text), heading.text)
        other = by_key.get(role.key, role)
        if other.name != role.name:
            message = f"The role {quoted(role.key)} is called {quoted(other.name)} elsewhere."
            problems.add(heading.line, message, "Call it the same, or give it another key.")
        roles.append(role)
    return tuple(roles)


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
    flat += sum(len(one.choices) + len(one.rules) + len(one.bands) for one in page.questions)
    return flat + sum(1 + len(group.bullets) for group in groups)
