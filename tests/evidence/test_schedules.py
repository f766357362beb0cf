"""Schedules, on the page and over REST: the week is drawn, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from organizations.actions import tokens
from organizations.models import Scope, User
from tests.evidence.pages import SignedIn, text_of

PAGE = "/signals/schedules/"
API = "/api/v1/schedules/analyse/"
NIGHT = "Export | 0 2 * * * | 45\nIndex | 30 2 * * * | 40"
QUERIES_OF_THE_PAGE = 2

Asks = Callable[..., Any]


def drawn(client: Client, lines: str, **more: str) -> str:
    """The page that a browser gets for these lines."""
    sent = {"lines": lines, "time_zone": "UTC", "week": "2026-11-25"} | more
    answer = client.post(PAGE, sent)
    assert answer.status_code == 200
    return text_of(answer).replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.fixture
def page(charlie: User, signed_in: SignedIn) -> Client:
    """Anybody who has signed in; no organization is needed."""
    return signed_in(charlie)


def test_the_page_begins_with_the_form_and_a_way_to_see_an_example(page: Client) -> None:
    shown = text_of(page.get(PAGE))
    assert 'href="?example"' in shown
    assert "<svg" not in shown.split("<main")[1]


def test_the_worked_example_is_filled_in_and_drawn(page: Client) -> None:
    shown = text_of(page.get(PAGE, {"example": ""}))
    assert "Nightly export | 0 2 * * * | 45" in shown
    assert 'class="week"' in shown
    assert "Other start minutes" in shown


def test_the_week_is_drawn_and_judged(page: Client) -> None:
    shown = drawn(page, NIGHT)
    assert "Monday 23 November: Export once, 1 beside others, Index once" in shown
    assert "21.4 %" in shown
    assert "Fails" in shown
    assert "Good is at most 5 % of the busy time; it fails unless at most 20 %." in shown
    assert "Every day, 02:30" in shown
    assert "<code>45 2 * * *</code>" in shown
    assert "Index | 45 2 * * * | 40" in shown


def test_lines_that_are_no_jobs_are_told_by_number_and_stay_in_the_form(page: Client) -> None:
    shown = drawn(page, f"{NIGHT}\n\nMail | noon | 5\n<b>")
    assert "Line 4: “noon” has 1 field;" in shown
    assert "Line 5: Write name | cron expression | minutes" in shown
    assert "<code>&lt;b&gt;</code>" in shown
    assert "Mail | noon | 5 &lt;b&gt;</textarea>" in shown
    assert "They are left out of what follows" in shown
    assert 'class="week"' in shown


def test_with_no_line_that_is_a_job_there_is_nothing_to_draw(page: Client) -> None:
    shown = drawn(page, "Mail | noon | 5")
    assert "They stay in the form for you to mend." in shown
    assert 'class="week"' not in shown


def test_an_empty_form_is_said_at_its_field(page: Client) -> None:
    assert "Write at least one job." in drawn(page, "")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"time_zone": "Mars"}, "Select a valid choice. Mars is not one of the available choices."),
        ({"week": "1999-12-31"}, "Choose a day from the year 2000 on."),
        ({"week": "2100-01-01"}, "Choose a day before the year 2100."),
        ({"week": "soon"}, "Enter a valid date."),
    ],
)
def test_what_is_no_zone_or_no_day_is_said_at_its_field(
    page: Client, more: dict[str, str], said: str
) -> None:
    assert said in drawn(page, NIGHT, **more)


def test_too_many_starts_are_said_at_their_field(page: Client) -> None:
    shown = drawn(page, "\n".join(f"Job {n} | * * * * * | 1" for n in range(3)))
    assert "Together these jobs start more than 20,000 times" in shown


def test_jobs_that_do_not_overlap_say_so(page: Client) -> None:
    shown = drawn(page, "Export | 0 2 * * * | 45\nIndex | 0 4 * * * | 40")
    assert "Nothing. In this week no two jobs run at the same time." in shown
    assert "Passes" in shown
    assert "Other start minutes" not in shown


def test_a_job_that_runs_into_itself_is_told(page: Client) -> None:
    shown = drawn(page, "Sync | 0 * * * * | 75")
    assert "itself, started again before it was done" in shown
    assert "No other start minute within a job’s own hour" in shown


def test_a_job_that_does_not_run_in_the_week_is_named(page: Client) -> None:
    shown = drawn(page, f"{NIGHT}\nYearly | 0 0 1 1 * | 5")
    assert "Not in this week: Yearly." in shown
    assert "Nothing runs in this week." in drawn(page, "Yearly | 0 0 1 1 * | 5")


def test_a_week_in_which_clocks_change_says_so(page: Client) -> None:
    shown = drawn(page, NIGHT, time_zone="Europe/Berlin", week="2026-03-29")
    assert "On Sunday 29 March the clocks go forward from 02:00 to 03:00." in shown


def test_the_page_asks_the_database_the_same_for_three_jobs_and_ten(
    page: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (3, 10):
        lines = "\n".join(f"Job {n} | {n} 2 * * * | 5" for n in range(count))
        with django_assert_num_queries(QUERIES_OF_THE_PAGE):
            drawn(page, lines)


def test_the_page_of_signals_leads_here(page: Client) -> None:
    assert f'href="{PAGE}"' in text_of(page.get("/signals/"))


@pytest.fixture
def analyse(client: Client, bob: User) -> Iterator[Asks]:
    """`analyse(lines=…)` asks over REST with a token of bob's."""
    cache.clear()
    text = tokens.create(name="CI", scope=Scope.WRITE, by=bob).text

    def ask(**sent: Any) -> Any:
        headers = {"Authorization": f"Bearer {text}"}
        return client.post(API, sent, content_type="application/json", headers=headers)

    yield ask
    cache.clear()


