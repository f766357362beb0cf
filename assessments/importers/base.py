"""What every importer speaks: bytes in, a specification out, or refusal with located problems.

An importer takes the bytes of one file and gives what it `Read`, or raises `ImportRefused` with
everything that is wrong with the file. It reads nothing else, writes nothing and knows no database:
`assessments.actions` stores what it gives. A folder is packed into a zip archive before it comes
here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from assessments.spec import FrameworkSpec

MAX_LISTED_PROBLEMS = 100
"""Problems a refusal lists at most; one more line says how many there are beside."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with, or odd about, a file: where, what, and a way out.

    `path` is the member of an archive, or the place in a document such as
    `pillars[0].questions[2].title`; `line` counts from 1. Neither: the whole file is meant.
    """

    line: int | None
    message: str
    hint: str = ""
    path: str = ""

    @property
    def place(self) -> str:
        """Where, in words; empty for the whole file."""
        line = f"line {self.line}" if self.line is not None else ""
        if not self.path:
            return line.capitalize()
        return f"{self.path}, {line}" if line else self.path

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.message} {self.hint}".rstrip()


class ImportRefused(Exception):
    """The file was not taken. `problems` says why, in the order of the lines; never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        ordered = sorted(problems, key=lambda problem: problem.line or 0)
        beside = len(ordered) - MAX_LISTED_PROBLEMS
        if beside > 0:
            more = Problem(None, f"{beside:,} further problems are not listed.")
            ordered = [*ordered[:MAX_LISTED_PROBLEMS], more]
        self.problems = tuple(ordered)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Problems:
    """Collects what is wrong, so that an author sees all of it at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, line: int | None, message: str, hint: str = "", path: str = "") -> None:
        """Note one problem and go on."""
        self._found.append(Problem(line, message, hint, path))

    @property
    def found(self) -> tuple[Problem, ...]:
        """What was noted so far, in the order of noting."""
        return tuple(self._found)

    def refuse_if_any(self) -> None:
        """Raise ImportRefused with all that was noted, each once; do nothing if all is well."""
        if self._found:
            raise ImportRefused(dict.fromkeys(self._found))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to take of a file that holds several things; empty is the importer's first choice.

    `framework` is the key of one of the frameworks that the file offers, `language` a tag such as
    `fr`.
    """

    framework: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A framework that a file holds."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Read:
    """What an importer took from a file.

    `warnings` are oddities that were read all the same; they are kept with the framework.
    `frameworks` are all those in the file where it has several, `languages` those it can be read
    in where it has several. `left_out` says in words what else the file holds that did not come in.
    """

    spec: FrameworkSpec
    warnings: tuple[Problem, ...] = ()
    frameworks: tuple[Offer, ...] = ()
    languages: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


FIRST = Wanted()
"""The importer's own choice."""


class Importer(Protocol):
    """One format. Modules of other packages offer theirs as entry points `plumbline.importers`."""

    @property
    def name(self) -> str:
        """The word that stands for the format in commands and records, such as `practice-text`."""

    @property
    def label(self) -> str:
        """What people call the format, such as `Practice page, plain text`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How its files' names end, in lower case with the dot."""

    @property
    def max_bytes(self) -> int:
        """The largest file it takes; a larger one is refused before it is parsed."""

    def recognises(self, data: bytes, filename: str) -> bool:
        """Whether the file is meant to be of this format, right or wrong. Cheap; never raises."""

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """What the file holds. Raises ImportRefused, and nothing else, on any other bytes."""
