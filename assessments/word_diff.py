"""What changed between two texts, word by word. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

MAX_WORDS = 4_000
"""Words of both texts together that are compared one by one; longer ones are shown whole."""

_WORDS = re.compile(r"\s+|[^\s]+")


class Piece(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in a row, and what became of them."""

    piece: Piece
    text: str


def word_diff(before: str, after: str) -> tuple[Run, ...]:
    """The words that stayed, came and went, in order.

    The runs that stayed and went make up `before`, those that stayed and came `after`.
    """
    if before == after:
        return (Run(Piece.SAME, before),) if before else ()
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MAX_WORDS:
        return _runs([(Piece.GONE, before), (Piece.NEW, after)])
    pairs: list[tuple[Piece, str]] = []
    gone = come = ""
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, now = "".join(old[i:j]), "".join(new[k:m])
        # A space that stayed between two words that did not would only cut them apart.
        if what != "equal" or ((gone or come) and was.isspace()):
            gone, come = gone + was, come + now
        else:
            pairs += [(Piece.GONE, gone), (Piece.NEW, come), (Piece.SAME, was)]
            gone = come = ""
    return _runs([*pairs, (Piece.GONE, gone), (Piece.NEW, come)])


def _runs(pairs: list[tuple[Piece, str]]) -> tuple[Run, ...]:
    return tuple(Run(piece, text) for piece, text in pairs if text)
