"""Names of files from outside: made safe to show and to offer for download. Never a path."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from evidence.file_types import BY_MEDIA_TYPE, PLAIN

LONGEST = 120
LONGEST_ENDING = 20
NOT_IN_NAMES = re.compile(r'[<>:"|?*]')
BREAKS = re.compile(r"\s+")


def clean(name: str) -> str:
    """The last part of a name, without anything that hides, breaks lines or means a place.

    At most 120 characters, its ending kept; "file" where nothing is left.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    spaced = BREAKS.sub(" ", last)
    shown = "".join(c for c in spaced if unicodedata.category(c)[0] != "C")
    kept = NOT_IN_NAMES.sub("_", BREAKS.sub(" ", shown)).strip(" .")
    ending = PurePosixPath(kept).suffix[:LONGEST_ENDING]
    stem = kept.removesuffix(ending)[: LONGEST - len(ending)].rstrip(" .")
    return f"{stem}{ending}" if stem else "file"


def for_download(name: str, media_type: str) -> str:
    """The name to download a file under: it ends as its content is, whatever it was called.

    So a page or a script that was added as text opens as text on the reader's machine too.
    """
    endings = BY_MEDIA_TYPE.get(media_type, PLAIN).endings
    safe = clean(name)
    return safe if safe.lower().endswith(endings) else safe + endings[0]
