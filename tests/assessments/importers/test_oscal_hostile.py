"""Whatever stands in a catalog: a framework that keeps its promises, or a refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.importers import ImportRefused
from assessments.importers.oscal import OscalCatalog
from tests.assessments.importers.mutations import broken
from tests.assessments.importers.oscal_catalog import CATALOG, catalog, control, part
from tests.assessments.importers.promises import check_promises
from tests.depth import examples
from tests.effort import at_most

LINES = json.dumps(CATALOG, indent=1).split("\n")
MARKS = ["", ",", "{", "}", "[", "]", '"', "null,", "\\", "NaN", "\u2028", '"a": 1,']


def check(data: bytes) -> bool:
    """Read it; whether it was read, and not refused."""
    importer = OscalCatalog()
    importer.recognises(data, "x.json")
    try:
        found = importer.read(data, "x.json")
    except ImportRefused as refused:
        return False if refused.problems else pytest.fail("refused without a reason")
    check_promises(found.spec)
    return True


@settings(max_examples=examples(100))
@given(broken(CATALOG))
def test_any_broken_catalog_is_read_or_refused(document: Any) -> None:
    check(json.dumps(document).encode())


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.sampled_from(MARKS)), max_size=4))
def test_any_broken_line_is_read_or_refused(changes: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, mark in changes:
        lines[at] = f"{mark}{lines[at]}" if mark else ""
    check("\n".join(lines).encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)
    check(b'{"catalog": {"controls": [' + data)


@given(st.text("{} insert:param,p.-_\n[]", max_size=60))
def test_any_braces_are_prose(prose: str) -> None:
    assert check(json.dumps(catalog(control("a", part("statement", prose)))).encode())


def test_parameters_in_parameters_do_not_unfold_without_end() -> None:
    def param(at: int) -> dict[str, Any]:
        below = " ".join([f"{{{{ insert: param, p{at + 1} }}}}"] * 10)
        return {"id": f"p{at}", "select": {"choice": [below] * 10}}

    params = [*(param(at) for at in range(50)), {"id": "p50", "label": "x"}]
    statement = part("statement", "{{ insert: param, p0 }}")
    with at_most():
        assert check(json.dumps(catalog(control("a", statement, params=params))).encode())


@pytest.mark.parametrize("unit", ["a", "**", "_", "`", "[", "{{", "{{ p }}", "\n", "- ", "< "])
def test_a_megabyte_of_one_mark_comes_to_an_end(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    own = control(
        "a",
        part("statement", text, part("item", text)),
        part("guidance", text, title=text),
        title=text,
        props=[{"name": "label", "value": text}],
        params=[{"id": "p", "label": text, "guidelines": [{"prose": text}]}],
    )
    document = catalog(own)
    document["catalog"]["metadata"] |= {"title": text, "remarks": text, "version": text}
    with at_most():
        check(json.dumps(document).encode())


@pytest.mark.parametrize("unit", ["\n", " \n", "#\n", "<", "<a>", "{", '{"$schema"', "---\n"])
def test_every_beginning_is_told(unit: str) -> None:
    with at_most():
        assert not OscalCatalog().recognises(unit.encode() * 1_000_000, "x")


def test_nesting_to_the_last_is_read_or_refused() -> None:
    inner = control("c", part("statement", "S."))
    for at in range(40):
        inner = control(f"c{at}", controls=[inner])
        check(json.dumps(catalog(inner)).encode())
    group: dict[str, Any] = {"id": "g", "controls": [control("c")]}
    for at in range(40):
        group = {"id": f"g{at}", "groups": [group]}
        check(json.dumps({"catalog": {"groups": [group]}}).encode())
