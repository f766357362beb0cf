"""The REST addresses of jobs. Included under /api/v1/."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from jobs.api.jobs import JobViewSet

router = SimpleRouter()
router.register("jobs", JobViewSet, basename="job")

urlpatterns = router.urls
