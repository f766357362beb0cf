"""Addresses of reports under `/api/v1/`."""

from __future__ import annotations

from rest_framework.routers import SimpleRouter

from reports.api.reports import ReportViewSet

router = SimpleRouter()
router.register("reports", ReportViewSet, basename="report")

urlpatterns = router.urls
