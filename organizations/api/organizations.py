"""Organizations, members, workloads and the audit log over REST."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from organizations import invitations
from organizations.actions import members, workloads
from organizations.api import serializers
from organizations.api.fields import InOrganization, caller, sent
from organizations.models import AuditEvent, Membership, Organization, Workload


class OrganizationViewSet(ReadOnlyModelViewSet[Organization]):
    """The caller's organizations."""

    queryset = Organization.objects.none()
    serializer_class = serializers.OrganizationSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[-\w]+"

    def get_queryset(self) -> QuerySet[Organization]:
        """Those the caller belongs to."""
        return Organization.objects.visible_to(caller(self.request))


class MembershipViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[Membership],
):
    """Who belongs to an organization, with which rights."""

    queryset = Membership.objects.none()
    serializer_class = serializers.MembershipSerializer
    filterset_class = InOrganization
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    def get_queryset(self) -> QuerySet[Membership]:
        """Members of the caller's organizations."""
        visible = Membership.objects.visible_to(caller(self.request))
        return visible.select_related("organization", "user")

    @extend_schema(
        request=serializers.NewMemberSerializer,
        responses={201: serializers.MembershipSerializer},
    )
    def create(self, request: Request) -> Response:
        """Add somebody; they get a mail, and an account if they have none."""
        membership = members.add(by=caller(request), **sent(self, serializers.NewMemberSerializer))
        invitations.send(membership, by=caller(request), request=request._request)
        shown = self.get_serializer(membership)
        return Response(shown.data, status=status.HTTP_201_CREATED)

    def perform_update(self, serializer: BaseSerializer[Membership]) -> None:
        """Give a member other rights."""
        membership = self.get_object()
        serializer.instance = members.change(
            membership=membership,
            rights=serializer.validated_data.get("rights", membership.rights),
            by=caller(self.request),
        )

    def perform_destroy(self, instance: Membership) -> None:
        """End a membership."""
        members.remove(membership=instance, by=caller(self.request))


class WorkloadViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    GenericViewSet[Workload],
):
    """The systems under assessment."""

    queryset = Workload.objects.none()
    filterset_class = InOrganization
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> QuerySet[Workload]:
        """Workloads of the caller's organizations."""
        return Workload.objects.visible_to(caller(self.request)).select_related("organization")

    def get_serializer_class(self) -> type[BaseSerializer[Workload]]:
        """The organization is chosen once, at creation."""
        if self.action == "partial_update":
            return serializers.WorkloadChangeSerializer
        return serializers.WorkloadSerializer

    def perform_create(self, serializer: BaseSerializer[Workload]) -> None:
        """Add a workload."""
        serializer.instance = workloads.create(by=caller(self.request), **serializer.validated_data)

    def perform_update(self, serializer: BaseSerializer[Workload]) -> None:
        """Name or describe it anew; what is not sent stays."""
        workload = self.get_object()
        said = {"name": workload.name, "description": workload.description}
        said |= serializer.validated_data
        serializer.instance = workloads.change(workload=workload, by=caller(self.request), **said)


class AuditFilter(InOrganization):
    """By organization, by act, by a part of the address of who did it."""

    who = filters.CharFilter(field_name="actor_email", lookup_expr="icontains", label="Who")

    class Meta:
        model = AuditEvent
        fields = ["verb"]


class AuditEventViewSet(mixins.ListModelMixin, GenericViewSet[AuditEvent]):
    """What was done, oldest first. Each event's hash covers the one before it."""

    queryset = AuditEvent.objects.none()
    serializer_class = serializers.AuditEventSerializer
    filterset_class = AuditFilter

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """Events of the caller's organizations."""
        return AuditEvent.objects.visible_to(caller(self.request)).select_related("organization")
