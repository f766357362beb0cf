"""Small facts about words: when two titles are the same, what key a title gives, where it ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc]")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_MARKS = re.compile(r"[\\`*_\[\]]")
_LEADING_LINE = re.compile(r"[=~]")
_LEADING_MARK = re.compile(r"(\d*)([#>+.)-])")
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


def quoted(text: str) -> str:
    """The text in quotation marks for a message, shortened so that the message stays readable."""
    short = text if len(text) <= 80 else f"{text[:79]}\u2026"
    return f"\u201c{short}\u201d"


def shortened(text: str, length: int) -> str:
    """The text cut to so many characters, between words if it can be, with an ellipsis."""
    if len(text) <= length:
        return text
    whole_words = text[:length].rpartition(" ")[0]
    return f"{(whole_words or text)[: length - 1].rstrip()}\u2026"


def listed(words: Iterable[str]) -> str:
    """The words with commas between them for a hint: the first twenty."""
    known = list(words)
    return ", ".join(known[:20]) + (", \u2026" if len(known) > 20 else "")


def plain(text: str) -> str:
    """A title in Markdown without the marks for bold and code, on one line."""
    return one_line(text.replace("**", "").replace("`", ""))


def as_markdown(text: str) -> str:
    """Plain text so marked that Markdown shows it as it stands."""
    safe = _MARKS.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;"))
    leading = _LEADING_MARK.match(safe)
    return f"{leading[1]}\\{safe[leading.start(2) :]}" if leading else safe


def as_paragraphs(text: str) -> str:
    """Plain text of several lines so marked that Markdown shows it as it stands, lines as lines.

    White space around a line goes, and empty lines beyond the one between paragraphs.
    """
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("  \n".join(map(_line, block.split("\n"))) for block in blocks)


def _line(text: str) -> str:
    safe = as_markdown(" ".join(text.split()))
    return f"&#{ord(safe[0])};{safe[1:]}" if _LEADING_LINE.match(safe) else safe
