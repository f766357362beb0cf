"""What the lint says of rules is what the rules say of every answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused
from assessments.importers.aws_lens import AwsLens
from assessments.lint import CODES, Mark, lint
from assessments.lint.truth import Truth
from assessments.rules import Rule, Ticks, first_true, outcome, parse
from assessments.scale import Risk
from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec
from tests.assessments.lint.cases import GOOD, NONE, WITH, A, B, C, framework, multiple
from tests.depth import examples
from tests.effort import at_most

LENSES = Path(__file__).resolve().parents[4] / "shared" / "data" / "lenses"

Written = tuple[tuple[str, str], ...]


def of_question(*rules: tuple[str, str], choices: tuple[ChoiceSpec, ...] = (A, B, C)) -> list[Mark]:
    return list(lint(framework(multiple(*rules, choices=choices))))


def only(code: str, marks: list[Mark]) -> Mark:
    (mark,) = (mark for mark in marks if mark.code == code)
    return mark


@pytest.mark.parametrize(
    ("rules", "why", "example"),
    [
        (
            (("a", "none"), ("!a", "medium"), ("default", "high")),
            "at high risk: one of the rules above the default is always true, and where nothing",
            "Ticked: “Thing a is done”. It comes out at no risk.",
        ),
        (
            (("a", "none"), ("a && b", "medium"), ("default", "high")),
            "at medium risk: wherever “a && b” is true, a rule above it is true as well.",
            "Ticked: “Thing a is done”, “Thing b is done”. It comes out at no risk.",
        ),
        (
            (("a", "none"), ("!a && !b && !c", "high"), ("default", "medium")),
            "at high risk: “!a && !b && !c” is true only where nothing is ticked",
            "",
        ),
        (
            (("a", "none"), ("b && !b", "high"), ("default", "medium")),
            "at high risk: “b && !b” is never true.",
            "",
        ),
    ],
)
def test_it_is_said_why_a_risk_cannot_come_out(rules: Written, why: str, example: str) -> None:
    mark = only("outcome-unreachable", of_question(*rules))
    assert f"Whatever is ticked, it does not come out {why}" in mark.message
    assert mark.example == example


def test_a_question_that_always_comes_out_the_same_says_which_risks_it_loses() -> None:
    survey = of_question(("default", "none"))
    assert [mark.code for mark in survey] == ["outcome-constant"]
    one_way = of_question(("a", "none"), ("default", "high"), choices=(A,))
    assert [mark.code for mark in one_way] == ["outcome-unreachable", "outcome-constant"]
    shadowed = of_question(("default", "high"), ("a && b", "none"))
    assert [mark.code for mark in shadowed] == ["rule-after-default", "outcome-constant"]


def test_a_risk_that_only_answers_without_a_rule_have_is_no_rule_s_outcome() -> None:
    marks = of_question(("a", "none"), ("a && b", "high"))
    assert "at high risk" in only("outcome-unreachable", marks).message


@pytest.mark.parametrize(
    ("rules", "example"),
    [
        ((("a && b", "none"), ("a", "medium")), "Ticked: “Thing b is done”."),
        ((("a || b || c", "none"),), ""),
    ],
)
def test_a_missing_default_is_told_with_an_answer_that_misses_it(
    rules: Written, example: str
) -> None:
    assert only("rule-no-default", of_question(*rules)).example == example


def test_a_missing_default_is_told_where_answers_are_too_many_to_try() -> None:
    many = tuple(replace(A, key=f"c{n}", text=f"Thing {n}") for n in range(16))
    codes = [mark.code for mark in of_question(("c1", "none"), choices=many)]
    assert codes == ["rule-no-default", "rules-not-evaluated"]


def test_the_smallest_example_is_given() -> None:
    mark = only("answer-non-monotone", list(lint(WITH["answer-non-monotone"])))
    assert mark.choice == "b"
    assert mark.example == (
        "Ticked: “Thing a is done”. It comes out at no risk. With “Thing b is done” too: high risk."
    )


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("No alarms at all", True),
        ("Nobody is called", True),
        ("We don’t know", True),
        ("Manually, by hand", True),
        ("Notices are sent", False),
        ("Alarms are set", False),
    ],
)
def test_a_choice_that_reads_like_a_bad_sign_may_be_meant_so(text: str, meant: bool) -> None:
    rules = (("a && !b", "none"), ("c", "medium"), ("default", "high"))
    marks = of_question(*rules, choices=(A, replace(B, text=text), C))
    assert only("answer-non-monotone", marks).fix.startswith("Perhaps it is meant") is meant
    dead = of_question(("a", "none"), ("default", "high"), choices=(A, replace(B, text=text)))
    assert ("none of these" in only("choice-dead", dead).fix) is meant


def test_none_of_these_is_no_good_practice_that_makes_an_answer_worse() -> None:
    rules = (("none_no && !a", "none"), *GOOD[1:])
    codes = [mark.code for mark in of_question(*rules, choices=(A, B, C, NONE))]
    assert "answer-non-monotone" not in codes
    assert "none-not-exclusive" in codes


def test_what_counts_beside_none_of_these_is_shown() -> None:
    mark = only("none-not-exclusive", of_question(*GOOD, choices=(A, B, C, NONE)))
    assert mark.choice == NONE.key
    assert mark.example == (
        "Ticked: “Thing a is done”, “None of these”. It comes out at medium risk. "
        "That choice alone: high risk."
    )


def conditions(ids: list[str]) -> st.SearchStrategy[str]:
    leaf = st.sampled_from(ids) | st.sampled_from(ids).map(lambda one: f"!{one}")
    joined = st.tuples(st.lists(leaf, min_size=1, max_size=4), st.sampled_from([" && ", " || "]))
    return joined.map(lambda pair: pair[1].join(pair[0])) | st.just("default")


def rules_over(ids: list[str]) -> st.SearchStrategy[Written]:
    risks = st.sampled_from([str(risk) for risk in Risk])
    return st.lists(st.tuples(conditions(ids), risks), min_size=1, max_size=3).map(tuple)


def answers(ids: list[str]) -> list[frozenset[str]]:
    """Every way to tick something."""
    ways = product([False, True], repeat=len(ids))
    return [frozenset(name for name, on in zip(ids, way, strict=True) if on) for way in ways][1:]


def lost(question: QuestionSpec) -> set[str]:
    """The risks that a rule names, up to the default, and that no rule gives to any answer."""
    rules = [Rule(parse(rule.condition), Risk(rule.risk)) for rule in question.rules]
    ids = [choice.key for choice in question.choices]
    given = {rule.risk for way in answers(ids) if (rule := first_true(rules, Ticks(way)))}
    asked = [place for place, rule in enumerate(rules) if rule.condition.is_default]
    named = {rule.risk for rule in (rules[: asked[0] + 1] if asked else rules)}
    return {str(risk) for risk in named - given}


def told(marks: list[Mark]) -> set[str]:
    """The risks that are said to be out of reach."""
    words = {"no risk": "none", "medium risk": "medium", "high risk": "high"}
    found = (mark.message for mark in marks if mark.code == "outcome-unreachable")
    return {words[message.split(" come out at ", 1)[1].split(":", 1)[0]] for message in found}


@settings(max_examples=examples(60))
@given(rules_over(["a", "b", "c"]))
def test_a_risk_is_told_to_be_out_of_reach_where_no_answer_has_it(rules: Written) -> None:
    assert told(of_question(*rules)) == lost(multiple(*rules))


@settings(max_examples=examples(40))
@given(st.data())
def test_the_truth_is_what_the_rules_say_of_each_answer(data: st.DataObject) -> None:
    ids = ["a", "b", "c", "d"][: data.draw(st.integers(1, 4))]
    drawn = data.draw(rules_over(ids))
    rules = [Rule(parse(text), Risk(risk)) for text, risk in drawn]
    truth = Truth.of(ids, rules)
    said = {way: outcome(rules, Ticks(way)) or Risk.HIGH for way in answers(ids)}
    for way, risk in said.items():
        assert truth.risk_of(way) is risk
    rank = {Risk.NONE: 0, Risk.MEDIUM: 1, Risk.HIGH: 2}
    for choice in ids:
        others = [ticked for ticked in said if choice not in ticked]
        pairs = [(said[ticked], said[ticked | {choice}]) for ticked in others]
        assert truth.dead(choice) is all(low is high for low, high in pairs)
        worse = [t for t in others if rank[said[t | {choice}]] > rank[said[t]]]
        smallest = truth.smallest(truth.worsened_by(choice))
        assert len(smallest) == min(map(len, worse), default=0)
        beside = [t for t in said if choice in t and said[t] is not said[frozenset({choice})]]
        assert bool(truth.beside(choice)) is bool(beside)


@pytest.mark.skipif(not LENSES.is_dir(), reason="Needs shared/ beside the project")
def test_all_lenses_together_are_linted() -> None:
    specs = [spec for path in sorted(LENSES.glob("*.json")) if (spec := read(path))]
    assert len(specs) == 8
    with at_most():
        found = [mark for spec in specs for mark in lint(spec)]
    codes = {mark.code for mark in found}
    assert {"outcome-unreachable", "choice-dead", "answer-non-monotone", "rule-no-default"} <= codes
    assert codes <= CODES.keys()


@pytest.mark.skipif(not LENSES.is_dir(), reason="Needs shared/ beside the project")
def test_what_is_out_of_reach_in_public_lenses_is_so_answer_by_answer() -> None:
    tried = 0
    for spec in (spec for path in sorted(LENSES.glob("*.json")) if (spec := read(path))):
        marks = lint(spec)
        for question in spec.questions():
            if len(question.choices) <= 8:
                found = [mark for mark in marks if mark.question == question.key]
                assert told(found) == lost(question), question.key
                tried += bool(lost(question))
    assert tried > 30


def read(path: Path) -> FrameworkSpec | None:
    try:
        return AwsLens().read(path.read_bytes(), path.name).spec
    except ImportRefused:
        return None
