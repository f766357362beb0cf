"""Every preset of this package by the schema, and what installed packages add."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib import resources
from importlib.metadata import EntryPoint
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest
import yaml

from charts.words import number_unit
from evidence import presets as package
from evidence.connectors import connectors
from evidence.methods import METHODS
from evidence.presets import Preset, PresetError, filled, filled_evaluator, for_connector, presets
from tests.evidence.presets.samples import file, preset

FOLDER = Path(package.__file__).parent
FILES = sorted(FOLDER.glob("*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(
    json.loads((FOLDER / "preset.schema.json").read_text(encoding="utf-8"))
)
NUMBERED = {"number": "3", "choice": "", "address": "https://metrics.example/"}


class Strict(yaml.SafeLoader):
    """YAML that says so where a key stands twice; YAML itself keeps the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(set(keys)) == len(keys), f"a key stands twice in {keys}"
        return super().construct_mapping(node, deep=deep)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(VALIDATOR.schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_as_the_schema_says(path: Path) -> None:
    content = yaml.load(path.read_text(encoding="utf-8"), Strict)  # noqa: S506 (a SafeLoader)
    VALIDATOR.validate(content)


@pytest.mark.parametrize("found", presets().values(), ids=presets())
def test_every_preset_can_be_asked_and_judged(found: Preset) -> None:
    connector = connectors()[found.connector]
    given = {
        field.name: field.default
        or field.example
        or (field.choices[0] if field.choices else NUMBERED.get(field.kind, "orders"))
        for field in found.parameters
    }
    terms = filled(found, given, connector.quote)
    assert terms.keys() == found.terms.keys()
    evaluator = filled_evaluator(found, given)
    assert evaluator.method in METHODS
    assert number_unit(found.bounds.bound_pass, found.unit)
    assert found.window / found.grain <= 1500, "So many points say no more than fewer would."


def test_presets_stand_in_the_order_of_files_and_are_read_once() -> None:
    keys = [
        each["key"]
        for path in FILES
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))["presets"]
    ]
    assert [key for key in presets() if key in keys] == keys
    assert presets() is presets()


def test_the_presets_of_a_connector_are_its_own() -> None:
    assert [found.key for found in for_connector("jobs")] == [
        "jobs.oldest_waiting",
        "jobs.success_rate",
        "jobs.duration",
        "jobs.message_size",
    ]
    assert for_connector("nobody's") == ()


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of a package `watched_things` that an entry point declares."""
    folder = tmp_path / "watched_things"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "things.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    yield from _declared(monkeypatch, "watched_things")
    sys.modules.pop("watched_things", None)
    sys.modules.pop("watched_things.things", None)


def _declared(monkeypatch: pytest.MonkeyPatch, *values: str) -> Iterator[Path]:
    entries = [EntryPoint(value, value, package.GROUP) for value in values]
    monkeypatch.setattr(package, "entry_points", lambda group: entries)
    presets.cache_clear()
    yield Path(sys.path[0]) / "watched_things"
    presets.cache_clear()


def written(folder: Path, name: str, content: object) -> None:
    (folder / name).write_text(yaml.safe_dump(content), encoding="utf-8")


@pytest.mark.parametrize("value", ["watched_things", "watched_things.things"])
def test_a_package_or_a_module_in_it_brings_presets(
    added: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    written(added, "b.yaml", file(preset(key="things.second")))
    written(added, "a.yaml", file(preset(key="things.first")))
    entries = [EntryPoint("things", value, package.GROUP)]
    monkeypatch.setattr(package, "entry_points", lambda group: entries)
    presets.cache_clear()
    assert list(presets())[-2:] == ["things.first", "things.second"]


def test_a_file_of_a_package_that_is_wrong_is_left_out_and_harms_no_other(added: Path) -> None:
    written(added, "wrong.yaml", file(preset(key="things.wrong", trap=None)))
    written(added, "twice.yaml", file(preset(key="things.twice"), preset(key="things.twice")))
    written(added, "ours.yaml", file(preset(key="things.new"), preset(key="jobs.duration")))
    (added / "torn.yaml").write_text("presets: [", encoding="utf-8")
    (added / "bytes.yaml").write_bytes(b"\xff\xfe\xff")
    written(added, "right.yaml", file(preset(key="things.right")))
    assert [key for key in presets() if key.startswith("things")] == ["things.right"]
    assert presets()["jobs.duration"].connector == "jobs"


def test_a_package_that_is_not_there_harms_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in _declared(monkeypatch, "a_package_that_is_not_there"):
        assert "jobs.duration" in presets()


def test_a_file_of_ours_that_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    written(tmp_path, "aws.yaml", file(preset(window="long")))
    monkeypatch.setattr(resources, "files", lambda anchor: tmp_path)
    presets.cache_clear()
    with pytest.raises(PresetError, match=r"^aws.yaml: sqs.drain_ratio: window: “long” is"):
        presets()
    presets.cache_clear()
