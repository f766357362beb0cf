"""Small facts about words: when two titles are the same, what key a title gives, where it ends."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_TITLE_ENDS = (": ", " \u2013 ", " \u2014 ", " - ")


def one_line(text: str) -> str:
    """The text with every run of white space, non-breaking spaces among it, as one space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """What two spellings of one title have in common: words in lower case, without punctuation."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", plain)).strip()


def slug(text: str, length: int) -> str:
    """A key made of the text: a-z, 0-9 and single hyphens, cut between words if it can be.

    Accents are dropped. Empty where the text has no Latin letter and no digit.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    key = _NOT_KEY.sub("-", letters).strip("-")
    if len(key) <= length:
        return key
    short = key[: length + 1].rpartition("-")[0]
    return short or key[:length]


def title_and_rest(text: str) -> tuple[str, str]:
    """Split `Title: what it is`, or the same with a dash, at the first place that can be one."""
    places = [(text.find(end), len(end)) for end in _TITLE_ENDS if end in text]
    if not places:
        return text.removesuffix(":").strip(), ""
    at, width = min(places)
    return text[:at].strip(), text[at + width :].strip()
