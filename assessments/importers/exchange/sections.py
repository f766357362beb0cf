"""The tree of sections, with all that stands in each."""

from __future__ import annotations

from collections.abc import Callable

from assessments.importers.exchange import words
from assessments.importers.exchange.fields import Fields, Taken, expected, refuse_unknown
from assessments.importers.exchange.questions import Known, QuestionReader, resources
from assessments.importers.nodes import Node
from assessments.importers.wording import quoted
from assessments.spec import (
    ARTIFACT_KINDS,
    SECTION_KINDS,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    ResponsibilitySpec,
    SectionSpec,
)

Paged = Callable[[Node], tuple[SectionSpec, Node] | None]
"""Gives the section of the page that is named there, and the place to name for what is wrong with
it; None, with a problem, where there is none."""


def no_pages(node: Node) -> None:
    """There are no pages beside a file that comes alone."""
    node.refuse(
        "There are no pages beside this file.",
        "Import the folder as a zip archive, with its pages in it.",
    )


class SectionReader:
    """Reads sections; keys of sections and questions are unique in the framework."""

    def __init__(self, known: Known, paged: Paged = no_pages) -> None:
        self._known = known
        self._paged = paged
        self._taken = Taken("section")
        self._questions = QuestionReader(known)

    def sections(self, fields: Fields, name: str) -> tuple[SectionSpec, ...]:
        """The sections in this list, with all below them."""
        found = (self._section(node) for node in fields.items(name))
        return tuple(section for section in found if section is not None)

    def take_keys(self, section: SectionSpec, node: Node) -> None:
        """Take the keys of a section that came from a page, which is this node."""
        for one in section.walk():
            self._taken.take(one.key, node)
            for question in one.questions:
                self._questions.taken.take(question.key, node)

    def _section(self, node: Node) -> SectionSpec | None:
        if not isinstance(node.value, dict):
            expected(node, "An object with named fields")
            return None
        if not node.has("page"):
            return self._written(Fields(node, words.SECTION))
        Fields(node, words.PAGE)
        found = self._paged(node.get("page"))
        if found is None:
            return None
        self.take_keys(*found)
        return found[0]

    def _written(self, fields: Fields) -> SectionSpec:
        kind = fields.one_of("kind", SECTION_KINDS)
        key = fields.key()
        self._taken.take(key, fields.node.get("key"))
        return SectionSpec(
            kind=kind,
            key=key,
            title=fields.needed("title", "section"),
            guidance=fields.text("guidance"),
            points=fields.texts("points"),
            questions=tuple(
                self._questions.question(found)
                for found in fields.objects("questions", words.QUESTION)
            ),
            children=self.sections(fields, "children"),
            responsibilities=tuple(
                self._responsibility(found)
                for found in fields.objects("responsibilities", words.RESPONSIBILITY)
            ),
            expected_evidence=_expected_evidence(fields),
            cloud_services=_cloud_services(fields),
            weight=fields.weight(),
            resources=resources(fields, "resources"),
            ref=fields.text("ref", "reference"),
            source_id=fields.text("source_id", "source id"),
            extra=fields.extra(),
        )

    def _responsibility(self, fields: Fields) -> ResponsibilitySpec:
        role = fields.needed("role")
        if role.strip() and role not in self._known.roles:
            refuse_unknown(fields.node.get("role"), "role", role, self._known.roles)
        return ResponsibilitySpec(role, fields.needed("text", "responsibility"))


def _expected_evidence(fields: Fields) -> tuple[ExpectedEvidenceSpec, ...]:
    taken = Taken("expected artifact of this section")
    found = []
    for item in fields.objects("expected_evidence", words.EXPECTED_EVIDENCE):
        key = item.key()
        taken.take(key, item.node.get("key"))
        title = item.needed("title", "expected artifact")
        kind = item.one_of("kind", ARTIFACT_KINDS)
        found.append(ExpectedEvidenceSpec(key, title, kind, item.text("description")))
    return tuple(found)


def _cloud_services(fields: Fields) -> tuple[CloudServiceSpec, ...]:
    found: dict[tuple[str, str], CloudServiceSpec] = {}
    for item in fields.objects("cloud_services", words.CLOUD_SERVICE):
        provider = item.needed("provider", "provider")
        name = item.needed("name", "cloud service")
        if (provider, name) in found:
            item.node.refuse(f"The service {quoted(name)} of {provider[:80]} stands here already.")
        found[provider, name] = CloudServiceSpec(provider, name, item.text("purpose"))
    return tuple(found.values())