def test_the_same_is_told_over_rest(analyse: Asks) -> None:
    answer = analyse(lines=NIGHT, week="2026-11-25", time_zone="Europe/Berlin")
    assert answer.status_code == 200
    found = answer.json()
    assert found["start"] == "2026-11-22T23:00:00Z"
    assert (found["busy_minutes"], found["overlapped_minutes"]) == (490, 105)
    assert found["share"] == pytest.approx(105 / 490)
    assert (found["state"], found["most_at_once"]) == ("fail", 2)
    assert found["jobs"][1] == {
        "name": "Index",
        "cron": "30 2 * * *",
        "minutes": 40,
        "runs": 7,
        "busy_minutes": 280,
        "minutes_beside_itself": 0,
    }
    assert found["pairs"] == [{"first": "Export", "second": "Index", "minutes": 105}]
    assert found["together"] == [
        {
            "start": "2026-11-23T01:30:00Z",
            "minutes": 15,
            "times": 7,
            "jobs": ["Export", "Index"],
        }
    ]
    assert found["moves"] == [{"name": "Index", "cron": "45 2 * * *", "minutes": 15}]
    assert (found["overlapped_minutes_then"], found["share_then"]) == (0, 0)


def test_a_week_in_which_nothing_runs_has_no_share_over_rest(analyse: Asks) -> None:
    found = analyse(lines="Yearly | 0 0 1 1 * | 5", week="2026-11-25").json()
    assert (found["state"], found["share"], found["share_then"]) == ("no_data", None, None)


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"lines": "Mail | noon | 5"}, "lines", "Line 1: “noon” has 1 field;"),
        ({"lines": "# nothing"}, "lines", "Write at least one job."),
        ({"lines": NIGHT, "time_zone": "Mars"}, "time_zone", "There is no time zone “Mars”."),
        ({"lines": NIGHT, "week": "1999-12-31"}, "week", "Ensure this value is greater"),
        ({}, "lines", "This field is required."),
        (
            {"lines": "\n".join(f"Job {n} | * * * * * | 1" for n in range(3))},
            "lines",
            "Together these jobs start more than 20,000 times",
        ),
    ],
)
def test_what_is_wrong_is_refused_over_rest(
    analyse: Asks, sent: dict[str, str], field: str, said: str
) -> None:
    answer = analyse(**sent)
    assert answer.status_code == 400
    (problem,) = answer.json()["errors"]
    assert problem["pointer"] == f"#/{field}"
    assert problem["detail"].startswith(said)
