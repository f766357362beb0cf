"""Rows of `tests.access_table` on the library of frameworks and on importing into it."""

from __future__ import annotations

from tests.access_rows import (
    DONE_BY_LEADS,
    LEADS,
    MEMBERS,
    REST_MEMBERS,
    REST_SIGNED_IN,
    SIGNED_IN,
    Row,
    of,
    rest,
)

ONLY_ITS_LEAD = "302 404 404 404 404 200 404"
"""An upload is the business of the person who sent it: here, the lead."""

SECTION = of("framework", section="question.section.key")

FRAMEWORKS = {
    "assessments:frameworks": Row(SIGNED_IN),
    "assessments:import": Row("302 200 403 403 403 200 200", "302 200 403 403 403 200 200"),
    "assessments:import_preview": Row(
        ONLY_ITS_LEAD, "302 404 404 404 404 302 404", at=of("upload")
    ),
    "assessments:import_section": Row(ONLY_ITS_LEAD, at=of("upload", section="upload_section")),
    "assessments:import_discard": Row(post="302 404 404 404 404 302 404", at=of("upload")),
    "assessments:framework": Row(MEMBERS, at=of("framework")),
    "assessments:framework_section": Row(MEMBERS, at=SECTION),
    "assessments:framework_lint": Row(MEMBERS, at=of("framework")),
    "assessments:framework_export": Row(MEMBERS, at=of("framework")),
    "assessments:framework_download": Row(MEMBERS, at=of("framework", exporter="exporter")),
    "assessments:framework_file": Row(MEMBERS, at=of("framework")),
    "assessments:framework_delete": Row(LEADS, DONE_BY_LEADS, at=of("framework")),
    "framework-list": rest(REST_SIGNED_IN, "401 415 415 415 415 415 415"),
    "framework-detail": rest(
        REST_MEMBERS, delete="401 404 403 403 403 409 409", at=of("framework")
    ),
    "framework-lint": rest(REST_MEMBERS, at=of("framework")),
    "framework-export": rest("401 404 400 400 400 400 400", at=of("framework")),
    "framework-file": rest(REST_MEMBERS, at=of("framework")),
    "framework-schema": rest(REST_SIGNED_IN),
}
