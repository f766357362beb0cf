from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find, get_finders

from config.fonts import FACES


def test_only_the_faces_that_pages_use_are_collected() -> None:
    collected = [
        Path(path).name
        for finder in get_finders()
        for path, storage in finder.list(None)
        if getattr(storage, "prefix", None) == "fonts"
    ]
    assert sorted(collected) == sorted(FACES)


def test_every_face_the_stylesheet_names_is_found() -> None:
    sheet = (Path(settings.BASE_DIR) / "static" / "css" / "fonts.css").read_text()
    named = re.findall(r'url\("\.\./fonts/([\w-]+\.otf)"\)', sheet)
    assert sorted(named) == sorted(FACES)
    assert all(find(f"fonts/{face}") for face in named)
