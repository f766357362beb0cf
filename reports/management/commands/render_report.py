"""`manage.py render_report`: a milestone's report as a file, without a worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.models import Milestone
from reports import assemble, pdf


class Command(BaseCommand):
    """The same bytes as a report that was ordered; nothing is written to the database."""

    help = "Write the PDF report on a milestone to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which milestone, and where to."""
        parser.add_argument("--milestone", type=int, required=True, help="its number in addresses")
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, milestone: int, out: Path, **options: Any) -> None:
        """Write the file and say what it is."""
        found = Milestone.objects.filter(pk=milestone).first()
        if found is None:
            raise CommandError(f"There is no milestone {milestone}.")
        made = pdf.render(assemble.of_milestone(found))
        try:
            out.write_bytes(made.content)
        except OSError as error:
            raise CommandError(f"The report could not be written: {error}.") from error
        self.stdout.write(f"{out}: {made.pages} pages, {len(made.content)} bytes")
