"""Addresses of frameworks. Included under `frameworks/` by `assessments.urls`."""

from __future__ import annotations

from django.urls import path

from assessments.views import frameworks, versions

urlpatterns = [
    path("", frameworks.frameworks, name="frameworks"),
    path("import/", frameworks.choose, name="import"),
    path("import/confirm/", frameworks.confirm, name="import_confirm"),
    path("<int:pk>/", frameworks.framework, name="framework"),
    path("<int:old>/compare/<int:new>/", versions.comparison, name="framework_compare"),
    path("<int:pk>/delete/", frameworks.delete, name="framework_delete"),
]
