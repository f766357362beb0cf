"""`manage.py load_sample`: the workspace in which Plumbline assesses itself."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organizations.models import Organization
from organizations.refusals import Refused
from reports.sample import accounts, build
from reports.sample.people import PEOPLE


class Command(BaseCommand):
    """Loading it again changes nothing, but for the passwords where one is given."""

    help = "Load the sample workspace, once, and print its accounts."

    def add_arguments(self, parser: CommandParser) -> None:
        """The password of its accounts, and whether there is an operator among them."""
        parser.add_argument(
            "--password", help="the password of the accounts; without it one is made up"
        )
        parser.add_argument(
            "--operator", action="store_true", help="also an operator, who may use the admin"
        )

    def handle(self, *args: Any, password: str | None, operator: bool, **options: Any) -> None:
        """Load it and say who can sign in."""
        chosen = password or secrets.token_urlsafe(9)
        try:
            loaded = build.load(password=chosen, with_operator=operator)
        except Refused as refusal:
            raise CommandError(f"The sample was not loaded: {refusal}") from refusal
        if password and not loaded.created:
            accounts.give_password(loaded.organization, password)
        state = "is loaded" if loaded.created else "is there already"
        self.stdout.write(f"The sample workspace “{loaded.organization}” {state}.\n\n")
        self._say_accounts(loaded.organization, chosen if loaded.created else password)
        self.stdout.write("\nmanage.py remove_sample takes all of it away again.")

    def _say_accounts(self, organization: Organization, password: str | None) -> None:
        if password:
            self.stdout.write(f"Sign in with the password {password} as")
        else:
            self.stdout.write("Its accounts; load_sample --password TEXT gives them a new password")
        people = {person.email: person for person in PEOPLE}
        for user in accounts.belonging_only_to(organization):
            person = people.get(user.email)
            rights = person.rights.label if person else "Operator"
            role = person.role.replace("-", " ") if person else ""
            said = [role, "may use /admin/" if user.is_staff else ""]
            what = ", ".join(filter(None, said)) or "reads only"
            self.stdout.write(f"  {user.email:26}{rights:10}{what}")
