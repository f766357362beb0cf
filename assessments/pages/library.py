"""The library of frameworks: one row for each framework and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.importers import importers
from assessments.models import Assessment, Framework
from assessments.models.framework import FrameworkQuerySet
from assessments.pages.framework_lint import Tally
from organizations.models import User

SHOWN = 3
"""Assessments named in a row; of the others the number is said."""


def format_words() -> dict[str, str]:
    """What people call each format, by its name."""
    return {importer.name: importer.label for importer in importers()}


@dataclass(frozen=True, slots=True)
class Row:
    """A framework: its newest version, how many older ones there are, and who uses which."""

    framework: Framework
    questions: int
    older: int
    used: Sequence[Assessment]

    @property
    def shown(self) -> Sequence[Assessment]:
        """The first few that use it."""
        return self.used[:SHOWN]

    @property
    def more(self) -> int:
        """How many others use it."""
        return max(len(self.used) - SHOWN, 0)

    @property
    def tally(self) -> Tally:
        """Its marks in numbers, notes aside."""
        return Tally(self.framework.lint_errors, self.framework.lint_warnings)


def rows(frameworks: Iterable[Framework], *, visible: FrameworkQuerySet, user: User) -> list[Row]:
    """A row for each of `forms.library.newest`, in two queries."""
    found = list(frameworks)
    same = visible.filter(key__in={one.key for one in found})
    versions: dict[tuple[int | None, str, str], list[int]] = defaultdict(list)
    for pk, owner, key, language in same.values_list(
        "pk", "organization_id", "key", "language"
    ).order_by("-imported_at", "-pk"):
        versions[(owner, key, language)].append(pk)
    ids = [pk for group in versions.values() for pk in group]
    used: dict[int, list[Assessment]] = defaultdict(list)
    mine = Assessment.objects.visible_to(user).filter(framework__in=ids).with_subject()
    for assessment in mine:
        used[assessment.framework_id].append(assessment)
    return [
        _row(one, versions[(one.organization_id, one.key, one.language)], used) for one in found
    ]


def _row(framework: Framework, versions: Sequence[int], used: dict[int, list[Assessment]]) -> Row:
    using = [one for pk in versions for one in used.get(pk, ())]
    asked: int = framework.question_count  # type: ignore[attr-defined]  # annotated by `newest`
    return Row(framework, asked, len(versions) - 1, using)
