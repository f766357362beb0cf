"""Migration steps that make the database itself refuse updates of a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

REFUSE_POSTGRES = """
CREATE OR REPLACE FUNCTION plumbline_refuse_update() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""


def forbid_updates(table: str, columns: Sequence[str] = ()) -> RunPython:
    """Rows of `table` may be added and go with what they belong to; they never change.

    With `columns`, only those never change.
    """
    of = f" OF {', '.join(columns)}" if columns else ""

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        # SQLite loses the trigger where an earlier step made the table anew; PostgreSQL keeps it.
        _drop(editor, table)
        if editor.connection.vendor == "postgresql":
            editor.execute(REFUSE_POSTGRES)
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE{of} ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION plumbline_refuse_update()"
            )
        else:
            editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE{of} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        _drop(editor, table)

    return RunPython(forwards, backwards)


def together(steps: Sequence[RunPython]) -> RunPython:
    """Many steps that look at no model as one: Django makes all models anew for each step."""

    def forwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for step in steps:
            step.code(apps, editor)

    def backwards(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for step in reversed(steps):
            if step.reverse_code:
                step.reverse_code(apps, editor)

    return RunPython(forwards, backwards)


def _drop(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only{on}")
