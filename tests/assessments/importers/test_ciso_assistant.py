"""Libraries of CISO Assistant: what comes in, from which layout, and what is said of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.importers import Offer
from assessments.importers.ciso_assistant import MAX_BYTES, CisoAssistant
from assessments.spec import TEAM, LevelSpec
from tests.assessments.importers.ciso_library import (
    LIBRARY,
    choice,
    framework,
    node,
    questions,
    read,
    refused,
    warnings,
    with_nodes,
)


def test_a_library_comes_in_whole() -> None:
    found = read(LIBRARY)
    spec = found.spec
    assert (spec.key, spec.title, spec.version) == ("harbour-2-0", "Harbour rules 2.0", "3")
    assert (spec.publisher, spec.licence, spec.language) == ("Harbour board", "CC BY-SA 4.0", "en")
    assert spec.attribution == "Free to use under CC BY-SA 4.0, name the harbour."
    assert spec.description == "How a harbour is kept safe."
    assert spec.source_id == "urn:us:risk:framework:harbour-2.0"
    assert spec.extra == {
        "ciso-assistant": {
            "urn": "urn:us:risk:library:harbour",
            "packager": "us",
            "publication_date": "2026-01-02",
        }
    }
    assert (spec.roles, spec.roll_up) == ((TEAM,), "mean")
    assert spec.levels == (
        LevelSpec(0, "Never", "Nobody does it."),
        LevelSpec(1, "Sometimes"),
        LevelSpec(2, "Always"),
    )
    assert found.frameworks == ()
    assert found.languages == ("en", "fr")
    assert found.left_out == ("1 threat", "2 reference controls", "1 risk matrix")
    assert found.warnings == ()


def test_what_cannot_be_assessed_is_a_section_and_what_can_be_a_question() -> None:
    lights = read(LIBRARY).spec.sections[0]
    assert (lights.kind, lights.key, lights.title, lights.ref) == ("section", "l", "Lights", "L")
    assert lights.source_id == "urn:us:risk:req_node:harbour-2.0:l"
    assert lights.guidance == (
        "Boats must be seen.\n\nSee the chart.\n\n"
        "**Typical evidence**\n\n- A photograph  \n- A log\n\n"
        "**Note**\n\nLamps are counted twice."
    )
    lamp, spares = lights.questions
    assert (lamp.key, lamp.ref, lamp.kind, lamp.roles) == ("l-1", "L.1", "level", ("team",))
    assert (lamp.text, lamp.help) == ("The lamp on the pier burns at night.", "")
    assert lamp.source_id == "urn:us:risk:req_node:harbour-2.0:l.1"
    assert (lamp.weight, spares.weight) == (3, 1)
    assert spares.text == "Spare lamps"
    assert spares.help == (
        "Spares are kept  \ndry.\n\nTwo are enough.\n\n**Typical evidence**\n\nA shelf."
    )


def test_a_requirement_stands_on_one_page_with_those_below_it() -> None:
    ropes = read(LIBRARY).spec.sections[1]
    assert (ropes.kind, ropes.key, ropes.guidance) == ("requirement", "r", "Ropes hold.")
    assert [(asked.key, asked.text, asked.help) for asked in ropes.questions] == [
        ("r", "Ropes", ""),
        ("r-1", "Knots", ""),
        ("r-1-a", "Bowline", ""),
    ]
    assert ropes.children == ()


def test_a_requirement_with_more_below_it_than_a_page_holds_has_sections() -> None:
    below = [node(f"a.{n}", "a") for n in range(28)] + [node("a.0.x", "a.0"), node("a.0.y", "a.0")]
    (section,) = read(with_nodes(node("a"), *below)).spec.sections
    assert [len(one.questions) for one in section.walk()] == [28, 3]
    assert section.children[0].key == "a-0"
    (section,) = read(with_nodes(node("a"), *below[:-1])).spec.sections
    assert [len(one.questions) for one in section.walk()] == [30]


def test_a_heading_below_a_requirement_keeps_its_section() -> None:
    heading = node("a.h", "a", assessable=False, name="Heading")
    (section,) = read(with_nodes(node("a"), heading, node("a.h.1", "a.h"))).spec.sections
    assert [(one.kind, one.title) for one in section.walk()] == [
        ("requirement", "A"),
        ("section", "Heading"),
    ]


def test_what_asks_nothing_is_guidance_of_what_stands_above_it() -> None:
    nodes = [
        node("s", assessable=False, name="Scope", description="Which boats."),
        node("s.1", "s", assessable=False, description="All of them."),
        node("a", assessable=False, name="Anchors"),
        node("a.c", "a", assessable=False, name="Context"),
        node("a.c.1", "a.c", assessable=False, description="Heavy."),
        node("a.1", "a", description="It holds."),
        node("a.1.n", "a.1", assessable=False, ref_id="", name="Why", description="Storms."),
    ]
    scope, anchors = read(with_nodes(*nodes)).spec.sections
    assert scope.guidance == "Which boats.\n\n**S.1**\n\nAll of them."
    assert not scope.questions
    assert not scope.children
    assert not anchors.children
    assert anchors.guidance == "**A.C Context**\n\n**A.C.1**\n\nHeavy."
    assert anchors.questions[0].help == "**Why**\n\nStorms."


def test_requirements_at_the_top_share_a_section() -> None:
    (section,) = read(with_nodes(node("a"), node("b"))).spec.sections
    assert (section.key, section.title, section.kind) == ("f", "F", "section")
    assert [asked.ref for asked in section.questions] == ["A", "B"]
    heading = node("h", assessable=False, name="H")
    mixed = [node("a"), node("b"), heading, node("h.1", "h"), node("c", name="C!")]
    assert [(one.key, one.title) for one in read(with_nodes(*mixed)).spec.sections] == [
        ("a-and-more", "A – B"),
        ("h", "H"),
        ("c-and-more", "C!"),
    ]


def test_without_parents_the_depth_says_what_stands_below_what() -> None:
    flat = [("a", 1), ("b", 2), ("c", 4), ("d", 2), ("e", 1)]
    nodes = [node(own, depth=depth, assessable=own in "ce") for own, depth in flat]
    top, more = read(with_nodes(*nodes)).spec.sections
    assert [one.key for one in top.walk()] == ["a", "b"]
    assert top.guidance == "**D**"
    assert [asked.key for asked in top.children[0].questions] == ["c"]
    assert [asked.key for asked in more.questions] == ["e"]


def test_a_parent_that_is_not_in_the_file_is_a_warning() -> None:
    nodes = [node("a", assessable=False, depth=1), node("b", "nobody", depth=2)]
    found = read(with_nodes(*nodes))
    assert [one.key for one in found.spec.sections] == ["a"]
    assert "What should stand above this is not in the file; it was placed by its depth." in (
        warnings(found)
    )


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Function Protect", "function"),
        ("Protéger - Fonction", "function"),
        ("Category 2", "category"),
        ("Famille A", "family"),
        ("Pillar one", "pillar"),
        ("Functional safety", "section"),
    ],
)
def test_a_heading_that_says_what_it_is_is_that(title: str, kind: str) -> None:
    nodes = [node("a", assessable=False, ref_id="", name=title), node("a.1", "a")]
    assert read(with_nodes(*nodes)).spec.sections[0].kind == kind


def test_a_long_text_is_cut_and_stands_in_full_below() -> None:
    long = "word " * 300
    nodes = [
        node("a", assessable=False, name="n" * 300, description="d"),
        node("b", "a", description=long),
    ]
    (section,) = read(with_nodes(*nodes)).spec.sections
    assert section.title == f"{'n' * 249}…"
    assert section.guidance == f"{'n' * 300}\n\nd"
    (asked,) = section.questions
    assert asked.text.endswith("word…")
    assert len(asked.text) <= 1000
    assert asked.help == long.strip()


def test_the_lines_of_a_description_stay_lines() -> None:
    text = "The captain:\n\ta) looks\n\tb) listens\n\n    and waits\n\n- one\n    two\n# Rest\nend"
    (section,) = read(with_nodes(node("a", description=text))).spec.sections
    assert (
        section.questions[0].text == "The captain: a) looks b) listens and waits - one two Rest end"
    )
    assert section.questions[0].help == (
        "The captain:  \na) looks  \nb) listens\n\nand waits\n\n- one  \n    two\n# Rest\nend"
    )


def test_a_translation_is_read_and_what_it_lacks_is_noted_once() -> None:
    found = read(LIBRARY, language="FR")
    spec = found.spec
    assert (spec.language, spec.title) == ("fr", "Règles du port")
    assert spec.sections[0].title == "Feux"
    assert spec.sections[0].questions[0].text == "La lampe brûle la nuit."
    assert spec.sections[0].questions[1].text == "Spare lamps"
    assert spec.levels[0].name == "Jamais"
    assert spec.key == read(LIBRARY).spec.key
    assert warnings(found) == [
        "A text is not translated into “fr” and stays as it is. The same holds in 18 more places."
    ]


@pytest.mark.parametrize(
    ("locale", "translated", "language", "languages"),
    [
        ("fr", {"en": {"name": "Anchor"}}, "en", ("fr", "en")),
        ("fr", {"de": {"name": "Anker"}}, "fr", ("fr", "de")),
        ("fr", {"de": {"name": "Anker"}, "en": {"name": "Anchor"}}, "en", ("fr", "de", "en")),
        ("pt_BR", {}, "pt-BR", ()),
        ("?", {"no tag": {}}, "en", ()),
    ],
)
def test_english_is_read_first_and_else_the_own_language(
    locale: str, translated: dict[str, Any], language: str, languages: tuple[str, ...]
) -> None:
    values = with_nodes(node("a", name="Ancre", translations=translated))
    found = read({**values, "locale": locale})
    assert (found.spec.language, found.languages) == (language, languages)
    assert questions(found)[0].text == translated.get(language, {"name": "Ancre"})["name"]


def test_a_language_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert refused(LIBRARY, language="de") == [
        "This framework is not written in “de”. It can be read in: en, fr."
    ]


def test_one_of_several_frameworks_is_read_and_the_others_are_named() -> None:
    frameworks = [
        framework(
            urn=f"urn:us:risk:framework:{key}", name=key.upper(), requirement_nodes=[node(key)]
        )
        for key in ("one", "two")
    ]
    values = {"urn": "urn:us:risk:library:x", "locale": "en", "objects": {"frameworks": frameworks}}
    first, second = read(values), read(values, framework="two")
    assert (first.spec.key, second.spec.key) == ("one", "two")
    assert first.frameworks == second.frameworks == (Offer("one", "ONE"), Offer("two", "TWO"))
    assert second.left_out == ("1 other framework",)
    assert refused(values, "three") == [
        "There is no framework “three” in this file. It has: one, two."
    ]


@pytest.mark.parametrize(
    ("objects", "held"),
    [
        ({"requirement_mapping_sets": [{}, {}]}, ", only 2 sets of mappings."),
        ({"risk_matrix": [{}], "threats": [{}, {}]}, ", only 1 risk matrix, 2 threats."),
        ({"preset": {"journey": {}}, "songs": [{}]}, ", only 1 preset, 1 entry under “songs”."),
        ({}, " and nothing else."),
    ],
)
def test_a_library_without_a_framework_is_refused_in_words(
    objects: dict[str, Any], held: str
) -> None:
    values = {"urn": "urn:us:risk:library:x", "locale": "en", "objects": objects}
    hint = "Only a framework can be assessed. Choose the library that holds it."
    assert refused(values) == [f"Line 3: This library holds no framework{held} {hint}"]


FIRST = "objects.framework.requirement_nodes[0]"


@pytest.mark.parametrize(
    ("values", "place", "problem"),
    [
        ("urn: urn:x", "objects, line 1", "A CISO Assistant library names its objects here."),
        ("objects:\n- a", "objects, line 1", "A CISO Assistant library names its objects here."),
        ("objects:\n  framework: a", "objects.framework, line 2", "A list is expected here."),
        (with_nodes(), "objects.framework, line 5", "Nothing in this framework can be assessed."),
        (with_nodes(node("a", assessable=False)), "objects.framework, line 5",
         "Nothing in this framework can be assessed."),
        (with_nodes(node("a", "b"), node("b", "a")), f"{FIRST}.parent_urn, line 13",
         "This stands below itself."),
        (with_nodes(node("a", name=["x"])), f"{FIRST}.name, line 13", "A text is expected here."),
        (with_nodes(node("a", weight="heavy")), f"{FIRST}.weight, line 13",
         "A whole number is expected here."),
        (with_nodes(node("a", questions={"u": "x"})), f"{FIRST}.questions.u, line 14",
         "A question with a text and a type is expected here."),
        (with_nodes(*(node(f"n{n}", f"n{n - 1}") for n in range(1, 23)), node("n0")),
         "objects.framework.requirement_nodes[19], line 86",
         "This stands over 20 deep below others."),
        ("urn: urn:x\nobjects: *nobody", "Line 2", "There is nothing above called &nobody."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(
    values: dict[str, Any] | str, place: str, problem: str
) -> None:
    assert refused(values)[0].startswith(f"{place}: {problem}")


def test_more_than_can_be_asked_is_refused() -> None:
    choices = [choice(str(n)) for n in range(501)]
    many = with_nodes(node("a", questions=[{"type": "unique_choice", "choices": choices}]))
    assert "There are 501 choices; 500 is the most." in refused(many)[0]
    nodes = with_nodes(*({"urn": f"u{n}", "assessable": True} for n in range(20_001)))
    assert "There are 20,001 requirements; 20,000 is the most." in refused(nodes)[0]
    assert f"larger than {MAX_BYTES:,} bytes" in refused(LIBRARY + "#" * MAX_BYTES)[0]


def test_a_urn_that_stands_twice_gives_two_questions() -> None:
    found = read(with_nodes(node("a", name="One"), node("a", name="Other"), node("b", "a")))
    assert [one.key for one in questions(found)] == ["a", "b", "a-2"]
    assert "This urn stands above already; both were read." in warnings(found)


def test_a_urn_or_version_of_several_lines_is_written_on_one() -> None:
    values = with_nodes(node("a\n\nb"), node("c", "a\nb"))
    found = read({**values, "version": "1\n\n2"})
    assert found.spec.version == "1 2"
    assert [one.source_id[-3:] for one in questions(found)] == ["a b", "0:c"]


def test_nothing_written_as_null_is_nothing() -> None:
    text = LIBRARY.replace("name: Knots", "name: null\n      description: ~")
    assert [asked.text for asked in read(text).spec.sections[1].questions] == [
        "Ropes",
        "R.1",
        "Bowline",
    ]


@pytest.mark.parametrize(
    ("data", "filename", "known"),
    [
        (LIBRARY.encode(), "x.yaml", True),
        (LIBRARY.encode(), "x.YML", True),
        (LIBRARY.encode(), "x.txt", False),
        (b"'objects':\n", "x.yaml", True),
        (b"name: x\nsections: []", "x.yaml", False),
        (b"a:\n  urn: urn:x\n  objects:\n", "x.yaml", False),
        (b"\xff\xfe", "x.yaml", False),
    ],
)
def test_a_library_is_known_by_its_urn_or_its_objects(
    data: bytes, filename: str, known: bool
) -> None:
    assert CisoAssistant().recognises(data, filename) is known
