"""From the release before, with data in place: nothing is lost, and what is frozen stays so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE = ("assessments", "0003_guards")


def step_by_step() -> MigrationExecutor:
    """What runs the single steps, as on a database that has some of them already: a new one gets
    all steps in one."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    return executor


def migrated_to(*target: str) -> Apps:
    aim: Any = [target]
    step_by_step().migrate(aim)
    return step_by_step().loader.project_state(aim).apps


@pytest.fixture
def latest() -> Iterator[tuple[str, str]]:
    """The newest migration; the database stands on it again afterwards."""
    leaves = step_by_step().loader.graph.leaf_nodes()
    ours = [name for app, name in leaves if app == "assessments" and "squashed" not in name]
    yield "assessments", *ours
    step_by_step().migrate(leaves)


def test_what_was_said_comes_along(latest: tuple[str, str]) -> None:
    in_one = schema()
    answer = _answered(migrated_to(*BEFORE))
    apps = migrated_to(*latest)
    assert schema() == in_one, "Step by step the database became another than in one."
    now = apps.get_model("assessments", "Answer").objects.get(pk=answer)
    assert (now.value, now.picks, now.number, now.text) == (3, [], None, "")
    assert (now.carried_from, now.approved_at) == (None, None)
    assert now.assessment.reading == "aws"
    assert now.question.kind == "level"
    assert now.question.framework.roll_up == "mean"
    versions = apps.get_model("assessments", "AnswerVersion").objects
    assert versions.get().value == 3
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        versions.update(note="Changed.")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        apps.get_model("assessments", "Question").objects.update(text="Another?")


def schema() -> set[str]:
    """All that a database is: columns, constraints, indexes, triggers, each in words."""
    if connection.vendor == "postgresql":
        return {str(row) for query in OF_POSTGRES for row in _rows(query)}
    found = set()
    for kind, name, sql in _rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        parts = re.split(r", (?=[\"C])", sql[sql.index("(") + 1 :]) if kind == "table" else [sql]
        found |= {f"{kind} {name}: {part.rstrip(')')}" for part in parts}
    return found


OF_POSTGRES = (
    (
        "SELECT table_name, column_name, data_type, is_nullable, column_default,"
        " character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    (
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
)


def _rows(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _answered(apps: Apps) -> int:
    """One answer with its version, written as the release before wrote it; its id."""

    def make(label: str, /, **values: Any) -> Any:
        app, model = label.split(".")
        return apps.get_model(app, model).objects.create(**values)

    user = make("organizations.User", email="bob@example.org", name="Bob")
    acme = make("organizations.Organization", name="Acme", slug="acme")
    shop = make("organizations.Workload", organization=acme, name="Shop")
    framework = make(
        "assessments.Framework",
        key="queues",
        version="1.0",
        name="Queues",
        levels=[{"value": 0, "name": "No", "description": ""}],
        ladder=[0.2, 0.4, 0.6, 0.8, 1.0],
        source_format="practice-markdown",
        source_sha256="a" * 64,
    )
    role = make("assessments.Role", framework=framework, key="dev", name="Developer", position=0)
    section = make(
        "assessments.Section", framework=framework, key="p", kind="practice", title="P", position=0
    )
    question = make(
        "assessments.Question", framework=framework, section=section, key="q", text="Q?", position=0
    )
    review = make(
        "assessments.Assessment",
        organization=acme,
        workload=shop,
        framework=framework,
        title="Autumn",
        created_by=user,
    )
    said = {"standing": "answered", "value": 3, "said_by": user, "said_at": timezone.now()}
    answer = make("assessments.Answer", assessment=review, question=question, role=role, **said)
    make("assessments.AnswerVersion", answer=answer, version=1, **said)
    return int(answer.pk)
