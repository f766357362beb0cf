"""Migration steps: the database itself holds a framework still once an assessment uses it."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

from organizations.append_only import forbid_updates, together

OF_FRAMEWORK = (
    "organization_id", "key", "version", "name", "description", "publisher", "licence",
    "attribution", "homepage", "language", "levels", "ladder", "roll_up", "reading", "source_id",
    "extra", "warnings", "lint", "lint_errors", "lint_warnings", "source_format", "source_name",
    "source_sha256", "imported_at",
)  # fmt: skip
"""All of it but who imported it, which empties when that account goes."""

PARTS = {
    "assessments_section": "framework_id",
    "assessments_role": "framework_id",
    "assessments_implementationgroup": "framework_id",
    "assessments_question": "framework_id",
    "assessments_question_roles": "question_id",
    "assessments_question_groups": "question_id",
    "assessments_choice": "question_id",
    "assessments_responsibility": "section_id",
    "assessments_expectedevidence": "section_id",
    "assessments_cloudservice": "section_id",
}
"""The tables of its parts, and how a row of each leads to it."""

FRAMEWORK_OF = {
    "framework_id": "{row}.framework_id",
    "section_id": "(SELECT framework_id FROM assessments_section WHERE id = {row}.section_id)",
    "question_id": "(SELECT framework_id FROM assessments_question WHERE id = {row}.question_id)",
}
"""How a row leads to its framework, by the column that it has."""

IN_USE = "EXISTS (SELECT 1 FROM assessments_assessment WHERE framework_id = {framework})"


def freeze() -> RunPython:
    """All of it, for the tables as migration 0005 finds them: a later column asks for its own."""
    return together(
        [
            forbid_updates("assessments_framework", OF_FRAMEWORK),
            forbid_updates("assessments_frameworkfile"),
            *(forbid_updates(table) for table in PARTS),
            *(hold_still(table, by) for table, by in PARTS.items()),
        ]
    )


def hold_still(table: str, by: str) -> RunPython:
    """Nothing is added to `table` for a framework in use; `by` is a key of FRAMEWORK_OF.

    On PostgreSQL nothing is taken away either. SQLite has no statement that empties a table past
    its triggers, which its tests need; there, answers and links keep what they refer to by their
    foreign keys, and the actions all else.
    """

    def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        used = IN_USE.format(framework=FRAMEWORK_OF[by].format(row="NEW"))
        if editor.connection.vendor == "postgresql":
            _postgres(editor, table, by)
        else:
            editor.execute(
                f"CREATE TRIGGER {table}_in_use BEFORE INSERT ON {table} WHEN {used}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: the framework is in use'); END"
            )

    def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
        else:
            editor.execute(f"DROP TRIGGER {table}_in_use")

    return RunPython(forwards, backwards)


def _postgres(editor: BaseDatabaseSchemaEditor, table: str, by: str) -> None:
    added = IN_USE.format(framework=FRAMEWORK_OF[by].format(row="NEW"))
    taken = IN_USE.format(framework=FRAMEWORK_OF[by].format(row="OLD"))
    editor.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger AS $$ BEGIN"
        f" IF TG_OP = 'INSERT' THEN IF {added} THEN"
        f" RAISE EXCEPTION '{table}: the framework is in use'; END IF; RETURN NEW; END IF;"
        f" IF {taken} THEN RAISE EXCEPTION '{table}: the framework is in use'; END IF;"
        " RETURN OLD; END $$ LANGUAGE plpgsql"
    )
    editor.execute(
        f"CREATE TRIGGER {table}_in_use BEFORE INSERT OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
