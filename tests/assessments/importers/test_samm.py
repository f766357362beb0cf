"""OWASP SAMM's model: its tree, its answers as they are written, and broken references."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.importers import ImportRefused, Problem, Read
from assessments.importers.samm import Samm
from tests.assessments.importers.samm_model import Files, model, packed
from tests.assessments.importers.test_hostile_bytes import check_promises

MIRROR = Path(__file__).resolve().parents[4] / ".mirror" / "owaspsamm+core" / "repo"


def read(data: bytes, filename: str = "core-1.2.0.zip") -> Read:
    return Samm().read(data, filename)


def refused(files: Files) -> list[Problem]:
    with pytest.raises(ImportRefused) as error:
        read(packed(files))
    return list(error.value.problems)


def test_the_tree_is_the_model_s() -> None:
    spec = read(packed(model())).spec
    assert [(one.kind, one.key, one.title) for one in spec.walk()] == [
        ("function", "running", "Running"),
        ("practice", "queue-care", "Queue Care"),
        ("stream", "R-QC-A", "Stream A"),
        ("stream", "R-QC-B", "Stream B"),
    ]
    assert [(one.ref, one.tier) for one in spec.questions()] == [
        ("R-QC-1-A", 1),
        ("R-QC-2-A", 2),
        ("R-QC-3-A", 3),
        ("R-QC-1-B", 1),
        ("R-QC-2-B", 2),
        ("R-QC-3-B", 3),
    ]
    assert (spec.version, spec.roll_up, spec.licence) == ("1.2.0", "samm", "CC-BY-SA-4.0")
    assert "ShareAlike" in spec.attribution
    assert [(level.value, level.name) for level in spec.levels] == [
        (0, "Not started"),
        (1, "Level 1"),
        (2, "Level 2"),
        (3, "Level 3"),
    ]


def test_an_answer_no_is_no_boolean() -> None:
    first = next(read(packed(model())).spec.questions())
    assert first.kind == "single"
    assert [(one.key, one.text, one.score) for one in first.choices] == [
        ("0", "No", 0.0),
        ("1", "Some", 0.25),
        ("2", "Half", 0.5),
        ("3", "All of them", 1.0),
    ]


def test_what_a_full_answer_takes_is_told_with_the_question() -> None:
    spec = read(packed(model())).spec
    assert next(spec.questions()).help == (
        "**Do R-QC-1-A** (level 1): It is done\n\nAt length.\n\n"
        "To count as done:\n\n- It is written\n- It is so"
    )
    practice = next(one for one in spec.walk() if one.kind == "practice")
    assert practice.guidance == "Queues drain.\n\nThey *do*.\n\n1. Aim 1\n2. Aim 2\n3. Aim 3"


def test_an_archive_without_a_version_in_its_name_has_none() -> None:
    assert read(packed(model()), "model.zip").spec.version == ""


def test_it_is_known_by_its_folders() -> None:
    data = packed(model())
    assert importers.read(data, "anything.zip")[0] == "owasp-samm"
    assert not Samm().recognises(b"PK\x03\x04", "model.zip")
    assert not Samm().recognises(b"{}", "model.zip")


@pytest.mark.parametrize(
    ("name", "key", "value", "message"),
    [
        ("streams/R-QC-A.yml", "practice", "gone", "no security practice"),
        ("questions/R-QC-1-A.yml", "answerSet", "gone", "no answer set"),
        ("activities/R-QC-1-A.yml", "level", "gone", "no level of a practice"),
        ("questions/R-QC-1-A.yml", "text", "", "missing or empty"),
        ("maturity_levels/2.yml", "number", "two", "has a number"),
        ("questions/R-QC-2-A.yml", "id", "q1A", "has this id"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(
    name: str, key: str, value: str, message: str
) -> None:
    files = model()
    files[name][key] = value
    told = [one for one in refused(files) if message in one.message]
    assert any(one.place.startswith(f"{name}: {key}, line") and one.line for one in told)


def test_an_answer_counts_between_nothing_and_all() -> None:
    files = model()
    files["answer_sets/A.yml"]["values"][0]["value"] = 7
    assert any("between 0 and 1" in one.message for one in refused(files))


def test_a_model_without_a_kind_of_thing_is_refused() -> None:
    files = {name: values for name, values in model().items() if values["type"] != "AnswerSet"}
    assert [one.message for one in refused(files)] == ["The model has no answer set."]


def test_every_file_that_cannot_be_read_is_told() -> None:
    more = {"streams/broken.yml": b"a: [", "streams/latin.yml": b"name: \xe9"}
    with pytest.raises(ImportRefused) as error:
        read(packed(model(), more=more))
    assert {one.path for one in error.value.problems} == set(more)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_altered_model_is_read_or_refused(data: st.DataObject) -> None:
    files = model()
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(files)))
        key = data.draw(st.sampled_from(sorted(files[name])))
        value = data.draw(
            st.none()
            | st.text(max_size=5)
            | st.integers(-9, 9)
            | st.just(["a"])
            | st.just({"a": 1})
        )
        files[name][key] = value
    spec = outcome(packed(files))
    if spec is not None:
        check_promises(spec.spec)


def outcome(data: bytes) -> Read | None:
    try:
        return read(data)
    except ImportRefused:
        return None


@pytest.mark.skipif(not MIRROR.is_dir(), reason="Needs shared/ and the public model")
def test_the_public_model_is_whole() -> None:
    archive = ["git", "--git-dir", str(MIRROR), "archive", "--format=zip", "--prefix=core/", "HEAD"]
    spec = read(subprocess.run(archive, check=True, capture_output=True).stdout).spec
    kinds = Counter(one.kind for one in spec.walk())
    assert kinds == {"function": 5, "practice": 15, "stream": 30}
    asked = list(spec.questions())
    assert Counter(one.tier for one in asked) == {1: 30, 2: 30, 3: 30}
    assert {choice.score for one in asked for choice in one.choices} == {0, 0.25, 0.5, 1}
    assert all(len(one.choices) == 4 for one in asked)
