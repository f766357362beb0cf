"""A plain-text page in pieces: a bullet, a heading or a paragraph each, wrapped lines joined."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.importers.pages.lists import Line, item_at
from assessments.importers.pages.parts import part_titled
from assessments.importers.wording import one_line

_SENTENCE_ENDS = (".", ":", "!", "\u2026", ".\u201d", '."')
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text on one line, with the number of the line it begins on and its indent in columns."""

    line: int
    text: str
    bullet: bool
    indent: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether this reads as a sentence and not as a heading."""
        long = len(self.text) > _LONGEST_HEADING
        return not self.bullet and (long or self.text.endswith(_SENTENCE_ENDS))


def pieces_of(lines: Iterable[str]) -> list[Piece]:
    """The pieces in order. A line continues the one right above it if it begins in lower case, or
    is indented below a bullet. A numbered title of a part is a heading."""
    pieces: list[Piece] = []
    words: list[str] = []
    gap = True
    for number, text in enumerate(lines, start=1):
        piece = _piece_at(Line(number, text))
        if not text.strip():
            gap = True
            continue
        if not gap and _continues(pieces[-1], piece):
            words.append(piece.text)
        else:
            _close(pieces, words)
            pieces.append(piece)
            words = [piece.text]
        gap = False
    _close(pieces, words)
    return pieces


def _piece_at(line: Line) -> Piece:
    item = item_at(line)
    text = one_line(item.text if item else line.text)
    numbered_title = item is not None and item.number is not None and part_titled(text) is not None
    indent = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip())
    return Piece(line.number, text, item is not None and not numbered_title, indent)


def _continues(above: Piece, piece: Piece) -> bool:
    if piece.bullet:
        return False
    return piece.text[0].islower() or (above.bullet and piece.indent > above.indent)


def _close(pieces: list[Piece], words: list[str]) -> None:
    """Give the last piece all its words."""
    if len(words) > 1:
        last = pieces[-1]
        pieces[-1] = Piece(last.line, " ".join(words), last.bullet, last.indent)
