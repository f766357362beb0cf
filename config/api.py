"""The REST face: every app's part of it, its description, and a page to browse it."""

from __future__ import annotations

from django.urls import include, path

from organizations.api.openapi import docs, schema

urlpatterns = [
    path("v1/", docs, name="api-docs"),
    path("v1/schema/", schema, name="api-schema"),
    path("v1/", include("organizations.api.urls")),
    path("v1/", include("jobs.api.urls")),
    path("v1/", include("evidence.api.urls")),
    path("v1/", include("assessments.api.urls")),
    path("v1/", include("reports.api.urls")),
]
