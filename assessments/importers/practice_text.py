"""Practice pages in plain text (`.txt`): a web page saved as text.

Parts are recognised by their titles, lists by their bullets; what the site put around the text is
left out. Such a page says nothing about levels, so the default scale holds, and nothing about who
can answer what, so every role is asked every question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assessments.importers.base import FIRST, Problems, Read, Wanted
from assessments.importers.pages.chrome import without_chrome
from assessments.importers.pages.entries import Asked, Entry, Group, Page
from assessments.importers.pages.framework import framework_of
from assessments.importers.pages.parts import Part, known_titles, part_titled
from assessments.importers.pages.pieces import Piece, pieces_of
from assessments.importers.source_text import MAX_PAGE_BYTES, head_of, lines_of
from assessments.importers.wording import as_markdown, quoted
from assessments.spec import FrameworkSpec

_VERSION = re.compile(r"version:? (\d[\w.+-]{0,30})", re.IGNORECASE)
_NESTED_BY = 2
_PARTS_HINT = f"The parts of a practice page are: {known_titles()}."


class PracticeText:
    """The importer for practice pages in plain text."""

    name = "practice-text"
    label = "Practice page, plain text"
    suffixes = (".txt", ".text")
    max_bytes = MAX_PAGE_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """By the name; a file without a suffix by a line that is the title of a part."""
        name = filename.lower()
        if name.endswith(self.suffixes):
            return True
        return "." not in name and any(part_titled(line.strip()) for line in head_of(data))

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The framework on the page. Raises ImportRefused with every problem and its line."""
        pieces = without_chrome(pieces_of(lines_of(data, self.max_bytes)))
        problems = Problems()
        starts = [(at, part) for at, piece in enumerate(pieces) if (part := _part(piece))]
        if not starts:
            problems.add(None, "No part of a practice page was found in this file.", _PARTS_HINT)
            problems.refuse_if_any()
        reader = _Reader(problems)
        ends = [at for at, _ in starts[1:]] + [len(pieces)]
        version = reader.take_preamble(pieces[: starts[0][0]])
        for (start, part), end in zip(starts, ends, strict=True):
            reader.take_part(part, pieces[start].line, pieces[start + 1 : end])
        facts = FrameworkSpec(key="", title="", version=version or "1.0")
        return Read(framework_of(reader.page, facts, problems))


def _part(piece: Piece) -> Part | None:
    return None if piece.bullet else part_titled(piece.text)


class _Reader:
    """Fills a page part by part."""

    def __init__(self, problems: Problems) -> None:
        self.page = Page()
        self._problems = problems

    def take_preamble(self, pieces: Sequence[Piece]) -> str:
        """Read title and introduction; give the version that is stated there, or nothing."""
        versions = [match[1] for piece in pieces if (match := _VERSION.fullmatch(piece.text))]
        pieces = [piece for piece in pieces if not _VERSION.fullmatch(piece.text)]
        at = _title_at(pieces)
        if at is not None:
            self.page.title = Entry(pieces[at].line, pieces[at].text)
            below = pieces[at + 1 :]
            for piece in below:
                if not piece.bullet and not piece.is_prose:
                    self._unknown(piece)
            self.page.guidance = _guidance(below)
        return versions[0] if versions else ""

    def take_part(self, part: Part, line: int, pieces: Sequence[Piece]) -> None:
        """Read one part of the page: the line of its title, and the pieces below it."""
        self.page.open(part, line, self._problems)
        self._check_bullets(pieces)
        if part is Part.QUESTIONS:
            self.page.questions += [Asked(entry) for entry in self._flat(pieces)]
        elif part is Part.EVIDENCE:
            self.page.evidence += self._flat(pieces)
        elif part is Part.ROLES:
            self.page.roles += self._groups(pieces)
        elif part is Part.SERVICES:
            self.page.services += self._groups(pieces)
        else:
            self.page.best_practices += self._groups(pieces, with_prose=True)

    def _flat(self, pieces: Sequence[Piece]) -> list[Entry]:
        for piece in pieces:
            if not piece.bullet:
                self._unknown(piece)
        return [Entry(piece.line, piece.text) for piece in pieces if piece.bullet]

    def _groups(self, pieces: Sequence[Piece], *, with_prose: bool = False) -> list[Group]:
        """The headings with their bullets; sentences belong to the guidance of best practices."""
        groups: list[Group] = []
        members: list[list[Piece]] = []
        for piece in pieces:
            belongs = piece.bullet or (with_prose and piece.is_prose)
            if belongs and groups:
                members[-1].append(piece)
            elif belongs or piece.is_prose or piece.text.endswith("?"):
                self._unknown(piece)
            else:
                groups.append(Group(Entry(piece.line, piece.text)))
                members.append([])
        for group, below in zip(groups, members, strict=True):
            group.bullets = [Entry(piece.line, piece.text) for piece in below if piece.bullet]
            group.guidance = _guidance(below)
        return groups

    def _check_bullets(self, pieces: Sequence[Piece]) -> None:
        margin: int | None = None
        for piece in pieces:
            if not piece.bullet:
                margin = None
                continue
            margin = piece.indent if margin is None else margin
            if piece.indent >= margin + _NESTED_BY:
                self._problems.add(
                    piece.line, "This list is too deep.", "Move the bullet out to the margin."
                )
            if not piece.text:
                self._problems.add(piece.line, "This bullet is empty.", "Remove it.")

    def _unknown(self, piece: Piece) -> None:
        if piece.bullet:
            self._problems.add(piece.line, "This bullet stands under no heading.", "Move it.")
        else:
            looks = "a sentence" if piece.is_prose else "the title of a part"
            self._problems.add(
                piece.line,
                f"{quoted(piece.text)} looks like {looks} that has no place here.",
                _PARTS_HINT,
            )


def _title_at(pieces: Sequence[Piece]) -> int | None:
    """Where the title stands: the last heading above the first sentence that no list follows."""
    found = None
    for at, piece in enumerate(pieces):
        if piece.is_prose:
            break
        before_bullet = at + 1 < len(pieces) and pieces[at + 1].bullet
        if not piece.bullet and not before_bullet:
            found = at
    return found


def _guidance(pieces: Sequence[Piece]) -> str:
    """The pieces as Markdown: paragraphs, and lists without blank lines in them."""
    lines: list[str] = []
    after_bullet = False
    for piece in pieces:
        if lines and not (after_bullet and piece.bullet):
            lines.append("")
        text = as_markdown(piece.text)
        lines.append(f"- {text}" if piece.bullet else text)
        after_bullet = piece.bullet
    return "\n".join(lines)
