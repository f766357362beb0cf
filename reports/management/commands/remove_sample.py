"""`manage.py remove_sample`: the sample workspace, gone with everything in it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.sample import workspace
from reports.sample.remove import remove


class Command(BaseCommand):
    """Asks first. Where there is no sample it says so and changes nothing."""

    help = "Remove the sample workspace: its rows, its files, and its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to ask."""
        parser.add_argument("--yes", action="store_true", help="remove it without asking")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        """Ask, remove, and say what went."""
        organization = workspace.found()
        if organization is None:
            self.stdout.write("The sample workspace is not loaded.")
            return
        if not yes and not self._agreed(str(organization)):
            raise CommandError("Nothing was removed.")
        removed = remove()
        if removed:
            self.stdout.write(
                f"“{organization}” is gone, with {removed.files} stored files and "
                f"{removed.accounts} accounts."
            )

    def _agreed(self, name: str) -> bool:
        question = f"Remove “{name}” with everything that was added to it? Type yes: "
        try:
            return input(question).strip().lower() == "yes"
        except EOFError:
            return False
