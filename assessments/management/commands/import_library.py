"""Import the frameworks that come with Plumbline."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from assessments.actions import frameworks
from organizations.refusals import Refused


class Command(BaseCommand):
    """Safe to run at every start and after every upgrade: what is there stays as it is."""

    help = "Import the frameworks that come with Plumbline, for everybody to see."

    def handle(self, *args: Any, **options: Any) -> None:
        """Import them and say what was new."""
        try:
            imported = frameworks.import_library()
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        for one in imported:
            state = "was imported" if one.created else "is there already"
            self.stdout.write(f"{one.framework} {state}.")
