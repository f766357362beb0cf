"""Before Plumbline starts: the database migrated, the static files collected."""

from __future__ import annotations

import django
from django.core.management import call_command


def prepare() -> None:
    """Make the database and the static files ready for this version of Plumbline."""
    call_command("migrate", interactive=False)
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    django.setup()
    prepare()
