"""One broken file given to an importer, and what came of it."""

from __future__ import annotations

import json
import re
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assessments import importers
from assessments.importers import Importer, ImportRefused, Problem, Read, Wanted
from assessments.importers.base import FIRST
from assessments.lint import lint
from tests.assessments.importers.promises import check_form, check_promises
from tests.effort import TooSlow, at_most
from tests.fuzz import seeds
from tests.fuzz.hostile import FILENAMES
from tests.fuzz.mutation import broken

LIMIT = 5.0
"""Seconds of processor time that one input may take."""
PUBLIC_SHARE = 0.002
"""How many of the inputs are made of public files, which are large."""
MAY_ASK_NOTHING = ("plumbline",)
"""Formats of frameworks that are still being written: there may be no question in them yet."""

NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database takes in a text."""

READ, REFUSED, FAILED = "read", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Input:
    """A file made for an importer: the same numbers, the same file."""

    importer: str
    seed: int
    number: int
    name: str
    data: bytes
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an input; `error` says what broke, `place` where. Seconds of the processor."""

    kind: str
    seconds: float
    error: str = ""
    place: str = ""


def made(importer: str, seed: int, number: int) -> Input:
    """The input of that number."""
    rng = Random(f"{seed} {importer} {number}")
    known = rng.random() < PUBLIC_SHARE and seeds.public(importer)
    seed_file = rng.choice(known or seeds.own(importer))
    name = seed_file.name if rng.random() < 0.9 else rng.choice(FILENAMES)
    data = broken(rng, seed_file.data) if number else seed_file.data
    wanted = rng.choice((FIRST, FIRST, FIRST, Wanted("x", "x"), Wanted(language="fr")))
    return Input(importer, seed, number, name, data, wanted)


def attempt(importer: Importer, given: Input, limit: float = LIMIT) -> Outcome:
    """Give the file to the table of importers, and to this one if the table did not."""
    before = time.process_time()
    try:
        with at_most(limit):
            kind = _attempt(importer, given)
    except (Exception, TooSlow) as error:  # noqa: BLE001 whatever it is, it is what we look for
        return _failed(error, time.process_time() - before)
    return Outcome(kind, time.process_time() - before)


def _attempt(importer: Importer, given: Input) -> str:
    found, taken_by = _through(given)
    if taken_by != importer.name:
        found = _read(importer, given, given.wanted)
    if found is None:
        return REFUSED
    for language in found.languages[:3]:
        _read(importer, given, Wanted(language=language))
    for offer in found.frameworks[:3]:
        _read(importer, given, Wanted(framework=offer.key))
    return READ


def _through(given: Input) -> tuple[Read | None, str]:
    """What the whole table makes of it, and which importer took it."""
    taking = [one for one in importers.importers() if one.recognises(given.data, given.name)]
    name = taking[0].name if taking else ""
    try:
        name, found = importers.read(given.data, given.name, given.wanted)
    except ImportRefused as refused:
        _check_problems(refused.problems, given.data)
        return None, name
    assert taking, "read, though no importer recognises it"
    _check(found, name, given.data)
    return found, name


def _read(importer: Importer, given: Input, wanted: Wanted) -> Read | None:
    try:
        found = importer.read(given.data, given.name, wanted)
    except ImportRefused as refused:
        _check_problems(refused.problems, given.data)
        return None
    _check(found, importer.name, given.data)
    return found


def _check(found: Read, importer: str, data: bytes) -> None:
    """All that an import needs of what was read, short of the database."""
    if importer in MAY_ASK_NOTHING:
        check_form(found.spec)
    else:
        check_promises(found.spec)
    _check_words(found.warnings, data)
    said = [*found.left_out, *found.languages, *(offer.title for offer in found.frameworks)]
    marks = [mark.values() for mark in lint(found.spec)]
    assert NOT_STORABLE.search(json.dumps([said, marks], ensure_ascii=False)) is None


def _check_problems(problems: tuple[Problem, ...], data: bytes) -> None:
    assert problems, "refused without a problem"
    _check_words(problems, data)


def _check_words(problems: tuple[Problem, ...], data: bytes) -> None:
    """Each says something that can be shown and stored, and names a line that there is."""
    ends = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
    for problem in problems:
        assert problem.message.strip()
        assert NOT_STORABLE.search(str(problem)) is None, f"cannot be stored: {problem!r:.300}"
        inside = problem.line is None or 1 <= problem.line <= ends + 1
        assert inside or data.startswith(b"PK"), f"no such line: {problem}"


def _failed(error: BaseException, seconds: float) -> Outcome:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/assessments/" in frame.filename]
    place = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in ours[:-5:-1]
    )
    line = frames[-1].line if frames and isinstance(error, AssertionError) else ""
    text = f"{type(error).__name__}: {error}"
    return Outcome(FAILED, seconds, f"{text[:400]} {line or ''}".rstrip(), place)
