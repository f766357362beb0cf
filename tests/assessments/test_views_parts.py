"""A long section in parts, many sections as a list to jump by, and queries that do not grow."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, Participant, Section, SectionKind
from assessments.pages.questionnaire import FEW, PER_PART
from assessments.said import Pick, Said
from organizations.models import User, Workload
from tests.assessments.saying import say, ticks
from tests.factories import (
    AssessmentFactory,
    ParticipantFactory,
    ask,
    framework_with,
)

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]


def answering(sections: list[int], shop: Workload, bob: User) -> Participant:
    """Bob in an assessment of sections with so many questions each, all below one function.

    Keys are `part-0` and so on, of questions `part-0-0` and so on.
    """
    framework = framework_with(practices=0, roles=("team",))
    top = Section.objects.create(
        framework=framework,
        key="top",
        kind=SectionKind.FUNCTION,
        title="Govern",
        guidance="What governing is for.",
        position=0,
    )
    for place, count in enumerate(sections):
        section = Section.objects.create(
            framework=framework,
            parent=top,
            key=f"part-{place}",
            kind=SectionKind.CATEGORY,
            title=f"Category {place}",
            ref=f"GV.{place}",
            position=place + 1,
        )
        for number in range(count):
            ask(section, "boolean", key=f"part-{place}-{number}", ref=f"GV.{place}-{number}")
    made = AssessmentFactory.create(workload=shop, framework=framework)
    return ParticipantFactory.create(assessment=made, user=bob)


def page(me: Participant, section: str) -> str:
    return reverse("assessments:questionnaire", args=[me.assessment_id, section])


def asked(body: str) -> list[str]:
    """The questions on a page, by key."""
    return re.findall(r'<form class="q" id="q-(part-\d+-\d+)-team"', body)


def links(body: str, words: str) -> list[str]:
    """Where the links with these words lead."""
    return re.findall(rf'<a class="button[^"]*" href="([^"]+)">{words}</a>', body)


def test_a_long_section_is_asked_in_parts(signed_in: SignedIn, shop: Workload, bob: User) -> None:
    me = answering([2, PER_PART * 2 + 10, 1], shop, bob)
    client, address = signed_in(bob), page(me, "part-1")
    first, second, last = (
        client.get(address + query).content.decode() for query in ("", "?part=2", "?part=3")
    )
    assert asked(second) == [f"part-1-{n}" for n in range(PER_PART, 2 * PER_PART)]
    assert "Questions 26–50 of 60" in second
    assert "Questions 51–60 of 60" in last
    assert "GV.1-50" in last
    assert links(first, "Previous") == [page(me, "part-0")]
    assert links(second, "Previous") == [address]
    assert links(last, "Previous") == [f"{address}?part=2"]
    assert "Part </span>2</a>" in first
    assert 'class="parts"' not in client.get(page(me, "part-2")).content.decode()


@pytest.mark.parametrize(
    ("query", "start"),
    [
        ("?part=0", 1),
        ("?part=9", 51),
        ("?part=x", 1),
        ("?part=²", 1),
        ("?part=99999999999999999999", 51),
        ("?at=part-0-30", 26),
        ("?part=3&at=nothing", 51),
    ],
)
def test_an_odd_part_leads_to_the_nearest(
    signed_in: SignedIn, shop: Workload, bob: User, query: str, start: int
) -> None:
    me = answering([60], shop, bob)
    assert signed_in(bob).get(page(me, "part-0") + query).context["page"].start == start


def test_next_unanswered_leads_to_the_right_part_and_round_the_end(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    me = answering([1, PER_PART + 1, 1], shop, bob)
    client = signed_in(bob)
    body = client.get(page(me, "part-0")).content.decode()
    assert links(body, "Next unanswered") == [page(me, "part-1")]
    for number in range(PER_PART):
        say(me, f"part-1-{number}", Said("answered", 1))
    body = client.get(page(me, "part-0")).content.decode()
    assert links(body, "Next unanswered") == [f"{page(me, 'part-1')}?part=2"]
    body = client.get(page(me, "part-1")).content.decode()
    assert links(body, "Next unanswered") == [f"{page(me, 'part-1')}?part=2"]
    body = client.get(page(me, "part-2")).content.decode()
    assert links(body, "Next unanswered") == [page(me, "part-0")]


def test_start_leads_to_the_part_of_my_first_unanswered_question(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    me = answering([PER_PART + 1], shop, bob)
    for number in range(PER_PART):
        say(me, f"part-0-{number}", Said("answered", 0))
    went = signed_in(bob).get(reverse("assessments:start", args=[me.assessment_id]))
    assert went.headers["Location"] == f"{page(me, 'part-0')}?part=2"


def test_without_script_a_save_returns_to_the_question_in_its_part(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    me = answering([60], shop, bob)
    client = signed_in(bob)
    address = reverse("assessments:answer", args=[me.assessment_id, "part-0-40", "team"])
    saved = client.post(address, {"said": "1", "seen": "0"})
    assert saved.headers["Location"].endswith("#q-part-0-40-team")
    assert "part-0-40" in asked(client.get(saved.headers["Location"]).content.decode())
    refused = client.post(address, {"said": "5", "seen": "1"})
    assert refused.status_code == 422
    assert "part-0-40" in asked(refused.content.decode())


def test_many_sections_are_a_list_to_jump_by(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    me = answering([1] * (FEW + 1), shop, bob)
    say(me, "part-0-0", Said("answered", 1))
    body = " ".join(signed_in(bob).get(page(me, "part-3")).content.decode().split())
    assert '<ol class="steps">' not in body
    assert f"<b>Section 4 of {FEW + 1}</b>" in body
    assert 'Govern <span class="muted">1 of 16</span>' in body
    assert body.count('aria-current="step"') == 1
    assert page(me, "part-15") in body


def test_few_sections_are_steps(signed_in: SignedIn, shop: Workload, bob: User) -> None:
    me = answering([1] * FEW, shop, bob)
    body = signed_in(bob).get(page(me, "part-3")).content.decode()
    assert '<ol class="steps">' in body
    assert "jump" not in body


def test_what_the_section_above_says_can_be_read(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    body = signed_in(bob).get(page(answering([1], shop, bob), "part-0")).content.decode()
    assert "What governing is for." in body
    assert "Category 1 of 1" in body


@pytest.mark.parametrize(
    ("text", "open_at_once"),
    [("Access control", True), ("Who has access?", False), ("Access is " + "checked " * 12, False)],
)
def test_long_help_is_open_where_the_question_is_but_a_heading(
    signed_in: SignedIn, shop: Workload, bob: User, text: str, open_at_once: bool
) -> None:
    framework = framework_with(practices=1, questions=0, roles=("team",))
    ask(framework.sections.get(), "boolean", text=text, help="Whoever leaves loses it. " * 20)
    me = ParticipantFactory.create(
        assessment=AssessmentFactory.create(workload=shop, framework=framework), user=bob
    )
    body = signed_in(bob).get(page(me, "practice-0")).content.decode()
    assert ('asked-help" open>' in body) is open_at_once


def grown(questions: int, choices: int, shop: Workload, bob: User) -> Assessment:
    """An assessment with so many questions of so many choices, each answered and evidenced."""
    framework = framework_with(practices=1, questions=0)
    several = [{"key": f"c{n}", "text": f"Choice {n}", "score": 0.5} for n in range(choices)]
    for number in range(questions):
        ask(framework.sections.get(), "multiple", key=f"m{number}", choices=several, rules=[])
        ask(framework.sections.get(), "single", key=f"s{number}", choices=several)
    made = AssessmentFactory.create(workload=shop, framework=framework)
    for role in framework.roles.all():
        one = ParticipantFactory.create(assessment=made, user=bob, role=role)
        for number in range(questions):
            picks = tuple(Pick(f"c{n}", note="N.") for n in range(choices))
            say(one, f"m{number}", Said("answered", picks=picks))
            say(one, f"s{number}", ticks("c0"))
    return made


def test_the_queries_of_a_page_do_not_grow_with_questions_or_choices(
    signed_in: SignedIn, shop: Workload, bob: User
) -> None:
    counted = []
    client = signed_in(bob)
    for questions, choices in ((3, 3), (10, 3), (3, 10)):
        made = grown(questions, choices, shop, bob)
        address = reverse("assessments:questionnaire", args=[made.pk, "practice-0"])
        state = reverse("assessments:state", args=[made.pk, "m0", "developer"])
        history = reverse("assessments:history", args=[made.pk, "m0", "developer"])
        for one in (address, state, history):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(one).status_code == 200
            counted.append(len(captured))
    assert counted[:3] == counted[3:6] == counted[6:]
