"""The REST face: every app's part of it, its description, and a page to browse it."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

# Swagger UI brings its own styles along; nothing else of the policy is relaxed.
docs = csp_update({"style-src": ["'unsafe-inline'"]})(
    login_required(
        SpectacularSwaggerSplitView.as_view(url_name="api-schema", template_name="api/docs.html")
    )
)

urlpatterns = [
    path("v1/", docs, name="api-docs"),
    path("v1/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("v1/", include("organizations.api.urls")),
    path("v1/", include("evidence.api.urls")),
    path("v1/", include("assessments.api.urls")),
    path("v1/", include("reports.api.urls")),
]
