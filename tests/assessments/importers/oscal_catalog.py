"""A small catalog in the shape of OSCAL, in our own words, to be changed in tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assessments import importers
from assessments.importers import ImportRefused, Read, Wanted
from assessments.spec import QuestionSpec, SectionSpec
from tests.assessments.importers.promises import check_promises

UUID = "6c2a2a3e-0000-4000-8000-000000000001"
GUIDE = "6c2a2a3e-0000-4000-8000-000000000002"
LOST = "6c2a2a3e-0000-4000-8000-000000000003"
BOARD = "6c2a2a3e-0000-4000-8000-000000000004"


def label(value: str, kind: str = "") -> dict[str, Any]:
    """A property that says what a thing is called in print."""
    return {"name": "label", "value": value, **({"class": kind} if kind else {})}


def part(name: str, prose: str = "", *parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A part of a control or group."""
    made: dict[str, Any] = {"name": name, **fields}
    return {
        **made,
        **({"prose": prose} if prose else {}),
        **({"parts": list(parts)} if parts else {}),
    }


def control(own_id: str, *parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A control with these parts."""
    return {"id": own_id, "title": own_id.title(), "parts": list(parts), **fields}


def catalog(*controls: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A document that holds a catalog of these controls, in no group."""
    metadata = {"title": "Small", "version": "1", "oscal-version": "1.1.2"}
    return {"catalog": {"uuid": UUID, "metadata": metadata, "controls": list(controls), **fields}}


CATALOG: dict[str, Any] = {
    "catalog": {
        "uuid": UUID,
        "metadata": {
            "title": "Harbour *controls* 2",
            "version": "2.1",
            "oscal-version": "1.1.2",
            "remarks": "How a harbour\nis **kept**.",
            "parties": [
                {"uuid": "p", "type": "person", "name": "Somebody"},
                {"uuid": BOARD, "type": "organization", "name": "Harbour board"},
            ],
            "responsible-parties": [{"role-id": "creator", "party-uuids": [BOARD]}],
            "links": [
                {"rel": "license", "href": "https://example.org/by", "text": "CC BY 4.0"},
                {"rel": "canonical", "href": f"#{GUIDE}"},
            ],
        },
        "groups": [
            {
                "id": "li",
                "class": "family",
                "title": "Lights",
                "props": [label("LI")],
                "parts": [part("overview", "What must be seen.")],
                "controls": [
                    control(
                        "li-1",
                        part(
                            "statement",
                            "The pier:",
                            part(
                                "item",
                                "is lit {{ insert: param, li-1_prm_1 }} ;",
                                part("item", "by lamps,\n\nnot fires", props=[label("1.")]),
                                props=[label("a.")],
                            ),
                            part("item", "is {{insert:param,li-1_prm_2}}.", props=[label("b.")]),
                        ),
                        part("guidance", "Lamps are cheap."),
                        part("assessment-objective", "Is it lit?"),
                        part("assessment-method"),
                        title="Lamps",
                        props=[label("LI-01", "zero-padded"), label("LI-1")],
                        params=[
                            {
                                "id": "li-1_prm_1",
                                "label": "hours",
                                "guidelines": [{"prose": "the hours of light are defined;"}],
                            },
                            {
                                "id": "li-1_prm_2",
                                "select": {
                                    "how-many": "one-or-more",
                                    "choice": ["red", "seen from {{ insert: param, li-1_prm_3 }}"],
                                },
                            },
                            {
                                "id": "li-1_prm_3",
                                "label": "distance",
                                "guidelines": [{"prose": "how far"}],
                            },
                        ],
                        links=[
                            {"rel": "reference", "href": f"#{GUIDE}"},
                            {"rel": "reference", "href": f"#{LOST}"},
                            {
                                "rel": "reference",
                                "href": "https://example.org/lamps",
                                "text": "On lamps",
                            },
                            {"rel": "related", "href": "#li-2"},
                            {"rel": "related", "href": "#nobody"},
                        ],
                        controls=[
                            control(
                                "li-1.1",
                                part("statement", "A spare lamp is kept."),
                                part("guidance", "Two are better."),
                                title="Spares",
                                props=[label("LI-1(1)")],
                                links=[{"rel": "reference", "href": f"#{GUIDE}"}],
                            ),
                            control(
                                "li-1.2",
                                title="Oil",
                                props=[{"name": "status", "value": "withdrawn"}],
                            ),
                        ],
                    ),
                    control(
                        "li-2", title="Fires", props=[{"name": "status", "value": "Withdrawn"}]
                    ),
                ],
                "groups": [
                    {
                        "id": "li-b",
                        "title": "Buoys",
                        "controls": [
                            control("li-b-1", part("statement", "Buoys float."), title="Float"),
                            control("li-b-2", part("statement", "Buoys ring."), title="Ring"),
                        ],
                    }
                ],
            }
        ],
        "back-matter": {
            "resources": [
                {
                    "uuid": GUIDE,
                    "title": "The *guide*",
                    "rlinks": [{"href": "guide.pdf"}, {"href": "https://example.org/guide"}],
                },
                {"uuid": LOST, "title": "Lost", "citation": {"text": "A lost book."}},
            ]
        },
    }
}


def read(document: dict[str, Any], language: str = "") -> Read:
    """What comes in, through the table of importers."""
    data = json.dumps(document).encode()
    name, found = importers.read(data, "catalog.json", Wanted(language=language))
    assert name == "oscal-catalog"
    check_promises(found.spec)
    return found


def refused(document: dict[str, Any] | str) -> str:
    """The only problem for which the document is refused, in words."""
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(ImportRefused) as refusal:
        importers.read(text.encode(), "catalog.json")
    (problem,) = refusal.value.problems
    return str(problem)


def sections(found: Read) -> list[SectionSpec]:
    """Every section of what came in."""
    return list(found.spec.walk())


def questions(found: Read) -> list[QuestionSpec]:
    """Every question of what came in."""
    return list(found.spec.questions())
