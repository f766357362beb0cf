"""Azure review checklists: pillars, guids, severities in any language, and what is odd."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.importers import ImportRefused, Read
from assessments.importers.azure_checklist import AzureChecklist
from assessments.spec import ResourceSpec
from tests.assessments.importers.promises import check_promises

MIRROR = Path(__file__).resolve().parents[4] / ".mirror" / "Azure+review-checklists" / "repo"


def item(guid: str = "11111111-2222", **more: Any) -> dict[str, Any]:
    return {
        "category": "Queues",
        "subcategory": "Depth",
        "text": "Watch how long messages wait",
        "description": "They should not wait.",
        "waf": "Reliability",
        "service": "Storage",
        "guid": guid,
        "id": "01.01",
        "severity": "High",
        "link": "https://example.org/queues",
        "query": "resources | count",
        **more,
    }


def checklist(*items: Any, **more: Any) -> bytes:
    values = {
        "items": list(items),
        "severities": [{"name": "High"}, {"name": "Medium"}, {"name": "Low"}],
        "metadata": {"name": "Queue Review", "state": "GA", "timestamp": "May 3, 2026"},
        **more,
    }
    return json.dumps(values).encode()


def read(data: bytes, filename: str = "queue_checklist.en.json") -> Read:
    return AzureChecklist().read(data, filename)


def test_an_item_is_a_question_of_its_pillar_and_category() -> None:
    spec = read(checklist(item())).spec
    assert (spec.key, spec.title, spec.version, spec.language) == (
        "queue-review",
        "Queue Review",
        "May 3, 2026",
        "en",
    )
    assert [(one.kind, one.key, one.title) for one in spec.walk()] == [
        ("pillar", "reliability", "Reliability"),
        ("focus_area", "reliability-queues", "Queues"),
    ]
    (asked,) = spec.questions()
    assert (asked.kind, asked.weight, asked.key, asked.ref) == (
        "boolean",
        3.0,
        "11111111-2222",
        "01.01",
    )
    assert asked.help == "They should not wait.\n\nPart of Depth."
    assert asked.resources == (ResourceSpec("More on it", "https://example.org/queues"),)
    assert asked.extra == {"azure-checklist": {"service": "Storage", "query": "resources | count"}}


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("queues.json", "queues"),
        ("a\x00b\x07.json", "ab"),
        ("\ud800.json", "Azure review checklist"),
        ("", "Azure review checklist"),
    ],
)
def test_a_checklist_without_a_name_is_called_as_its_file_is(filename: str, title: str) -> None:
    spec = read(checklist(item(), metadata={}), filename).spec
    assert spec.title == title
    check_promises(spec)


def test_a_guid_that_stands_twice_is_told_apart_by_the_item_s_id() -> None:
    found = read(checklist(item(), item(id="01.02"), item(id="01.03")))
    assert [one.key for one in found.spec.questions()] == [
        "11111111-2222",
        "01-02-11111111-2222",
        "01-03-11111111-2222",
    ]
    (warning,) = found.warnings
    assert warning.message == (
        "This guid stands on an item above too. The same holds in 1 more place."
    )
    assert warning.path == "items[1].guid"


def test_severities_are_known_in_the_checklist_s_own_words() -> None:
    names = [{"name": "alta"}, {"name": "media"}, {"name": "baja"}]
    data = checklist(item(severity="Baja"), item("2", severity="Alta"), severities=names)
    found = read(data, "queue_checklist.es.json")
    assert [one.weight for one in found.spec.questions()] == [1.0, 3.0]
    assert found.spec.language == "es"
    assert found.warnings == ()


def test_what_is_odd_is_read_and_told() -> None:
    found = read(
        checklist(
            item(severity=""),
            item("2", link="docs/queues"),
            item("", waf="", category=""),
            item("4", text="", description="Only this is said."),
            item("5", text="", description=""),
            item("6", description="A\u0007B"),
        )
    )
    told = [warning.message for warning in found.warnings]
    assert sorted(told) == sorted(
        [
            "The severity is empty; medium is taken.",
            "This is no whole address; it is left out.",
            "This item has no guid; its key is made of its text.",
            "This item says nothing; it is left out.",
            "There are characters here that no text has; they are left out.",
        ]
    )
    asked = list(found.spec.questions())
    assert len(asked) == 5
    assert [one.title for one in found.spec.sections] == ["Reliability", "Other"]
    assert "AB" in asked[3].help


@pytest.mark.parametrize("items", [[], ["text"], [{"text": ["a"]}]])
def test_a_checklist_that_asks_nothing_is_refused(items: list[Any]) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(checklist(*items))
    assert any(problem.path.startswith("items") for problem in refused.value.problems)


def test_it_is_known_by_its_items() -> None:
    assert importers.read(checklist(item()), "queues.json")[0] == "azure-checklist"
    assert not AzureChecklist().recognises(b'{"items": []}', "a.json")
    assert not AzureChecklist().recognises(b"guid: items:", "a.yaml")


VALUES = st.none() | st.text(max_size=6) | st.integers() | st.just([1]) | st.just({"url": ""})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(item())), VALUES, max_size=5), max_size=4))
def test_any_items_are_read_or_refused(changes: list[dict[str, Any]]) -> None:
    data = checklist(item("0"), *(item(str(n)) | change for n, change in enumerate(changes)))
    found = outcome(data)
    if found is not None:
        check_promises(found.spec)


def outcome(data: bytes) -> Read | None:
    try:
        return read(data)
    except ImportRefused:
        return None


@pytest.mark.skipif(not MIRROR.is_dir(), reason="Needs shared/ and the public checklists")
@pytest.mark.parametrize("name", ["aks_checklist.en", "alz_checklist.es", "checklist.en.master"])
def test_public_checklists_are_read(name: str) -> None:
    show = ["git", "--git-dir", str(MIRROR), "show", f"HEAD:checklists/{name}.json"]
    data = subprocess.run(show, check=True, capture_output=True).stdout
    assert len(list(read(data, f"{name}.json").spec.questions())) > 50
