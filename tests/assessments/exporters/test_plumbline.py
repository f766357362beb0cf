"""Plumbline's own format out: nothing gets lost, and the same framework gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import exporters
from assessments.exporters import Exporter, ExportRefused
from assessments.exporters.plumbline import PlumblineJson, PlumblineYaml
from assessments.importers.plumbline import MAX_BYTES, PlumblineFramework
from assessments.importers.practice_markdown import PracticeMarkdown
from assessments.spec import (
    TEAM,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    RiskRuleSpec,
    SectionSpec,
)
from tests.assessments.framework_specs import AWKWARD, LINES, framework_specs
from tests.assessments.importers.test_plumbline import EXAMPLE
from tests.depth import examples

BOTH: list[Exporter] = [PlumblineYaml(), PlumblineJson()]
EXPORTERS = st.sampled_from(BOTH)
each = pytest.mark.parametrize("exporter", BOTH, ids=lambda exporter: exporter.name)


def read(data: bytes) -> FrameworkSpec:
    return PlumblineFramework().read(data, "framework").spec


def asked(**parts: Any) -> FrameworkSpec:
    """A framework of one question."""
    question = QuestionSpec(**{"key": "q", "text": "Q?", "roles": ("team",), **parts})
    section = SectionSpec("practice", "p", "P", questions=(question,))
    return FrameworkSpec("f", "F", roles=(TEAM,), sections=(section,))


@settings(max_examples=examples(20))
@given(framework_specs(), EXPORTERS)
def test_every_framework_comes_back_as_it_was(spec: FrameworkSpec, exporter: Exporter) -> None:
    assert read(exporter.write(spec).data) == spec


@settings(max_examples=examples(20))
@given(framework_specs(), EXPORTERS)
def test_export_import_export_changes_no_byte(spec: FrameworkSpec, exporter: Exporter) -> None:
    data = exporter.write(spec).data
    assert exporter.write(read(data)).data == data


@settings(max_examples=examples(20))
@given(framework_specs())
def test_both_forms_say_the_same_to_other_readers(spec: FrameworkSpec) -> None:
    as_yaml = yaml.safe_load(PlumblineYaml().write(spec).data)
    assert as_yaml == json.loads(PlumblineJson().write(spec).data)


@settings(max_examples=examples(20))
@given(framework_specs(), EXPORTERS)
def test_files_are_utf_8_with_plain_line_ends(spec: FrameworkSpec, exporter: Exporter) -> None:
    data = exporter.write(spec).data
    assert data.decode("utf-8").endswith("\n")
    assert b"\r" not in data
    assert PlumblineFramework().recognises(data, f"framework{exporter.suffix}")


@each
@pytest.mark.parametrize("text", [*AWKWARD, *LINES])
def test_no_text_is_taken_for_something_else(exporter: Exporter, text: str) -> None:
    spec = asked(help=text, extra={"other": {"text": text, "list": [text]}})
    assert read(exporter.write(spec).data) == spec


@each
def test_what_was_written_by_hand_comes_out_in_one_form(exporter: Exporter) -> None:
    data = exporter.write(read(EXAMPLE.encode())).data
    assert exporter.write(read(data)).data == data
    assert read(data) == read(EXAMPLE.encode())


def test_the_file_is_laid_out_for_readers() -> None:
    spec = replace(
        asked(
            text="No",
            help="Two lines:\n\n- and a list\n",
            kind="multiple",
            rules=(RiskRuleSpec("default", "high", {"b": 1, "a": 1.0}),),
            weight=2.0,
            source_id="1.10",
        ),
        version="",
        description="word " * 30 + "end",
        ladder=(0, 0.2, 0.4, 0.5, 1.0),
        levels=(LevelSpec(1, "Low"), LevelSpec(3, "High", "It is.")),
    )
    assert (
        PlumblineYaml().write(spec).data.decode()
        == f"""\
plumbline: framework/1
key: f
title: F
version: ''
description: {"word " * 17}word
  {"word " * 12}end
levels:
  - value: 1
    name: Low
  - value: 3
    name: High
    description: It is.
