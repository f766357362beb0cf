"""Who gets which answer at which address. A new address needs a row here.

`tests.access_rows` says how a row reads.
"""

from __future__ import annotations

from tests.access_findings import FINDINGS
from tests.access_frameworks import FRAMEWORKS
from tests.access_rows import (
    ANSWER,
    DONE_BY_LEADS,
    DONE_BY_REVIEWERS,
    EVERYBODY,
    KEEPERS,
    LEADS,
    MEMBERS,
    NO_PAGE_METHOD,
    OWNERS,
    QUESTION,
    REST_MEMBERS,
    REST_SIGNED_IN,
    REVIEWERS,
    SENT_BACK,
    SIGNED_IN,
    Row,
    in_assessment,
    in_slug,
    of,
    rest,
    rest_answer,
    slug,
)
from tests.access_signals import SIGNALS, SIGNALS_REST
from tests.access_versions import VERSIONS

ACCOUNTS = {
    "account_login": Row("200 302 302 302 302 302 302", "200 302 302 302 302 302 302"),
    "account_logout": Row("302 200 200 200 200 200 200", "302 302 302 302 302 302 302"),
    "account_inactive": Row(EVERYBODY, "405 405 405 405 405 405 405"),
    "account_change_password": Row(SIGNED_IN, SIGNED_IN),
    "account_set_password": Row("302 302 302 302 302 302 302", "302 302 302 302 302 302 302"),
    "account_reset_password": Row(EVERYBODY, EVERYBODY),
    "account_reset_password_done": Row(EVERYBODY, "405 405 405 405 405 405 405"),
    "account_reset_password_from_key": Row(
        EVERYBODY, EVERYBODY, at=lambda world: {"uidb36": "1", "key": "gone"}
    ),
    "account_reset_password_from_key_done": Row(EVERYBODY, "405 405 405 405 405 405 405"),
}

OPERATION = {
    "healthz": Row(EVERYBODY, "405 405 405 405 405 405 405"),
    "readyz": Row("503 503 503 503 503 503 503", "405 405 405 405 405 405 405"),
    "metrics": Row("401 401 401 401 401 401 401", "405 405 405 405 405 405 405"),
    "gallery": Row("302 404 404 404 404 404 404"),
}

ORGANIZATIONS = {
    "organizations:settings": Row("302 302 302 302 302 302 302"),
    "organizations:members": Row(MEMBERS, at=slug),
    "organizations:member_add": Row(OWNERS, OWNERS, at=slug),
    "organizations:member": Row(OWNERS, OWNERS, at=in_slug("membership")),
    "organizations:member_remove": Row(
        OWNERS, "302 404 403 403 403 403 302", at=in_slug("membership")
    ),
    "organizations:workloads": Row(MEMBERS, at=slug),
    "organizations:workload_add": Row(LEADS, LEADS, at=slug),
    "organizations:workload": Row(LEADS, LEADS, at=in_slug("workload")),
    "organizations:audit": Row(MEMBERS, at=slug),
    "organizations:audit_verify": Row(post=SENT_BACK, at=slug),
    "organizations:tokens": Row(SIGNED_IN),
    "organizations:token_add": Row(SIGNED_IN, SIGNED_IN),
    "organizations:token_revoke": Row(post="302 404 404 302 404 404 404", at=of("token")),
}

