"""Import frameworks from files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments import importers
from assessments.actions import frameworks
from assessments.importers.disk import read_path
from assessments.models import Framework
from organizations.models import Organization
from organizations.refusals import Refused


class Command(BaseCommand):
    """Exit status 1 where any file was refused; the other files are imported all the same."""

    help = "Import frameworks from files. Each file comes in whole or not at all."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Files, and whether to look only."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help="Show what would come in and change nothing."
        )
        parser.add_argument(
            "--organization",
            metavar="NAME",
            help="The short name of the organization it is for; without it, everybody sees it.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file in turn."""
        organization = self._organization(options["organization"])
        refused = 0
        for path in options["files"]:
            try:
                self._one(path, organization, dry_run=options["dry_run"])
            except (OSError, Refused) as error:
                refused += 1
                self.stderr.write(f"{path}: {self._reason(error)}")
        if refused:
            raise CommandError(f"{refused} of {len(options['files'])} files were refused.")

    def _organization(self, slug: str | None) -> Organization | None:
        if not slug:
            return None
        found = Organization.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Organization.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no organization “{slug}”. Known: {known}.")
        return found

    def _one(self, path: Path, organization: Organization | None, *, dry_run: bool) -> None:
        try:
            data, name = read_path(path)
        except importers.ImportRefused as refusal:
            raise frameworks.FileRefused(refusal) from refusal
        if dry_run:
            found = frameworks.preview(data=data, filename=name, organization=organization, by=None)
            self.stdout.write(found.tree)
            if found.existing:
                self.stdout.write(f"These bytes are there already, as {found.existing}.")
            return
        imported = frameworks.import_framework(
            data=data, filename=name, organization=organization, by=None
        )
        self.stdout.write(self._done(imported.framework, created=imported.created))

    def _done(self, framework: Framework, *, created: bool) -> str:
        if not created:
            return f"{framework} is there already: nothing was changed."
        return f"{framework} was imported: {framework.questions.count()} questions."

    def _reason(self, error: OSError | Refused) -> str:
        if isinstance(error, frameworks.FileRefused):
            return "\n  ".join([error.message, *map(str, error.problems)])
        return error.message if isinstance(error, Refused) else str(error.strerror or error)
