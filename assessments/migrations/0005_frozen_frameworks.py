"""A framework never changes, and the database refuses what would change one in use."""

from django.db import migrations

from assessments.frozen import hold_still
from organizations.append_only import forbid_updates

OF_FRAMEWORK = (
    "organization_id", "key", "version", "name", "description", "publisher", "licence",
    "attribution", "homepage", "language", "levels", "ladder", "roll_up", "reading", "source_id",
    "extra", "warnings", "lint", "lint_errors", "lint_warnings", "source_format", "source_name",
    "source_sha256", "imported_at",
)
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


class Migration(migrations.Migration):
    dependencies = [("assessments", "0004_question_kinds")]

    operations = [
        forbid_updates("assessments_framework", OF_FRAMEWORK),
        forbid_updates("assessments_frameworkfile"),
        *(forbid_updates(table) for table in PARTS),
        *(hold_still(table, by) for table, by in PARTS.items()),
    ]
