"""What the admin pages of all apps stand on: who sees which rows, and refusals in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from organizations.models import User
from organizations.refusals import Refused

Row = TypeVar("Row", bound=Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
else:

    class ModelAdmin(admin.ModelAdmin, Generic[Row]):
        """Takes its model in brackets at run time too, as the stubs say."""


def acting(request: HttpRequest) -> User:
    """Who acts in the admin, for an action's `by=`."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class StaffAdmin(ModelAdmin[Row]):
    """Operators see every row; other staff those of their own organizations.

    The model's queryset knows `visible_to(user)`. A refusal by an action in `save_model` or
    `delete_model` comes back as a message on the same page, with nothing changed.
    """

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """The rows this person may see."""
        rows: Any = super().get_queryset(request)
        user = acting(request)
        mine: QuerySet[Row] = rows if user.is_superuser else rows.visible_to(user)
        return mine

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        """Only rows this person may see can be chosen."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        rows: Any = field.queryset if field else None
        user = acting(request)
        if field and not user.is_superuser and hasattr(rows, "visible_to"):
            field.queryset = rows.visible_to(user)
        return field

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form, or the refusal told above it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._told(request, refusal)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The question whether to delete, or the refusal told above it."""
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._told(request, refusal)

    def _told(self, request: HttpRequest, refusal: Refused) -> HttpResponse:
        self.message_user(request, refusal.message, messages.ERROR)
        return redirect(request.get_full_path())


class ReadOnlyAdmin(StaffAdmin[Row]):
    """For rows that are only ever looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Never."""
        return False
