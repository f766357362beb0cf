"""What can be said to a question of each kind, and what is kept of it."""

from __future__ import annotations

import pytest

from assessments.models import Answer, Assessment, Participant, Reading
from assessments.picture import take
from assessments.said import Pick, PickState, Said
from organizations.refusals import Invalid
from tests.assessments.saying import ALARMS, DEAD, NONE, ONE_OF_EACH, PEAKS, excused, say, ticks

pytestmark = pytest.mark.django_db

WHOLE = Said(
    "answered",
    1,
    "A note.",
    "A reason.",
    picks=(Pick(PEAKS),),
    number=1.0,
    text="Words.",
)
"""Everything at once, as a script could send it."""


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_every_kind_is_answered_and_kept_as_it_was_said(me: Participant, kind: str) -> None:
    answer = say(me, kind, ONE_OF_EACH[kind])
    answer.refresh_from_db()
    assert Said.of(answer) == ONE_OF_EACH[kind]
    assert Said.of(answer.versions.get()) == ONE_OF_EACH[kind]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("level", Said("answered", 1, "A note.")),
        ("boolean", Said("answered", 1, "A note.")),
        ("number", Said("answered", None, "A note.", number=1.0)),
        ("text", Said("answered", None, "A note.", text="Words.")),
        ("multiple", Said("answered", None, "A note.", picks=(Pick(PEAKS),))),
    ],
)
def test_only_what_the_kind_asks_for_is_kept(me: Participant, kind: str, kept: Said) -> None:
    assert Said.of(say(me, kind, WHOLE)) == kept


