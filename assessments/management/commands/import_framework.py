"""Import frameworks from files."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments import importers
from assessments.actions import frameworks
from assessments.actions.frameworks import How, Preview
from assessments.importers.disk import read_path
from assessments.lint import Severity
from assessments.models import Framework
from charts import words
from organizations.models import Organization
from organizations.refusals import Refused

FEW = 20
"""Oddities of a file that are printed; of more the number is said."""


class Command(BaseCommand):
    """Exit status 1 where any file was refused; the other files are imported all the same."""

    help = "Import frameworks from files. Each file comes in whole or not at all."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """With `--version` for the framework's version rather than for Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Files, what to take of them, and whether to look only."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would come in and change nothing."
        )
        parser.add_argument(
            "--list", action="store_true", help="Say what there is to choose and change nothing."
        )
        parser.add_argument(
            "--organization",
            metavar="NAME",
            help="The short name of the organization it is for; without it, everybody sees it.",
        )
        parser.add_argument("--language", default="", help="Of a file that holds several.")
        one = parser.add_argument_group("for one file at a time")
        one.add_argument("--framework", default="", help="Key of one, of several in the file.")
        one.add_argument("--key", default="", help="Keep it apart, under this key of its own.")
        one.add_argument(
            "--version", default="", dest="as_version", help="Instead of the file's own version."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file in turn."""
        organization = self._organization(options["organization"])
        files, how = options["files"], _how(options)
        refused = 0
        for path in files:
            try:
                self._one(path, organization, how, options)
            except (OSError, Refused) as error:
                refused += 1
                self.stderr.write(f"{path}: {_reason(error)}")
        if refused:
            raise CommandError(f"{refused} of {len(files)} files were refused.")

    def _organization(self, slug: str | None) -> Organization | None:
        if not slug:
            return None
        found = Organization.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organization.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organization “{slug}”. Known: {known}.")
        return found

    def _one(
        self, path: Path, organization: Organization | None, how: How, options: dict[str, Any]
    ) -> None:
        try:
            data, name = read_path(path)
        except importers.ImportRefused as refusal:
            raise frameworks.FileRefused(refusal) from refusal
        given: dict[str, Any] = {
            "data": data,
            "filename": name,
            "organization": organization,
            "by": None,
            "how": how,
        }
        if options["list"] or options["dry_run"]:
            found = frameworks.preview(**given)
            lines = _offered(found) if options["list"] else _previewed(found)
        else:
            imported = frameworks.import_framework(**given)
            lines = _done(imported.framework, created=imported.created)
        self.stdout.write("\n".join(lines))


def _how(options: dict[str, Any]) -> How:
    alone = [word for word in ("framework", "key", "as_version") if options[word]]
    if alone and len(options["files"]) > 1:
        word = alone[0].removeprefix("as_")
        raise CommandError(f"--{word} is for one file at a time: leave it out, or the other files.")
    return How(options["framework"], options["language"], options["key"], options["as_version"])


def _offered(found: Preview) -> Iterator[str]:
    """What a file holds, and which words choose it."""
    labels = {importer.name: importer.label for importer in importers.importers()}
    spec = found.spec
    yield f"{spec.title} {spec.version} ({spec.key}), {labels[found.format]}"
    yield from (f"  --framework {offer.key}  {offer.title}" for offer in found.read.frameworks)
    yield from (f"  --language {language}" for language in found.read.languages)
    yield from (f"  Left out: {what}" for what in found.read.left_out)
    for framework in found.versions:
        day = timezone.localtime(framework.imported_at).date()
        yield f"  There already: {framework}, since {words.day(day)}"


def _previewed(found: Preview) -> Iterator[str]:
    yield found.tree.rstrip("\n")
    yield from (f"Left out: {what}" for what in found.read.left_out)
    yield from _oddities([str(problem) for problem in found.read.warnings])
    yield from _linted([mark.severity for mark in found.marks])
    if found.existing:
        yield f"These bytes are there already, as {found.existing}."
    if found.taken:
        yield f"{found.taken} is there already, with other content: --version gives it another."


def _done(framework: Framework, *, created: bool) -> Iterator[str]:
    if not created:
        yield f"{framework} is there already: nothing was changed."
        return
    many = framework.questions.count()
    yield f"{framework} was imported: {many:,} question{'' if many == 1 else 's'}."
    yield from _oddities(
        [
            str(importers.Problem(None, odd["message"], odd["hint"], odd["place"]))
            for odd in framework.warnings
        ]
    )
    yield from _linted([Severity(mark["severity"]) for mark in framework.lint])


def _oddities(said: Sequence[str]) -> Iterator[str]:
    if said:
        yield "Odd about the file, and read all the same:"
    yield from (f"  {odd}" for odd in said[:FEW])
    if len(said) > FEW:
        yield f"  and {len(said) - FEW:,} more."


def _linted(severities: Sequence[Severity]) -> Iterator[str]:
    many = Counter(severities)
    told = [f"{many[one]:,} {one}{'' if many[one] == 1 else 's'}" for one in Severity if many[one]]
    if told:
        yield f"Lint: {', '.join(told)}. manage.py lint_framework tells each, and how to mend it."


def _reason(error: OSError | Refused) -> str:
    if isinstance(error, frameworks.FileRefused):
        return "\n  ".join([error.message, *map(str, error.problems)])
    return error.message if isinstance(error, Refused) else str(error.strerror or error)
