"""The database itself refuses to change a framework, and to add to one in use."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from assessments.actions import answers
from assessments.actions.answers import Said
from assessments.models import (
    Assessment,
    Choice,
    Framework,
    Participant,
    Question,
    Role,
    Section,
)
from tests.factories import FrameworkFactory, framework_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Framework, {"name": "Another"}),
        (Section, {"title": "Another"}),
        (Question, {"text": "Another?"}),
        (Role, {"name": "Another"}),
    ],
)
def test_nothing_of_a_framework_is_ever_changed(
    model: type[Framework | Section | Question | Role], change: dict[str, str]
) -> None:
    framework_with()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model._default_manager.update(**change)


def test_only_who_imported_it_may_be_forgotten() -> None:
    framework = FrameworkFactory.create()
    assert Framework.objects.filter(pk=framework.pk).update(imported_by=None) == 1


def test_nothing_is_added_to_a_framework_in_use(review: Assessment, question: Question) -> None:
    framework = review.framework
    with pytest.raises(DatabaseError, match="in use"), transaction.atomic():
        Role.objects.create(framework=framework, key="auditor", name="Auditor", position=9)
    with pytest.raises(DatabaseError, match="in use"), transaction.atomic():
        Choice.objects.create(question=question, key="a", text="A", position=0)
    with pytest.raises(DatabaseError, match="in use"), transaction.atomic():
        question.section.cloud_services.create(provider="P", name="S", position=0)


def test_nothing_that_was_answered_is_taken_away(bobs: Participant, question: Question) -> None:
    said = Said("answered", 3)
    answers.save(participant=bobs, question=question, said=said, seen=0, by=bobs.user)
    with pytest.raises(ProtectedError):
        question.delete()
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="in use"), transaction.atomic():
            question.section.responsibilities.all().delete()


def test_a_framework_that_nobody_uses_goes_with_all_it_holds() -> None:
    framework = framework_with()
    framework.delete()
    assert not Question.objects.exists()