ORGANIZATIONS_REST = {
    "api-docs": Row(SIGNED_IN, NO_PAGE_METHOD),
    "api-schema": rest(REST_SIGNED_IN),
    "api-me": rest(REST_SIGNED_IN),
    "organization-list": rest(REST_SIGNED_IN),
    "organization-detail": rest(REST_MEMBERS, at=slug),
    "member-list": rest(
        REST_SIGNED_IN,
        "401 400 403 403 403 403 201",
        sent=lambda world: {
            "organization": "acme",
            "email": "dora@example.org",
            "rights": "reader",
        },
    ),
    "member-detail": rest(
        REST_MEMBERS,
        patch="401 404 403 403 403 403 200",
        delete="401 404 403 403 403 403 204",
        at=of("membership"),
        sent=lambda world: {"rights": "reader"},
    ),
    "workload-list": rest(
        REST_SIGNED_IN,
        "401 400 403 403 403 201 201",
        sent=lambda world: {"organization": "acme", "name": "New"},
    ),
    "workload-detail": rest(
        REST_MEMBERS,
        patch="401 404 403 403 403 200 200",
        at=of("workload"),
        sent=lambda world: {"name": "Web shop"},
    ),
    "token-list": rest(
        REST_SIGNED_IN,
        "401 201 201 201 201 201 201",
        sent=lambda world: {"name": "CI", "scope": "read"},
    ),
    "token-detail": rest(
        "401 404 404 200 404 404 404", delete="401 404 404 204 404 404 404", at=of("token")
    ),
    "audit-event-list": rest(REST_SIGNED_IN),
}

ASSESSMENTS = {
    "home": Row(SIGNED_IN),
    "assessments:list": Row(SIGNED_IN),
    "assessments:create": Row(
        SIGNED_IN,
        "302 200 200 200 200 302 302",
        sent=lambda world: {
            "workload": world.workload.pk,
            "framework": world.framework.pk,
            "title": "Autumn",
            "policy": "lowest",
        },
    ),
    "assessments:assessment": Row(MEMBERS, at=of("assessment")),
    "assessments:change": Row(LEADS, LEADS, at=of("assessment")),
    "assessments:move": Row(
        SENT_BACK, DONE_BY_LEADS, at=of("assessment"), sent=lambda world: {"step": "submit"}
    ),
    "assessments:publish": Row(LEADS, LEADS, at=of("assessment")),
    "assessments:participants": Row(
        MEMBERS,
        DONE_BY_LEADS,
        at=of("assessment"),
        sent=lambda world: {
            "user": world.cast["reviewer"].pk,
            "role": world.participant.role_id,
        },
    ),
    "assessments:remove": Row(
        post=DONE_BY_LEADS, at=of("assessment", participant="participant.pk")
    ),
    "assessments:trace": Row(MEMBERS, at=of("assessment")),
    "assessments:settle": Row(LEADS, LEADS, at=QUESTION),
    "assessments:unsettle": Row(post=DONE_BY_LEADS, at=QUESTION),
    "assessments:start": Row("302 404 200 302 200 200 200", at=of("assessment")),
    "assessments:questionnaire": Row(MEMBERS, at=of("assessment", section="question.section.key")),
    "assessments:answer": Row(
        post="302 404 404 302 404 404 404",
        at=ANSWER,
        sent=lambda world: {"said": "3", "seen": world.answer.version},
    ),
    "assessments:state": Row("302 404 404 200 404 404 404", at=ANSWER),
    "assessments:history": Row("302 404 404 200 404 404 404", at=ANSWER),
    "assessments:refuse": Row(REVIEWERS, REVIEWERS, at=ANSWER),
    "assessments:approve": Row(NO_PAGE_METHOD, DONE_BY_REVIEWERS, at=ANSWER),
    "assessments:attach": Row(
        "302 404 403 404 404 404 404",
        "302 404 403 200 200 200 200",
        at=of("assessment"),
        sent=lambda world: {"question": world.question.key, "way": "new"},
    ),
    "assessments:unlink": Row(post="302 404 403 302 302 302 302", at=of("link")),
    "assessments:object": Row(REVIEWERS, REVIEWERS, at=of("link")),
    "assessments:lift": Row(post=DONE_BY_REVIEWERS, at=of("link")),
    "assessments:milestone": Row(MEMBERS, at=of("milestone")),
    "assessments:document": Row(MEMBERS, at=of("milestone")),
    "assessments:review": Row(SIGNED_IN),
}

