"""Every code: a framework that has it, and one that has not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assessments.lint import CODES, Mark, Severity, lint
from assessments.lint.truth import MOST_CHOICES
from assessments.spec import (
    CloudServiceSpec,
    FrameworkSpec,
    LevelSpec,
    ResourceSpec,
    SectionSpec,
)
from tests.assessments.lint.cases import (
    GOOD,
    WITH,
    WITHOUT,
    A,
    B,
    C,
    framework,
    in_lens,
    levels,
    multiple,
    one,
)
from tests.effort import calls

DOCS = Path(__file__).resolve().parents[3] / "docs"


def marks_of(code: str, spec: FrameworkSpec) -> list[Mark]:
    return [mark for mark in lint(spec) if mark.code == code]


def test_every_code_is_tried_both_ways() -> None:
    assert WITH.keys() == WITHOUT.keys() == CODES.keys()


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_is_marked(code: str) -> None:
    (mark, *_) = marks_of(code, WITH[code])
    assert mark.severity is CODES[code].severity
    assert mark.message
    assert mark.fix
    assert mark.path.startswith("watching")


@pytest.mark.parametrize("code", CODES)
def test_what_is_right_is_not_marked(code: str) -> None:
    assert marks_of(code, WITHOUT[code]) == []


def test_a_sound_framework_has_no_mark() -> None:
    sound = framework(
        multiple(*GOOD),
        one("level", levels=levels("Nothing", "Some", "All")),
        one("boolean", key="two", text="Does it drain?"),
    )
    assert lint(sound) == ()
    assert lint(in_lens(multiple())) == tuple(marks_of("rules-missing", in_lens(multiple())))


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_told_in_the_docs(code: str) -> None:
    text = (DOCS / "lint.md").read_text("utf-8")
    told = text.split(f"\n### {code}\n", 1)[1].split("\n#", 1)[0]
    assert "*Example:*" in told
    assert "mend it:*" in " ".join(told.split())
    above = text.split(f"\n### {code}\n", 1)[0].rsplit("\n## ", 1)[1]
    assert above.casefold().startswith(CODES[code].severity)
    assert CODES[code].title in " ".join(told.split())


def test_marks_stand_in_the_order_of_the_framework() -> None:
    late = replace(multiple(("a", "none")), key="late", text="And then?")
    marks = lint(framework(one("single", choices=()), late, multiple(("b", "none"))))
    asked = list(dict.fromkeys(mark.question for mark in marks))
    assert asked == ["one", "late", "alarms"]


def test_limits_of_the_aws_tool_are_not_held_against_others() -> None:
    spec = replace(WITH["lens-length"], extra={})
    assert not [mark for mark in lint(spec) if mark.code.startswith("lens-")]


@pytest.mark.parametrize(
    ("code", "spec"),
    [
        ("lens-count", framework(multiple(*GOOD, *GOOD), lens=True)),
        ("lens-count", framework(*(one("multiple", key=f"k{n}") for n in range(21)), lens=True)),
        (
            "lens-count",
            framework(
                sections=tuple(SectionSpec("pillar", f"pillar{n}", f"P {n}") for n in range(11)),
                lens=True,
            ),
        ),
        ("lens-length", framework(title="T" * 129, lens=True)),
        ("lens-length", framework(description="T" * 2049, lens=True)),
        ("lens-length", in_lens(multiple(help="T" * 2049))),
        ("lens-length", in_lens(multiple(resources=(ResourceSpec("T" * 2049),)))),
        ("lens-length", in_lens(multiple(choices=(replace(A, help=(ResourceSpec("T" * 2049),)),)))),
        ("lens-id", in_lens(multiple(source_id="an id"))),
        ("lens-id", in_lens(multiple(source_id="i" * 129))),
        ("lens-characters", in_lens(multiple(text="How “well”?"))),
    ],
)
def test_each_limit_of_the_aws_tool_is_known(code: str, spec: FrameworkSpec) -> None:
    assert marks_of(code, spec)
    assert not marks_of(code, replace(spec, extra={}))


@pytest.mark.parametrize(
    ("url", "message", "fix"),
    [
        ("docs/queues.html", "begins with neither https:// nor http://", "Write it whole"),
        ("ftp://example.org/q", "begins with neither https:// nor http://", "Write it whole"),
        (" https://example.org/q ", "spaces around", "Write https://example.org/q"),
        ("https://example.org/q https://example.org/r", "spaces in", "Write it whole"),
        ("https://", "no host", "Write it whole"),
        (" ", "empty", "Leave it out."),
    ],
)
def test_it_is_said_what_is_odd_about_an_address(url: str, message: str, fix: str) -> None:
    (mark,) = marks_of("url-odd", framework(one("level", resources=(ResourceSpec("x", url),))))
    assert message in mark.message
    assert mark.fix.startswith(fix)


def test_addresses_are_looked_at_wherever_they_stand() -> None:
    odd = (ResourceSpec("x", "x.html"),)
    kept = {"aws-custom-lens": {"parts": {"helpfulResource": {"values": {"Url": ""}}}}}
    choices = (replace(A, help=odd), replace(B, improvement=odd), replace(C, extra=kept))
    section = SectionSpec("pillar", "watching", "Watching", resources=odd)
    asked = replace(section, questions=(multiple(*GOOD, choices=choices),))
    found = marks_of("url-odd", framework(sections=(asked,), homepage="example.org"))
    assert [mark.path for mark in found] == [
        "",
        "watching",
        "watching/alarms/a",
        "watching/alarms/b",
        "watching/alarms/c",
    ]


def test_a_scale_that_is_described_in_part_is_marked_on_the_framework() -> None:
    scale = (LevelSpec(0, "No", "Nothing is done."), LevelSpec(1, "Yes"))
    (mark,) = marks_of("levels-incomplete", framework(multiple(*GOOD), levels=scale))
    assert mark.path == ""
    assert mark.message == "These levels have no description: 1 (Yes)."


def test_a_section_that_only_leads_elsewhere_is_not_empty() -> None:
    bare = SectionSpec("section", "part", "Part")
    cloud = CloudServiceSpec("Here", "Queue", "Queues")
    for more in ({"resources": (ResourceSpec("Read"),)}, {"cloud_services": (cloud,)}):
        full = replace(bare, **more)
        assert not marks_of("section-empty", framework(sections=(full,)))


def test_an_unreadable_condition_says_where() -> None:
    (mark,) = marks_of("rule-unreadable", WITH["rule-unreadable"])
    assert "character 6" in mark.message
    assert mark.example == "a && && b"


def test_an_unknown_choice_is_told_what_may_be_meant() -> None:
    choices = (replace(A, key="alarms_set"), B, C)
    rules = (("alarms_sat && b", "none"), ("default", "high"))
    found = lint(framework(multiple(*rules, choices=choices)))
    (mark,) = (mark for mark in found if mark.code == "rule-unknown-choice")
    assert mark.fix == "Perhaps “alarms_set” is meant. The choices are: alarms_set, b, c."
    assert "outcome-unreachable" not in {mark.code for mark in found}


def test_one_title_over_different_words_is_asked_once_each() -> None:
    """As catalogs do: each family has its “Policy and procedures”."""
    titles = [one("level", key=key, help=f"Of {key}.") for key in ("access", "audit")]
    assert "question-twice" not in {mark.code for mark in lint(framework(*titles))}
    same = [replace(one, help="Of  ACCESS.") for one in titles]
    assert "question-twice" in {mark.code for mark in lint(framework(*same))}


def test_a_mark_is_stored_as_plain_values() -> None:
    (mark,) = marks_of("choice-dead", WITH["choice-dead"])
    assert mark.values()["severity"] == "warning"
    assert mark.values()["path"] == "watching/alarms/c"
    assert Mark("of-an-older-version", "x").severity is Severity.NOTE


def test_more_choices_do_not_take_twice_as_long_each() -> None:
    """Fifteen have 32,768 answers, eight have 256."""

    def clean(many: int) -> None:
        choices = tuple(replace(A, key=f"c{n}", text=f"Thing {n}") for n in range(many))
        every = " && ".join(choice.key for choice in choices)
        rules = ((every, "none"), ("c1 || c2", "medium"), ("default", "high"))
        assert lint(framework(multiple(*rules, choices=choices))) == ()

    assert calls(lambda: clean(MOST_CHOICES)) < 3 * calls(lambda: clean(8))
