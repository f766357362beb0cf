"""A browser gets one stylesheet, with all that is written in many."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from config.settings import base
from config.stylesheet import Compressed, OneStylesheet

CSS = Path(settings.BASE_DIR) / "static" / "css"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder of the collected files, and their names there."""
    root = tmp_path_factory.mktemp("static")
    backends = settings.STORAGES | {"staticfiles": {"BACKEND": "config.stylesheet.Hashed"}}
    with override_settings(STATIC_ROOT=root, STORAGES=backends):
        for _ in range(2):  # what an earlier run left changes nothing
            call_command("collectstatic", interactive=False, verbosity=0)
    return root, json.loads((root / "staticfiles.json").read_text())["paths"]


def test_it_imports_nothing_and_holds_every_file_in_its_layer(
    collected: tuple[Path, dict[str, str]],
) -> None:
    root, names = collected
    sheet = (root / names["css/app.css"]).read_text()
    assert "@import" not in sheet
    written = re.findall(r'"([\w-]+\.css)"\) layer\((\w+)\)', (CSS / "app.css").read_text())
    assert len(written) > 40
    at = 0
    for name, layer in written:
        text = (root / names[f"css/{name}"]).read_text()
        at = sheet.index(f"@layer {layer} {{\n{text}}}", at)


def test_the_fonts_it_names_are_there(collected: tuple[Path, dict[str, str]]) -> None:
    root, names = collected
    sheet = root / names["css/app.css"]
    named = re.findall(r'url\("([^"]+)"\)', sheet.read_text())
    assert named
    assert all((sheet.parent / one).exists() for one in named)


def test_it_is_one_whether_it_is_compressed_or_not() -> None:
    assert issubclass(Compressed, OneStylesheet)
    assert base.STORAGES["staticfiles"]["BACKEND"] == f"{Compressed.__module__}.Compressed"


def test_every_import_is_written_as_it_is_read() -> None:
    text = (CSS / "app.css").read_text()
    assert text.count("@import") == len(re.findall(r'@import url\("[\w-]+\.css"\) layer\(', text))
