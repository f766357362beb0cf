"""Custom lenses out: what came in goes out the same, and says what a strict export changes."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments import importers
from assessments.exporters import Change, exporter, exporters
from assessments.exporters.aws_lens import AwsLens
from tests.assessments.exporters.lens_grammar import check_lens
from tests.assessments.importers.test_any_lens import mutated, outcome
from tests.assessments.lenses import ELSEWHERE, GOOD, ODD, PUBLIC, as_bytes, public, read
from tests.depth import examples
from tests.public import public_file

LENS = AwsLens()


def test_the_exporter_is_offered_by_the_name_of_its_importer() -> None:
    assert exporter("aws-custom-lens") in exporters()
    assert exporter("nothing") is None
    assert {one.name for one in importers.BUILT_IN} >= {"aws-custom-lens"}


@pytest.mark.parametrize("lens", [GOOD, ODD], ids=["good", "odd"])
def test_a_lens_goes_out_as_it_came_in(lens: dict[str, Any]) -> None:
    written = LENS.write(read(lens).spec)
    assert json.dumps(json.loads(written.data)) == json.dumps(lens)
    assert written.changes == ()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_lens_goes_out_as_it_came_in(name: str) -> None:
    data = public(name)
    spec = importers.read(data, name)[1].spec
    assert json.dumps(json.loads(LENS.write(spec).data)) == json.dumps(json.loads(data))


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_lens_fits_when_it_has_to(name: str) -> None:
    spec = importers.read(public(name), name)[1].spec
    check_lens(LENS.write(spec, strict=True).data)


@pytest.mark.parametrize(("repository", "path"), ELSEWHERE)
def test_a_lens_of_another_repository_goes_out_as_it_came_in(repository: str, path: str) -> None:
    data = public_file(repository, path)
    spec = importers.read(data, path)[1].spec
    assert json.dumps(json.loads(LENS.write(spec).data)) == json.dumps(json.loads(data))
    check_lens(LENS.write(spec, strict=True).data)


@settings(max_examples=examples(120))
@given(mutated())
def test_any_lens_that_comes_in_goes_out_the_same(lens: Any) -> None:
    spec, _ = outcome(as_bytes(lens))
    if spec is None:
        return
    assert json.dumps(json.loads(LENS.write(spec).data)) == json.dumps(lens)
    check_lens(LENS.write(spec, strict=True).data)


def test_a_database_that_keeps_no_order_of_keys_does_no_harm() -> None:
    spec = read(ODD).spec
    sections = tuple(
        replace(section, extra=json.loads(json.dumps(section.extra, sort_keys=True)))
        for section in spec.sections
    )
    shuffled = replace(
        spec, sections=sections, extra=json.loads(json.dumps(spec.extra, sort_keys=True))
    )
    lens = json.loads(LENS.write(shuffled).data)
    assert list(lens) == list(ODD)
    assert [list(pillar) for pillar in lens["pillars"]] == [list(one) for one in ODD["pillars"]]
    assert lens == ODD


def test_a_good_lens_fits_without_a_change() -> None:
    assert LENS.fits(read(GOOD).spec) == ()
    assert json.loads(LENS.write(read(GOOD).spec, strict=True).data) == GOOD


def test_an_odd_lens_says_all_that_it_has_to_change() -> None:
    spec = read(ODD).spec
    said = [str(change) for change in LENS.fits(spec)]
    lens = check_lens(LENS.write(spec, strict=True).data)
    assert lens["name"] == "Odd lens"
    assert lens["pillars"][0]["questions"][0]["title"] == "'What' do you watch?"
    for message in (
        "“_teams” is left out.",
        "ops/ops_q1: “number” is left out.",
        "ops/ops_q1/a2x: “helpfulResource” is written as it was read, not as it stood in the file.",
        "pillars[0].questions[0].choices[2].title: It is cut; AWS takes 128 characters.",
        "pillars[0].questions[0]: The choice “a-1” is called a_1.",
        "ops-2: There is nothing to ask in it; it is left out.",
    ):
        assert message in said
    assert not any(message.startswith("name:") for message in said)


def test_an_edit_goes_out_though_the_old_words_were_kept() -> None:
    spec = read(ODD).spec
    edited = replace(spec, title="Mended lens")
    lens = json.loads(LENS.write(edited).data)
    assert lens["name"] == "Mended lens"
    assert lens["_teams"] == ODD["_teams"]


def test_what_was_kept_by_somebody_else_does_no_harm() -> None:
    spec = replace(read(GOOD).spec, extra={"aws-custom-lens": [{"values": 3}]})
    assert json.loads(LENS.write(spec).data) == GOOD


def test_a_change_is_a_sentence_with_its_place() -> None:
    assert str(Change("It is cut.", path="name")) == "name: It is cut."
    assert str(Change("It is cut.")) == "It is cut."


NAMES = st.sampled_from(["values", "parts", "absent", "made", "order", "name", "pillars"])
KEPT = st.recursive(
    st.none() | st.text(max_size=3) | st.integers(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=4),
)


@given(KEPT)
def test_whatever_was_kept_a_lens_comes_out(kept: Any) -> None:
    spec = replace(read(GOOD).spec, extra={"aws-custom-lens": kept})
    json.loads(LENS.write(spec).data)
    check_lens(LENS.write(spec, strict=True).data)
