"""Tenants, the people in them, and the systems they run."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from organizations.models.user import User


class Rights(models.TextChoices):
    """What a member may do. A framework's Role is something else: a job, not a permission."""

    OWNER = "owner", "Owner"
    LEAD = "lead", "Lead"
    MEMBER = "member", "Member"
    REVIEWER = "reviewer", "Reviewer"
    READER = "reader", "Reader"


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, user: User) -> OrganizationQuerySet:
        """Organizations this user is a member of."""
        return self.filter(memberships__user=user)


class Organization(models.Model):
    """A tenant: nothing in it is visible to people who are not its members."""

    name = models.CharField("name", max_length=120)
    slug = models.SlugField("short name", max_length=60, unique=True)
    is_sample = models.BooleanField(
        "sample",
        default=False,
        help_text="Made by Plumbline to show itself; removed by one command.",
    )
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)
    audit_length = models.PositiveBigIntegerField("audit events", default=0, editable=False)
    audit_head = models.CharField("audit head", max_length=64, default="", editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User) -> MembershipQuerySet:
        """Memberships of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))


class Membership(models.Model):
    """A user's rights in an organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    rights = models.CharField("rights", max_length=12, choices=Rights.choices)
    created_at = models.DateTimeField("since", default=timezone.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "user"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(rights__in=Rights.values), name="membership_rights_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_rights_display().lower()} of {self.organization}"


class WorkloadQuerySet(models.QuerySet["Workload"]):
    def visible_to(self, user: User) -> WorkloadQuerySet:
        """Workloads of the organizations this user belongs to."""
        return self.filter(organization__in=Organization.objects.visible_to(user))


class Workload(models.Model):
    """The system under assessment."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="workloads"
    )
    name = models.CharField("name", max_length=120)
    description = models.TextField("description", blank=True, max_length=4000)
    created_at = models.DateTimeField("created", default=timezone.now, editable=False)

    objects = WorkloadQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="workload_name_once",
                violation_error_message="This organization has a workload of that name.",
            )
        ]

    def __str__(self) -> str:
        return self.name
