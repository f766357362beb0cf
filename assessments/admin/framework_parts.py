"""What frameworks hold, to be looked through. A framework never changes."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assessments.admin.staff import PartAdmin
from assessments.models import (
    Choice,
    CloudService,
    ExpectedEvidence,
    FrameworkFile,
    ImplementationGroup,
    Question,
    Responsibility,
    Role,
    Section,
    Upload,
)
from organizations.staff import ReadOnlyAdmin, acting

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


@admin.register(Choice)
class ChoiceAdmin(PartAdmin[Choice]):
    """The options of questions."""

    whole = "question__framework"
    list_display = ["text", "question", "key", "score", "none_of_these", "position"]
    list_filter = ["none_of_these", ("question__framework", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["question"]
    search_fields = ["text", "key", "description"]


@admin.register(ImplementationGroup)
class ImplementationGroupAdmin(PartAdmin[ImplementationGroup]):
    """The parts of a framework that an assessment can be limited to."""

    whole = "framework"
    list_display = ["name", "key", "framework", "default", "position"]
    list_filter = ["default", FRAMEWORK]
    list_select_related = ["framework"]
    search_fields = ["name", "key", "description"]


@admin.register(FrameworkFile)
class FrameworkFileAdmin(PartAdmin[FrameworkFile]):
    """Which frameworks have the file they were read from. The bytes are on the framework's page."""

    whole = "framework"
    list_display = ["framework"]
    list_filter = [FRAMEWORK]
    list_select_related = ["framework"]
    search_fields = ["framework__name", "framework__source_name", "framework__source_sha256"]
    exclude = ["data"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FrameworkFile]:
        """Without the bytes, which may be large."""
        return super().get_queryset(request).defer("data")


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin[Upload]):
    """Files that wait for their confirmation, without the bytes. Staff see those of their own."""

    list_display = ["filename", "organization", "uploaded_by", "uploaded_at"]
    list_filter = [("organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organization", "uploaded_by"]
    search_fields = ["filename", "uploaded_by__email"]
    ordering = ["-uploaded_at"]
    exclude = ["data"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Upload]:
        """Operators see all of them, other staff what they sent themselves."""
        rows: QuerySet[Upload] = admin.ModelAdmin.get_queryset(self, request).defer("data")
        user = acting(request)
        return rows if user.is_superuser else rows.filter(uploaded_by=user)