ladder: [0, 0.2, 0.4, 0.5, 1]
sections:
  - kind: practice
    key: p
    title: P
    questions:
      - key: q
        text: 'No'
        source_id: '1.10'
        kind: multiple
        weight: 2
        help: |
          Two lines:

          - and a list
        rules:
          - condition: default
            risk: high
            extra:
              a: 1.0
              b: 1
"""
    )


def test_json_has_the_same_order() -> None:
    data = PlumblineJson().write(asked()).data
    assert data.startswith(b'{\n  "plumbline": "framework/1",\n  "key": "f",\n  "title": "F",\n')
    assert "ö".encode() in PlumblineJson().write(asked(text="ö")).data


def test_roles_are_said_where_not_all_are_asked() -> None:
    data = PlumblineYaml().write(asked()).data
    assert b"roles" not in data
    two = replace(asked(), roles=(TEAM, replace(TEAM, key="other")))
    assert b"roles: [team]" in PlumblineYaml().write(two).data


def test_a_framework_without_roles_says_so() -> None:
    spec = FrameworkSpec("f", "F", roles=())
    assert b"roles: []\n" in PlumblineYaml().write(spec).data


def test_the_built_in_framework_comes_back_as_it_was() -> None:
    library = Path(exporters.__file__).parents[1] / "library"
    (page,) = library.glob("*.md")
    spec = PracticeMarkdown().read(page.read_bytes(), page.name).spec
    for exporter in BOTH:
        assert exporter.fits(spec) == ()
        assert exporter.write(spec, strict=True) == exporter.write(spec)
        assert read(exporter.write(spec).data) == spec


def deep(steps: int) -> FrameworkSpec:
    section = SectionSpec("section", "s0", "S")
    for step in range(1, steps):
        section = SectionSpec("section", f"s{step}", "S", children=(section,))
    return FrameworkSpec("f", "F", roles=(TEAM,), sections=(section,))


@each
@pytest.mark.parametrize(
    ("spec", "reason"),
    [
        (asked(text="a\x07b"), "sections[0].questions[0].text: There are characters here"),
        (asked(text="half \ud800"), "sections[0].questions[0].text: There are characters here"),
        (asked(text=" "), "sections[0].questions[0].text: This is empty."),
        (asked(roles=("boss",)), "sections[0].questions[0].roles[0]: There is no role"),
        (asked(extra={"": 1}), "sections[0].questions[0].extra: Something in here cannot be kept"),
        (asked(extra={"a": float("inf")}), "sections[0].questions[0].extra: Something in here"),
        (
            asked(kind="multiple", rules=(RiskRuleSpec("a &&", "high"),)),
            "sections[0].questions[0].rules[0].condition: This condition cannot be read.",
        ),
        (
            asked(levels=(LevelSpec(0, "Other", "It is."),)),
            "sections[0].questions[0].levels: The scale has 6 levels; 1 are described here.",
        ),
        (replace(asked(), key="a key"), "key: “a key” cannot be a key."),
        (deep(40), "Things stand over 60 deep in each other."),
    ],
)
def test_what_could_not_be_imported_again_is_refused(
    exporter: Exporter, spec: FrameworkSpec, reason: str
) -> None:
    with pytest.raises(ExportRefused) as refused:
        exporter.fits(spec)
    assert reason in str(refused.value)
    with pytest.raises(ExportRefused):
        exporter.write(spec)


def test_a_file_that_would_be_too_large_is_refused() -> None:
    with pytest.raises(ExportRefused, match="The file would be larger than 16,777,216 bytes"):
        PlumblineJson().write(asked(help="a" * MAX_BYTES))


def test_levels_that_are_not_those_of_the_scale_are_refused() -> None:
    levels = tuple(LevelSpec(value, "Other", "It is.") for value in range(6))
    with pytest.raises(ExportRefused, match="It would not come back the same"):
        PlumblineYaml().write(asked(levels=levels))


def test_as_deep_as_a_file_may_be_comes_back() -> None:
    spec = deep(28)
    assert read(PlumblineYaml().write(spec).data) == spec


@each
def test_each_is_known_by_its_name(exporter: Exporter) -> None:
    found = exporters.exporter(exporter.name)
    assert found is not None
    assert (found.label, found.suffix) == (exporter.label, exporter.suffix)
    assert "/" in found.content_type
