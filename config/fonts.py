"""Where the typefaces of the pages and of the PDF come from: two packages with pinned files."""

from __future__ import annotations

from importlib.resources import files

PACKAGES = ("font_source_sans_pro", "font_source_serif_pro")

FONT_DIRS: list[tuple[str, str]] = [
    ("fonts", str(files(package).joinpath("files"))) for package in PACKAGES
]
"""For STATICFILES_DIRS: the files are served below the prefix ``fonts``."""

FACES = (
    "SourceSansPro-Regular.otf",
    "SourceSansPro-It.otf",
    "SourceSansPro-Semibold.otf",
    "SourceSerifPro-Semibold.otf",
)
"""The files that ``static/css/fonts.css`` names; the packages hold ten times as many."""
