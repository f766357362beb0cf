"""Accounts and tokens in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest

from organizations.actions import tokens
from organizations.models import Token, User
from organizations.staff import ReadOnlyAdmin, acting


class NewUserForm(AdminUserCreationForm):  # type: ignore[type-arg]  # no brackets at run time
    """An account, known by its address."""

    class Meta:
        model = User
        fields = ["email", "name"]


class UserForm(UserChangeForm):  # type: ignore[type-arg]  # no brackets at run time
    """An account, with a link to set its password."""

    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # no brackets at run time
    """Accounts. They are switched off, not deleted: what people did keeps their name."""

    form = UserForm
    add_form = NewUserForm
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "memberships__rights"]
    search_fields = ["email", "name", "memberships__organization__name"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        (
            "In the admin",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Accounts belong to no organization, so they are the operators' affair."""
        return acting(request).is_superuser

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Operators only."""
        return acting(request).is_superuser

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Operators only."""
        return acting(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: clear "active" instead."""
        return False


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin[Token]):
    """Whose scripts may come in. Made by their people, never here; revoked here if need be."""

    list_display = ["name", "user", "scope", "prefix", "last_used_at", "expires_at", "revoked_at"]
    list_filter = ["scope", "revoked_at", "expires_at"]
    list_select_related = ["user"]
    search_fields = ["name", "prefix", "user__email"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description="Revoke", permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        """Make them useless from now on."""
        for token in queryset:
            tokens.revoke(token=token, by=acting(request))
        self.message_user(request, "They open nothing any more.")
