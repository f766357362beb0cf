"""Addresses of this app under `/api/v1/`."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from organizations.api.me import MeView
from organizations.api.organizations import (
    AuditEventViewSet,
    MembershipViewSet,
    OrganizationViewSet,
    WorkloadViewSet,
)
from organizations.api.tokens import TokenViewSet

router = SimpleRouter()
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("members", MembershipViewSet, basename="member")
router.register("workloads", WorkloadViewSet, basename="workload")
router.register("tokens", TokenViewSet, basename="token")
router.register("audit-events", AuditEventViewSet, basename="audit-event")

urlpatterns = [path("me/", MeView.as_view(), name="api-me"), *router.urls]
