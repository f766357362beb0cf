"""Evidence links in the admin: read, objected to."""

from __future__ import annotations

from functools import partial

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from assessments.actions import links
from assessments.admin.staff import DecidingAdmin
from assessments.forms.links import ObjectionForm
from assessments.models import EvidenceLink
from organizations.staff import ReadOnlyAdmin, acting

BEHIND = ["assessment__workload", "artifact", "probe", "question", "choice__question", "section"]


@admin.register(EvidenceLink)
class EvidenceLinkAdmin(DecidingAdmin[EvidenceLink], ReadOnlyAdmin[EvidenceLink]):
    """What stands behind questions and sections."""

    list_display = ["evidence", "subject", "assessment", "linked_by", "linked_at", "objection"]
    list_filter = [
        ("objection", admin.EmptyFieldListFilter),
        ("assessment__organization", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = [*BEHIND, "linked_by"]
    search_fields = ["artifact__title", "probe__name", "question__text", "assessment__title"]
    actions = ["object_to", "lift"]

    @admin.display(description="evidence")
    def evidence(self, link: EvidenceLink) -> str:
        """The artifact or the probe."""
        return str(link.artifact or link.probe)

    @admin.display(description="behind")
    def subject(self, link: EvidenceLink) -> str:
        """The question, the choice or the section."""
        return str(link.question or link.choice or link.section)

    @admin.action(description="Object to the evidence", permissions=["view"])
    def object_to(
        self, request: HttpRequest, queryset: QuerySet[EvidenceLink]
    ) -> TemplateResponse | None:
        """Ask what speaks against the claim, then count the chosen evidence as that."""
        rows = queryset.select_related("assessment__organization", *BEHIND)
        given = self.asked(request, rows, "object_to", ObjectionForm)
        if isinstance(given, TemplateResponse):
            return given
        object_to = partial(links.object_to, by=acting(request), objection=given["words"])
        self.each(request, rows, lambda each: object_to(link=each), "objected to")
        return None

    @admin.action(description="Lift the objection", permissions=["view"])
    def lift(self, request: HttpRequest, queryset: QuerySet[EvidenceLink]) -> None:
        """What the objections were about is resolved."""
        by, rows = acting(request), queryset.select_related("assessment__organization", *BEHIND)
        self.each(request, rows, lambda each: links.lift(link=each, by=by), "lifted")
