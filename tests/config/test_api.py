"""The REST face as a whole: its description."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.mark.once
def test_the_description_is_valid_and_leaves_nothing_to_guess(db: None, tmp_path: Path) -> None:
    target = str(tmp_path / "schema.yml")
    call_command("spectacular", validate=True, fail_on_warn=True, file=target)
