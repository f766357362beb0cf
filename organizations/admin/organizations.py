"""Organizations, members and workloads in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from organizations import audit, invitations
from organizations.actions import members, organizations, workloads
from organizations.models import Membership, Organization, User, Workload
from organizations.staff import StaffAdmin, acting


class NewOrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """An organization and its first owner."""

    owner = forms.ModelChoiceField(User.objects.filter(is_active=True))

    class Meta:
        model = Organization
        fields = ["name", "slug"]


@admin.register(Organization)
class OrganizationAdmin(StaffAdmin[Organization]):
    """Created here, by an operator, and renamed."""

    list_display = ["name", "slug", "people", "events", "is_sample", "created_at"]
    list_filter = ["is_sample"]
    search_fields = ["name", "slug"]
    readonly_fields = ["is_sample", "created_at", "audit_length", "audit_head"]
    actions = ["check_chain"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """With the number of members, in the same query."""
        # Counted apart: the rows of other staff are narrowed by their own membership.
        members = Membership.objects.filter(organization=OuterRef("pk")).order_by()
        people = members.values("organization").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(people=Subquery(people))

    @admin.display(description="members", ordering="people")
    def people(self, organization: Organization) -> int:
        """How many belong to it."""
        return int(organization.people or 0)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="audit events", ordering="audit_length")
    def events(self, organization: Organization) -> int:
        """How long its audit chain is."""
        return organization.audit_length

    def get_form(
        self, request: HttpRequest, obj: Organization | None = None, change: bool = False, **kw: Any
    ) -> Any:
        """A new one needs an owner; later the name alone may change."""
        if obj is None:
            kw["form"] = NewOrganizationForm
        return super().get_form(request, obj, change, **kw)

    def get_readonly_fields(self, request: HttpRequest, obj: Organization | None = None) -> Any:
        """Nothing is read-only before it exists."""
        return [] if obj is None else ["slug", *self.readonly_fields]

    def get_fields(self, request: HttpRequest, obj: Organization | None = None) -> Any:
        """Name, short name and owner at first."""
        return ["name", "slug", "owner"] if obj is None else super().get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Operators only, as the action has it."""
        return acting(request).is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Organization | None = None) -> bool:
        """Never: its audit log would go with it."""
        return False

    def save_model(self, request: HttpRequest, obj: Organization, form: Any, change: bool) -> None:
        """Through the actions."""
        by = acting(request)
        if change:
            organizations.rename(organization=obj, name=obj.name, by=by)
        else:
            owner = form.cleaned_data["owner"]
            obj.pk = organizations.create(name=obj.name, slug=obj.slug, owner=owner, by=by).pk

    @admin.action(description="Check the audit chain")
    def check_chain(self, request: HttpRequest, queryset: QuerySet[Organization]) -> None:
        """Say for each whether its chain holds."""
        for organization in queryset:
            flaw = audit.verify(organization)
            if flaw is None:
                self.message_user(request, f"{organization}: the chain holds.", messages.SUCCESS)
            else:
                text = f"{organization}: event {flaw.sequence}: {flaw.reason}."
                self.message_user(request, text, messages.ERROR)


class NewMemberForm(forms.ModelForm):  # type: ignore[type-arg]  # no brackets at run time
    """Somebody to add, by address."""

    email = forms.EmailField(label="E-mail address")
    name = forms.CharField(max_length=150, required=False, help_text="For a new account.")

    class Meta:
        model = Membership
        fields = ["organization", "rights"]


@admin.register(Membership)
class MembershipAdmin(StaffAdmin[Membership]):
    """Who belongs where."""

    list_display = ["user", "email", "organization", "rights", "created_at"]
    list_filter = ["rights", ("organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "organization"]
    search_fields = ["user__email", "user__name", "organization__name"]
    readonly_fields = ["organization", "user", "created_at"]

    @admin.display(description="e-mail address", ordering="user__email")
    def email(self, membership: Membership) -> str:
        """The member's login."""
        return membership.user.email

    def get_form(
        self, request: HttpRequest, obj: Membership | None = None, change: bool = False, **kw: Any
    ) -> Any:
        """A new member is named by address; later the rights alone may change."""
        if obj is None:
            kw["form"] = NewMemberForm
        return super().get_form(request, obj, change, **kw)

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """Nothing is read-only before it exists."""
        return [] if obj is None else self.readonly_fields

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> Any:
        """Address and name at first."""
        new = ["organization", "email", "name", "rights"]
        return new if obj is None else ["organization", "user", "rights", "created_at"]

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        """Through the actions; a new member gets the mail."""
        by = acting(request)
        if change:
            members.change(membership=obj, rights=obj.rights, by=by)
            return
        made = members.add(by=by, **form.cleaned_data)
        obj.pk, obj.user = made.pk, made.user
        if not invitations.send(made, by=by, request=request):
            self.message_user(request, "The mail could not be sent.", messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """Through the action."""
        members.remove(membership=obj, by=acting(request))

    def get_actions(self, request: HttpRequest) -> Any:
        """One at a time: each removal may be refused for its own reason."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


@admin.register(Workload)
class WorkloadAdmin(StaffAdmin[Workload]):
    """The systems under assessment."""

    list_display = ["name", "organization", "created_at"]
    list_filter = [("organization", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["organization"]
    search_fields = ["name", "description", "organization__name"]
    readonly_fields = ["created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Workload | None = None) -> Any:
        """A workload stays in its organization."""
        return self.readonly_fields if obj is None else ["organization", *self.readonly_fields]

    def has_delete_permission(self, request: HttpRequest, obj: Workload | None = None) -> bool:
        """Never: its assessments would go with it."""
        return False

    def save_model(self, request: HttpRequest, obj: Workload, form: Any, change: bool) -> None:
        """Through the actions."""
        by = acting(request)
        if change:
            workloads.change(workload=obj, name=obj.name, description=obj.description, by=by)
        else:
            obj.pk = workloads.create(
                organization=obj.organization, name=obj.name, description=obj.description, by=by
            ).pk
