"""OWASP SAMM's model: its tree, its answers as they are written, and broken references."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.importers import ImportRefused, Problem, Read, Wanted, samm_files
from assessments.importers.samm import MAX_ANSWERS, MAX_ASKED, Samm
from tests.assessments.importers.mutations import broken
from tests.assessments.importers.promises import check_promises
from tests.assessments.importers.samm_model import Files, model, packed
from tests.depth import examples
from tests.public import MIRROR


def read(data: bytes, filename: str = "core-1.2.0.zip", language: str = "") -> Read:
    return Samm().read(data, filename, Wanted(language=language))


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


@pytest.mark.parametrize("filename", ["model.zip", f"core-{'9' * 60}.1.zip"])
def test_an_archive_without_a_version_in_its_name_has_none(filename: str) -> None:
    assert read(packed(model()), filename).spec.version == ""


def test_it_is_known_by_its_folders() -> None:
    data = packed(model())
    assert not Samm().recognises(packed({"streams/a.yml": {}, "questions": {}}), "model.zip")
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
        ("activities/R-QC-2-A.yml", "id", "a1A", "has this id"),
        ("activities/R-QC-2-A.yml", "level", "lz2", "another practice"),
        ("activities/R-QC-2-A.yml", "stream", "gone", "no stream"),
        ("questions/R-QC-2-A.yml", "activity", "gone", "no activity"),
        ("practice_levels/R-QC-2.yml", "maturityLevel", "gone", "no maturity level"),
        ("practice_levels/R-QC-2.yml", "practice", "gone", "no security practice"),
        ("security_practices/R-Queues.yml", "function", "gone", "no business function"),
        ("security_practices/R-Queues.yml", "shortName", "x" * 25, "24 characters at most"),
        ("business_functions/Running.yml", "id", "", "missing or empty"),
        ("security_practices/R-Queues.yml", "function", " ", "missing or empty"),
        ("questions/R-QC-1-A.yml", "id", "x" * 251, "250 characters at most"),
        ("maturity_levels/2.yml", "number", "3", "without a gap"),
        ("maturity_levels/2.yml", "number", "1.5", "has a number"),
        ("questions/R-QC-2-A.yml", "quality", "all", "A list is expected"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(
    name: str, key: str, value: str, message: str
) -> None:
    files = model()
    files["security_practices/Z.yml"] = {
        "id": "pz",
        "function": "f1",
        "name": "Z",
        "shortName": "Z",
    }
    files["practice_levels/Z.yml"] = {"id": "lz2", "practice": "pz", "maturityLevel": "m2"}
    files[name][key] = value
    told = [one for one in refused(files) if message in one.message]
    assert any(one.place.startswith(f"{name}: {key}, line") and one.line for one in told)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"value": 7}, "An answer counts between 0 and 1."),
        ({"value": -0.5}, "An answer counts between 0 and 1."),
        ({"value": "nan"}, "An answer counts between 0 and 1."),
        ({"value": ""}, "An answer counts between 0 and 1."),
        ({"order": 2}, "Another answer of this set stands at this place."),
        ({"order": ""}, "This is missing or empty."),
        ({"text": ""}, "This is missing or empty."),
        ({"text": "x" * 1_001}, "A choice has 1000 characters at most."),
    ],
)
def test_an_answer_that_cannot_be_chosen_is_refused(answer: dict[str, Any], message: str) -> None:
    files = model()
    files["answer_sets/A.yml"]["values"][0] |= answer
    (told,) = refused(files)
    assert told.message == message
    assert told.path.startswith("answer_sets/A.yml: values[")


@pytest.mark.parametrize("count", [0, MAX_ANSWERS + 1])
def test_an_answer_set_has_a_few_answers(count: int) -> None:
    files = model()
    answers = [{"text": "Some", "value": 0.5, "order": place} for place in range(1, count + 1)]
    files["answer_sets/A.yml"]["values"] = answers
    (told,) = refused(files)
    assert told.message == "An answer set has 2 to 20 answers."


def test_one_activity_is_asked_about_a_few_times_only() -> None:
    files = model()
    for number in range(MAX_ASKED):
        files[f"questions/more-{number}.yml"] = files["questions/R-QC-1-A.yml"] | {"id": number}
    (told,) = refused(files)
    assert told.message == "An activity has 20 questions at most."
    assert told.path == "activities/R-QC-1-A.yml"


def test_an_activity_can_be_asked_about_twice_and_even_under_one_id() -> None:
    files = model()
    files["questions/R-QC-1-A-2.yml"] = files["questions/R-QC-1-A.yml"] | {"order": 2}
    found = read(packed(files))
    assert [(one.key, one.ref) for one in found.spec.questions()][:2] == [
        ("R-QC-1-A", "R-QC-1-A"),
        ("R-QC-1-A-2", "R-QC-1-A"),
    ]
    (warning,) = found.warnings
    assert str(warning) == (
        "questions/R-QC-1-A.yml: id, line 3: Another question has this id. "
        "It is in questions/R-QC-1-A-2.yml."
    )


def test_what_a_program_made_of_an_answer_is_turned_back_and_told() -> None:
    files = model()
    files["answer_sets/A.yml"]["values"][0]["text"] = True
    found = read(packed(files))
    assert [one.text for one in next(found.spec.questions()).choices] == [
        "No",
        "Some",
        "Half",
        "Yes",
    ]
    assert found.warnings[0].message == "A program made “true” of an answer here; “Yes” is read."


def test_releases_of_old_spell_a_reference_in_small_letters() -> None:
    files = model()
    for tier in (1, 2, 3):
        level = files[f"practice_levels/R-QC-{tier}.yml"]
        level["maturitylevel"] = level.pop("maturityLevel")
    assert read(packed(files)).spec == read(packed(model())).spec


def test_words_of_the_model_that_are_no_markdown_stand_as_they_are() -> None:
    files = model()
    files["activities/R-QC-1-A.yml"] |= {
        "title": "Use *all*",
        "benefit": "<b>",
        "longDescription": "",
    }
    files["activities/R-QC-1-A.yml"]["shortDescription"] = "In *short*."
    files["questions/R-QC-1-A.yml"]["quality"] = ["Not `one`", ""]
    files["questions/R-QC-1-B.yml"]["quality"] = []
    files["activities/R-QC-1-B.yml"] |= {"title": "", "longDescription": ""}
    asked = {one.ref: one.help for one in read(packed(files)).spec.questions()}
    assert asked["R-QC-1-A"] == (
        "**Use \\*all\\*** (level 1): &lt;b>\n\nIn *short*.\n\nTo count as done:\n\n- Not \\`one\\`"
    )
    assert asked["R-QC-1-B"] == ""


def test_other_files_of_the_repository_are_passed_over() -> None:
    more = {"crowdin.yml": b"files: [", "images/a.yml": b"\xff", "questions/README.md": b"Read."}
    assert read(packed(model(), more=more)).spec == read(packed(model())).spec


def test_a_model_that_is_too_large_is_refused() -> None:
    one = b"# " + b"x" * (samm_files.MAX_FILE_BYTES - 3)
    more = {f"streams/{number}.yml": one for number in range(33)}
    with pytest.raises(ImportRefused, match="more than 2,097,152 bytes"):
        read(packed(model(), more=more))
    with pytest.raises(
        ImportRefused, match=r"streams/x\.yml: The file is larger than 65,536 bytes"
    ):
        read(packed(model(), more={"streams/x.yml": one + b"xx"}))


def translated(files: Files, folder: str = "fr/model/") -> dict[str, bytes]:
    """The model in another language, but for two files: one is empty and one is missing."""
    made = {}
    for name, values in files.items():
        words = {key: f"{value} (fr)" for key, value in values.items() if key in ("name", "text")}
        made[folder + name] = yaml.safe_dump(values | words | {"type": "Chose"}).encode()
    made[f"{folder}questions/R-QC-2-A.yml"] = b" \n"
    del made[f"{folder}questions/R-QC-3-A.yml"]
    return made


def test_a_translation_can_be_chosen_and_what_it_lacks_is_read_in_english() -> None:
    english = {f"model/{name}": values for name, values in model().items()}
    empty = {"cs/model/questions/R-QC-1-A.yml": b"", "cs/model/streams/R-QC-A.yml": b"id: tA"}
    data = packed(english, top="i18n-1.2/", more=translated(model()) | empty)
    first = read(data)
    assert (first.spec.language, first.languages, first.warnings) == ("en", ("en", "fr"), ())
    found = read(data, language="FR")
    assert (found.spec.language, found.languages) == ("fr", ("en", "fr"))
    assert [(one.ref, one.text) for one in found.spec.questions()][:4] == [
        ("R-QC-1-A", "Do you do R-QC-1-A? (fr)"),
        ("R-QC-2-A", "Do you do R-QC-2-A?"),
        ("R-QC-3-A", "Do you do R-QC-3-A?"),
        ("R-QC-1-B", "Do you do R-QC-1-B? (fr)"),
    ]
    assert [str(one) for one in found.warnings] == [
        "fr/model/questions/R-QC-2-A.yml: Files that are not translated and are read in English: 2."
    ]
    with pytest.raises(ImportRefused, match=r"not written in “cs”\. It can be read in: en, fr\."):
        read(data, language="cs")


def test_nothing_is_told_of_a_whole_translation() -> None:
    english = {f"model/{name}": values for name, values in model().items()}
    whole = {f"fr/{name}": yaml.safe_dump(values).encode() for name, values in english.items()}
    assert read(packed(english, top="", more=whole), language="fr").warnings == ()


def test_a_translation_alone_says_its_language_by_its_folder() -> None:
    files = model()
    files["business_functions/Running.yml"]["name"] = "Marche"
    found = read(packed(files, top="i18n-FR/pt-BR/model/"))
    assert (found.spec.language, found.languages) == ("pt-BR", ())
    assert {one.ref[:5] for one in found.spec.questions()} == {"R-QC-"}
    assert read(packed(files, top="elsewhere/model/")).spec.language == "en"


def test_two_models_in_one_language_are_refused() -> None:
    again = {f"old/{name}": yaml.safe_dump(values).encode() for name, values in model().items()}
    with pytest.raises(ImportRefused, match="Pack one of them alone: the top, old/"):
        read(packed(model(), more=again))


def test_a_model_without_a_kind_of_thing_is_refused() -> None:
    files = {name: values for name, values in model().items() if values["type"] != "AnswerSet"}
    assert [one.message for one in refused(files)] == ["The model has no answer set."]


def test_every_file_that_cannot_be_read_is_told() -> None:
    more = {"streams/broken.yml": b"a: [", "streams/latin.yml": b"name: \xe9"}
    with pytest.raises(ImportRefused) as error:
        read(packed(model(), more=more))
    assert {one.path for one in error.value.problems} == set(more)


def test_a_file_that_holds_no_fields_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"streams/x\.yml: Named fields are expected"):
        read(packed(model(), more={"streams/x.yml": b"- a"}))


@settings(max_examples=examples(50))
@given(broken(model()))
def test_any_altered_model_is_read_or_refused(files: dict[str, Any]) -> None:
    """Files renamed, doubled and emptied among them, and values of any kind in any place."""
    found = outcome(packed(files))
    if found is not None:
        check_promises(found.spec)
        assert all(one.choices for one in found.spec.questions())


@settings(max_examples=examples(50))
@given(st.data())
def test_any_altered_text_is_read_or_refused(data: st.DataObject) -> None:
    files = model()
    name = data.draw(st.sampled_from(sorted(files)))
    lines = yaml.safe_dump(files.pop(name)).splitlines(keepends=True)
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.sampled_from(LINES)) + lines[at][data.draw(st.integers(0, 3)) :]
    found = outcome(packed(files, more={name: "".join(lines).encode()}))
    if found is not None:
        check_promises(found.spec)


LINES = ["", " ", "- ", "&a ", "*a ", "? ", "!!python/object:x ", "'", "\t", "---\n", "{", "\u2028"]


def outcome(data: bytes) -> Read | None:
    try:
        return read(data)
    except ImportRefused as refusal:
        return None if refusal.problems else pytest.fail("refused without a reason")


def released(commit: str, repository: str = "owaspsamm/core") -> bytes:
    """The public repository as its host packs it; skips the test where there is no copy of it."""
    bare = MIRROR / repository.replace("/", "+") / "repo"
    archive = ["git", "--git-dir", str(bare), "archive", "--format=zip", "--prefix=core/", commit]
    run = subprocess.run(archive, check=False, capture_output=True)
    if run.returncode:
        pytest.skip(f"Needs a copy of the public repository {repository} with {commit}")
    return run.stdout


@pytest.mark.parametrize(
    "commit", ["HEAD", "2.0.0", "v2.0.3", "v2.0.8", "v2.0.9", "v2.1.0", "v2.2.0"]
)
def test_the_public_model_is_whole(commit: str) -> None:
    found = read(released(commit), f"core-{commit.removeprefix('v')}.zip")
    spec = found.spec
    check_promises(spec)
    kinds = Counter(one.kind for one in spec.walk())
    assert kinds == {"function": 5, "practice": 15, "stream": 30}
    for practice in (one for one in spec.walk() if one.kind == "practice"):
        assert len(practice.children) == 2
        assert len(practice.guidance.splitlines()) > 4
    for stream in (one for one in spec.walk() if one.kind == "stream"):
        assert [one.tier for one in stream.questions] == [1, 2, 3]
    asked = list(spec.questions())
    assert len({one.ref for one in asked}) == 90
    assert asked[0].ref == "G-SM-1-A"
    assert {choice.score for one in asked for choice in one.choices} == {0, 0.25, 0.5, 1}
    assert all(len(one.choices) == 4 for one in asked)
    assert {one.choices[0].text for one in asked} == {"No"}
    assert len(found.warnings) == (1 if commit == "2.0.0" else 0)
    assert spec.version == ("" if commit == "HEAD" else commit.removeprefix("v"))


def test_a_public_translation_is_read() -> None:
    data = released("trans_2.0_yaml_structural_changes", "owaspsamm/i18n-FR")
    spec = read(data).spec
    check_promises(spec)
    assert (spec.language, len(list(spec.questions()))) == ("fr", 90)
    assert next(spec.questions()).text.startswith("Avez-vous")
