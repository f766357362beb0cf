"""What came of asking an address that stands as evidence. Pure.

Whether it is there, not whether what it shows is right: a page that wants a sign-in first is told
apart from one that answers, as far as an answer shows it. Content is only compared where the same
thing gives the same bytes: a file does, a page that is made for each reader does not.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

HTML = ("text/html", "application/xhtml+xml")


class Outcome(StrEnum):
    """What an address did. Only `GONE` and `SILENT` make it a dead link."""

    ANSWERS = "answers"
    SIGN_IN = "sign_in"
    GONE = "gone"
    SILENT = "silent"
    REFUSED = "refused"


LABELS = {
    Outcome.ANSWERS: "It answers",
    Outcome.SIGN_IN: "It asks for a sign-in",
    Outcome.GONE: "It is gone",
    Outcome.SILENT: "It does not answer",
    Outcome.REFUSED: "The network guard refuses it",
}
DEAD = (Outcome.GONE, Outcome.SILENT)

_SIGN_IN_STATUS = (401, 403, 407)
_GONE_STATUS = (404, 410)
_LATER = 429
_SIGN_IN_PATH = re.compile(
    r"(?:^|[/_.-])(?:log-?in|sign-?in|signon|sso|oauth2?|authorize|saml2?|adfs)(?:$|[/_.-])", re.I
)
_SIGN_IN_HOST = re.compile(r"(?:accounts|auth|id|login|signin|sso)\.", re.I)
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password\b", re.I)


@dataclass(frozen=True, slots=True)
class Reached:
    """What an address did, in one sentence, with its status where it had one.

    `sha256` is that of the content, empty where it is not compared.
    """

    outcome: Outcome
    words: str
    status: int | None = None
    sha256: str = ""


def answered(asked: str, ended: str, status: int, content_type: str, body: bytes) -> Reached:
    """What an answer says: `asked` is the address, `ended` where its redirects led to."""
    if not 200 <= status < 300:
        return _no_content(status)
    media_type = content_type.partition(";")[0].strip().lower()
    if _leads_to_sign_in(urlsplit(asked), urlsplit(ended)):
        words = "It leads on to a sign-in, so what stands behind it was not seen."
        return Reached(Outcome.SIGN_IN, words, status)
    if media_type in HTML and _PASSWORD.search(body):
        words = "It shows a form for a password, so what stands behind it was not seen."
        return Reached(Outcome.SIGN_IN, words, status)
    return _content(status, media_type, body)


def too_large(status: int, most: int) -> Reached:
    """An answer of more bytes than `most`, which is not read to its end."""
    if not 200 <= status < 300:
        return _no_content(status)
    words = f"It answers with more than {most // 1024 // 1024} MiB, which are not compared."
    return Reached(Outcome.ANSWERS, words, status)


def _no_content(status: int) -> Reached:
    if status in _SIGN_IN_STATUS:
        words = f"It shows itself only to those it lets in (status {status})."
        return Reached(Outcome.SIGN_IN, words, status)
    if status in _GONE_STATUS:
        return Reached(Outcome.GONE, f"It answers that nothing is there (status {status}).", status)
    if status == _LATER:
        words = f"It answers, and asks to be left alone for a while (status {status})."
        return Reached(Outcome.ANSWERS, words, status)
    return Reached(Outcome.SILENT, f"It answers with an error (status {status}).", status)


def _content(status: int, media_type: str, body: bytes) -> Reached:
    if media_type in HTML:
        words = "It answers with a page, and pages differ each time: its content is not compared."
        return Reached(Outcome.ANSWERS, words, status)
    if not media_type:
        words = "It answers without saying with what: its content is not compared."
        return Reached(Outcome.ANSWERS, words, status)
    digest = hashlib.sha256(body).hexdigest()
    return Reached(Outcome.ANSWERS, "It answers with a file.", status, digest)


def _leads_to_sign_in(asked: SplitResult, ended: SplitResult) -> bool:
    """Whether a redirect ended at a sign-in that was not itself what is asked for."""
    elsewhere = asked.hostname != ended.hostname
    door = bool(_SIGN_IN_HOST.match(ended.hostname or ""))
    if elsewhere and door and not _SIGN_IN_HOST.match(asked.hostname or ""):
        return True
    moved = elsewhere or asked.path != ended.path
    return moved and bool(_SIGN_IN_PATH.search(ended.path) and not _SIGN_IN_PATH.search(asked.path))
