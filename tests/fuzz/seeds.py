"""Good files to begin with: our own for each importer, and public ones where they are beside."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from assessments.exporters.plumbline import PlumblineJson, PlumblineYaml
from assessments.spec import FrameworkSpec
from tests.assessments.framework_specs import framework_specs
from tests.assessments.importers import pages, samm_model, test_ciso_hostile, test_plumbline
from tests.assessments.importers.ciso_library import LIBRARY, written
from tests.assessments.importers.oscal_catalog import CATALOG
from tests.assessments.importers.test_azure_checklist import checklist, item
from tests.assessments.importers.test_plumbline_folder import FILES as FOLDER
from tests.assessments.lenses import GOOD, ODD, PUBLIC, SHARED, as_bytes
from tests.public import public_file, public_files

OURS_MADE = 40
"""Frameworks made for the format that knows everything."""
LARGEST_PUBLIC = 250_000
"""Bytes of a public file that is still used."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A good file and what it is called."""

    name: str
    data: bytes


@cache
def own(importer: str) -> tuple[Seed, ...]:
    """Files in our own words that the importer of this name reads."""
    return _OWN[importer]()


@cache
def public(importer: str) -> tuple[Seed, ...]:
    """Public files of the format; none where there is no copy of them."""
    return _PUBLIC.get(importer, tuple)()


def _plumbline() -> tuple[Seed, ...]:
    specs: list[FrameworkSpec] = []

    @settings(
        max_examples=OURS_MADE,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(framework_specs())
    def collect(spec: FrameworkSpec) -> None:
        specs.append(spec)

    collect()
    return (
        Seed("framework.yaml", test_plumbline.EXAMPLE.encode()),
        Seed("resilience.zip", _zipped({name: text.encode() for name, text in FOLDER.items()})),
        *(Seed("framework.yaml", PlumblineYaml().write(spec).data) for spec in specs[::2]),
        *(Seed("framework.json", PlumblineJson().write(spec).data) for spec in specs[1::2]),
    )


def _lenses() -> tuple[Seed, ...]:
    return (Seed("lens.json", as_bytes(GOOD)), Seed("lens.json", as_bytes(ODD)))


def _libraries() -> tuple[Seed, ...]:
    questions = written(test_ciso_hostile.GOOD)
    return (Seed("library.yaml", LIBRARY.encode()), Seed("library.yaml", questions))


def _catalogs() -> tuple[Seed, ...]:
    return (Seed("catalog.json", json.dumps(CATALOG).encode()),)


def _checklists() -> tuple[Seed, ...]:
    odd = item("2", link="docs", severity="", description="A\u0007B", training="https://e.org/t")
    made = checklist(item(), odd, item("3", waf="Cost"), item(id="01.02"), item("", category=""))
    return (Seed("queue_checklist.en.json", made),)


def _models() -> tuple[Seed, ...]:
    with zipfile.ZipFile(io.BytesIO(samm_model.packed(samm_model.model()))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return (Seed("core-1.2.0.zip", _zipped(members)),)


def _markdown() -> tuple[Seed, ...]:
    files = [Seed(path.name, path.read_bytes()) for path in sorted(pages.FILES.glob("*.md"))]
    return (Seed("page.md", pages.MARKDOWN.encode()), *files)


def _texts() -> tuple[Seed, ...]:
    files = [Seed(path.name, path.read_bytes()) for path in sorted(pages.FILES.glob("*.txt"))]
    return (Seed("page.txt", pages.TEXT.encode()), *files)


_OWN: dict[str, Callable[[], tuple[Seed, ...]]] = {
    "plumbline": _plumbline,
    "aws-custom-lens": _lenses,
    "ciso-assistant": _libraries,
    "oscal-catalog": _catalogs,
    "azure-checklist": _checklists,
    "owasp-samm": _models,
    "practice-markdown": _markdown,
    "practice-text": _texts,
}


def _public_lenses() -> tuple[Seed, ...]:
    files = [SHARED / name for name in PUBLIC]
    return _small(*(Seed(file.name, file.read_bytes()) for file in files if file.exists()))


def _public_libraries() -> tuple[Seed, ...]:
    repository, folder = "intuitem/ciso-assistant-community", "backend/library/libraries"
    names = ("cps-234.yaml", "dynamic-questionnaire.yaml", "google-saif.yaml", "pspf.yaml")
    return _of(repository, *(f"{folder}/{name}" for name in names))


def _public_catalogs() -> tuple[Seed, ...]:
    return _of("usnistgov/oscal-content", "examples/catalog/json/basic-catalog.json")


def _public_checklists() -> tuple[Seed, ...]:
    names = (
        "mysql_checklist.en.json",
        "mysql_checklist.zh-Hant.json",
        "postgreSQL_checklist.en.json",
    )
    return _of("Azure/review-checklists", *(f"checklists/{name}" for name in names))


def _public_models() -> tuple[Seed, ...]:
    """The whole model: some 300 files."""
    repository = "owaspsamm/core"
    folders = (
        "business_functions", "security_practices", "maturity_levels", "practice_levels",
        "streams", "activities", "questions", "answer_sets",
    )  # fmt: skip
    try:
        names = [name for folder in folders for name in public_files(repository, f"model/{folder}")]
        members = {name: public_file(repository, name) for name in names}
    except pytest.skip.Exception:
        return ()
    return (Seed("core-2.1.0.zip", _zipped(members)),)


_PUBLIC: dict[str, Callable[[], tuple[Seed, ...]]] = {
    "aws-custom-lens": _public_lenses,
    "ciso-assistant": _public_libraries,
    "oscal-catalog": _public_catalogs,
    "azure-checklist": _public_checklists,
    "owasp-samm": _public_models,
}


def _of(repository: str, *paths: str) -> tuple[Seed, ...]:
    found = []
    for path in paths:
        try:
            found.append(Seed(path.rpartition("/")[2], public_file(repository, path)))
        except pytest.skip.Exception:
            continue
    return _small(*found)


def _small(*seeds: Seed) -> tuple[Seed, ...]:
    return tuple(seed for seed in seeds if len(seed.data) <= LARGEST_PUBLIC)


def _zipped(members: dict[str, bytes]) -> bytes:
    """An archive of these files, whenever it is made: the seed of a run makes the same again."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data)
    return made.getvalue()