ASSESSMENTS_REST = {
    "assessment-list": rest(
        REST_SIGNED_IN,
        "401 400 403 403 403 201 201",
        sent=lambda world: {
            "workload": world.workload.pk,
            "framework": world.framework.pk,
            "title": "Autumn",
        },
    ),
    "assessment-detail": rest(
        REST_MEMBERS,
        patch="401 404 403 403 403 200 200",
        at=of("assessment"),
        sent=lambda world: {"title": "Winter"},
    ),
    "assessment-open-for-answers": rest(post="401 404 403 403 403 409 409", at=of("assessment")),
    "assessment-submit": rest(post="401 404 403 403 403 200 200", at=of("assessment")),
    "assessment-approve": rest(post="401 404 403 403 409 403 409", at=of("assessment")),
    "assessment-reopen": rest(
        post="401 404 403 403 403 409 409",
        at=of("assessment"),
        sent=lambda world: {"comment": "Not yet."},
    ),
    "assessment-publish": rest(
        post="401 404 403 403 403 409 409",
        at=of("assessment"),
        sent=lambda world: {"title": "Autumn"},
    ),
    "assessment-trace": rest(REST_MEMBERS, at=in_assessment),
    "participant-list": rest(
        REST_MEMBERS,
        "401 404 403 403 403 201 201",
        at=in_assessment,
        sent=lambda world: {
            "user": world.cast["reviewer"].email,
            "role": world.participant.role.key,
        },
    ),
    "participant-detail": rest(
        REST_MEMBERS,
        delete="401 404 403 403 403 204 204",
        at=lambda world: in_assessment(world) | {"pk": world.participant.pk},
    ),
    "answer-list": rest(REST_MEMBERS, at=in_assessment),
    "answer-detail": rest(
        REST_MEMBERS,
        put="401 404 403 428 403 403 403",
        at=rest_answer,
        sent=lambda world: {"standing": "answered", "value": 3},
    ),
    "answer-history": rest(REST_MEMBERS, at=rest_answer),
    "answer-approve": rest(post="401 404 403 403 200 403 200", at=rest_answer),
    "answer-refuse": rest(
        post="401 404 403 403 200 403 200",
        at=rest_answer,
        sent=lambda world: {"reason": "It does apply."},
    ),
    "settlement-list": rest(REST_MEMBERS, at=in_assessment),
    "settlement-detail": rest(
        put="401 404 403 403 403 200 200",
        delete="401 404 403 403 403 204 204",
        at=lambda world: in_assessment(world) | {"question": world.question.key},
        sent=lambda world: {"value": 3, "reason": "Agreed."},
    ),
    "evidence-link-list": rest(
        REST_SIGNED_IN,
        "401 400 403 201 201 201 201",
        sent=lambda world: {
            "assessment": world.assessment.pk,
            "probe": world.probe.pk,
            "question": world.question.key,
        },
    ),
    "evidence-link-detail": rest(REST_MEMBERS, delete="401 404 403 204 204 204 204", at=of("link")),
    "evidence-link-object-to": rest(
        post="401 404 403 403 200 403 200",
        at=of("link"),
        sent=lambda world: {"objection": "It is old."},
    ),
    "evidence-link-lift": rest(post="401 404 403 403 409 403 409", at=of("link")),
    "milestone-list": rest(REST_SIGNED_IN),
    "milestone-detail": rest(REST_MEMBERS, at=of("milestone")),
    "milestone-document": rest(REST_MEMBERS, at=of("milestone")),
}

EVIDENCE = {
    "evidence:library": Row(SIGNED_IN),
    "evidence:add": Row("302 200 403 200 200 200 200", "302 200 403 200 200 200 200"),
    "evidence:artifact": Row(MEMBERS, at=of("artifact")),
    "evidence:change": Row(KEEPERS, KEEPERS, at=of("artifact")),
    "evidence:revise": Row(KEEPERS, KEEPERS, at=of("artifact")),
    "evidence:download": Row(MEMBERS, at=of("revision")),
    "evidence:check": Row(post="302 404 403 302 302 302 302", at=of("revision")),
    "evidence:withdraw": Row(
        post="302 404 403 302 302 302 302",
        at=of("revision"),
        sent=lambda world: {"reason": "It is wrong."},
    ),
    "evidence:accept": Row(post=DONE_BY_REVIEWERS, at=of("revision")),
    "evidence:give_back": Row(
        post=DONE_BY_REVIEWERS, at=of("revision"), sent=lambda world: {"comment": "Not yet."}
    ),
}

