"""Every format is told of where somebody would look for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assessments import exporters, importers

DOCS = Path(__file__).parents[2] / "docs"
INDEX = (DOCS / "formats.md").read_text("utf-8")
NAMES = {one.name for one in importers.BUILT_IN} | {one.name for one in exporters.BUILT_IN}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_index_has_every_format(name: str) -> None:
    assert f"`{name}`" in INDEX


@pytest.mark.parametrize(
    "suffix", sorted({importer.suffixes[0] for importer in importers.BUILT_IN})
)
def test_the_index_says_how_files_are_called(suffix: str) -> None:
    assert f"`{suffix}`" in INDEX


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)", INDEX))))
def test_the_index_leads_to_pages_that_there_are(target: str) -> None:
    assert (DOCS / target).is_file()
