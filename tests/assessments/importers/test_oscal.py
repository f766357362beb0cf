"""OSCAL catalogs: groups, controls, enhancements, and what is left out or refused."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.importers import ImportRefused
from assessments.importers.oscal import OscalCatalog
from assessments.spec import DEFAULT_LEVELS, TEAM, ResourceSpec
from tests.assessments.importers.oscal_catalog import (
    CATALOG,
    UUID,
    catalog,
    control,
    label,
    part,
    questions,
    read,
    refused,
    sections,
)


def test_a_catalog_comes_in_whole() -> None:
    found = read(CATALOG)
    spec = found.spec
    assert (spec.key, spec.title, spec.version) == (
        "harbour-controls-2",
        "Harbour controls 2",
        "2.1",
    )
    assert (spec.publisher, spec.licence, spec.language) == ("Harbour board", "CC BY 4.0", "en")
    assert spec.homepage == "https://example.org/guide"
    assert spec.description == "How a harbour is kept."
    assert (spec.levels, spec.roles, spec.roll_up) == (DEFAULT_LEVELS, (TEAM,), "mean")
    assert spec.source_id == UUID
    assert found.warnings == ()
    assert found.left_out == ("2 withdrawn controls", "2 parts about testing controls")
    assert [(one.kind, one.key, one.title, one.ref) for one in spec.walk()] == [
        ("family", "li", "Lights", "LI"),
        ("practice", "li-1", "Lamps", "LI-1"),
        ("family", "li-b", "Buoys", ""),
    ]
    assert spec.sections[0].guidance == "What must be seen."


def test_a_control_is_a_practice_that_asks_its_statement_and_enhancements() -> None:
    lamps = sections(read(CATALOG))[1]
    assert lamps.source_id == "li-1"
    assert lamps.guidance == "Lamps are cheap.\n\nRelated: li-2"
    own, spares = lamps.questions
    assert (own.key, own.ref, own.text, own.kind, own.roles) == (
        "li-1", "LI-1", "Lamps", "level", ("team",),
    )  # fmt: skip
    assert own.help == (
        "The pier:\n\n"
        "- a. is lit \\[hours\\];\n"
        "    - 1\\. by lamps,\n        \n        not fires\n"
        "- b. is \\[one or more of: red; seen from \\[distance\\]\\].\n\n"
        "**To be set**\n\n- the hours of light are defined\n- distance: how far"
    )
    assert (spares.key, spares.ref, spares.source_id) == ("li-1-1", "LI-1(1)", "li-1.1")
    assert spares.help == "A spare lamp is kept.\n\nTwo are better."


def test_what_is_linked_on_the_web_is_there_to_read() -> None:
    lamps = sections(read(CATALOG))[1]
    guide = ResourceSpec("The guide", "https://example.org/guide")
    assert lamps.resources == (guide, ResourceSpec("On lamps", "https://example.org/lamps"))
    assert [asked.resources for asked in lamps.questions] == [(), (guide,)]


def test_controls_with_nothing_but_statements_are_questions_of_their_family() -> None:
    buoys = sections(read(CATALOG))[2]
    assert [(one.key, one.text, one.ref, one.help) for one in buoys.questions] == [
        ("li-b-1", "Float", "li-b-1", "Buoys float."),
        ("li-b-2", "Ring", "li-b-2", "Buoys ring."),
    ]


def test_an_id_of_several_lines_is_written_on_one() -> None:
    (section,) = sections(read(catalog(control("a\n\nb"))))
    assert (section.key, section.source_id, section.ref) == ("a-b", "a b", "a b")


def test_a_group_that_asks_nothing_is_left_out() -> None:
    gone = control("a", props=[{"name": "status", "value": "withdrawn"}])
    groups = [{"id": "g", "controls": [gone]}, {"id": "h", "groups": []}]
    found = read(catalog(control("b", props=[label("B-01", "padded")]), groups=groups))
    assert [(one.key, one.ref) for one in sections(found)] == [("b", "B-01")]


def test_controls_can_stand_in_no_group() -> None:
    found = read(catalog(control("a", part("statement", "It is so.")), control("b")))
    assert [(one.kind, one.key) for one in sections(found)] == [
        ("practice", "a"),
        ("practice", "b"),
    ]
    assert [(one.text, one.help) for one in questions(found)] == [("A", "It is so."), ("B", "")]


def test_a_control_without_a_statement_only_gathers_those_below_it() -> None:
    deep = control("a.1", controls=[control("a.1.1", part("statement", "Deep."))])
    found = read(catalog(control("a", part("guidance", "All."), controls=[deep, control("a.2")])))
    (section,) = sections(found)
    assert section.guidance == "All."
    assert [asked.source_id for asked in section.questions] == ["a.1.1", "a.2"]


def test_a_withdrawn_control_with_others_below_it_keeps_those() -> None:
    status = {"name": "status", "value": "withdrawn"}
    found = read(catalog(control("a", props=[status], controls=[control("a.1")]), control("b")))
    assert [asked.source_id for asked in questions(found)] == ["a.1", "b"]
    assert found.left_out == ("1 withdrawn control",)


@pytest.mark.parametrize(
    ("own_id", "title", "text"),
    [
        ("c-12", "Control: c-12", "It is so."),
        ("c-12", "C-12", "It is so."),
        ("c-12", "", "It is so."),
        ("c-12", "C-12 Lamps and oil", "C-12 Lamps and oil"),
        ("lamps", "Lamps", "Lamps"),
    ],
)
def test_a_title_that_is_only_a_number_gives_way_to_the_statement(
    own_id: str, title: str, text: str
) -> None:
    (asked,) = questions(
        read(catalog(control(own_id, part("statement", "It is so."), title=title)))
    )
    assert asked.text == text
    assert asked.help == ("" if text == "It is so." else "It is so.")


def test_a_statement_that_is_the_question_is_shown_in_full_where_it_is_more_than_a_line() -> None:
    long = part("statement", "word " * 300)
    listed = part("statement", "All of:", part("item", "one"), part("item", "two"))
    one, other = questions(read(catalog(control("a-1", long), control("a-2", listed))))
    assert one.text.endswith("word…")
    assert one.help == ("word " * 300).strip()
    assert (other.text, other.help) == ("All of:", "All of:\n\n- one\n- two")


def test_parts_with_names_and_titles_of_their_own_have_headings() -> None:
    found = read(
        catalog(
            control(
                "a",
                part("statement", "S.", part("item", "x", title="Also", props=[label("1.")]),
                     part("note", "Between.", title="Note"), part("item", "y")),
                part("guidance", "", part("objective", "First."), part("objective", "Second.")),
                part("further_information", "More."),
                part("overview", "Seen.", title="Overview *of* it"),
            )
        )
    )  # fmt: skip
    (section,) = sections(found)
    assert section.guidance == (
        "First.\n\nSecond.\n\n**Further information**\n\nMore.\n\n**Overview \\*of\\* it**\n\nSeen."
    )
    assert section.questions[0].help == ("S.\n\n- 1\\. **Also** x\n\n**Note**\n\nBetween.\n\n- y")


def facts(**metadata: Any) -> Any:
    document = catalog(control("a"))
    document["catalog"]["metadata"] = metadata
    return read(document).spec


def test_a_catalog_may_say_little_of_itself() -> None:
    spec = facts()
    assert (spec.key, spec.title, spec.version) == ("oscal-catalog", "OSCAL catalog", "")
    assert (spec.publisher, spec.licence, spec.homepage, spec.description) == ("", "", "", "")
    assert facts(title="備份").key == "oscal-catalog"
    assert facts(parties=[{"name": "A"}, {"type": "organization", "name": "B"}]).publisher == "B"
    assert facts(links=[{"rel": "license", "href": "https://example.org"}]).licence == (
        "https://example.org"
    )
    assert facts(links=[{"rel": "license", "href": "#x"}], remarks=" ").licence == ""


def test_the_publisher_is_whoever_the_catalog_names_first() -> None:
    parties = [{"uuid": "a", "name": "A"}, {"uuid": "b", "name": "B"}]
    roles = [
        {"role-id": "creator", "party-uuids": ["a"]},
        {"role-id": "publisher", "party-uuids": ["b", "a"]},
        {"role-id": "contact", "party-uuids": []},
    ]
    assert facts(parties=parties, **{"responsible-parties": roles}).publisher == "B"


def test_a_catalog_is_english_unless_another_language_is_wanted() -> None:
    assert read(CATALOG).spec.language == "en"
    assert read(CATALOG, "de_AT").spec.language == "de-AT"
    assert read(CATALOG, "no language").spec.language == "en"


MODELS = {
    "profile": "a profile: a selection from catalogs. Import the catalog that it resolves to",
    "component-definition": "a component definition. A catalog holds",
    "system-security-plan": "a system security plan. A catalog holds",
    "assessment-plan": "an assessment plan. A catalog holds",
    "assessment-results": "assessment results. A catalog holds",
    "plan-of-action-and-milestones": "a plan of action and milestones. A catalog holds",
    "mapping-collection": "a collection of mappings. A catalog holds",
}


@pytest.mark.parametrize("model", MODELS)
def test_other_oscal_is_refused_by_its_name(model: str) -> None:
    document = {model: {"uuid": UUID, "metadata": {"oscal-version": "1.1.2"}}}
    assert refused(document).startswith(f"This is OSCAL, but no catalog: it is {MODELS[model]}")


@pytest.mark.parametrize(
    ("text", "syntax"),
    [
        ('<?xml version="1.0"?>\n<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0">', "XML"),
        ('<!-- x -->\n<o:profile xmlns:o="http://csrc.nist.gov/ns/oscal/1.0">', "XML"),
        ("---\n# x\ncatalog:\n  metadata:\n    oscal-version: 1.1.2\n", "YAML"),
    ],
)
def test_oscal_in_another_syntax_is_refused_by_its_name(text: str, syntax: str) -> None:
    assert (
        refused(text) == f"This is OSCAL in {syntax}, which is not read. Choose the same as JSON."
    )


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        (catalog(), "catalog: This catalog has no controls that can be asked for."),
        (catalog({"id": ["x"], "title": 5.5}), "catalog.controls[0].id: A text is expected here."),
        ('{"catalog": {"groups": [}', "Line 1: This is not JSON: expecting value, at column 25."),
        (catalog(*({"id": f"c{n}"} for n in range(20_001))),
         "catalog: There are 20,001 controls; 20,000 is the most."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(
    document: dict[str, Any] | str, problem: str
) -> None:
    assert refused(document).startswith(problem)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"catalog": []}', "catalog: A catalog with groups or controls is expected here."),
        ('{"songs": []}', "This is no OSCAL catalog: it has no field “catalog”."),
        ("[]", "This is no OSCAL catalog: it has no field “catalog”."),
    ],
)
def test_a_file_that_is_taken_for_a_catalog_and_is_none_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ImportRefused, match=problem):
        OscalCatalog().read(text.encode(), "x.json")


@pytest.mark.parametrize("value", [None, "text", 5, [], [5]])
@pytest.mark.parametrize("key", ["props", "links", "parts", "params", "controls"])
def test_what_is_optional_and_not_as_expected_is_passed_over(key: str, value: Any) -> None:
    (asked,) = questions(read(catalog({"id": "a-b", "title": "Lamps", key: value})))
    assert asked.text == "Lamps"


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b'{"catalog": {"uuid": "x", "groups": []}}', True),
        (b'\xef\xbb\xbf {"$schema": "x", "catalog": {"metadata": {"oscal-version": "1"}}}', True),
        (b'{"profile": {"metadata": {"oscal-version": "1.0.0"}}}', True),
        (b'{"profile": {"name": "x"}}', False),
        (b'{"catalog": {"songs": []}}', False),
        (b'{"pillars": [], "catalog": {"controls": []}}', False),
        (b"catalog:\n  - a song\n", False),
        (b"<catalog><cd/></catalog>", False),
        (b"\xff\xfe", False),
        (b"", False),
    ],
)
def test_oscal_is_known_by_how_it_begins(data: bytes, known: bool) -> None:
    assert OscalCatalog().recognises(data, "x.json") is known


@pytest.mark.parametrize("version", ["1.0.0-milestone3", "1.0.0-Milestone2", "0.9"])
def test_a_draft_of_oscal_is_refused(version: str) -> None:
    document = catalog(control("a"))
    document["catalog"]["metadata"]["oscal-version"] = version
    assert refused(document) == (
        f"catalog.metadata.oscal-version: This catalog is written in OSCAL {version}, a draft "
        "from before OSCAL 1.0.0. "
        "Choose a later publication of it, or convert it to OSCAL 1."
    )


@pytest.mark.parametrize("version", ["1.0.0-rc1", "1.0.0", "2.0", "", 7, None, ["0"]])
def test_any_other_version_is_read(version: object) -> None:
    document = catalog(control("a"))
    document["catalog"]["metadata"]["oscal-version"] = version
    assert questions(read(document))
