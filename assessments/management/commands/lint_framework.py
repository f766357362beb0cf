"""Lint frameworks in their files, without a database: for authors, and for their CI."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from assessments import importers
from assessments.importers.archive import is_zip
from assessments.importers.disk import read_path
from assessments.importers.line_finder import line_finder
from assessments.lint import Severity, lint
from assessments.lint.lines import lines_of
from assessments.lint.report import Linted, Refusal, as_sarif, as_text, as_values, worst

CLEAN, FOUND, UNREADABLE = 0, 1, 2
NEVER = "never"


class Command(BaseCommand):
    """Exit status 0 where nothing was found at or above `--fail-on`, 1 where something was, 2 where
    a file could not be read."""

    help = "Say what is wrong with frameworks' questions and risk rules, and how to mend it."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Files or folders, the form of the report, and what counts as failing."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")
        parser.add_argument(
            "--fail-on",
            choices=[*Severity, NEVER],
            default=Severity.ERROR,
            help="The mildest mark that makes the exit status 1 (default: error).",
        )
        parser.add_argument("--language", default="", help="Of a file that holds several.")
        parser.add_argument("--framework", default="", help="Key of one, of several in a file.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Lint each file, write one report, and leave with the status."""
        wanted = importers.Wanted(options["framework"], options["language"])
        files = [_linted(path, wanted) for path in options["files"]]
        self.stdout.write(_written(files, options["format"]))
        status = _status(files, options["fail_on"])
        if status:
            sys.exit(status)


def _linted(path: Path, wanted: importers.Wanted) -> Linted:
    shown = path.as_posix().encode("utf-8", "replace").decode("utf-8")
    packed = True
    try:
        data, name = read_path(path)
        packed = is_zip(data)
        spec = importers.read(data, name, wanted)[1].spec
    except importers.ImportRefused as refusal:
        return Linted(shown, "", (), tuple(_refusals(refusal, packed=packed)))
    except OSError as error:
        return Linted(shown, "", (), (Refusal(error.strerror or str(error)),))
    lines = {} if packed else lines_of(spec, line_finder(data))
    return Linted(shown, f"{spec.title} {spec.version}".strip(), lint(spec), lines=lines)


def _refusals(refusal: importers.ImportRefused, *, packed: bool) -> Iterator[Refusal]:
    """Why it was refused. A line inside an archive is told in words: it is none of the file."""
    for problem in refusal.problems:
        yield Refusal(str(problem), None if packed else problem.line)


def _written(files: list[Linted], form: str) -> str:
    if form == "text":
        return as_text(files)
    values = as_values(files) if form == "json" else as_sarif(files)
    return json.dumps(values, ensure_ascii=False, indent=2)


def _status(files: list[Linted], fail_on: str) -> int:
    if any(file.refused for file in files):
        return UNREADABLE
    found, order = worst(files), list(Severity)
    if fail_on == NEVER or found is None:
        return CLEAN
    return FOUND if order.index(found) <= order.index(Severity(fail_on)) else CLEAN
