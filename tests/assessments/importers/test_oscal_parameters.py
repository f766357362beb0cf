"""What an organization sets in a control, inserted into the prose of an OSCAL catalog."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.importers import Read
from tests.assessments.importers.oscal_catalog import (
    catalog,
    control,
    part,
    questions,
    read,
    refused,
)


def inserted(*params: dict[str, Any], prose: str = "{{ insert: param, p }}") -> Read:
    return read(catalog(control("a", part("statement", prose), params=list(params))))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"label": "hours [per day]"}, "\\[hours [per day]\\]"),
        ({"label": "hours", "values": ["8", "9"]}, "8, 9"),
        ({"guidelines": [{"prose": "how many hours"}]}, "\\[how many hours\\]"),
        ({"label": "hours", "constraints": [{"description": "at least 8"}]},
         "\\[hours: at least 8\\]"),
        ({"constraints": [{"description": "at least 8"}]}, "\\[at least 8\\]"),
        ({"select": {"choice": ["a", "b"]}}, "\\[one of: a; b\\]"),
        ({"select": {"how-many": "one", "choice": ["a"]}}, "\\[one of: a\\]"),
        ({"select": {"how-many": "one-or-more", "choice": []}, "label": "x"}, "\\[x\\]"),
        ({}, "\\[p\\]"),
        ({"label": "see {{ insert: param, p }}"}, "\\[see {{ insert: param, p }}\\]"),
        ({"select": {"choice": ["again {{ insert: param, p }}"]}},
         "\\[one of: again \\[p\\]\\]"),
        ({"label": "x" * 3_000}, f"\\[{'x' * 1_998}"),
    ],
)  # fmt: skip
def test_a_parameter_stands_in_the_prose_for_what_is_to_be_set(
    fields: dict[str, Any], text: str
) -> None:
    (asked,) = questions(inserted({"id": "p", **fields}))
    assert asked.help.split("\n\n")[0] == text


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ("{{p}} and {{ insert:param,p }}", "\\[x\\] and \\[x\\]"),
        ("{{ nobody }} {{ two words }}", "{{ nobody }} {{ two words }}"),
    ],
)
def test_parameters_are_inserted_however_they_are_written(prose: str, text: str) -> None:
    found = inserted({"id": "p", "label": "x"}, prose=prose)
    assert questions(found)[0].help == text
    assert found.warnings == ()


def test_a_parameter_that_is_not_defined_is_shown_by_its_id_and_told() -> None:
    found = inserted(prose="{{ insert: param, q_1 }} {{ insert: param, q_1 }}")
    assert questions(found)[0].help == "\\[q_1\\] \\[q_1\\]"
    (warning,) = found.warnings
    assert warning.path == "catalog.controls[0].parts[0]"
    assert warning.message == (
        "A parameter stands in the prose that is defined nowhere; its id is shown. "
        "The same holds in 1 more place."
    )


def test_parameters_are_known_wherever_they_are_defined_and_those_that_gather_are_not_listed() -> (
    None
):
    gather = {"name": "aggregates", "value": "p"}
    guided = {"id": "g", "label": "g", "guidelines": [{"prose": "all"}], "props": [gather]}
    top = {"params": [{"id": "p", "label": "x"}]}
    prose = "{{ insert: param, p }} {{ insert: param, g }}"
    found = read(catalog(control("a", part("statement", prose), params=[guided]), **top))
    assert questions(found)[0].help == "\\[x\\] \\[g\\]"


def test_parameters_that_unfold_into_too_much_are_refused() -> None:
    param = {"id": "p", "label": "x" * 1_900}
    statement = part("statement", "{{ insert: param, p }}" * 20_000)
    assert refused(catalog(control("a", statement, params=[param]))) == (
        "catalog.controls[0].parts[0]: The parameters in this catalog unfold into too much."
    )
