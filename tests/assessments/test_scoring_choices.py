"""What ticks claim: by risk rules, by scores, by one reading or the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assessments.question_scoring import NO_SCORE, RULES, score_question
from assessments.rules import Reading
from assessments.scale import worse
from assessments.scoring import (
    DEFAULT_LADDER,
    DEFAULT_SCALE,
    ChoiceFacts,
    Claim,
    Policy,
    QuestionFacts,
    QuestionScore,
    QuestionState,
    Risk,
    Standing,
)
from tests.assessments.scoring_facts import (
    BACKUPS,
    GOOD,
    TODAY,
    choice,
    dont_know,
    not_applicable,
    picked,
    picks,
    question,
    refused,
    risk_rules,
    said,
    ticks,
    unconfirmed,
    waiting,
)

SCORED = (choice("a", score=1), choice("b", score=0.5), choice("c", score=0.5), choice("d"))


def scored(facts: QuestionFacts, policy: Policy = Policy.LOWEST) -> QuestionScore:
    return score_question(
        facts, on=TODAY, scale=DEFAULT_SCALE, ladder=DEFAULT_LADDER, policy=policy
    )


@pytest.mark.parametrize(
    ("claim", "risk", "claimed"),
    [
        (picked("backups", "drills"), Risk.NONE, 1.0),
        (picked("backups"), Risk.MEDIUM, 0.5),
        (picked("nothing"), Risk.HIGH, 0.0),
        (picked("backups", "nothing"), Risk.MEDIUM, 0.5),
        (picked("backups", na=("drills",)), Risk.NONE, 1.0),
        (picked("backups", "gone"), Risk.MEDIUM, 0.5),
        (picked("backups", "drills", na=("drills",)), Risk.NONE, 1.0),
        (dont_know(), Risk.HIGH, 0.0),
    ],
)
def test_the_first_rule_that_holds_gives_the_claimed_risk(
    claim: Claim, risk: Risk, claimed: float
) -> None:
    one = scored(picks(claim))
    assert (one.claimed_risk, one.claimed) == (risk, claimed)


def test_where_no_rule_holds_nothing_says_that_the_risk_is_not_high() -> None:
    one = scored(picks(picked("backups"), rules=risk_rules(none="drills")))
    assert (one.claimed_risk, one.claimed) == (Risk.HIGH, 0.0)
    assert dict(one.trace.inputs)["Claim of lead"] == (
        "0.0: high risk, since no rule holds, so that nothing says it is less; ticked backups"
    )


@pytest.mark.parametrize("claim", [picked(), picked("gone"), picked(na=("gone", "nothing"))])
@pytest.mark.parametrize("reading", Reading)
def test_an_answer_that_says_nothing_is_none_and_no_rule_is_asked(
    claim: Claim, reading: Reading
) -> None:
    one = scored(picks(claim, reading=reading, rules=risk_rules(none="default")))
    assert (one.state, one.claimed, one.proven) == (QuestionState.UNANSWERED, None, 0.0)
    assert (one.asked, one.answered, one.claimed_risk) == (1, 0, None)
    assert dict(one.trace.inputs)["Claim of lead"] == "not answered"


def test_a_question_of_which_nothing_applies_passes_by_the_aws_reading() -> None:
    one = scored(picks(picked(na=("backups", "drills"))))
    assert (one.state, one.claimed, one.claimed_risk) == (QuestionState.SCORED, 1.0, Risk.NONE)
    assert one.proven == 0.2
    assert "which the AWS reading lets pass" in dict(one.trace.inputs)["Claim of lead"]


def test_a_question_of_which_nothing_applies_does_not_apply_by_the_strict_reading() -> None:
    one = scored(picks(picked(na=("backups", "drills")), reading=Reading.STRICT))
    assert (one.state, one.claimed, one.risk) == (QuestionState.NOT_APPLICABLE, None, None)
    assert dict(one.trace.inputs)["Claim of lead"] == (
        "not applicable: every choice is marked not applicable, so by the strict reading the "
        "question is"
    )


def test_none_of_these_gives_way_to_the_others_by_the_strict_reading() -> None:
    rules = risk_rules(high="nothing", none="backups")
    lax = scored(picks(picked("backups", "nothing"), rules=rules))
    strict = scored(picks(picked("backups", "nothing"), rules=rules, reading=Reading.STRICT))
    alone = scored(picks(picked("nothing"), rules=rules, reading=Reading.STRICT))
    assert [one.claimed_risk for one in (lax, strict, alone)] == [Risk.HIGH, Risk.NONE, Risk.HIGH]
    said_so = "set aside for what else is ticked nothing"
    assert said_so in dict(strict.trace.inputs)["Claim of lead"]
    assert said_so not in dict(lax.trace.inputs)["Claim of lead"]


@pytest.mark.parametrize(
    ("claim", "share"),
    [
        (picked("a"), 0.5),
        (picked("a", "b", "c"), 1.0),
        (picked("b", "d"), 0.25),
        (picked("d"), 0.0),
        (picked("b", na=("a",)), 0.5),
        (picked("d", na=("b",)), 0.0),
        (picked("a", "c", na=("b",)), 1.0),
        (dont_know(), 0.0),
    ],
)
def test_without_rules_the_claim_is_the_share_of_the_scores(claim: Claim, share: float) -> None:
    one = scored(picks(claim, choices=SCORED, rules=()))
    assert one.claimed == pytest.approx(share)


def test_an_answer_of_which_nothing_has_a_score_has_no_level() -> None:
    one = scored(picks(picked("d", na=("a", "b", "c")), choices=SCORED, rules=()))
    assert (one.state, one.claimed, one.answered) == (QuestionState.UNSCORED, None, 1)
    assert one.trace.rule == NO_SCORE
    assert dict(one.trace.inputs)["Claim of lead"] == (
        "no score: ticked d; not applicable, so neutral a, b, c"
    )


@pytest.mark.parametrize("scores", [(None, None), (0.0, 0.0), (None, 0.0)])
def test_choices_without_scores_and_rules_are_not_scored(scores: tuple[float | None, ...]) -> None:
    choices = tuple(ChoiceFacts(f"c{n}", each) for n, each in enumerate(scores))
    answered = scored(picks(picked("c0"), choices=choices, rules=()))
    unanswered = scored(picks(picked(), choices=choices, rules=()))
    assert {answered.state, unanswered.state} == {QuestionState.UNSCORED}
    assert (answered.answered, unanswered.answered) == (1, 0)


def test_a_single_choice_without_a_score_has_no_level() -> None:
    claim = Claim("lead", Standing.ANSWERED, said="Other", scored=False)
    one = scored(question("q", claim))
    assert (one.state, one.answered) == (QuestionState.UNSCORED, 1)
    assert one.trace.inputs[0] == ("Claim of lead", "no score: Other")
    beside = scored(question("q", claim, said(4, "other")))
    assert (beside.state, beside.claimed) == (QuestionState.SCORED, 0.8)


def test_an_answer_is_shown_in_the_words_of_the_question() -> None:
    claim = Claim("lead", Standing.ANSWERED, 0.5, said="12 days, from 10")
    assert scored(question("q", claim)).trace.inputs[0] == (
        "Claim of lead",
        "2.5: 12 days, from 10",
    )


@pytest.mark.parametrize(
    "claim",
    [
        waiting(),
        refused(),
        unconfirmed(),
        Claim("lead", Standing.UNCONFIRMED, ticks=ticks("backups")),
        Claim("lead", Standing.NOT_APPLICABLE_WAITING, ticks=ticks("backups")),
    ],
)
def test_what_waits_for_somebody_else_counts_as_unanswered(claim: Claim) -> None:
    one = scored(picks(claim))
    assert (one.state, one.claimed, one.answered) == (QuestionState.UNANSWERED, None, 0)
    assert "not answered" not in dict(one.trace.inputs)["Claim of lead"]


def test_a_question_that_does_not_apply_keeps_its_ticks_out_of_every_count() -> None:
    claim = Claim("lead", Standing.NOT_APPLICABLE, ticks=ticks("backups"))
    one = scored(picks(claim))
    assert (one.state, one.claimed, one.claimed_risk) == (QuestionState.NOT_APPLICABLE, None, None)


def test_the_policy_makes_one_claim_of_several_roles_ticks() -> None:
    claims = (
        picked("backups", "drills", role="a"),
        picked("backups", role="b"),
        picked("backups", "drills", role="c"),
    )
    lowest, median = scored(picks(*claims)), scored(picks(*claims), Policy.MEDIAN)
    assert (lowest.claimed, lowest.claimed_risk) == (0.5, Risk.MEDIUM)
    assert (median.claimed, median.claimed_risk) == (1.0, Risk.NONE)
    assert lowest.disagreement == 2.5


def test_a_claim_of_not_applicable_leaves_the_claim_to_the_others() -> None:
    one = scored(picks(not_applicable("a"), picked("backups", role="b")))
    assert (one.state, one.claimed) == (QuestionState.SCORED, 0.5)


def test_a_waived_question_says_how_ticks_are_read() -> None:
    one = scored(picks(picked("backups"), waived_until=TODAY))
    assert one.state is QuestionState.WAIVED
    assert one.trace.rule.startswith(RULES[QuestionState.WAIVED] + " The claim is what the first")


def test_the_claim_is_accounted_for() -> None:
    one = scored(picks(picked("backups", na=("drills",)), rules=GOOD))
    neutral = "not applicable, so neutral drills"
    claimed, policy, proven = one.trace.inputs[:3]
    assert claimed == (
        "Claim of lead",
        "5.0: no risk by the rule “backups && drills”; ticked backups; " + neutral,
    )
    assert policy == ("When roles differ", "the lowest answer stands")
    assert proven == (
        "Proof of lead",
        "0.0: high risk by the rule “default”; not supported backups; " + neutral,
    )


def test_scores_and_choices_that_are_gone_are_accounted_for() -> None:
    one = scored(picks(picked("b", "gone"), choices=SCORED, rules=()))
    assert dict(one.trace.inputs)["Claim of lead"] == (
        "1.2: 25% of the scores; ticked b; no choice any more gone"
    )
    assert "The claim is the share of the scores that is ticked." in one.trace.rule


def test_the_worse_of_two_risks_is_the_higher() -> None:
    assert worse(Risk.NONE, Risk.MEDIUM) is Risk.MEDIUM
    assert worse(Risk.HIGH, Risk.MEDIUM) is Risk.HIGH
    assert worse(Risk.NONE, Risk.NONE) is Risk.NONE


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: picks(said(3)), "wrong kind"),
        (lambda: picks(Claim("lead", Standing.ANSWERED)), "wrong kind"),
        (lambda: question("q", picked("a")), "wrong kind"),
        (
            lambda: picks(Claim("lead", Standing.ANSWERED, 0.5, ticks("backups"))),
            "wrong kind",
        ),
        (lambda: picks(settled=ticks("a"), settlement=0.5), "by ticks"),
        (lambda: picks(settled=ticks("a"), choices=()), "by ticks"),
        (lambda: picks(choices=(*BACKUPS, *BACKUPS)), "choice twice"),
        (lambda: ChoiceFacts("a", 1.5), "cannot score"),
        (lambda: Claim("lead", Standing.ANSWERED, 0.5, scored=False), "cannot claim"),
    ],
)
def test_facts_that_cannot_be_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
