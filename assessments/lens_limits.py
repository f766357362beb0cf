"""What the AWS tool takes in a custom lens: lengths, numbers, ids and the characters of titles."""

from __future__ import annotations

import re
import unicodedata

LONGEST_TITLE = 128
"""Characters of a name or title at most."""
LONGEST_TEXT = 2048
"""Characters of a description or a display text at most."""
LONGEST_LENS = 500_000
"""Characters of the whole file at most."""

MOST = {
    "pillars": 10,
    "questions": 20,
    "choices": 15,
    "riskRules": 3,
    "additionalResources": 2,
    "content": 5,
}
"""Things in a list at most."""

ID = re.compile(r"[A-Za-z0-9_]{3,128}")

_IN_TITLES = frozenset(" \n-_.,:/()@!&#+'?\u2019")


def fits_in_title(letter: str) -> bool:
    """Whether a name or title may hold this character: letters, digits and a few marks."""
    return letter in _IN_TITLES or unicodedata.category(letter)[0] in "LMN"


def strange_in_title(text: str) -> list[str]:
    """The characters that a title may not hold, each once, in order, ten at most."""
    return list(dict.fromkeys(letter for letter in text if not fits_in_title(letter)))[:10]
