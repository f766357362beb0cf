"""`manage.py verify_audit`: walk the audit chains and name the first altered event."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations import audit
from organizations.models import Organization


class Command(BaseCommand):
    """Exit status 0 where every chain holds, 1 where one does not."""

    help = "Check the audit log of every organization, or of one, event by event."

    def add_arguments(self, parser: CommandParser) -> None:
        """One optional organization."""
        parser.add_argument("organization", nargs="?", help="its short name; all without it")

    def handle(self, *args: Any, organization: str | None, **options: Any) -> None:
        """Print one line for each organization."""
        chosen = Organization.objects.order_by("slug")
        if organization:
            chosen = chosen.filter(slug=organization)
            if not chosen:
                raise CommandError(f"There is no organization with the short name {organization}.")
        flawed = [one.slug for one in chosen if not self._holds(one)]
        if flawed:
            raise CommandError(f"The audit log does not hold in: {', '.join(flawed)}.")

    def _holds(self, organization: Organization) -> bool:
        flaw = audit.verify(organization)
        if flaw is None:
            head = organization.audit_head or "none"
            self.stdout.write(
                f"{organization.slug}: {organization.audit_length} events, the chain holds, "
                f"head {head}"
            )
        else:
            self.stdout.write(f"{organization.slug}: event {flaw.sequence}: {flaw.reason}")
        return flaw is None
