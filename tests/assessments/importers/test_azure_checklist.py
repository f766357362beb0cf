"""Azure review checklists: pillars, guids, severities in any language, and what is odd."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.importers import ImportRefused, Read, Wanted
from assessments.importers.azure_checklist import MAX_ITEMS, AzureChecklist
from assessments.spec import ResourceSpec
from tests.assessments.importers.mutations import broken
from tests.assessments.importers.promises import check_promises
from tests.depth import examples, some
from tests.public import MIRROR

REPOSITORY = "Azure/review-checklists"


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


def read(data: bytes, filename: str = "queue_checklist.en.json", language: str = "") -> Read:
    return AzureChecklist().read(data, filename, Wanted(language=language))


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


def test_english_severities_mean_what_they_say_in_any_order() -> None:
    names = [{"name": "Low"}, {"name": "High"}, {"name": "Medium"}]
    items = (item("1", severity="low"), item("2", severity="High"), item("3", severity=" MEDIUM"))
    asked = read(checklist(*items, severities=names)).spec.questions()
    assert [one.weight for one in asked] == [1.0, 3.0, 2.0]


def test_a_pillar_is_one_however_it_is_written() -> None:
    items = (
        item("1", waf="reliability"),
        item("2", waf="Cost", category="QUEUES"),
        item("3", waf="Reliability ", category="queues"),
        item("4", waf="", category="Other"),
        item("5", waf="Reliability"),
    )
    assert [
        (one.kind, one.title, len(one.questions)) for one in read(checklist(*items)).spec.walk()
    ] == [
        ("pillar", "reliability", 0),
        ("focus_area", "Queues", 3),
        ("pillar", "Cost", 0),
        ("focus_area", "QUEUES", 1),
        ("pillar", "Other", 0),
        ("focus_area", "Other", 1),
    ]


def test_a_pillar_without_categories_asks_for_itself() -> None:
    items = (item("1", category=""), item("2", category="", waf="Cost"), item("3", waf="Cost"))
    found = [(one.kind, one.key, len(one.questions)) for one in read(checklist(*items)).spec.walk()]
    assert found == [
        ("pillar", "reliability", 1),
        ("pillar", "cost", 0),
        ("focus_area", "cost-queues", 1),
        ("focus_area", "cost-other", 1),
    ]


def test_a_name_in_any_letters_gives_the_same_key_wherever_it_stands() -> None:
    items = [
        item("1", waf="信頼性", category="BCとDR"),
        item("2", waf="安全", category="BC와 DR"),
        item("3", waf="…", category="Übung"),
    ]
    forth, back = (read(checklist(*some)).spec for some in (items, items[::-1]))
    keys = {one.title: one.key for one in forth.walk()}
    assert keys == {one.title: one.key for one in back.walk()}
    assert len(set(keys.values())) == 6
    assert (keys["…"], keys["Übung"]) == ("part", "part-ubung")
    assert "bc-dr" in keys["BCとDR"]


@pytest.mark.parametrize(
    ("filename", "wanted", "language"),
    [
        ("a.pt.json", "", "pt"),
        ("a.zh-Hant.json", "", "zh-Hant"),
        ("a.es (1).json", "", "es"),
        ("a.en.master.json", "", "en"),
        ("a.json", "", "en"),
        ("a.pt.json", "pt_BR", "pt-BR"),
        ("a.pt.json", "no language", "pt"),
        ("a.json", "x" * 21, "en"),
    ],
)
def test_the_language_is_the_wanted_one_or_that_of_the_name(
    filename: str, wanted: str, language: str
) -> None:
    assert read(checklist(item()), filename, wanted).spec.language == language


def test_the_licence_is_kept_with_its_notice_and_unknown_facts_too() -> None:
    metadata = {"name": "Queue Review", "state": "A\u0007B", "waf": "all"}
    found = read(checklist(item(), metadata=metadata))
    assert (found.spec.licence, found.spec.version) == ("MIT", "")
    assert "Microsoft Corporation" in found.spec.attribution
    assert found.spec.description == "A review checklist for Azure; its state is “AB”."
    assert found.spec.extra == {"azure-checklist": {"waf": "all"}}


def test_a_checklist_without_facts_is_called_by_its_file() -> None:
    spec = read(checklist(item(), metadata=None), "Queues of mine.json").spec
    assert (spec.key, spec.title) == ("queues-of-mine", "Queues of mine")
    assert spec.description == "A review checklist for Azure."


def test_links_lead_to_the_web_only() -> None:
    asked = item(link="javascript:alert(1)", training="HTTPS://e.org/a")
    found = read(checklist(asked, item("2", link="https://e.org/" + "a" * 2_000)))
    assert [one.resources for one in found.spec.questions()] == [
        (ResourceSpec("Training", "HTTPS://e.org/a"),),
        (),
    ]
    assert "no whole address" in found.warnings[0].message


def test_a_checklist_has_an_end() -> None:
    many = [item(str(number)) for number in range(MAX_ITEMS + 1)]
    with pytest.raises(ImportRefused, match=r"items\[5000\]: A checklist has 5,000 items at most"):
        read(checklist(*many))


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


GOOD = json.loads(checklist(item(), item("2", waf="Cost", training="https://e.org"), item("3")))


@settings(max_examples=examples(100))
@given(broken(GOOD))
def test_any_altered_checklist_is_read_or_refused(document: Any) -> None:
    found = outcome(json.dumps(document).encode())
    if found is not None:
        check_promises(found.spec)


@settings(max_examples=examples(50))
@given(st.text(max_size=30), st.text(max_size=5))
def test_any_name_of_a_file_will_do(filename: str, language: str) -> None:
    check_promises(read(checklist(item(), metadata=None), filename, language).spec)


def outcome(data: bytes) -> Read | None:
    try:
        return read(data)
    except ImportRefused as refusal:
        return None if refusal.problems else pytest.fail("refused without a reason")


def public_checklists() -> dict[str, bytes]:
    """Every checklist of the public repository; skips the test where there is no copy of it."""
    bare = MIRROR / REPOSITORY.replace("/", "+") / "repo"
    folders = ("checklists", "checklists-ext")
    archive = ["git", "--git-dir", str(bare), "archive", "--format=tar", "HEAD", *folders]
    run = subprocess.run(archive, check=False, capture_output=True)
    if run.returncode:
        pytest.skip(f"Needs a copy of the public repository {REPOSITORY}")
    with tarfile.open(fileobj=io.BytesIO(run.stdout)) as files:
        streams = ((one.name, files.extractfile(one)) for one in files if one.isfile())
        return {name: stream.read() for name, stream in streams if stream is not None}


def test_any_public_checklist_is_read() -> None:
    files = public_checklists()
    lists = [name for name in files if AzureChecklist().recognises(files[name], name)]
    assert len(lists) > 300
    refused = []
    for name in some(lists):
        try:
            spec = read(files[name], name).spec
        except ImportRefused:
            refused.append(name)
            continue
        check_promises(spec)
        assert {one.weight for one in spec.questions()} <= {1.0, 2.0, 3.0}
        assert spec.language in {"en", "es", "ja", "ko", "pt", "zh-Hant"}
    assert set(refused) <= {"checklists/template.json"}


def test_a_public_checklist_comes_in_whole() -> None:
    found = read(public_checklists()["checklists/aks_checklist.en.json"], "aks_checklist.en.json")
    spec = found.spec
    assert (spec.key, spec.title) == ("azure-aks-review", "Azure AKS Review")
    assert {one.title for one in spec.sections} == {
        "Reliability",
        "Security",
        "Cost",
        "Operations",
        "Performance",
    }
    assert len(list(spec.questions())) > 100
