"""`lint_framework`: three forms of one report, and an exit status for CI."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from assessments.lint import CODES

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


@pytest.fixture
def lens(tmp_path: Path) -> Path:
    path = tmp_path / "queues.json"
    path.write_text(json.dumps(LENS))
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
    assert "error    outcome-unreachable   watching/alarms" in text
    assert "No answer comes out at high risk" in text
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
    assert {mark["code"] for mark in file["marks"]} == {"outcome-unreachable", "choice-dead"}


def test_review_tools_get_sarif(lens: Path) -> None:
    _, text = run(str(lens), "--format", "sarif")
    log = json.loads(text)
    (made,) = log["runs"]
    rules = {rule["id"]: rule for rule in made["tool"]["driver"]["rules"]}
    assert log["version"] == "2.1.0"
    assert set(rules) == {*CODES, "file-refused"}
    assert all(result["ruleId"] in rules for result in made["results"])
    first = made["results"][0]
    assert first["level"] == rules[first["ruleId"]]["defaultConfiguration"]["level"] == "error"
    place = first["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == lens.as_posix()
    assert place["logicalLocations"] == [{"fullyQualifiedName": "watching/alarms"}]
    lens.write_text("{")
    refused = json.loads(run(str(lens), "--format", "sarif")[1])["runs"][0]["results"]
    assert [result["ruleId"] for result in refused] == ["file-refused"]


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.png").write_bytes(b"x")
    status, text = run(str(tmp_path))
    assert status == 2
    assert "  refused  " in text