@pytest.mark.parametrize(
    ("kind", "said", "field", "words"),
    [
        ("boolean", Said("answered"), "value", "yes (1) or no (0)"),
        ("boolean", Said("answered", 2), "value", "yes (1) or no (0)"),
        ("number", Said("answered"), "number", "Give a number"),
        ("number", Said("answered", number=float("nan")), "number", "Give a number"),
        ("number", Said("answered", number=float("-inf")), "number", "Give a number"),
        ("number", Said("answered", number=1.1e15), "number", "1,000,000,000,000,000"),
        ("text", Said("answered"), "text", "Write your answer"),
        ("text", Said("answered", text=" \n "), "text", "Write your answer"),
        ("text", Said("answered", text="x" * 4001), "text", "up to 4,000 characters"),
        ("single", Said("answered"), "picks", "Choose one"),
        ("single", ticks("no", "some"), "picks", "Choose one"),
        ("single", Said("answered", picks=(excused("no"),)), "picks", "Choose one"),
        ("single", ticks("never"), "picks", "“never” is no choice of this question"),
        ("single", Said("answered", picks=(Pick("no", note="N"),)), "picks", "note"),
        ("multiple", Said("answered"), "picks", "Tick what you have"),
        ("multiple", ticks("some"), "picks", "“some” is no choice of this question"),
        ("multiple", ticks(PEAKS, PEAKS), "picks", "“Peaks wait in queues” is said twice"),
        ("multiple", Said("answered", picks=(excused(NONE),)), "picks", "always applies"),
        ("multiple", Said("answered", picks=(Pick(PEAKS, "half"),)), "picks", "ticked"),
        (
            "multiple",
            Said("answered", picks=(Pick(PEAKS, note="x" * 2001),)),
            "picks",
            "up to 2,000 characters",
        ),
        ("multiple", Said("dont_know", picks=(Pick("some"),)), "picks", "no choice"),
        ("level", Said("open"), "standing", "no answer yet"),
        ("text", Said("open", text="Words."), "standing", "no answer yet"),
    ],
)
def test_what_is_no_answer_is_refused_at_its_field(
    me: Participant, kind: str, said: Said, field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        say(me, kind, said)
    assert refused.value.field == field
    assert words in refused.value.message
    assert not Answer.objects.exists()


@pytest.mark.parametrize("number", [1e15, -1e15, 0.0, 1e-9])
def test_the_bounds_of_a_number(me: Participant, number: float) -> None:
    assert say(me, "number", Said("answered", number=number)).number == number


def test_picks_stand_in_the_order_of_the_question_and_say_something(me: Participant) -> None:
    said = Said(
        "answered",
        picks=(
            Pick(DEAD, PickState.OPEN),
            Pick(ALARMS, PickState.OPEN, " Next month. "),
            excused(PEAKS),
        ),
    )
    kept = (excused(PEAKS), Pick(ALARMS, PickState.OPEN, "Next month."))
    assert Said.of(say(me, "multiple", said)).picks == kept


def test_none_of_these_may_stand_beside_others_as_the_aws_tool_has_it(me: Participant) -> None:
    assert Said.of(say(me, "multiple", ticks(NONE, PEAKS))).ticked == (PEAKS, NONE)


def test_none_of_these_stands_alone_where_answers_are_read_strictly(me: Participant) -> None:
    Assessment.objects.filter(pk=me.assessment_id).update(reading=Reading.STRICT)
    me.assessment.refresh_from_db()
    with pytest.raises(Invalid, match="“None of these” stands alone") as refused:
        say(me, "multiple", ticks(PEAKS, NONE))
    assert refused.value.field == "picks"
    kept = say(me, "multiple", Said("answered", picks=(excused(PEAKS), Pick(NONE))))
    assert Said.of(kept).ticked == (NONE,)


def test_that_nothing_applies_waits_for_a_reviewer_where_answers_are_read_strictly(
    me: Participant,
) -> None:
    nothing = Said("answered", picks=(excused(PEAKS), excused(ALARMS), excused(DEAD)))
    assert say(me, "multiple", nothing).standing == "answered"
    Assessment.objects.filter(pk=me.assessment_id).update(reading=Reading.STRICT)
    me.assessment.refresh_from_db()
    again = Said("answered", picks=nothing.picks, note="Still.")
    now = say(me, "multiple", again, seen=1)
    assert (now.standing, now.reason) == ("not_applicable", "None of the choices applies.")
    assert Said.of(now).picks == nothing.picks
    assert take(me.assessment).score.overall.answered == 0


def test_where_nothing_is_ticked_the_answer_is_taken_back_and_its_notes_stay(
    me: Participant,
) -> None:
    noted = Pick(PEAKS, PickState.TICKED, "Since March.")
    say(me, "multiple", Said("answered", picks=(noted, Pick(ALARMS))))
    nothing = Said("answered", picks=(Pick(PEAKS, PickState.OPEN, "Since March."),), note="Later.")
    now = say(me, "multiple", nothing, seen=1)
    assert (now.standing, now.version, now.counts, now.note) == ("open", 2, False, "Later.")
    assert Said.of(now).picks == (Pick(PEAKS, PickState.OPEN, "Since March."),)
    assert list(now.versions.values_list("standing", flat=True)) == ["open", "answered"]
    assert not Answer.objects.given().exists()


def test_a_note_before_the_first_tick_is_kept_and_is_no_answer(me: Participant) -> None:
    now = say(me, "multiple", Said("answered", note="I have to ask."))
    assert (now.standing, now.note, now.counts) == ("open", "I have to ask.", False)


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_an_answer_of_every_kind_can_be_taken_back(me: Participant, kind: str) -> None:
    say(me, kind, ONE_OF_EACH[kind])
    now = say(me, kind, Said("open", 3, "Why I left it.", number=1.0, text="x"), seen=1)
    assert Said.of(now) == Said("open", note="Why I left it.")
    again = say(me, kind, ONE_OF_EACH[kind], seen=2)
    assert (again.counts, again.version) == (True, 3)


@pytest.mark.parametrize("standing", ["not_applicable", "dont_know"])
def test_ticks_stay_while_the_question_is_not_answered_and_come_back(
    me: Participant, standing: str
) -> None:
    picks = (Pick(PEAKS), excused(DEAD, "Dropped on purpose."))
    said = Said(standing, reason="No queue yet.", picks=picks)
    assert Said.of(say(me, "multiple", said)).picks == picks
    assert Said.of(say(me, "single", replace_picks(said), seen=0)).picks == ()


def replace_picks(said: Said) -> Said:
    """The same of a question with one choice."""
    return Said(said.standing, reason=said.reason, picks=(Pick("some"),))
