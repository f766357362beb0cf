"""Frameworks in the admin: looked through, imported with a preview, deleted while unused."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from assessments.actions import frameworks
from assessments.forms.frameworks import ConfirmForm, UploadForm, limit
from assessments.models import Framework
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, acting

SHOWN = (
    "name",
    "version",
    "key",
    "organization",
    "description",
    "publisher",
    "licence",
    "language",
    "levels",
    "ladder",
    "source_format",
    "source_name",
    "source_sha256",
    "imported_by",
    "imported_at",
)


@admin.register(Framework)
class FrameworkAdmin(ReadOnlyAdmin[Framework]):
    """Nothing of a framework can be typed over: a change is a new version, imported."""

    change_list_template = "admin/assessments/framework/change_list.html"
    list_display = [
        "name",
        "version",
        "organization",
        "publisher",
        "questions",
        "used",
        "imported_at",
    ]
    list_filter = ["source_format", ("organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organization"]
    search_fields = ["name", "key", "publisher", "source_sha256"]
    ordering = ["name", "-imported_at"]
    fields = SHOWN
    readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet[Framework]:
        """With the number of questions and assessments, in the same query."""
        rows: Any = super().get_queryset(request)
        counted: QuerySet[Framework] = rows.with_counts()
        return counted

    @admin.display(description="questions", ordering="question_count")
    def questions(self, framework: Framework) -> int:
        """How many it asks."""
        return int(framework.question_count)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="assessments", ordering="assessment_count")
    def used(self, framework: Framework) -> int:
        """How many assessments stand on it."""
        return int(framework.assessment_count)  # type: ignore[attr-defined]  # annotated above

    def get_urls(self) -> list[URLPattern]:
        """With the import."""
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="assessments_framework_import"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With a button for the import, for those who may."""
        may_import = not UploadForm(user=acting(request)).nobody
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, look at what would come in, confirm."""
        if "sealed" in request.POST:
            return self._confirmed(request)
        user = acting(request)
        context: dict[str, Any] = {"limit": limit()}
        form = UploadForm(request.POST or None, request.FILES or None, user=user)
        if form.nobody:
            raise PermissionDenied
        if request.method == "POST" and form.is_valid():
            upload = form.upload()
            try:
                context |= {
                    "preview": frameworks.preview(
                        data=upload.data,
                        filename=upload.filename,
                        organization=upload.organization,
                        by=user,
                    ),
                    "confirm": ConfirmForm(initial={"sealed": upload.sealed()}, user=user),
                }
            except frameworks.FileRefused as refusal:
                context |= {"problems": refusal.problems}
                form.add_error("file", refusal.message)
        return self._page(request, form, context)

    def _page(
        self, request: HttpRequest, form: UploadForm, context: dict[str, Any]
    ) -> TemplateResponse:
        frame = {
            **self.admin_site.each_context(request),
            "title": "Import a framework",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/assessments/framework/import.html", frame | context)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        user = acting(request)
        form = ConfirmForm(request.POST, user=user)
        if not form.is_valid():
            text = "The preview is no longer whole. Choose the file again."
            self.message_user(request, text, messages.ERROR)
            return redirect("admin:assessments_framework_import")
        upload = form.cleaned_data["sealed"]
        try:
            imported = frameworks.import_framework(
                data=upload.data,
                filename=upload.filename,
                organization=upload.organization,
                by=user,
            )
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return redirect("admin:assessments_framework_import")
        state = "was imported" if imported.created else "is there already; nothing was changed"
        self.message_user(request, f"{imported.framework} {state}.", messages.SUCCESS)
        return redirect("admin:assessments_framework_changelist")

    def has_delete_permission(self, request: HttpRequest, obj: Framework | None = None) -> bool:
        """One at a time, by those who may import."""
        return obj is not None and frameworks.may_change(framework=obj, by=acting(request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What it holds goes with it, though it cannot be deleted by itself."""
        deleted, counted, _, protected = super().get_deleted_objects(objs, request)
        return deleted, counted, set(), protected

    def delete_model(self, request: HttpRequest, obj: Framework) -> None:
        """Through the action."""
        frameworks.delete(framework=obj, by=acting(request))
