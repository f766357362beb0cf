"""The fuzz runner stays alive, and would notice."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assessments import importers
from assessments.importers import BUILT_IN, Importer, ImportRefused, Read, Wanted
from assessments.importers.base import FIRST
from assessments.importers.practice_text import PracticeText
from assessments.spec import FrameworkSpec
from tests.depth import examples
from tests.fuzz import __main__ as runner
from tests.fuzz import seeds, tally
from tests.fuzz.attempt import FAILED, READ, attempt, made

INPUTS = examples(60)
Breaking = Callable[[Read], Read]


@pytest.mark.parametrize("importer", BUILT_IN, ids=lambda importer: importer.name)
def test_whatever_the_bytes_a_framework_or_a_refusal(importer: Importer) -> None:
    found = tally.tallied(importer, 7, range(INPUTS))
    assert [f"{one.outcome}, {one.input!r:.500}" for one in found.failures.values()] == []
    assert found.inputs == INPUTS
    assert found.read > 0
    assert found.refused > 0


@pytest.mark.parametrize("importer", BUILT_IN, ids=lambda importer: importer.name)
def test_what_it_begins_with_is_read(importer: Importer) -> None:
    given = made(importer.name, 7, 1)
    for seed in seeds.own(importer.name):
        whole = replace(given, name=seed.name, data=seed.data, wanted=FIRST)
        assert attempt(importer, whole).kind == READ
        assert importers.read(seed.data, seed.name)[0] == importer.name


def test_the_same_numbers_make_the_same_file() -> None:
    for importer in BUILT_IN:
        assert made(importer.name, 7, 11) == made(importer.name, 7, 11)
        assert len({made(importer.name, 7, number).data for number in range(50)}) > 40
    assert made("owasp-samm", 7, 11) != made("owasp-samm", 8, 11)


def test_values_that_stand_inside_themselves_can_be_written() -> None:
    for number in range(1_000):
        assert isinstance(made("ciso-assistant", 7, number).data, bytes)


@pytest.mark.parametrize("importer", ["plumbline", "owasp-samm"])
def test_archives_do_not_depend_on_the_day(importer: str) -> None:
    archives = [seed for seed in seeds.own(importer) if seed.name.endswith(".zip")]
    assert archives
    for seed in archives:
        with zipfile.ZipFile(io.BytesIO(seed.data)) as archive:
            dates = {info.date_time for info in archive.infolist()}
        assert dates == {(2026, 1, 1, 0, 0, 0)}


class Breaks(PracticeText):
    """An importer that does something to whatever it read."""

    def __init__(self, breaking: Breaking) -> None:
        self._breaking = breaking

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """What the page holds, broken."""
        return self._breaking(super().read(data, filename, wanted))


def _changed(**fields: object) -> Breaking:
    def change(found: Read) -> Read:
        spec: FrameworkSpec = replace(found.spec, **fields)  # type: ignore[arg-type]  # wrong is meant
        return replace(found, spec=spec)

    return change


def _missing_key(found: Read) -> Read:
    raise KeyError(found.spec.key)


def _no_reason(found: Read) -> Read:
    raise ImportRefused([])


def _no_end(found: Read) -> Read:
    while True:
        found = replace(found)


def _no_depth(found: Read) -> Read:
    return _no_depth(found)


@pytest.mark.parametrize(
    ("breaking", "error"),
    [
        (_missing_key, "KeyError"),
        (_no_depth, "RecursionError"),
        (_no_reason, "refused without a problem"),
        (_no_end, "TooSlow: over 0.5 s"),
        (_changed(title="x" * 251), "a framework of 251 characters"),
        (_changed(title="a\nb"), "several lines"),
        (_changed(title="a\x07b"), "a control character"),
        (_changed(key=""), "no key"),
        (_changed(roles=()), "AssertionError"),
        (_changed(sections=()), "AssertionError"),
        (_changed(homepage="javascript:x"), "AssertionError"),
        (_changed(extra={"a": float("nan")}), "ValueError"),
    ],
)
def test_an_importer_that_breaks_its_promise_is_noticed(
    monkeypatch: pytest.MonkeyPatch, breaking: Breaking, error: str
) -> None:
    broken = Breaks(breaking)
    monkeypatch.setattr(importers, "importers", lambda: (broken,))
    (seed, *_) = seeds.own(broken.name)
    given = replace(made(broken.name, 7, 0), name=seed.name, data=seed.data, wanted=FIRST)
    outcome = attempt(broken, given, limit=0.5)
    assert outcome.kind == FAILED
    assert error in outcome.error


def test_a_crash_is_reported_with_its_number_and_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = Breaks(_missing_key)
    monkeypatch.setattr(runner, "BUILT_IN", (broken,))
    monkeypatch.setattr(tally, "BUILT_IN", (broken,))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert runner.main(["--inputs", "40", "--seed", "7"]) == 1
    said = capsys.readouterr().err
    assert "KeyError" in said
    (file,) = tmp_path.glob("*/*")
    name, seed, number = file.name.rsplit("-", 2)
    assert f"again: python -m tests.fuzz --importer {name} --seed {seed} --number {number}" in said
    assert file.read_bytes() == made(name, int(seed), int(number)).data
    assert runner.main(["--importer", name, "--seed", seed, "--number", number]) == 1


def test_a_run_without_a_failure_ends_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.main(["--inputs", "20", "--importer", "practice-text"]) == 0
    said = capsys.readouterr()
    assert "| practice-text | 20 |" in said.out
    assert said.err == ""


def test_two_processes_count_as_one_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(runner, "CHUNK", 20)
    asked = ["--inputs", "60", "--importer", "practice-text", "--seed", "7"]
    assert runner.main(asked) == runner.main([*asked, "--processes", "2"]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if "practice-text" in line]
    one, two = (row.split("|")[2:6] for row in rows)
    assert one == two
