"""`lint_framework`: three forms of one report, and an exit status for CI."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest
from django.core.management import call_command

from assessments.lint import CODES
from tests.public import public_file

LENS = {
    "schemaVersion": "2021-11-01",
    "name": "Queues",
    "description": "About queues",
    "pillars": [
        {
            "id": "watching",
            "name": "Watching",
            "questions": [
                {
                    "id": "alarms",
                    "title": "How do you watch?",
                    "description": "All of it",
                    "choices": [
                        {
                            "id": name,
                            "title": f"Thing {name}",
                            "helpfulResource": {"displayText": "Read"},
                            "improvementPlan": {"displayText": "Do"},
                        }
                        for name in ("one", "two", "three")
                    ],
                    "riskRules": [
                        {"condition": "one && two", "risk": "NO_RISK"},
                        {"condition": "!one || !two", "risk": "MEDIUM_RISK"},
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                }
            ],
        }
    ],
}


OURS = """\
plumbline: framework/1
key: queues
title: Queues
version: "1"
roles: [{key: team, name: Team}]
sections:
  - key: outer
    title: Outer
    kind: section
    children:
      - key: inner
        title: Inner
        kind: section
        questions:
          - key: one
            text: Which of these is it?
            kind: single
            choices:
              - {key: a, text: This}
              - {key: b, text: That}
"""


SARIF_SCHEMA = ("oasis-tcs/sarif-spec", "sarif-2.1/schema/sarif-schema-2.1.0.json")


@pytest.fixture
def lens(tmp_path: Path) -> Path:
    path = tmp_path / "queues.json"
    path.write_text(json.dumps(LENS, indent=1))
    return path


def run(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("lint_framework", *words, stdout=out)
    except SystemExit as left:
        return int(str(left.code)), out.getvalue()
    return 0, out.getvalue()


def test_people_read_what_is_wrong_and_how_to_mend_it(lens: Path) -> None:
    status, text = run(str(lens))
    assert status == 1
    assert "error    outcome-unreachable   watching/alarms (line 10)" in text
    assert "it does not come out at high risk" in text
    assert "warning  choice-dead           watching/alarms/three" in text
    assert "To mend it: " in text
    assert "1 error, 1 warning" in text


def test_the_status_is_what_ci_asks_for(lens: Path) -> None:
    assert run(str(lens), "--fail-on", "never")[0] == 0
    sound = json.loads(json.dumps(LENS))
    rules = sound["pillars"][0]["questions"][0]["riskRules"]
    rules[1]["condition"] = "one"
    lens.write_text(json.dumps(sound))
    assert run(str(lens))[0] == 0
    assert run(str(lens), "--fail-on", "warning")[0] == 1


def test_a_file_that_cannot_be_read_is_told_with_its_place(lens: Path, tmp_path: Path) -> None:
    lens.write_text('{"pillars": [\n NaN]}')
    status, text = run(str(lens), str(tmp_path / "gone.json"))
    assert status == 2
    assert "refused  Line 2: NaN is not JSON." in text
    assert "No such file" in text


def test_scripts_get_json(lens: Path) -> None:
    status, text = run(str(lens), "--format", "json")
    (file,) = json.loads(text)
    assert (status, file["title"], file["refused"]) == (1, "Queues", [])
    lines = lens.read_text().splitlines()
    # An object begins on the line before its first field.
    found = {mark["code"]: lines[mark["line"]].strip() for mark in file["marks"]}
    assert found == {"outcome-unreachable": '"id": "alarms",', "choice-dead": '"id": "three",'}
    lens.write_text('{"pillars": [\n NaN]}')
    (file,) = json.loads(run(str(lens), "--format", "json")[1])
    assert [refusal["line"] for refusal in file["refused"]] == [2]


def log_of(*words: str) -> dict[str, Any]:
    log = json.loads(run(*words, "--format", "sarif")[1])
    assert isinstance(log, dict)
    return log


def test_review_tools_get_sarif(lens: Path) -> None:
    log = log_of(str(lens))
    (made,) = log["runs"]
    rules = {rule["id"]: rule for rule in made["tool"]["driver"]["rules"]}
    assert log["version"] == "2.1.0"
    assert set(rules) == {*CODES, "file-refused"}
    assert all(rule["shortDescription"]["text"] for rule in rules.values())
    assert all(result["ruleId"] in rules for result in made["results"])
    first = made["results"][0]
    assert first["level"] == rules[first["ruleId"]]["defaultConfiguration"]["level"] == "error"
    assert first["message"]["text"].startswith("Whatever is ticked")
    place = first["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": f"file://{lens.as_posix()}"},
        "region": {"startLine": 10},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "watching/alarms"}]


def test_a_refused_file_is_a_result_with_its_line(lens: Path) -> None:
    lens.write_text('{"pillars": [\n NaN]}')
    (result,) = log_of(str(lens))["runs"][0]["results"]
    assert result["ruleId"] == "file-refused"
    (place,) = result["locations"]
    assert place["physicalLocation"]["region"] == {"startLine": 2}
    assert "logicalLocations" not in place


def test_paths_are_written_as_addresses(lens: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lens.parent)
    Path("my é.json").write_bytes(lens.read_bytes())
    results = log_of("my é.json", "queues.json")["runs"][0]["results"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results]
    assert list(dict.fromkeys(uris)) == ["my%20%C3%A9.json", "queues.json"]


def test_sarif_is_as_its_public_schema_has_it(lens: Path, tmp_path: Path) -> None:
    schema = json.loads(public_file(*SARIF_SCHEMA))
    check = jsonschema.validators.validator_for(schema)(schema)
    check.validate(log_of(str(lens), str(tmp_path / "gone.json")))
    with pytest.raises(jsonschema.ValidationError):
        check.validate({"version": "2.1.0"})


def test_parts_of_our_own_format_have_lines_at_any_depth(tmp_path: Path) -> None:
    path = tmp_path / "queues.yaml"
    path.write_text(OURS)
    (file,) = json.loads(run(str(path), "--format", "json")[1])
    (mark,) = file["marks"]
    assert (mark["code"], mark["path"]) == ("choice-unscored", "inner/one")
    assert "key: one" in OURS.splitlines()[mark["line"] - 1]


def test_a_line_inside_an_archive_is_told_in_words_only(tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text(OURS.replace("title: Queues", "title: [Queues]"))
    (file,) = json.loads(run(str(tmp_path), "--format", "json")[1])
    assert {refusal["line"] for refusal in file["refused"]} == {None}
    assert "framework.yaml: title, line 3" in file["refused"][0]["reason"]


def test_a_name_that_is_no_text_is_shown_as_well_as_it_can_be(tmp_path: Path) -> None:
    path = tmp_path / "gone\udcff.json"
    status, text = run(str(path))
    assert status == 2
    assert "gone?.json" in text


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_bytes(b"x")
    status, text = run(str(tmp_path))
    assert status == 2
    assert "  refused  " in text
