"""Every code: a framework that has it, and one that has not."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused
from assessments.importers.aws_lens import AwsLens
from assessments.lint import CODES, Mark, Severity, lint
from assessments.lint.truth import MOST_CHOICES, Truth
from assessments.rules import Rule, Ticks, outcome, parse
from assessments.scale import Risk
from assessments.spec import (
    TEAM,
    BandSpec,
    ChoiceSpec,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
    SectionSpec,
)

ROOT = Path(__file__).resolve().parents[3]
LENSES = ROOT.parent / "shared" / "data" / "lenses"

A, B, C = (
    ChoiceSpec(key, f"Thing {key} is done", improvement=(ResourceSpec("Do it."),)) for key in "abc"
)
NONE = ChoiceSpec("none_no", "None of these", none_of_these=True)
GOOD = (("a && b && c", "none"), ("a || b", "medium"), ("default", "high"))


def multiple(
    *rules: tuple[str, str], choices: tuple[ChoiceSpec, ...] = (A, B, C), **more: object
) -> QuestionSpec:
    made = QuestionSpec(
        "alarms",
        "How do you watch your queues?",
        (TEAM.key,),
        kind="multiple",
        choices=choices,
        rules=tuple(RiskRuleSpec(condition, risk) for condition, risk in rules),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def one(kind: str, **more: object) -> QuestionSpec:
    made = QuestionSpec("one", "How many wait?", (TEAM.key,), kind=kind)
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def framework(*questions: QuestionSpec, lens: bool = False, **more: object) -> FrameworkSpec:
    section = SectionSpec(
        "pillar", "watching", "Watching", questions=questions, source_id="watching"
    )
    extra = {"aws-custom-lens": {}} if lens else {}
    made = FrameworkSpec("queues", "Queues", roles=(TEAM,), sections=(section,), extra=extra)
    return replace(made, **more)  # type: ignore[arg-type]  # the caller names known fields


def in_lens(question: QuestionSpec) -> FrameworkSpec:
    named = tuple(replace(choice, key=f"choice_{choice.key}") for choice in question.choices)
    return framework(replace(question, choices=named, rules=()), lens=True)


def levels(*described: str) -> tuple[LevelSpec, ...]:
    return tuple(LevelSpec(value, str(value), text) for value, text in enumerate(described))


WITH: dict[str, FrameworkSpec] = {
    "rule-unreadable": framework(multiple(("a && && b", "none"), ("default", "high"))),
    "rule-unknown-choice": framework(multiple(("a && gone", "none"), *GOOD[1:])),
    "outcome-unreachable": framework(
        multiple(("a && b && c", "none"), ("!a || !b || !c", "medium"), ("default", "high"))
    ),
    "rule-after-default": framework(
        multiple(("a && b", "none"), ("default", "high"), ("c", "medium"))
    ),
    "rule-never-first": framework(
        multiple(("a || b", "none"), ("a && b", "none"), ("default", "high"))
    ),
    "rule-no-default": framework(multiple(("a && b && c", "none"), ("a", "medium"))),
    "rule-mixed-operators": framework(multiple(("a && b || c", "none"), *GOOD[1:])),
    "risk-twice": framework(multiple(("a && b && c", "none"), ("a", "high"), ("default", "high"))),
    "choice-dead": framework(multiple(("a && b", "none"), ("default", "high"))),
    "answer-non-monotone": framework(
        multiple(("a && !b", "none"), ("c", "medium"), ("default", "high"))
    ),
    "none-not-exclusive": framework(multiple(*GOOD, choices=(A, B, C, NONE))),
    "outcome-constant": framework(multiple(("default", "none"))),
    "rules-not-evaluated": framework(
        multiple(
            *GOOD, choices=(A, B, C, *(replace(C, key=f"c{n}", text=f"C {n}") for n in range(13)))
        )
    ),
    "choices-missing": framework(multiple(choices=())),
    "choices-alike": framework(multiple(*GOOD, choices=(A, replace(B, text=A.text), C))),
    "choice-unscored": framework(one("single", choices=(A, B))),
    "rules-missing": framework(multiple()),
    "bands-missing": framework(one("number")),
    "bands-not-rising": framework(
        one("number", bands=(BandSpec(None, 0), BandSpec(9, 0.5), BandSpec(5, 1)))
    ),
    "levels-incomplete": framework(one("level", levels=levels("Nothing", "", "All"))),
    "question-twice": framework(one("level"), replace(one("level"), key="again")),
    "section-empty": framework(),
    "url-odd": framework(one("level", resources=(ResourceSpec("Read this", "docs/queues.html"),))),
    "lens-count": in_lens(
        multiple(choices=tuple(replace(A, key=f"k{n}", text=f"T {n}") for n in range(16)))
    ),
    "lens-length": in_lens(multiple(choices=(replace(A, text="A" * 129),))),
    "lens-id": framework(multiple(choices=(replace(A, key="a-1"),)), lens=True),
    "lens-characters": in_lens(multiple(choices=(replace(A, text="It “works”"),))),
    "lens-plan": in_lens(multiple(choices=(replace(A, improvement=()),))),
}

WITHOUT = (
    framework(multiple(*GOOD)),
    framework(one("number", bands=(BandSpec(None, 0), BandSpec(5, 0.5), BandSpec(9, 1)))),
    framework(one("single", choices=(replace(A, score=0.0), replace(B, score=1.0)))),
    framework(one("level", levels=levels("Nothing", "Some", "All"))),
    framework(one("text"), one("boolean", key="two", text="Does it drain?")),
    framework(multiple(("none_no", "high"), *GOOD, choices=(A, B, C, NONE))),
)
"""Frameworks with nothing to mend; the last one's “none of these” stands alone."""


