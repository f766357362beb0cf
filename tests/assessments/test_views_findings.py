"""The pages of findings, and what a failing signal shows everywhere else."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.actions import answers, findings, links
from assessments.actions.answers import Said
from assessments.actions.following import follow_signals
from assessments.models import Assessment, Finding, Participant, Question
from assessments.picture import take
from evidence.models import Probe, RevisionState
from organizations.models import Organization, User
from reports import assemble
from tests.assessments.signals import WORDS, read, watched
from tests.factories import ArtifactFactory, AssessmentFactory, RevisionFactory, framework_with

pytestmark = pytest.mark.django_db

SignedIn = Callable[[User], Client]


def at(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def follow() -> None:
    follow_signals(now=timezone.now())


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def probe(review: Assessment, question: Question, bob: User) -> Probe:
    """A signal behind the first question, which bob owns; it failed."""
    probe = watched(review, question, owner=bob, name="Oldest message")
    read(probe, "fail")
    follow()
    return probe


@pytest.fixture
def finding(probe: Probe) -> Finding:
    return Finding.objects.get()


@pytest.fixture
def claimed(bobs: Participant, question: Question) -> Participant:
    """Bob claims 4, and an accepted runbook carries 3 of it."""
    said = Said("answered", 4)
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    artifact = ArtifactFactory.create(organization=bobs.assessment.organization, owner=bobs.user)
    RevisionFactory.create(artifact=artifact, state=RevisionState.ACCEPTED)
    links.link(assessment=bobs.assessment, evidence=artifact, to=question, by=bobs.user)
    return bobs


def test_everything_follows_a_reading_that_fails_and_one_that_passes(
    signed_in: SignedIn, claimed: Participant, question: Question
) -> None:
    """The proven level, the question, the assessment, the trace, the home page, the portfolio, the
    finding and the report document: there and back."""
    review, bob = claimed.assessment, claimed.user
    client = signed_in(bob)
    probe = watched(review, question, owner=bob, name="Oldest message")
    pages = {
        "question": at("questionnaire", review.pk, question.section.key),
        "assessment": review.get_absolute_url(),
        "trace": f"{at('trace', review.pk)}?at={question.key}",
        "home": reverse("home"),
        "portfolio": at("list"),
        "findings": at("findings"),
    }

    def proven() -> float:
        return round(take(review).score.questions[question.key].proven or 0, 2)

    def shown() -> dict[str, bool]:
        return {name: _leads_to_a_finding(client, url) for name, url in pages.items()}

    def reported() -> list[tuple[str, str]]:
        document = assemble.of_live(review, timezone.now())
        return [(one.title, one.state) for one in document.findings]

    read(probe, "pass")
    follow()
    assert (proven(), any(shown().values()), reported()) == (0.8, False, [])

    read(probe, "fail")
    follow()
    assert proven() == 0.2
    assert all(shown().values()), shown()
    assert reported() == [("“Oldest message” fails", "open")]
    page = text_of(client, Finding.objects.get().get_absolute_url())
    assert WORDS["fail"] in page
    assert "rises from 0.2 to 1.0" in page

    read(probe, "pass")
    follow()
    assert (proven(), any(shown().values())) == (0.8, False)
    assert reported() == [("“Oldest message” fails", "resolved")]
    assert WORDS["pass"] in text_of(client, Finding.objects.get().get_absolute_url())


def _leads_to_a_finding(client: Client, address: str) -> bool:
    """To one of them, or to those that are open in an assessment."""
    text = text_of(client, address)
    found = Finding.objects.open().first()
    if found is None:
        return "findings/?assessment=" in text or ">“Oldest message” fails<" in text
    return f'href="{found.get_absolute_url()}"' in text or "findings/?assessment=" in text


def test_the_list_begins_with_what_is_open_and_most_urgent(
    signed_in: SignedIn, review: Assessment, lena: User
) -> None:
    today = timezone.localdate()
    question = review.framework.questions.all()[0]
    for name, days in (("Late", -1), ("Later", 30), ("Soon", 3), ("Never", None)):
        due = today + dt.timedelta(days=days) if days is not None else None
        findings.open_by_hand(
            assessment=review,
            about=question,
            title=name,
            seen="",
            plan=findings.Plan(due_on=due),
            by=lena,
        )
    done = findings.open_by_hand(assessment=review, about=question, title="Done", seen="", by=lena)
    findings.resolve(finding=done, reason="It is.", by=lena)
    client = signed_in(lena)

    def titles(query: str) -> list[str]:
        rows = client.get(at("findings") + query).context["rows"]
        return [row.finding.title for row in rows]

    assert titles("") == ["Late", "Soon", "Later", "Never"]
    assert titles("?state=overdue") == ["Late"]
    assert titles("?state=due_soon") == ["Soon"]
    assert titles("?state=resolved") == ["Done"]
    assert titles("?search=LATE") == ["Late", "Later"]
    assert titles(f"?owner={lena.pk}") == ["Late", "Soon", "Later", "Never"]
    page = client.get(at("findings"))
    counts = [facet.count for facet in page.context["facets"]]
    assert counts == [4, 1, 1, 1]


def test_an_empty_list_teaches(signed_in: SignedIn, lena: User) -> None:
    assert "when it fails, a finding opens here" in text_of(signed_in(lena), at("findings"))


def test_a_list_without_matches_leads_back(signed_in: SignedIn, finding: Finding) -> None:
    text = text_of(
        signed_in(finding.organization.memberships.get(rights="lead").user), "/findings/?search=zzz"
    )
    assert "Nothing matches" in text


def failing(number: int, owner: User, organization: Organization) -> None:
    framework = framework_with(practices=1, questions=number)
    made = AssessmentFactory.create(
        framework=framework, workload__organization=organization, created_by=owner
    )
    for question in framework.questions.all():
        read(watched(made, question, owner=owner), "fail")
    follow()


@pytest.mark.parametrize("name", ["home", "assessments:findings", "assessments:list"])
def test_the_number_of_queries_does_not_grow_with_findings(
    signed_in: SignedIn, lena: User, acme: Organization, name: str
) -> None:
    client = signed_in(lena)
    seen = []
    for number in (3, 7):
        failing(number, lena, acme)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        seen.append(len(captured))
    assert seen[0] == seen[1]


def test_the_export_holds_what_the_list_shows_and_no_formula(
    signed_in: SignedIn, finding: Finding, review: Assessment, lena: User
) -> None:
    findings.open_by_hand(
        assessment=review,
        about=review.framework.questions.all()[0],
        title='=HYPERLINK("https://example.org")',
        seen="",
        by=lena,
    )
    response = signed_in(lena).get(at("findings_export"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert {row["Finding"] for row in rows} == {
        "“Oldest message” fails",
        '\'=HYPERLINK("https://example.org")',
    }
    mine = next(row for row in rows if row["Signal"])
    assert (mine["Owner"], mine["State"]) == ("bob@example.org", "open")
    assert mine["Address"].endswith(finding.get_absolute_url())
    only = signed_in(lena).get(at("findings_export") + "?search=oldest").content.decode()
    assert len(only.splitlines()) == 2


def test_its_owner_plans_a_finding_and_does_not_decide_on_it(
    signed_in: SignedIn, finding: Finding, bob: User, lena: User
) -> None:
    client = signed_in(bob)
    text = text_of(client, finding.get_absolute_url())
    assert "Save the plan" in text
    assert "Resolve it" not in text
    due = timezone.localdate() + dt.timedelta(days=3)
    sent = {
        "owner": lena.pk,
        "due_on": due.isoformat(),
        "ticket": "https://tickets.example.org/1",
        "note": "Soon.",
    }
    assert client.post(at("finding_plan", finding.pk), sent).status_code == 302
    finding.refresh_from_db()
    assert (finding.owner, finding.due_on, finding.note) == (lena, due, "Soon.")
    text = text_of(client, finding.get_absolute_url())
    assert "Owner: from bob@example.org to lena@example.org" in text
    assert 'href="https://tickets.example.org/1"' in text
    assert client.post(at("finding_plan", finding.pk), sent).status_code == 403


def test_what_is_refused_stands_at_its_field(
    signed_in: SignedIn, finding: Finding, lena: User
) -> None:
    client = signed_in(lena)
    response = client.post(at("finding_plan", finding.pk), {"ticket": "javascript:alert(1)"})
    assert "begins with https://" in response.content.decode()
    response = client.post(at("finding_resolve", finding.pk), {"reason": " "})
    assert "This field is required" in response.content.decode()
    assert Finding.objects.get().is_open


def test_a_lead_resolves_and_reopens(signed_in: SignedIn, finding: Finding, lena: User) -> None:
    client = signed_in(lena)
    client.post(at("finding_resolve", finding.pk), {"reason": "The fix is out."})
    text = text_of(client, finding.get_absolute_url())
    assert "The fix is out." in text
    assert "Open it again" in text
    assert "Save the plan" not in text
    client.post(at("finding_reopen", finding.pk), {"reason": "It is not."})
    assert Finding.objects.get().is_open
    assert "It is not." in text_of(client, finding.get_absolute_url())


def test_a_reviewer_opens_one_on_a_question(
    signed_in: SignedIn, review: Assessment, question: Question, rita: User
) -> None:
    client = signed_in(rita)
    assert at("finding_new", review.pk) in text_of(client, review.get_absolute_url())
    address = f"{at('finding_new', review.pk)}?question={question.key}"
    assert f'value="{question.pk}" selected' in text_of(client, address)
    sent = {"about": question.pk, "title": "Nobody reads it", "seen": "No consumer."}
    made = client.post(address, sent, follow=True)
    assert "Nobody reads it" in made.content.decode()
    finding = Finding.objects.get()
    assert (finding.opened_by, finding.probe, finding.question) == (rita, None, question)


@pytest.mark.parametrize(
    ("who", "status"), [("charlie", 404), ("ruth", 200), ("bob", 200), ("alice", 200)]
)
def test_members_see_it_and_strangers_do_not(
    signed_in: SignedIn, finding: Finding, cast: Mapping[str, User], who: str, status: int
) -> None:
    client = signed_in(cast[who])
    assert client.get(finding.get_absolute_url()).status_code == status
    shown = client.get(at("findings")).context["rows"]
    assert len(shown) == (0 if status == 404 else 1)
