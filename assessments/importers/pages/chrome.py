"""What a saved web page carries beside its text: search boxes, links, tables of contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assessments.importers.pages.pieces import Piece
from assessments.importers.wording import fold

_CONTENTS = {"table of contents", "contents", "on this page", "in this article"}
_WHOLE_LINES = {
    "all topics",
    "back",
    "back to top",
    "close",
    "edit this page",
    "home",
    "menu",
    "next",
    "no",
    "previous",
    "print",
    "search",
    "share",
    "sign in",
    "skip to content",
    "skip to main content",
    "was this article helpful",
    "was this page helpful",
    "yes",
}
_BEGINNINGS = ("all rights reserved", "copyright ", "last updated", "powered by ", "search for ")


def without_chrome(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that are text of the page.

    Below the title of a table of contents go all lines that repeat a heading of the page, until one
    that is listed there comes again.
    """
    times = Counter(fold(piece.text) for piece in pieces)
    kept = []
    listed: set[str] | None = None
    for piece in pieces:
        words = fold(piece.text)
        if words in _CONTENTS:
            listed = set()
        elif listed is not None and times[words] > 1 and words not in listed:
            listed.add(words)
        else:
            listed = None
            if not _is_chrome(piece, words):
                kept.append(piece)
    return kept


def _is_chrome(piece: Piece, words: str) -> bool:
    if piece.bullet:
        return False
    copyright_sign = piece.text.startswith("\u00a9")
    return not words or copyright_sign or words in _WHOLE_LINES or words.startswith(_BEGINNINGS)
