"""The sample workspace: worth looking at, and removed without a trace."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from assessments.models import Answer, Assessment, AssessmentState, Framework, Milestone, Standing
from assessments.picture import Picture, take
from evidence.freshness import State
from evidence.integrity import verify
from evidence.models import Artifact, Probe, Revision, SignalState
from evidence.presets import for_connector
from jobs.models import JobState
from organizations import audit
from organizations.actions import members
from organizations.models import Membership, Organization, Rights, User
from reports import tasks
from reports.models import Report
from reports.sample import answers, build, workspace
from reports.sample.people import AMARA, BY_ROLE, INES, PEOPLE
from reports.sample.remove import remove
from tests.databases import kept
from tests.factories import ArtifactFactory, MembershipFactory, OrganizationFactory, UserFactory


@pytest.fixture(scope="module")
def one_sample(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Organization]:
    folder = tmp_path_factory.mktemp("sample")
    with override_settings(MEDIA_ROOT=folder), kept(django_db_blocker):
        yield build.load(password="a sample password").organization


@pytest.fixture
def sample(db: None, one_sample: Organization) -> Organization:
    return one_sample


@pytest.fixture
def picture(sample: Organization) -> Picture:
    return take(Assessment.objects.with_subject().get(organization=sample))


def said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_it_is_marked_as_a_sample(sample: Organization) -> None:
    assert sample.is_sample
    assert str(sample) == "Plumbline (sample)"


def test_six_people_have_all_the_rights_there_are(sample: Organization) -> None:
    rights = Membership.objects.filter(organization=sample).values_list("rights", flat=True)
    assert Counter(rights) == Counter({right.value: 1 for right in Rights} | {Rights.MEMBER: 2})


def test_each_role_of_the_framework_has_a_person(picture: Picture) -> None:
    assert {p.role.key: p.user.email for p in picture.participants} == {
        role: person.email for role, person in BY_ROLE.items()
    }
    assert {role.key for role in picture.roles} == set(BY_ROLE)


def test_everybody_can_sign_in(sample: Organization) -> None:
    for person in PEOPLE:
        assert User.objects.get(email=person.email).check_password("a sample password")


def test_the_reviewer_may_look_into_the_admin_and_nobody_else(sample: Organization) -> None:
    ines = User.objects.get(is_staff=True)
    assert ines.email == INES
    assert ines.has_perm("evidence.view_revision")
    assert not ines.has_perm("evidence.change_revision")


def test_more_is_claimed_than_proven(picture: Picture) -> None:
    overall = picture.score.overall
    assert overall.claimed is not None
    assert overall.proven is not None
    assert overall.claimed - overall.proven >= 0.1


def test_the_second_round_has_gained_on_the_first(picture: Picture) -> None:
    milestone = Milestone.objects.get()
    assert milestone.claimed is not None
    assert (picture.level(picture.score.overall.claimed) or 0) > milestone.claimed
    assert (picture.level(picture.score.overall.proven) or 0) > milestone.proven


def test_it_is_open_with_something_left_for_most_roles(picture: Picture) -> None:
    assert picture.assessment.state == AssessmentState.OPEN
    assert 0 < picture.score.overall.answered < picture.score.overall.asked


def test_one_disagreement_is_open_and_one_settled(picture: Picture) -> None:
    keys = picture.score.overall.disagreements
    assert [key for key in keys if not picture.score.questions[key].settled] == ["schedule-review"]
    assert [key for key in keys if picture.score.questions[key].settled] == [
        answers.SETTLED.question
    ]


def test_somebody_does_not_know_and_for_somebody_it_does_not_apply(sample: Organization) -> None:
    standings = Counter(Answer.objects.values_list("standing", flat=True))
    assert standings[Standing.DONT_KNOW] == 1
    assert standings[Standing.NOT_APPLICABLE] == 1
    assert Answer.objects.get(standing=Standing.NOT_APPLICABLE).reason


def test_an_answer_was_changed_and_its_history_kept(sample: Organization) -> None:
    changed = Answer.objects.get(version=2)
    assert [version.value for version in changed.versions.order_by("version")] == [2, 3]


def test_every_level_and_question_that_is_named_exists(sample: Organization) -> None:
    said = {spoken.question for spoken in (*answers.FIRST_ROUND, *answers.SECOND_ROUND)}
    assert said == set(Framework.objects.get().questions.values_list("key", flat=True))


def test_evidence_is_in_all_states_but_withdrawn(sample: Organization) -> None:
    today = timezone.localdate()
    found = [artifact.freshness(today) for artifact in Artifact.objects.with_revisions()]
    assert {fresh.state for fresh in found if fresh} == set(State) - {State.WITHDRAWN}


def test_stored_evidence_is_what_was_recorded(sample: Organization) -> None:
    stored = Revision.objects.exclude(file="")
    assert stored.count() == 9
    assert all(verify(revision) for revision in stored)


def test_a_renewed_runbook_waits_while_the_accepted_one_counts(sample: Organization) -> None:
    runbook = Artifact.objects.with_revisions().get(title="Queue runbook")
    assert runbook.standing
    assert runbook.latest
    assert (runbook.standing.number, runbook.latest.number) == (1, 2)


def test_our_own_queue_is_watched_by_each_of_its_metrics(sample: Organization) -> None:
    probes = Probe.objects.with_latest()
    assert {probe.preset for probe in probes} == {preset.key for preset in for_connector("jobs")}
    assert all(probe.links.exists() for probe in probes)


def test_the_signals_have_been_read_for_real(sample: Organization) -> None:
    states = {p.metric: p.latest.state for p in Probe.objects.with_latest() if p.latest}
    # Loading needs no worker, so no message has been sent that could be measured.
    assert states.pop("jobs.message_size") == SignalState.NO_DATA
    assert set(states.values()) == {SignalState.PASS}
    assert len(states) == 3


def test_the_report_waits_and_is_made_by_the_next_worker(sample: Organization) -> None:
    report = Report.objects.get()
    assert report.job.state == JobState.QUEUED
    tasks.render(str(report.job_id))
    report.refresh_from_db()
    assert report.milestone == Milestone.objects.get()
    assert default_storage.open(report.file.name or "").read(5) == b"%PDF-"


def test_the_audit_chain_holds(sample: Organization) -> None:
    assert audit.verify(Organization.objects.get(pk=sample.pk)) is None


def test_removing_takes_what_was_added_since(sample: Organization) -> None:
    visitor = UserFactory.create()
    amara = User.objects.get(email=AMARA)
    members.add(organization=sample, email=visitor.email, rights=Rights.OWNER, by=amara)
    ArtifactFactory.create(organization=sample, owner=visitor)
    remove()
    assert not Artifact.objects.exists()
    assert list(User.objects.all()) == [visitor]


def test_an_account_that_belongs_elsewhere_stays(sample: Organization) -> None:
    ines = User.objects.get(email=INES)
    MembershipFactory.create(user=ines, organization=OrganizationFactory.create())
    remove()
    assert list(User.objects.all()) == [ines]


def test_an_account_that_did_something_elsewhere_stays(sample: Organization) -> None:
    ines = User.objects.get(email=INES)
    ArtifactFactory.create(owner=ines)
    remove()
    assert ines in User.objects.all()
    assert not User.objects.filter(email=AMARA).exists()


def test_loading_again_gives_a_password_only_where_one_is_named(sample: Organization) -> None:
    assert "is there already" in said("load_sample")
    assert User.objects.get(email=AMARA).check_password("a sample password")
    assert "the password plumb as" in said("load_sample", "--password", "plumb")
    assert User.objects.get(email=AMARA).check_password("plumb")


@pytest.mark.parametrize("answer", ["", "no", "y"])
def test_removing_asks_first(
    sample: Organization, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: answer)
    with pytest.raises(CommandError, match="Nothing was removed"):
        said("remove_sample")
    assert workspace.found() == sample


def test_removing_does_not_wait_for_an_answer_that_cannot_come(
    sample: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="Nothing was removed"):
        said("remove_sample")


def test_removing_says_what_went(sample: Organization) -> None:
    assert "9 stored files and 6 accounts" in said("remove_sample", "--yes")
    assert workspace.found() is None
    assert "not loaded" in said("remove_sample")


def test_removing_goes_on_after_a_yes(
    sample: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "Yes")
    said("remove_sample")
    assert workspace.found() is None
