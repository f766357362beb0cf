"""Addresses of assessments and frameworks."""

from __future__ import annotations

from django.urls import include, path

from assessments.views import (
    assessment,
    findings,
    links,
    listing,
    milestones,
    questionnaire,
    review,
    settlements,
    trace,
    versions,
)

app_name = "assessments"

one = [
    path("", assessment.assessment, name="assessment"),
    path("change/", listing.change, name="change"),
    path("move/", assessment.move, name="move"),
    path("publish/", milestones.publish, name="publish"),
    path("people/", assessment.participants, name="participants"),
    path("people/<int:participant>/remove/", assessment.remove_participant, name="remove"),
    path("trace/", trace.trace, name="trace"),
    path("settle/<slug:question>/", settlements.settle, name="settle"),
    path("settle/<slug:question>/withdraw/", settlements.unsettle, name="unsettle"),
    path("answer/", questionnaire.start, name="start"),
    path("answer/<slug:section>/", questionnaire.questionnaire, name="questionnaire"),
    path("answers/<slug:question>/<slug:role>/", questionnaire.answer, name="answer"),
    path("answers/<slug:question>/<slug:role>/state/", questionnaire.state, name="state"),
    path("answers/<slug:question>/<slug:role>/history/", questionnaire.history, name="history"),
    path("answers/<slug:question>/<slug:role>/refuse/", review.refuse, name="refuse"),
    path("answers/<slug:question>/<slug:role>/approve/", review.approve, name="approve"),
    path("evidence/", links.attach, name="attach"),
    path("findings/new/", findings.create, name="finding_new"),
    path("version/", versions.move, name="version"),
    path("version/<int:move>/undo/", versions.undo, name="version_undo"),
]

urlpatterns = [
    path("assessments/", listing.listing, name="list"),
    path("assessments/new/", listing.create, name="create"),
    path("assessments/<int:pk>/", include(one)),
    path("assessments/links/<int:pk>/unlink/", links.unlink, name="unlink"),
    path("assessments/links/<int:pk>/object/", links.object_to, name="object"),
    path("assessments/links/<int:pk>/lift/", links.lift, name="lift"),
    path("milestones/<int:pk>/", milestones.milestone, name="milestone"),
    path("milestones/<int:pk>/document/", milestones.document, name="document"),
    path("findings/", findings.findings, name="findings"),
    path("findings/export/", findings.export, name="findings_export"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/plan/", findings.plan, name="finding_plan"),
    path("findings/<int:pk>/resolve/", findings.resolve, name="finding_resolve"),
    path("findings/<int:pk>/reopen/", findings.reopen, name="finding_reopen"),
    path("review/", review.review, name="review"),
    path("frameworks/", include("assessments.urls_frameworks")),
]
