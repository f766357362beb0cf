"""What frameworks hold, to be looked through. A framework never changes."""

from __future__ import annotations

from django.contrib import admin

from assessments.admin.staff import PartAdmin
from assessments.models import (
    CloudService,
    ExpectedEvidence,
    Question,
    Responsibility,
    Role,
    Section,
)

FRAMEWORK = ("framework", admin.RelatedOnlyFieldListFilter)
OF_SECTION = ("section__framework", admin.RelatedOnlyFieldListFilter)


@admin.register(Section)
class SectionAdmin(PartAdmin[Section]):
    """The nodes of the tree."""

    whole = "framework"
    list_display = ["title", "kind", "parent", "framework", "position"]
    list_filter = ["kind", FRAMEWORK]
    list_select_related = ["parent", "framework"]
    search_fields = ["title", "key", "guidance"]


@admin.register(Role)
class RoleAdmin(PartAdmin[Role]):
    """The jobs that questions are asked of."""

    whole = "framework"
    list_display = ["name", "key", "framework", "position"]
    list_filter = [FRAMEWORK]
    list_select_related = ["framework"]
    search_fields = ["name", "key"]


@admin.register(Question)
class QuestionAdmin(PartAdmin[Question]):
    """What is asked."""

    whole = "framework"
    list_display = ["text", "section", "framework", "kind", "weight", "position"]
    list_filter = ["kind", FRAMEWORK]
    list_select_related = ["section", "framework"]
    search_fields = ["text", "key", "help"]


@admin.register(Responsibility)
class ResponsibilityAdmin(PartAdmin[Responsibility]):
    """What each role does for a practice."""

    whole = "section__framework"
    list_display = ["text", "role", "section", "position"]
    list_filter = [OF_SECTION]
    list_select_related = ["role", "section"]
    search_fields = ["text", "role__name"]


@admin.register(ExpectedEvidence)
class ExpectedEvidenceAdmin(PartAdmin[ExpectedEvidence]):
    """What a practice asks for."""

    whole = "section__framework"
    list_display = ["title", "kind", "section", "position"]
    list_filter = ["kind", OF_SECTION]
    list_select_related = ["section"]
    search_fields = ["title", "key", "description"]


@admin.register(CloudService)
class CloudServiceAdmin(PartAdmin[CloudService]):
    """The services that a practice names."""

    whole = "section__framework"
    list_display = ["name", "provider", "section", "position"]
    list_filter = ["provider", OF_SECTION]
    list_select_related = ["section"]
    search_fields = ["name", "provider", "purpose"]
