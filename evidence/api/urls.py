"""The REST addresses of evidence and signals. Included under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern
from rest_framework.routers import SimpleRouter

from evidence.api.artifacts import ArtifactViewSet
from evidence.api.revisions import RevisionViewSet

router = SimpleRouter()
router.register("artifacts", ArtifactViewSet, basename="artifact")
router.register("revisions", RevisionViewSet, basename="revision")

signal_urls: list[URLPattern] = []

urlpatterns = [*router.urls, *signal_urls]