def marks_of(code: str, spec: FrameworkSpec) -> list[Mark]:
    return [mark for mark in lint(spec) if mark.code == code]


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_is_marked(code: str) -> None:
    (mark, *_) = marks_of(code, WITH[code])
    assert mark.severity is CODES[code].severity
    assert mark.message
    assert mark.path.startswith("watching")


@pytest.mark.parametrize("spec", WITHOUT)
def test_what_is_right_is_not_marked(spec: FrameworkSpec) -> None:
    bad = [mark for mark in lint(spec) if mark.code != "risk-twice"]
    assert bad == []


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_told_in_the_docs(code: str) -> None:
    assert f"\n### {code}\n" in (ROOT / "docs" / "lint.md").read_text("utf-8")


def test_limits_of_the_aws_tool_are_not_held_against_others() -> None:
    spec = replace(WITH["lens-length"], extra={})
    assert not [mark for mark in lint(spec) if mark.code.startswith("lens-")]


def test_the_smallest_example_is_given() -> None:
    (mark,) = marks_of("answer-non-monotone", WITH["answer-non-monotone"])
    assert mark.choice == "b"
    assert mark.example == "Ticked: “Thing a is done”. Then “Thing b is done” is ticked too."


def test_a_choice_that_reads_like_a_bad_sign_is_said_to_be_one() -> None:
    bad = replace(B, text="No alarms at all")
    spec = framework(
        multiple(("a && !b", "none"), ("c", "medium"), ("default", "high"), choices=(A, bad, C))
    )
    (mark,) = marks_of("answer-non-monotone", spec)
    assert mark.fix.startswith("Likely meant")


def test_an_unreadable_condition_says_where() -> None:
    (mark,) = marks_of("rule-unreadable", WITH["rule-unreadable"])
    assert "character 6" in mark.message
    assert mark.example == "a && && b"


def test_a_mark_is_stored_as_plain_values() -> None:
    (mark,) = marks_of("choice-dead", WITH["choice-dead"])
    assert mark.values()["severity"] == "warning"
    assert mark.values()["path"] == "watching/alarms/c"
    assert Mark("of-an-older-version", "x").severity is Severity.NOTE


def conditions(ids: list[str]) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(ids) | st.sampled_from(ids).map(lambda one: f"!{one}")
    joined = st.tuples(st.lists(leaf, min_size=1, max_size=4), st.sampled_from([" && ", " || "]))
    return joined.map(lambda pair: pair[1].join(pair[0]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_truth_is_what_the_rules_say_of_each_answer(data: st.DataObject) -> None:
    ids = ["a", "b", "c", "d"][: data.draw(st.integers(1, 4))]
    drawn = data.draw(st.lists(st.tuples(conditions(ids), st.sampled_from(list(Risk))), max_size=3))
    rules = [Rule(parse(text), risk) for text, risk in drawn]
    truth = Truth.of(ids, rules)
    said = {}
    for way in range(1, 1 << len(ids)):
        ticked = frozenset(name for place, name in enumerate(ids) if way >> place & 1)
        said[ticked] = outcome(rules, Ticks(ticked)) or Risk.HIGH
        assert [risk for risk in Risk if truth.ways_to(risk) >> way & 1] == [said[ticked]]
    rank = {Risk.NONE: 0, Risk.MEDIUM: 1, Risk.HIGH: 2}
    for choice in ids:
        others = [ticked for ticked in said if choice not in ticked]
        pairs = [(said[ticked], said[ticked | {choice}]) for ticked in others]
        assert truth.dead(choice) is all(low is high for low, high in pairs)
        worse = [t for t in others if rank[said[t | {choice}]] > rank[said[t]]]
        smallest = truth.smallest(truth.worsened_by(choice))
        assert len(smallest) == min(map(len, worse), default=0)


def test_a_question_of_fifteen_choices_takes_no_time() -> None:
    choices = tuple(replace(A, key=f"c{n}", text=f"Thing {n}") for n in range(MOST_CHOICES))
    every = " && ".join(choice.key for choice in choices)
    spec = framework(
        multiple((every, "none"), ("c1 || c2", "medium"), ("default", "high"), choices=choices)
    )
    before = time.process_time()
    lint(spec)
    assert time.process_time() - before < 1


@pytest.mark.skipif(not LENSES.is_dir(), reason="Needs shared/ beside the project")
def test_all_lenses_together_are_linted_in_seconds() -> None:
    specs = [spec for path in sorted(LENSES.glob("*.json")) if (spec := read(path))]
    assert len(specs) == 8
    before = time.process_time()
    found = [mark for spec in specs for mark in lint(spec)]
    assert time.process_time() - before < 5
    codes = {mark.code for mark in found}
    assert {"outcome-unreachable", "choice-dead", "answer-non-monotone", "rule-no-default"} <= codes
    assert codes <= CODES.keys()


def read(path: Path) -> FrameworkSpec | None:
    try:
        return AwsLens().read(path.read_bytes(), path.name).spec
    except ImportRefused:
        return None
