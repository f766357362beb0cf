"""What every exporter speaks: a specification in, the bytes of a file and what had to change out.

An exporter reads nothing but the specification and knows no database: `assessments.actions` gives
it one and hands the file out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assessments.spec import FrameworkSpec


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the format cannot hold as it is: where, and what the export makes of it.

    `path` is the place in the file that was written, such as `pillars[0].questions[2].title`, or,
    for what was left out, the keys that lead to it in the framework; empty for the whole file.
    """

    message: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, and every change that was made so that the framework fits into it."""

    data: bytes
    changes: tuple[Change, ...] = ()


class ExportRefused(Exception):
    """Nothing of the framework can be said in the format. The text says why, in a sentence."""


class Exporter(Protocol):
    """One format. Modules of other packages offer theirs as entry points `plumbline.exporters`."""

    @property
    def name(self) -> str:
        """The word that stands for the format in commands and addresses, such as `plumbline-yaml`;
        that of the importer which reads it back, where there is one for this format alone."""

    @property
    def label(self) -> str:
        """What people call the format, such as `AWS custom lens`."""

    @property
    def suffix(self) -> str:
        """How its files' names end, in lower case with the dot."""

    @property
    def content_type(self) -> str:
        """The media type of its files."""

    def fits(self, spec: FrameworkSpec) -> tuple[Change, ...]:
        """What a strict export would have to change; empty where the framework fits as it is.

        Raises ExportRefused where there could be no export.
        """

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The file: the same bytes for the same framework.

        Not strict, a framework that came from this format goes out as it came in, what breaks the
        format's own rules included. Strict, everything is made to fit these rules. A framework of
        another format always is. Raises ExportRefused, and nothing else.
        """
