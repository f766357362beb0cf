"""Jobs over REST: whoever ordered work asks here how far it is."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework.viewsets import ReadOnlyModelViewSet

from jobs.api.serializers import JobSerializer
from jobs.models import Job
from organizations.api.fields import InOrganization, caller


class JobFilter(InOrganization):
    """By organization, state, queue and task."""

    class Meta:
        model = Job
        fields = ["state", "queue", "task"]


class JobViewSet(ReadOnlyModelViewSet[Job]):
    """Background work of the caller's organizations, the newest first."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    filterset_class = JobFilter
    ordering = ("-created_at", "-pk")

    def get_queryset(self) -> QuerySet[Job]:
        """Those the caller may see."""
        return Job.objects.visible_to(caller(self.request)).select_related("organization")
