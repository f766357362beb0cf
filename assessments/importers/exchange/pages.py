"""A folder of practice pages with a `framework.yaml`, which says what they are parts of.

The file gives the facts, the scale, roles, groups and the tree; where it says `page: backups.md`,
the practice on that page comes in. Without sections of its own it takes every page, by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from assessments.importers.archive import Archive
from assessments.importers.base import ImportRefused
from assessments.importers.exchange.fields import Fields, text_at
from assessments.importers.exchange.framework import Head, head_of
from assessments.importers.exchange.sections import SectionReader
from assessments.importers.nodes import Document, Node
from assessments.importers.pages.framework import Around
from assessments.importers.practice_markdown import PageRead, PracticeMarkdown, page_within
from assessments.importers.wording import listed, quoted
from assessments.spec import TEAM, FrameworkSpec, RoleSpec, SectionSpec

FILES = ("framework.yaml", "framework.yml", "framework.json")
"""What the file beside the pages is called."""

_ABOUT_THE_FOLDER = ("readme", "license", "licence", "changelog", "contributing", "notice")
"""Names of Markdown files that are no pages unless they are placed."""


class Folder:
    """The pages of an archive, read as the file beside them asks for them."""

    def __init__(self, archive: Archive, fields: Fields) -> None:
        self._members = archive.members
        self._fields = fields
        self._document = fields.node.document
        self._head = head_of(fields)
        self._read: dict[str, PageRead] = {}

    def framework(self) -> FrameworkSpec:
        """The whole framework; what is wrong with it is noted in the document's problems."""
        placed = self._placed()
        self._read_pages(placed)
        roles = self._roles(placed)
        reader = SectionReader(self._head.known(roles), self._paged)
        if self._fields.has("sections"):
            sections = reader.sections(self._fields, "sections")
        else:
            sections = tuple(self._read[name].practice for name in placed if name in self._read)
            for name in placed:
                if name in self._read:
                    reader.take_keys(self._read[name].practice, self._page(name))
        order = [role.key for role in roles]
        sections = tuple(_in_order(section, order) for section in sections)
        return replace(self._head.spec, roles=roles, sections=sections)

    def left_out(self) -> tuple[str, ...]:
        """What else the archive holds, in sentences; once the framework is read."""
        others = [name for name in self._members if name not in (*self._read, *FILES)]
        facts = [name for name, page in self._read.items() if page.has_facts]
        said = []
        if others:
            said.append(f"Files that are no pages of the framework: {listed(others)}.")
        if facts:
            said.append(f"The front matter of these pages, but for levels: {listed(facts)}.")
        return tuple(said)

    def _placed(self) -> dict[str, Node]:
        """The pages that have a place, in order, and where; a page without one is a problem."""
        pages = [name for name in self._members if name.lower().endswith(PracticeMarkdown.suffixes)]
        if not self._fields.has("sections"):
            return {name: self._page(name) for name in pages if not _is_about_folder(name)}
        placed = {}
        for node in _page_nodes(self._fields.node.get("sections")):
            name = text_at(node, needed=True)
            if name in placed:
                node.refuse(f"The page {quoted(name)} has a place already.", "Leave one out.")
            elif name in self._members:
                placed[name] = node
            elif name.strip():
                hint = f"Its pages are: {listed(pages)}." if pages else ""
                node.refuse(f"There is no page {quoted(name)} in the archive.", hint)
        for name in pages:
            if name not in placed and not _is_about_folder(name):
                hint = f"Write `page: {name}` where it belongs, or leave the file out."
                self._page(name).refuse("This page has no place in the framework.", hint)
        return placed

    def _read_pages(self, names: Iterable[str]) -> None:
        around = _around(self._head)
        for name in names:
            try:
                self._read[name] = page_within(self._members[name], around)
            except ImportRefused as refused:
                for problem in refused.problems:
                    self._document.problems.add(problem.line, problem.message, problem.hint, name)

    def _roles(self, names: Iterable[str]) -> tuple[RoleSpec, ...]:
        """The roles of the file, then those of the pages, each once."""
        roles = {role.key: role for role in _around(self._head).roles}
        for name in names:
            for role in self._read[name].roles if name in self._read else ():
                known = roles.setdefault(role.key, role)
                if known.name != role.name:
                    self._page(name).refuse(
                        f"The role {quoted(role.key)} is called {quoted(role.name)} here and "
                        f"{quoted(known.name)} elsewhere.",
                        "Call it the same, or give it another key.",
                    )
        return tuple(roles.values()) if roles or self._head.says_roles else (TEAM,)

    def _paged(self, node: Node) -> tuple[SectionSpec, Node] | None:
        found = self._read.get(node.value) if isinstance(node.value, str) else None
        return (found.practice, self._page(node.value)) if found else None

    def _page(self, name: str) -> Node:
        """The page as a place for problems."""
        return Document(name, self._document.problems, self._document.warnings).root(None)


def _around(head: Head) -> Around:
    groups = tuple(group.key for group in head.spec.groups)
    return Around(head.spec.levels, head.spec.roles if head.says_roles else (), groups)


def _is_about_folder(name: str) -> bool:
    return PurePosixPath(name).stem.lower() in _ABOUT_THE_FOLDER


def _page_nodes(sections: Node) -> Iterator[Node]:
    """Every `page` in a list of sections and below, in order."""
    entries = sections.value if isinstance(sections.value, list) else []
    for at, entry in enumerate(entries):
        node = sections.get(at)
        if node.has("page"):
            yield node.get("page")
        elif isinstance(entry, dict):
            yield from _page_nodes(node.get("children"))


def _in_order(section: SectionSpec, roles: list[str]) -> SectionSpec:
    """The section with the roles of each question in the framework's order."""
    return replace(
        section,
        children=tuple(_in_order(child, roles) for child in section.children),
        questions=tuple(
            replace(question, roles=tuple(sorted(question.roles, key=roles.index)))
            for question in section.questions
        ),
    )
