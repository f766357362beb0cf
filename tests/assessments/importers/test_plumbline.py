"""Frameworks in Plumbline's own format: what a file can say, and what each mistake is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.exporters.plumbline import PlumblineYaml
from assessments.importers.base import ImportRefused, Read
from assessments.importers.plumbline import PlumblineFramework
from assessments.schemas import schema
from assessments.spec import (
    DEFAULT_LEVELS,
    TEAM,
    BandSpec,
    ChoiceSpec,
    CloudServiceSpec,
    ExpectedEvidenceSpec,
    GroupSpec,
    LevelSpec,
    ResourceSpec,
    ResponsibilitySpec,
    RiskRuleSpec,
    RoleSpec,
    SectionSpec,
)
from tests.assessments.importers.pages import refusal
from tests.depth import examples

DOCS = Path(__file__).parents[3] / "docs" / "formats" / "plumbline.md"
EXAMPLE = DOCS.read_text("utf-8").partition("```yaml\n")[2].partition("```")[0]
SMALL = "plumbline: framework/1\nkey: a\ntitle: A\n"


def read(text: str, filename: str = "framework.yaml") -> Read:
    name, found = importers.read(text.encode(), filename)
    assert name == "plumbline"
    return found


@pytest.fixture
def practice() -> SectionSpec:
    return read(EXAMPLE).spec.sections[0].children[0]


def test_facts_say_what_the_framework_is() -> None:
    spec = read(EXAMPLE).spec
    assert (spec.key, spec.title, spec.version) == ("backups", "Backups", "1.10")
    assert (spec.publisher, spec.licence, spec.language) == ("Example", "CC0-1.0", "en")
    assert (spec.roll_up, spec.reading) == ("gated", "strict")
    assert spec.levels == (
        LevelSpec(0, "Never"),
        LevelSpec(1, "Sometimes", "Now and then."),
        LevelSpec(2, "Always"),
    )
    assert spec.ladder == (0, 0, 0.5, 0.5, 1)


def test_roles_and_groups_are_read() -> None:
    spec = read(EXAMPLE).spec
    assert spec.roles == (
        RoleSpec("engineer", "Systems engineer"),
        RoleSpec("owner", "Product owner"),
    )
    assert spec.groups == (GroupSpec("small", "Small teams", default=True),)


def test_a_section_has_all_that_belongs_to_it(practice: SectionSpec) -> None:
    assert (practice.kind, practice.key, practice.ref) == ("practice", "restorable", "B.1")
    assert practice.weight == 2
    assert practice.guidance.endswith("*hope*.\n\n- Restore a copy each month.\n")
    assert practice.points == ("Restore a copy each month.",)
    assert practice.resources == (
        ResourceSpec("Why restoring is the test", "https://example.org/restore"),
    )
    assert practice.responsibilities == (ResponsibilitySpec("engineer", "Run the schedule"),)
    assert practice.expected_evidence == (
        ExpectedEvidenceSpec(
            "report", "Restore report", "report", "Says when a copy was restored."
        ),
    )
    assert practice.cloud_services == (
        CloudServiceSpec("AWS", "AWS Backup", "Makes and keeps copies by a plan."),
    )


def test_questions_are_of_every_kind(practice: SectionSpec) -> None:
    kinds = [question.kind for question in practice.questions]
    assert kinds == ["level", "multiple", "single", "number", "boolean", "text"]


def test_a_question_names_its_roles_and_groups_or_is_asked_of_all(practice: SectionSpec) -> None:
    level, multiple, *_ = practice.questions
    assert (level.roles, level.groups) == (("engineer",), ("small",))
    assert (multiple.roles, multiple.groups) == (("engineer", "owner"), ())


def test_levels_of_a_question_are_those_of_the_scale(practice: SectionSpec) -> None:
    assert practice.questions[0].levels == (
        LevelSpec(0, "Never", "Nobody remembers."),
        LevelSpec(1, "Sometimes", "After an accident."),
        LevelSpec(2, "Always", "Each month."),
    )


def test_choices_rules_and_bands_are_read(practice: SectionSpec) -> None:
    _, multiple, single, number, *_ = practice.questions
    assert multiple.choices[0] == ChoiceSpec(
        "nightly",
        "Nightly copies",
        help=(ResourceSpec(url="https://example.org/schedules"),),
        improvement=(ResourceSpec("Write a schedule."),),
    )
    assert multiple.choices[2].none_of_these
    assert multiple.rules[0] == RiskRuleSpec("nightly && elsewhere", "none")
    assert [choice.score for choice in single.choices] == [0, 1]
    assert number.bands == (BandSpec(None, 1), BandSpec(4, 0.5), BandSpec(24, 0))
    assert number.unit == "hours"


def test_what_is_left_out_is_as_usual() -> None:
    found = read(SMALL)
    spec = found.spec
    assert (spec.version, spec.levels, spec.roles, spec.sections) == (
        "1.0",
        DEFAULT_LEVELS,
        (TEAM,),
        (),
    )
    assert [warning.message for warning in found.warnings] == [
        "The framework asks nothing: there is no question in it."
    ]


def test_an_empty_version_is_left_to_whoever_stores_it() -> None:
    assert read(f'{SMALL}version: ""\n').spec.version == ""


def test_texts_are_kept_as_they_are_written() -> None:
    spec = read(SMALL + 'description: " a\\r\\n b "\nattribution: |2\n    c\n\n').spec
    assert (spec.description, spec.attribution) == (" a\r\n b ", "  c\n")


def test_json_of_the_same_structure_is_the_same_framework() -> None:
    written = json.dumps(yaml.safe_load(EXAMPLE))
    assert read(written, "framework.json").spec == read(EXAMPLE).spec


def test_extra_holds_any_json_values() -> None:
    spec = read(SMALL + "extra:\n  other: {a: [1, 1.5, null, true, 'No'], b: {}}\n").spec
    assert spec.extra == {"other": {"a": [1, 1.5, None, True, "No"], "b": {}}}


def test_a_question_without_choices_is_told_but_read() -> None:
    question = "{key: q, text: Q, kind: single}"
    sections = f"sections: [{{kind: practice, key: p, title: P, questions: [{question}]}}]"
    (warning,) = read(SMALL + sections).warnings
    assert str(warning) == (
        "sections[0].questions[0], line 4: This question has no choices, so nobody can answer it."
    )


@pytest.mark.parametrize(
    ("text", "filename", "known"),
    [
        (SMALL, "a.yaml", True),
        (SMALL, "a.yml", True),
        (SMALL, "framework", True),
        ("# A comment\n---\n" + SMALL, "a.yaml", True),
        ("plumbline: 'framework/9'\n", "a.yaml", True),
        ('{"plumbline":"framework/1"}', "a.json", True),
        ('{\n  "key": "a",\n  "plumbline": "framework/1"\n}', "a.json", True),
        (SMALL, "a.md", False),
        ("key: a\nplumbline: yes\n", "a.yaml", False),
        ("about: the plumbline: framework/1\n", "a.yaml", False),
        ('{"pillars": []}', "a.json", False),
    ],
)
def test_a_file_is_known_by_its_marker(text: str, filename: str, known: bool) -> None:
    assert PlumblineFramework().recognises(text.encode(), filename) is known


@pytest.mark.parametrize(
    ("one", "other", "below", "message"),
    [
        ("framework/1", "framework/2", 0, "The field “plumbline” must say framework/1"),
        ("key: backups\n", "", -1, "The field “key” is missing here."),
        ("key: backups", "key: Back ups", 0, "“Back ups” cannot be a key."),
        ("key: backups", "key: backups\nkey: other", 1, "“key” stands twice here."),
        ("key: backups", "key: backups\ncolour: red", 1, "There is no field “colour” here."),
        ("title: Backups", "title: No", 0, "A text is expected here, not yes or no."),
        ("title: Backups", "title:", 0, "A text is expected here, not nothing."),
        ("title: Backups", "title: ' '", 0, "This is empty."),
        ("title: Backups", "title: [A]", 0, "A text is expected here, not a list."),
        ("title: Backups", f"title: {'a' * 251}", 0,
         "This text has 251 characters; 250 is the most."),
        ('"1.10"', "1.10", 0, "A text is expected here, not a number."),
        ("roll_up: gated", "roll_up: sum", 0, "“sum” has no meaning here."),
        ("reading: strict", "language: English!", 0, "“English!” cannot be a language."),
        ("reading: strict", "homepage: example.org", 0, "“example.org” is no address."),
        ("- name: Sometimes", "- value: 0\n    name: Sometimes", 0,
         "Each level must have a higher value than the one before it."),
        ("- name: Sometimes", "- value: 0.5\n    name: Sometimes", 0,
         "A whole number is expected here."),
        ("[0, 0, 0.5, 0.5, 1]", "[0, 0, 1]", 0,
         "The ladder is a list of 5 shares, none lower than the one before it."),
        ("[0, 0, 0.5, 0.5, 1]", "[0, 1, 0.5, 0.5, 1]", 0,
         "The ladder is a list of 5 shares, none lower than the one before it."),
        ("- key: owner", "- key: engineer", 0, "Another role has the key “engineer”."),
        ("default: true", "default: perhaps", 0, "True or false is expected here, not a text."),
        ("kind: pillar", "kind: wing", 0, "“wing” has no meaning here."),
        ("text: What worries you most?", 'text: "What worries\\nyou?"', 0,
         "This text has several lines."),
        ("key: restorable", "key: data", 0, "Another section has the key “data”."),
        ("weight: 2", "weight: 0", 0, "The number here must be above 0, and at most 1e+15."),
        ("weight: 2", 'weight: "2"', 0, "A number is expected here, not a text."),
        ("weight: 2", "page: a.md", -4, "There is no field “kind” here."),
        ("url: https://example.org/restore", "url: /restore", 0, "“/restore” is no address."),
        ("role: engineer", "role: boss", 0, "There is no role with the key “boss”."),
        ("kind: report", "kind: tale", 0, "“tale” has no meaning here."),
        ("roles: [engineer]", "roles: []", 0, "Nobody is asked this question."),
        ("roles: [engineer]", "roles: [engineer, engineer]", 0,
         "“engineer” stands twice in this list."),
        ("groups: [small]", "groups: [large]", 0, "There is no group with the key “large”."),
        ("              - Each month.\n", "", -3,
         "The scale has 3 levels; 2 are described here."),
        ("kind: multiple", "kind: text", 1, "A question of the kind text has no choices."),
        ("- key: elsewhere", "- key: nightly", 0,
         "Another choice of this question has the key “nightly”."),
        ("nightly && elsewhere", "nightly & elsewhere", 0, "This condition cannot be read. “&”"),
        ("risk: medium", "risk: middling", 0, "“middling” has no meaning here."),
        ("score: 0\n", "score: 2\n", 0, "The number here must be from 0, and at most 1."),
        ("- score: 1\n              - at", "- {at_least: 0, score: 1}\n              - at", 0,
         "The first band begins nowhere."),
        ("- at_least: 24\n                score", "- score", 0,
         "The field “at_least” is missing here."),
        ("at_least: 24", "at_least: 4", 0, "Each band must begin above the one before it."),
        ("unit: hours\n", "unit: hours\n            rules: []\n", 1,
         "A question of the kind number has no rules."),
        ("- key: worry", "- key: hours", 0, "Another question has the key “hours”."),
    ],
)  # fmt: skip
def test_each_mistake_is_said_with_its_line(one: str, other: str, below: int, message: str) -> None:
    line = EXAMPLE[: EXAMPLE.index(one)].count("\n") + 1 + below
    problems = refusal(EXAMPLE.replace(one, other, 1), "framework.yaml")
    found = [(problem.line, problem.message) for problem in problems]
    assert any(at == line and said.startswith(message) for at, said in found), found


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        ({"key": 1}, "key", "A text is expected here, not a number."),
        ({"colour": 1}, "colour", "There is no field “colour” here."),
        ({"sections": {}}, "sections", "A list is expected here, not named fields."),
        ({"sections": [1]}, "sections[0]",
         "An object with named fields is expected here, not a number."),
        ({"sections": [{"kind": "practice", "key": "p"}]}, "sections[0]",
         "The field “title” is missing here."),
        ({"sections": [{"page": "a.md"}]}, "sections[0].page",
         "There are no pages beside this file."),
        ({"extra": {"": 1}}, "extra", "Something in here cannot be kept"),
        ({"extra": {"a": 10**40}}, "extra", "Something in here cannot be kept"),
        ({"extra": []}, "extra", "An object with named fields is expected here, not a list."),
        ({"title": "a\u0007"}, "title", "There are characters here that no text has."),
        ({"ladder": [0, 0, 0, 0, "1"]}, "ladder[4]", "A number is expected here, not a text."),
        ({"roles": [], "sections": [{"kind": "practice", "key": "p", "title": "P",
                                     "questions": [{"key": "q", "text": "Q?"}]}]},
         "sections[0].questions[0]", "The framework has no roles, so nobody could be asked this."),
    ],
)  # fmt: skip
def test_each_mistake_in_json_is_said_with_its_path(
    change: dict[str, Any], path: str, message: str
) -> None:
    plain = {"plumbline": "framework/1", "key": "a", "title": "A"} | change
    problems = refusal(json.dumps(plain), "framework.json")
    found = [(problem.path, problem.message) for problem in problems]
    assert any(at == path and said.startswith(message) for at, said in found), found


def test_all_mistakes_are_said_at_once() -> None:
    text = EXAMPLE.replace("weight: 2", "weight: -1").replace("roles: [engineer]", "roles: [x]")
    lines = [problem.line for problem in refusal(text + "colour: red\n", "framework.yaml")]
    assert lines == [34, 59, EXAMPLE.count("\n") + 1]


def test_a_thousand_unknown_fields_are_few_problems() -> None:
    text = SMALL + "".join(f"x{number}: 1\n" for number in range(1000))
    problems = refusal(text, "framework.yaml")
    assert len(problems) == 21
    assert problems[0].message == "There are 980 further unknown fields here."


def test_a_list_of_fields_is_no_framework() -> None:
    (problem,) = refusal('[{"plumbline":"framework/1"}]', "framework.json")
    assert problem.message == "An object with named fields is expected here, not a list."


def test_every_field_of_the_format_is_told_of() -> None:
    text = DOCS.read_text("utf-8")
    for name, definition in {"framework": schema(), **schema()["$defs"]}.items():
        for field in definition.get("properties", {}):
            assert re.search(rf"`[^`]*\b{field}\b[^`]*`", text), (name, field)


ODD = [
    "null",
    "No",
    "[]",
    "{}",
    "1e999",
    "-1",
    "''",
    '"\\0"',
    "&a [*a]",
    "*b",
    "!!set {a}",
    "|",
    "é",
]


@st.composite
def broken(draw: st.DrawFn) -> str:
    """The example with a few of its lines cut, moved, doubled or given another value."""
    lines = EXAMPLE.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["cut", "double", "swap", "value", "indent", "replace"])):
            case "cut":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[-1] = lines[-1], lines[at]
            case "value":
                name, _, _ = lines[at].partition(":")
                lines[at] = f"{name}: {draw(st.sampled_from(ODD))}"
            case "indent":
                lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
            case _:
                lines[at] = draw(st.text(max_size=40))
    return "\n".join(lines)


@settings(max_examples=examples(100))
@given(broken())
def test_any_broken_file_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "replace")
    check_any(data, "framework.yaml")


@given(st.binary(max_size=200), st.sampled_from(["a.yaml", "a.json", "a.zip"]))
def test_any_bytes_behind_the_marker_are_read_or_refused(data: bytes, filename: str) -> None:
    check_any(b"plumbline: framework/1\n" + data, filename)
    check_any(b'{"plumbline": "framework/1", ' + data, filename)


def check_any(data: bytes, filename: str) -> None:
    """Refused, or a framework that can be written and read again."""
    try:
        spec = PlumblineFramework().read(data, filename).spec
    except ImportRefused:
        return
    again = PlumblineFramework().read(PlumblineYaml().write(spec).data, "again.yaml")
    assert again.spec == spec


@pytest.mark.parametrize("unit", [" ", "\n", "a: ", "- ", "{", "[", ",", '"', "plumbline", "&a "])
def test_a_megabyte_of_one_mark_is_known_at_once(unit: str) -> None:
    PlumblineFramework().recognises(unit.encode() * 1_000_000, "a.yaml")


def test_who_is_asked_stands_in_the_frameworks_order() -> None:
    head, asked, rest = EXAMPLE.partition("roles: [engineer]")
    keys = [role.key for role in read(EXAMPLE).spec.roles]
    assert len(keys) > 1
    turned = read(f"{head}roles: [{', '.join(reversed(keys))}]{rest}").spec
    assert asked
    assert list(turned.sections[0].children[0].questions[0].roles) == keys
