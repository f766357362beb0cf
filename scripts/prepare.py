"""Before Plumbline starts: the database migrated, the static files collected, the note right."""

from __future__ import annotations

from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from organizations.models import Organization  # noqa: E402  (models need Django set up)


def prepare() -> None:
    """Make the database and the static files ready for this version of Plumbline."""
    call_command("migrate", interactive=False)
    call_command("collectstatic", interactive=False, verbosity=0)
    _keep_note_true(settings.VAR_DIR / "sample.txt")


def _keep_note_true(note: Path) -> None:
    """Offer the sample's accounts no more once the sample was removed."""
    if note.exists() and not Organization.objects.filter(is_sample=True).exists():
        note.write_text("There is no sample workspace: manage.py load_sample brings one.")


if __name__ == "__main__":
    prepare()
