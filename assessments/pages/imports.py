"""The preview of an import: what would come in, and how it stands to what is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.actions.frameworks import Preview
from assessments.comparison import Change, compare
from assessments.framework_spec import spec_of
from assessments.importers import importers
from assessments.models import Framework
from assessments.pages.framework_lint import Lint, Place
from assessments.pages.frameworks import is_small

FEW = 5
"""Oddities that are shown open; more of them are folded away."""

DOCUMENTATION = {
    "plumbline": "The complete format: everything a framework can hold. A zip of practice pages "
    "has a framework.yaml at its top and a Markdown page for each practice.",
    "aws-custom-lens": "A lens as the AWS Well-Architected Tool exports it, version 2021-11-01.",
    "ciso-assistant": "A library file with a requirement tree; of several frameworks or languages "
    "in it you choose one.",
    "azure-checklist": "A checklist of Azure reviews, with the guid of each item.",
    "owasp-samm": "A zip of the model: its folders of YAML files, business functions and below.",
    "oscal-catalog": "A catalog of controls. Profiles and plans are other things.",
    "practice-markdown": "Best practices, questions, roles, expected evidence and cloud services "
    "under headings.",
    "practice-text": "A web page saved as text; menus and the like are left out.",
}
"""What each format is, in a sentence or two, by its importer's name."""

HOMES = {
    "aws-custom-lens": "https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-custom.html",
    "ciso-assistant": "https://github.com/intuitem/ciso-assistant-community",
    "azure-checklist": "https://github.com/Azure/review-checklists",
    "owasp-samm": "https://owaspsamm.org/model/",
    "oscal-catalog": "https://pages.nist.gov/OSCAL/",
}
"""Where each format of others is described."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read: what it is called, how its files end, and what it is."""

    label: str
    suffixes: str
    limit: int
    text: str
    url: str


def formats() -> list[Format]:
    """Every format, in the order in which importers are asked."""
    return [
        Format(
            one.label,
            ", ".join(one.suffixes),
            one.max_bytes,
            DOCUMENTATION.get(one.name, ""),
            HOMES.get(one.name, ""),
        )
        for one in importers()
    ]


@dataclass(frozen=True, slots=True)
class Against:
    """How what would come in differs from the newest version that is there: how many questions
    and choices are new, changed, moved or gone."""

    framework: Framework
    questions: Mapping[Change, int]
    choices: Mapping[Change, int]
    same: bool

    @property
    def told(self) -> Sequence[tuple[str, int, int]]:
        """The word, the questions and the choices of each change that there is."""
        changes = (Change.NEW, Change.CHANGED, Change.MOVED, Change.GONE, Change.SAME)
        many = [
            (change, self.questions.get(change, 0), self.choices.get(change, 0))
            for change in changes
        ]
        return [
            ("the same" if change is Change.SAME else str(change), questions, choices)
            for change, questions, choices in many
            if questions or choices
        ]


def against(found: Preview) -> Against | None:
    """The comparison with the newest version there is; None where it would be the first."""
    if not found.versions or found.existing:
        return None
    newest = found.versions[0]
    comparison = compare(spec_of(newest), found.spec)
    counts = comparison.counts()
    return Against(newest, counts["questions"], counts["choices"], comparison.same)


def lint_of(found: Preview) -> Lint:
    """The marks of what would come in."""
    return Lint([mark.values() for mark in found.marks])


def place_of(found: Preview, base: str, query: str) -> Place:
    """Where the preview's outline stands."""
    return Place(base, query, is_small(found.spec))
