"""What was said, in a few words and in full, and what it comes to."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from assessments.models import Framework, Question
from assessments.pages import stakes, words
from assessments.pages.spoken import spoken
from assessments.said import Pick, PickState, Said
from tests.assessments.saying import ALARMS, DEAD, NONE, ONE_OF_EACH, PEAKS, excused, ticks
from tests.factories import every_kind

pytestmark = pytest.mark.django_db

BOTH = Said("answered", picks=(Pick(PEAKS), excused(DEAD)))
THIN = "\N{NARROW NO-BREAK SPACE}"


@pytest.fixture
def framework() -> Framework:
    return every_kind()


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("level", ONE_OF_EACH["level"], "3 Defined"),
        ("single", ONE_OF_EACH["single"], "Yes, for some"),
        ("multiple", ONE_OF_EACH["multiple"], "2 of 3 ticked"),
        ("boolean", Said("answered", 1), "Yes"),
        ("boolean", Said("answered", 0), "No"),
        ("number", Said("answered", number=412.0), f"412{THIN}s"),
        ("number", Said("answered", number=-1234567.25), f"−1,234,567.25{THIN}s"),
        ("number", Said("answered", number=0.1), f"0.1{THIN}s"),
        ("text", Said("answered", text="Mail.\n\nAnd more."), "Mail. And more."),
        ("multiple", BOTH, "1 of 3 ticked, 1 not applicable"),
        ("multiple", ticks(NONE), "“None of these”"),
        ("multiple", ticks(PEAKS, NONE), "1 of 3 ticked, “None of these”"),
        ("multiple", Said("answered", picks=(excused(DEAD),)), "0 of 3 ticked, 1 not applicable"),
        ("multiple", Said("dont_know", picks=(Pick(PEAKS),)), "Don't know"),
        ("text", Said("not_applicable", reason="None."), "Not applicable: None."),
        ("number", Said("not_applicable"), "Not applicable"),
        ("single", Said("open"), "Not answered"),
        ("multiple", ticks("gone"), "1 of 3 ticked"),
        ("single", ticks("gone"), "gone"),
    ],
)
def test_what_was_said_in_a_few_words(
    framework: Framework, kind: str, said: Said, expected: str
) -> None:
    assert words.said(said, framework.questions.get(key=kind), framework) == expected


def test_a_long_text_is_cut_where_few_words_are_wanted_and_whole_where_there_is_room(
    framework: Framework,
) -> None:
    question = framework.questions.get(key="text")
    said = Said("answered", text="So it was done. " * 40)
    assert words.said(said, question, framework).endswith("So it was …")
    assert spoken(said, question, framework).text == said.text
    assert spoken(Said("answered", text="Mail."), question, framework).text == ""


def test_every_choice_that_something_is_said_of_has_a_line(framework: Framework) -> None:
    question = framework.questions.get(key="multiple")
    picks = (Pick(PEAKS), Pick(ALARMS, PickState.OPEN, "Next month."), excused(DEAD, "Dropped."))
    told = spoken(Said("answered", picks=picks), question, framework)
    assert [(line.state, line.text, line.note) for line in told.lines] == [
        ("ticked", "Peaks wait in queues", ""),
        ("open", "The age of the oldest message has an alarm", "Next month."),
        ("not_applicable", "Every queue has a dead-letter queue", "Dropped."),
    ]
    nothing = Said("not_applicable", reason="No queue.", picks=picks)
    assert spoken(nothing, question, framework).lines == []


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([], []),
        ([{"at_least": None, "score": 0.5}], [("any number", "2.5")]),
        (
            [
                {"at_least": None, "score": 0.0},
                {"at_least": 60, "score": 0.6},
                {"at_least": 900.5, "score": 1.0},
            ],
            [
                (f"below 60{THIN}%", "0 Absent"),
                (f"from 60{THIN}% to below 900.5{THIN}%", "3 Defined"),
                (f"from 900.5{THIN}% on", "5 Optimizing"),
            ],
        ),
    ],
)
def test_what_a_number_claims(
    framework: Framework, bands: list[dict[str, float]], expected: list[tuple[str, str]]
) -> None:
    found = stakes.bands(Question(bands=bands, unit="%"), framework)
    assert [(one.numbers, one.level) for one in found] == expected


def test_it_is_said_without_a_query_where_the_choices_are_there(
    framework: Framework, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    question = Question.objects.prefetch_related("choices").get(key="multiple")
    with django_assert_num_queries(0):
        assert words.said(ticks(PEAKS), question, framework) == "1 of 3 ticked"
