"""Collected static files: one stylesheet in place of the many that it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\) layer\(([\w-]+)\);')

Paths = Mapping[str, tuple[Storage, str]]
"""What was collected: by its name, where it comes from and how it is called there."""


class OneStylesheet:
    """For a storage that hashes what was collected: `css/app.css` holds what it imports, so that a
    browser asks once and not for some forty files. They lie in one folder, so that addresses in
    them stay true."""

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Hash what was collected; yields as Django's own."""
        if SHEET in paths:
            whole = InMemoryStorage()
            whole.save(SHEET, ContentFile(bundled(paths)))
            paths = {**paths, SHEET: (whole, SHEET)}
        hashed: Any = super()  # What it is mixed into has a `post_process`, as its kind does.
        yield from hashed.post_process(paths, dry_run, **options)


class Hashed(OneStylesheet, ManifestStaticFilesStorage):  # type: ignore[misc]  # Django's own two disagree on `url`
    """For this machine alone."""


class Compressed(OneStylesheet, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """For a network."""


def bundled(paths: Paths) -> str:
    """The stylesheet with each import replaced by its file, in the layer that it names."""
    folder = SHEET.rpartition("/")[0]

    def held(found: re.Match[str]) -> str:
        return f"@layer {found[2]} {{\n{_text(paths, f'{folder}/{found[1]}')}}}"

    return _IMPORT.sub(held, _text(paths, SHEET))


def _text(paths: Paths, name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return bytes(file.read()).decode()
