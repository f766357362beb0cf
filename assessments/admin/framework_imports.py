"""Importing a framework in the admin: choose a file, look at what would come in, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from assessments.actions import frameworks, uploads
from assessments.forms.frameworks import HowForm, UploadForm, asked, limit
from assessments.lint.report import Linted, as_text
from assessments.models import Framework, Upload
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, acting

CHOOSE = "admin:assessments_framework_import"
PREVIEW = "admin:assessments_framework_preview"


class ImportingAdmin(ReadOnlyAdmin[Framework]):
    """The list of frameworks with an import."""

    def get_urls(self) -> list[URLPattern]:
        """With the import and its preview."""
        choose = self.admin_site.admin_view(self.import_view)
        preview = self.admin_site.admin_view(self.preview_view)
        return [
            path("import/", choose, name="assessments_framework_import"),
            path("import/<int:pk>/", preview, name="assessments_framework_preview"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With a button for the import, for those who may."""
        may_import = not UploadForm(user=acting(request)).nobody
        return super().changelist_view(request, {"may_import": may_import, **(extra_context or {})})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Choose a file; then on to its preview."""
        form = UploadForm(request.POST or None, request.FILES or None, user=acting(request))
        if form.nobody:
            raise PermissionDenied
        context: dict[str, Any] = {"form": form, "limit": limit()}
        if request.method == "POST" and form.is_valid():
            try:
                return redirect(PREVIEW, pk=form.kept().pk)
            except frameworks.FileRefused as refusal:
                form.add_error("file", refusal.message)
                context["problems"] = refusal.problems
        return self._page(request, "import", context)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What would come in from a file that waits; POST imports it or lets go of it."""
        user = acting(request)
        upload = get_object_or_404(Upload.objects.waiting_of(user), pk=pk)
        form = HowForm(request.POST if request.method == "POST" else request.GET)
        if "discard" in request.POST:
            uploads.discard(upload=upload)
            return redirect(CHOOSE)
        try:
            if request.method == "POST":
                return self._confirmed(request, upload, form)
            found = frameworks.preview(
                data=bytes(upload.data),
                filename=upload.filename,
                organization=upload.organization,
                by=user,
                how=form.how(),
            )
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return redirect(CHOOSE)
        context = {
            "preview": found,
            "upload": upload,
            "form": asked(form.how(), found),
            "how": form.how(),
            "lint": as_text([Linted(upload.filename, found.spec.title, found.marks)]),
        }
        return self._page(request, "preview", context)

    def _confirmed(self, request: HttpRequest, upload: Upload, form: HowForm) -> HttpResponse:
        imported = frameworks.confirm(upload=upload, by=acting(request), how=form.how())
        state = "was imported" if imported.created else "is there already; nothing was changed"
        self.message_user(request, f"{imported.framework} {state}.", messages.SUCCESS)
        return redirect("admin:assessments_framework_changelist")

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        frame = {
            **self.admin_site.each_context(request),
            "title": "Import a framework",
            "opts": self.opts,
        }
        return TemplateResponse(
            request, f"admin/assessments/framework/{name}.html", frame | context
        )