EVIDENCE_REST = {
    "artifact-list": rest(
        REST_SIGNED_IN,
        "401 400 403 201 201 201 201",
        sent=lambda world: {
            "organization": "acme",
            "title": "Runbook",
            "kind": "runbook",
            "url": "https://example.org/runbook",
        },
    ),
    "artifact-detail": rest(
        REST_MEMBERS,
        patch="401 404 403 200 200 200 200",
        at=of("artifact"),
        sent=lambda world: {"title": "Queue runbook"},
    ),
    "artifact-revise": rest(
        post="401 404 403 201 201 201 201",
        at=of("artifact"),
        sent=lambda world: {"url": "https://example.org/runbook"},
    ),
    "revision-list": rest(REST_SIGNED_IN),
    "revision-detail": rest(REST_MEMBERS, at=of("revision")),
    "revision-download": rest(REST_MEMBERS, at=of("revision")),
    "revision-check": rest(post="401 404 403 409 409 409 409", at=of("revision")),
    "revision-accept": rest(post="401 404 403 403 200 403 200", at=of("revision")),
    "revision-give-back": rest(
        post="401 404 403 403 200 403 200",
        at=of("revision"),
        sent=lambda world: {"comment": "Not yet."},
    ),
    "revision-withdraw": rest(
        post="401 404 403 200 200 200 200",
        at=of("revision"),
        sent=lambda world: {"reason": "It is wrong."},
    ),
}

JOBS_REST = {
    "job-list": rest(REST_SIGNED_IN),
    "job-detail": rest(REST_MEMBERS, at=of("report.job")),
    "job-figures": rest(REST_SIGNED_IN),
    "job-retry": rest(post="401 404 403 403 403 403 409", at=of("report.job")),
}

JOBS = {
    "jobs:overview": Row(SIGNED_IN),
    "jobs:live": Row(SIGNED_IN),
    "jobs:list": Row(SIGNED_IN),
    "jobs:job": Row(MEMBERS, at=of("report.job")),
    "jobs:progress": Row(MEMBERS, at=of("report.job")),
    "jobs:retry": Row(post="302 404 403 403 403 403 302", at=of("report.job")),
}

REPORTS = {
    "reports:list": Row(SIGNED_IN),
    "reports:order": Row(
        SIGNED_IN,
        SENT_BACK,
        sent=lambda world: {"assessment": world.assessment.pk, "milestone": "live"},
    ),
    "reports:report": Row(MEMBERS, at=of("report")),
    "reports:progress": Row(MEMBERS, at=of("report")),
    "reports:retry": Row(post=SENT_BACK, at=of("report")),
    "reports:download": Row(MEMBERS, at=of("report")),
    "reports:view": Row(MEMBERS, at=of("report")),
    "report-list": rest(
        REST_SIGNED_IN,
        "401 400 202 202 202 202 202",
        sent=lambda world: {"assessment": world.assessment.pk},
    ),
    "report-detail": rest(REST_MEMBERS, at=of("report")),
    "report-download": rest(REST_MEMBERS, at=of("report")),
}

TABLE = (
    ACCOUNTS
    | OPERATION
    | ORGANIZATIONS
    | ORGANIZATIONS_REST
    | ASSESSMENTS
    | ASSESSMENTS_REST
    | EVIDENCE
    | EVIDENCE_REST
    | JOBS_REST
    | SIGNALS
    | SIGNALS_REST
    | JOBS
    | REPORTS
    | FINDINGS
    | FRAMEWORKS
    | VERSIONS
)

PUBLIC = {name for name, row in (ACCOUNTS | OPERATION).items() if row.get[0] in "25"}
"""Addresses that answer somebody who has not signed in."""
