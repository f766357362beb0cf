"""The REST addresses of evidence and signals. Included under /api/v1/."""

from __future__ import annotations

from django.urls import path
from rest_framework.routers import SimpleRouter

from evidence.api.artifacts import ArtifactViewSet
from evidence.api.probes import PresetListView, ProbeViewSet
from evidence.api.readings import ReadingViewSet
from evidence.api.revisions import RevisionViewSet
from evidence.api.schedules import AnalyseSchedulesView
from evidence.api.sources import ConnectorListView, SourceViewSet

router = SimpleRouter()
router.register("artifacts", ArtifactViewSet, basename="artifact")
router.register("revisions", RevisionViewSet, basename="revision")
router.register("sources", SourceViewSet, basename="source")
router.register("probes", ProbeViewSet, basename="probe")
router.register("readings", ReadingViewSet, basename="reading")

urlpatterns = [
    *router.urls,
    path("connectors/", ConnectorListView.as_view(), name="connector-list"),
    path("schedules/analyse/", AnalyseSchedulesView.as_view(), name="schedules-analyse"),
    path("presets/", PresetListView.as_view(), name="preset-list"),
]
