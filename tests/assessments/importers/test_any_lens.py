"""Whatever a lens says: a framework that keeps its promises, or a refusal with places."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused, Problem
from assessments.importers.aws_lens import AwsLens
from assessments.spec import FrameworkSpec
from tests.assessments.importers.promises import check_promises
from tests.assessments.lenses import CHOICE, GOOD, ODD, as_bytes, changed
from tests.depth import examples
from tests.effort import at_most


def outcome(data: bytes) -> tuple[FrameworkSpec | None, tuple[Problem, ...]]:
    """The framework, or why there is none; not asked whether the file is meant to be a lens."""
    try:
        return AwsLens().read(data, "lens.json").spec, ()
    except ImportRefused as found:
        return None, found.problems


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", " ", "default", "http://", "https://a.b/c d", "a_no", "\x01"])
    | TEXT,
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "title", "url", "Url", "content"]), below, max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document but its root."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        found
        for step, below in inside
        for found in (
            (*path, step),
            *(places(below, (*path, step)) if isinstance(below, dict | list) else ()),
        )
    ]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A lens with a few of its values replaced, taken away, doubled or called otherwise."""
    lens = copy.deepcopy(draw(st.sampled_from([GOOD, ODD])))
    for _ in range(draw(st.integers(1, 4))):
        at: Any = lens
        *way, last = draw(st.sampled_from(places(lens)))
        for step in way:
            at = at[step]
        match draw(st.sampled_from(["replace", "drop", "double", "rename"])):
            case "drop" if len(at) > 1:
                del at[last]
            case "double" if isinstance(at, list):
                at.append(copy.deepcopy(at[last]))
            case "rename" if isinstance(at, dict):
                at[draw(TEXT)] = at.pop(last)
            case _:
                at[last] = draw(VALUES)
    return lens


@settings(max_examples=examples(150))
@given(mutated())
def test_any_lens_keeps_its_promises_or_is_refused_with_places(lens: Any) -> None:
    spec, problems = outcome(as_bytes(lens))
    if spec is None:
        assert problems
        assert all(problem.message and problem.place for problem in problems)
    else:
        check_promises(spec)
        check_lens_promises(spec)


def check_lens_promises(spec: FrameworkSpec) -> None:
    assert "aws-custom-lens" in spec.extra
    json.dumps(dict(spec.extra), allow_nan=False)
    for question in spec.questions():
        keys = [choice.key for choice in question.choices]
        assert keys
        assert all(keys)
        assert len(set(keys)) == len(keys)
        assert all(choice.text for choice in question.choices)
        resources = [
            *question.resources,
            *(one for choice in question.choices for one in (*choice.help, *choice.improvement)),
        ]
        assert all(one.text or one.url for one in resources)
        assert all(one.url == "" or one.url.lower().startswith("http") for one in resources)
        assert all(rule.condition.strip() for rule in question.rules)
        assert all(rule.risk in ("high", "medium", "none") for rule in question.rules)


@pytest.mark.parametrize(
    "unit",
    ['{"name": "a"},', '{"id": "a", "title": "b"},', "1,", '"a",', "[],", '{"url": "http://a b"},'],
)
@pytest.mark.parametrize("key", ["pillars", "choices", "additionalResources", "unknown"])
def test_a_large_lens_comes_to_an_end(unit: str, key: str) -> None:
    many = (unit * (3_000_000 // len(unit))).rstrip(",")
    text = as_bytes(changed(*CHOICE, key, to="MANY") if key != "pillars" else {"pillars": "MANY"})
    with at_most():
        spec, problems = outcome(text.replace(b'"MANY"', f"[{many}]".encode()))
    assert spec or problems
