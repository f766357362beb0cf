"""Loading the sample workspace: all or nothing, once, beside what is there, and leaving nothing."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings

from assessments.models import Framework
from evidence.models import Source
from jobs.models import Tally
from organizations.models import User
from reports import tasks
from reports.models import Report
from reports.sample import accounts, build, workspace
from reports.sample.people import AMARA, HENRIK, INES, PEOPLE
from reports.sample.remove import remove
from tests.factories import ArtifactFactory, MembershipFactory, OrganizationFactory, UserFactory

OURS = ("organizations", "jobs", "evidence", "assessments", "reports")


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Path]:
    """An empty storage."""
    with override_settings(MEDIA_ROOT=tmp_path):
        yield tmp_path


def rows() -> Counter[str]:
    """How many rows each of our tables has, and those that tell who may do what in the admin; but
    for the tally of jobs, which counts for good."""
    ours = (m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in OURS)
    models = [model for model in ours if model is not Tally]
    return Counter({model._meta.label: model._default_manager.count() for model in models})


def files(storage: Path) -> list[Path]:
    return [path for path in storage.rglob("*") if path.is_file()]


def said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def others(db: None, storage: Path) -> Counter[str]:
    """What was there before the sample."""
    artifact = ArtifactFactory.create()
    MembershipFactory.create(user=artifact.owner, organization=artifact.organization)
    return rows()


def test_loading_twice_makes_nothing_twice(db: None, storage: Path) -> None:
    sample = build.load(password="a sample password").organization
    before = rows()
    again = build.load(password="another password")
    assert not again.created
    assert again.organization == sample
    assert rows() == before


def test_all_of_it_is_loaded_or_nothing(
    db: None, monkeypatch: pytest.MonkeyPatch, storage: Path
) -> None:
    before = rows()
    monkeypatch.setattr("reports.sample.artifacts.SECOND_ROUND", [None])
    with pytest.raises(AttributeError):
        build.load(password="a sample password")
    assert rows() == before


def test_there_is_no_operator_unless_one_is_asked_for(db: None, storage: Path) -> None:
    build.load(password="a sample password")
    assert not User.objects.filter(is_superuser=True)
    remove()
    build.load(password="a sample password", with_operator=True)
    assert User.objects.get(is_superuser=True).check_password("a sample password")


def test_a_prometheus_beside_is_watched_where_there_is_one(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_SAMPLE_PROMETHEUS", "http://127.0.0.1:19091")
    build.load(password="a sample password")
    source = Source.objects.get(connector="prometheus")
    assert source.settings == {"address": "http://127.0.0.1:19091"}
    assert source.probes.count() == 4
    assert all(probe.links.exists() for probe in source.probes.all())


@pytest.mark.django_db(transaction=True)
def test_removing_leaves_the_framework_and_what_is_not_the_samples(
    others: Counter[str], storage: Path
) -> None:
    build.load(password="a sample password", with_operator=True)
    tasks.render(str(Report.objects.get().job_id))
    assert len(files(storage)) == 10
    gone = remove()
    assert gone
    assert (gone.files, gone.accounts) == (10, 7)
    assert files(storage) == []
    framework = Framework.objects.get()
    assert framework.organization is None
    framework.delete()
    assert rows() == others


def test_removing_what_is_not_there_does_nothing(db: None) -> None:
    assert remove() is None


def test_an_account_that_belongs_elsewhere_keeps_its_password(db: None, storage: Path) -> None:
    henrik = UserFactory.create(email=HENRIK)
    MembershipFactory.create(user=henrik, organization=OrganizationFactory.create())
    loaded = build.load(password="a sample password")
    henrik.refresh_from_db()
    assert not henrik.check_password("a sample password")
    assert henrik not in accounts.belonging_only_to(loaded.organization)


def test_an_account_that_belongs_elsewhere_is_not_let_into_the_admin(
    db: None, storage: Path
) -> None:
    ines = UserFactory.create(email=INES)
    MembershipFactory.create(user=ines, organization=OrganizationFactory.create())
    build.load(password="a sample password")
    assert not User.objects.filter(is_staff=True)


def test_the_command_prints_who_can_sign_in(db: None, storage: Path) -> None:
    printed = said("load_sample", "--operator")
    assert all(person.email in printed for person in PEOPLE)
    assert accounts.OPERATOR in printed
    password = printed.split("with the password ")[1].split()[0]
    assert authenticate(None, email=AMARA, password=password)


def test_each_load_makes_up_its_own_password(db: None, storage: Path) -> None:
    first = said("load_sample")
    remove()
    assert said("load_sample") != first


def test_what_cannot_be_loaded_is_said(db: None) -> None:
    OrganizationFactory.create(slug=workspace.SLUG)
    with pytest.raises(CommandError, match="not loaded"):
        said("load_sample")
