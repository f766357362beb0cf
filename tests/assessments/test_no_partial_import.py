"""Whatever fails while a framework is stored, and wherever: not a row of it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models
from django.db.models.query import QuerySet

from assessments import framework_rows, importers
from assessments.actions import frameworks, uploads
from assessments.importers import Read
from assessments.models import Framework, Upload
from organizations import audit
from organizations.models import Organization, User
from organizations.refusals import Conflict
from tests.assessments.importers.test_plumbline import EXAMPLE

pytestmark = pytest.mark.django_db(transaction=True)

Wrapper = Callable[..., Any]


class Full(Exception):
    """The disk is full."""


def rows() -> dict[str, int]:
    """How many rows each model of the app has, those between two models among them."""
    found = apps.get_app_config("assessments").get_models(include_auto_created=True)
    return {model.__name__: _count(model) for model in found}


def _count(model: type[models.Model]) -> int:
    return model._default_manager.count()


def bring_in(organization: Organization | None = None, by: User | None = None) -> Framework:
    return frameworks.import_framework(
        data=EXAMPLE.encode(), filename="framework.yaml", organization=organization, by=by
    ).framework


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """The INSERT of that number, from 0 on, fails before it reaches the database; the list is of
    those that were asked for."""
    asked: list[str] = []

    def wrapper(execute: Wrapper, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            asked.append(sql)
            if len(asked) > number:
                raise Full
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield asked


def inserts() -> int:
    """How many INSERTs an import of the example makes; it is then taken away again."""
    with failing_at(10_000) as asked:
        framework = bring_in()
    filled = {name for name, count in rows().items() if count}
    assert filled >= {
        "Framework", "FrameworkFile", "Role", "ImplementationGroup", "Section", "Question",
        "Choice", "Question_roles", "Question_groups", "Responsibility", "ExpectedEvidence",
        "CloudService",
    }  # fmt: skip
    framework.delete()
    return len(asked)


def test_a_database_that_fails_at_any_row_is_left_as_it_was() -> None:
    count, before = inserts(), rows()
    assert count > 10
    for number in range(count):
        with pytest.raises(Full), failing_at(number) as asked:
            bring_in()
        assert len(asked) == number + 1
        assert rows() == before, asked[-1]
    assert bring_in().questions.exists()


def test_a_crash_between_any_two_inserts_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, but after the rows have reached the database."""
    before, create, calls = rows(), QuerySet.bulk_create, 0

    def crash_after(number: int) -> Wrapper:
        done = 0

        def bulk_create(*args: Any, **kwargs: Any) -> Any:
            nonlocal done, calls
            made = create(*args, **kwargs)
            done, calls = done + 1, calls + 1
            if done > number:
                raise Full
            return made

        return bulk_create

    monkeypatch.setattr(QuerySet, "bulk_create", crash_after(10_000))
    bring_in().delete()
    for number in range(calls):
        monkeypatch.setattr(QuerySet, "bulk_create", crash_after(number))
        with pytest.raises(Full):
            bring_in()
        assert rows() == before, number


def test_nothing_is_left_for_an_organization_either(acme: Organization, lena: User) -> None:
    before, length = rows(), Organization.objects.get(pk=acme.pk).audit_length
    for number in (0, 3, 9):
        with pytest.raises(Full), failing_at(number):
            bring_in(acme, lena)
        assert rows() == before
    assert Organization.objects.get(pk=acme.pk).audit_length == length
    assert audit.verify(acme) is None
    assert bring_in(acme, lena).organization == acme


def test_an_import_whose_record_fails_is_no_import(
    acme: Organization, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**fields: object) -> None:
        raise Full

    before = rows()
    monkeypatch.setattr(audit, "record", fail)
    with pytest.raises(Full):
        bring_in(acme, lena)
    assert rows() == before


def _twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last thing that is stored breaks a constraint of the database itself."""
    beside = framework_rows._beside

    def twice(*args: Any) -> None:
        beside(*args)
        beside(*args)

    monkeypatch.setattr(framework_rows, "_beside", twice)


def test_a_row_that_the_database_refuses_takes_all_others_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rows()
    _twice(monkeypatch)
    with pytest.raises(Conflict) as refused:
        bring_in()
    assert isinstance(refused.value.__cause__, IntegrityError)
    assert rows() == before


def test_a_confirmed_upload_that_fails_is_still_there(
    acme: Organization, lena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = uploads.keep(
        data=EXAMPLE.encode(), filename="framework.yaml", organization=acme, by=lena
    )
    before = rows()
    _twice(monkeypatch)
    with pytest.raises(Conflict):
        frameworks.confirm(upload=upload, by=lena)
    assert rows() == before
    monkeypatch.undo()
    assert frameworks.confirm(upload=upload, by=lena).created
    assert not Upload.objects.exists()


def test_a_reader_that_crashes_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: object) -> tuple[str, Read]:
        raise KeyError("name")

    before = rows()
    monkeypatch.setattr(importers, "read", crash)
    with pytest.raises(KeyError):
        bring_in()
    assert rows() == before
