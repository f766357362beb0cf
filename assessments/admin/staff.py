"""What the admin pages of this app stand on: whose rows, and deciding on the chosen ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from assessments.models import Assessment, Framework
from organizations.refusals import Refused
from organizations.staff import ReadOnlyAdmin, StaffAdmin, acting

Row = TypeVar("Row", bound=Model)


class PartAdmin(ReadOnlyAdmin[Row]):
    """Rows that belong to a framework or an assessment, and are seen by those who see that.

    `whole` is the path from the row to it.
    """

    whole: str

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """Operators see every row, other staff those of what they may see."""
        rows: QuerySet[Row] = admin.ModelAdmin.get_queryset(self, request)
        user = acting(request)
        if user.is_superuser:
            return rows
        kind = Assessment if self.whole.endswith("assessment") else Framework
        return rows.filter(**{f"{self.whole}__in": kind.objects.visible_to(user)})


class DecidingAdmin(StaffAdmin[Row]):
    """Actions that decide on each chosen row, some of them after asking for words."""

    def each(
        self, request: HttpRequest, rows: Iterable[Row], decide: Callable[[Row], object], done: str
    ) -> None:
        """Decide on each, and say for each what came of it."""
        for row in rows:
            try:
                decide(row)
            except Refused as refusal:
                self.message_user(request, f"{row}: {refusal.message}", messages.ERROR)
            else:
                self.message_user(request, f"{row}: {done}.", messages.SUCCESS)

    def asked(
        self, request: HttpRequest, rows: QuerySet[Row], action: str, form_class: type[forms.Form]
    ) -> dict[str, Any] | TemplateResponse:
        """What was typed for the action, or the page that asks for it."""
        form = form_class(request.POST if "asked" in request.POST else None)
        if form.is_valid():
            return form.cleaned_data
        title = str(dict(self.get_action_choices(request))[action])
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "action": action,
            "rows": rows,
            "form": form,
        }
        return TemplateResponse(request, "admin/assessments/ask.html", context)
