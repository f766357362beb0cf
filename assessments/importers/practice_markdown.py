"""Practice pages in Markdown (`.md`): the format to write a framework in.

The page is scanned line by line here, not rendered by the `markdown` package: an author needs the
line of whatever is wrong, and the package keeps none. What is scanned is a part of the syntax that
the package reads (headings with `#`, lists, `attr_list`), so a page looks right wherever Markdown
is shown. `docs/practice-page.md` describes the format for authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.importers.base import FIRST, Problems, Read, Wanted
from assessments.importers.pages import front_matter
from assessments.importers.pages.answers import asked
from assessments.importers.pages.attributes import entry_of
from assessments.importers.pages.blocks import Block, blocks_of
from assessments.importers.pages.entries import Entry, Group, Page
from assessments.importers.pages.framework import Around, framework_of, practice_of
from assessments.importers.pages.lists import Item, Line, items_in
from assessments.importers.pages.parts import Part, known_titles, part_titled
from assessments.importers.source_text import MAX_PAGE_BYTES, head_of, lines_of
from assessments.importers.wording import plain, quoted
from assessments.spec import (
    DEFAULT_LEVELS,
    FrameworkSpec,
    LevelSpec,
    RoleSpec,
    SectionSpec,
)

_KEY = ("key",)
_OF_SECTION = ("key", "ref", "weight")
_OF_QUESTION = ("key", "roles", "weight", "of", "kind", "ref", "tier", "unit", "groups")
_OF_EVIDENCE = ("key", "of")


class PracticeMarkdown:
    """The importer for practice pages in Markdown."""

    name = "practice-markdown"
    label = "Practice page, Markdown"
    suffixes = (".md", ".markdown")
    max_bytes = MAX_PAGE_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """By the name; a file with another name by a heading `##` that opens a known part."""
        if filename.lower().endswith(self.suffixes):
            return True
        headings = (line.removeprefix("##") for line in head_of(data) if line.startswith("## "))
        return any(part_titled(heading.partition("{")[0]) for heading in headings)

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The framework on the page. Raises ImportRefused with every problem and its line."""
        problems = Problems()
        page, facts, _ = _page(data, DEFAULT_LEVELS, problems)
        return Read(framework_of(page, facts, problems))


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that is one of several: its practice, the roles it names, and whether it has front
    matter."""

    practice: SectionSpec
    roles: tuple[RoleSpec, ...]
    has_facts: bool


def page_within(data: bytes, around: Around) -> PageRead:
    """The practice on a page of a folder. Raises ImportRefused with every problem and its line."""
    problems = Problems()
    page, facts, end = _page(data, around.levels, problems)
    if facts.levels != around.levels:
        hint = "Leave the levels out here."
        problems.add(1, "The page has another scale than its framework.", hint)
    practice, roles = practice_of(page, problems, around)
    return PageRead(practice, roles, end > 0)


def _page(
    data: bytes, scale: tuple[LevelSpec, ...], problems: Problems
) -> tuple[Page, FrameworkSpec, int]:
    """What stands on the page, what it says about the framework, and in how many lines."""
    lines = lines_of(data, MAX_PAGE_BYTES)
    facts, end = front_matter.read(lines, problems, scale)
    reader = _Reader(facts.levels, problems)
    for block in blocks_of(lines, end, problems):
        reader.take(block)
    return reader.page, facts, end


class _Reader:
    """Fills a page block by block; the part it is in says what a block means."""

    def __init__(self, scale: Sequence[LevelSpec], problems: Problems) -> None:
        self.page = Page()
        self._scale = scale
        self._problems = problems
        self._part: Part | None = None
        self._unknown = False

    def take(self, block: Block) -> None:
        """Read the next block into the page."""
        if block.depth == 0:
            self._refuse(block.body, "This stands above the title.", "Begin with `# Title`.")
        elif block.depth == 1:
            self._take_title(block)
        elif block.depth == 2:
            self._take_part(block)
        elif block.depth == 3:
            self._take_group(block)
        else:
            self._problems.add(
                block.line,
                "This heading is too deep: a page has #, ## and ###.",
                "Use bold text or a list instead.",
            )

    def _take_title(self, block: Block) -> None:
        entry = entry_of(block.line, block.heading, _OF_SECTION, self._problems)
        if self.page.title is not None:
            self._problems.add(
                block.line,
                f"The page has a title already, on line {self.page.title.line}.",
                "A page is one practice: write another page for the next.",
            )
            return
        self.page.title = entry
        self.page.guidance = block.text

    def _take_part(self, block: Block) -> None:
        entry = entry_of(block.line, block.heading, (), self._problems)
        self._part = part_titled(entry.text)
        self._unknown = self._part is None
        if self._part is None:
            self._problems.add(
                block.line,
                f"{quoted(entry.text)} is not a part of a practice page.",
                f"The parts are: {known_titles()}.",
            )
            return
        self.page.open(self._part, block.line, self._problems)
        if self._part is Part.QUESTIONS:
            bullets = self._bullets(block.body, _OF_QUESTION)
            self.page.questions += [
                asked(bullet, (), self._scale, self._problems) for bullet in bullets
            ]
        elif self._part is Part.EVIDENCE:
            self.page.evidence += self._bullets(block.body, _OF_EVIDENCE)
        else:
            self._refuse(block.body, "This stands above the first `###`.", "Put it below one.")

    def _take_group(self, block: Block) -> None:
        if self._unknown:
            return
        if self._part is None or self._part is Part.EVIDENCE:
            self._problems.add(
                block.line,
                "A heading `###` has no meaning here.",
                "It belongs to best practices, questions, roles and cloud services.",
            )
        elif self._part is Part.QUESTIONS:
            self._take_question(block)
        elif self._part is Part.BEST_PRACTICES:
            self._take_best_practice(block)
        else:
            allowed = _KEY if self._part is Part.ROLES else ()
            heading = entry_of(block.line, block.heading, allowed, self._problems)
            groups = self.page.roles if self._part is Part.ROLES else self.page.services
            groups.append(Group(heading, self._bullets(block.body, ())))

    def _take_question(self, block: Block) -> None:
        heading = entry_of(block.line, block.heading, _OF_QUESTION, self._problems)
        self.page.questions.append(asked(heading, block.body, self._scale, self._problems))

    def _take_best_practice(self, block: Block) -> None:
        heading = entry_of(block.line, block.heading, _OF_SECTION, self._problems)
        items, _ = items_in(block.body)
        points = [Entry(item.line, plain(item.text)) for item in items if not item.nested]
        self.page.best_practices.append(Group(heading, points, block.text))

    def _bullets(self, body: Iterable[Line], allowed: Sequence[str]) -> list[Entry]:
        """The bullets of a part where only bullets can stand."""
        items, strays = items_in(body)
        self._refuse(strays, "This is neither a heading nor a bullet.", "Begin it with `- `.")
        for item in items:
            self._check_item(item)
        return [entry_of(item.line, item.text, allowed, self._problems) for item in items]

    def _check_item(self, item: Item) -> None:
        if item.nested:
            self._problems.add(
                item.line, "This list is too deep.", "Move the bullet out to the margin."
            )
        if not item.text:
            self._problems.add(item.line, "This bullet is empty.", "Write something, or remove it.")

    def _refuse(self, lines: Iterable[Line], message: str, hint: str) -> None:
        for line in lines:
            if line.text.strip():
                self._problems.add(line.number, message, hint)
