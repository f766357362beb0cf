"""Whatever stands in a library: a framework that keeps its promises, or a refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused, Read, Wanted
from assessments.importers.base import FIRST
from assessments.importers.ciso_assistant import CisoAssistant
from tests.assessments.importers.ciso_library import LIBRARY, choice, node
from tests.assessments.importers.mutations import broken
from tests.assessments.importers.promises import check_promises
from tests.depth import examples
from tests.effort import at_most

GOOD: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(LIBRARY), default=str))
GOOD["objects"]["framework"]["requirement_nodes"].append(
    node(
        "q",
        name="Anchor",
        questions={
            "urn:us:risk:req_node:harbour-2.0:q:question:1": {
                "type": "unique_choice",
                "text": "How heavy?",
                "depends_on": {"question": "x"},
                "choices": [
                    choice("light", add_score=1, compute_result="compliant"),
                    choice("heavy", add_score=3, translations={"fr": {"value": "lourd"}}),
                ],
            },
            "two": {"type": "date", "text": "When?"},
        },
    )
)
LINES = LIBRARY.split("\n")
MARKS = ["", "- ", "&a", "*a", "? ", "|", "'", "{", "[*a, *a]", "---", "\t", "!!int x", "\u0085"]


def check(data: bytes) -> None:
    importer = CisoAssistant()
    found = read_or_refused(importer, data, FIRST)
    for language in found.languages if found else ():
        read_or_refused(importer, data, Wanted(language=language))


def read_or_refused(importer: CisoAssistant, data: bytes, wanted: Wanted) -> Read | None:
    try:
        found = importer.read(data, "x.yaml", wanted)
    except ImportRefused as refused:
        return None if refused.problems else pytest.fail("refused without a reason")
    check_promises(found.spec)
    return found


def test_the_unbroken_library_is_read() -> None:
    found = read_or_refused(CisoAssistant(), json.dumps(GOOD).encode(), FIRST)
    assert found is not None
    assert len(list(found.spec.questions())) == 7


@settings(max_examples=examples(100))
@given(broken(GOOD))
def test_any_broken_library_is_read_or_refused(library: Any) -> None:
    check(json.dumps(library).encode())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(MARKS)), max_size=4))
def test_any_broken_line_is_read_or_refused(changes: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, mark in changes:
        indent = len(lines[at]) - len(lines[at].lstrip())
        lines[at] = f"{lines[at][:indent]}{mark}{lines[at][indent:]}" if mark else ""
    check("\n".join(lines).encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)
    check(b"objects:\n  framework:\n" + data)


@pytest.mark.parametrize("unit", ["a", "**", "_", "`", "[", "- ", "\\n", "# ", "a b ", "&lt;"])
@pytest.mark.parametrize("name", ["description", "name", "annotation", "ref_id", "urn"])
def test_a_megabyte_of_one_mark_comes_to_an_end(name: str, unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    library = LIBRARY.replace("      ref_id: L.2\n", f'      {name}: "{text}"\n')
    with at_most():
        check(library.encode())
