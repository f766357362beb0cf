"""Addresses of frameworks. Included under `frameworks/` by `assessments.urls`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from assessments.views import exports, frameworks, imports, versions

waiting: list[URLPattern | URLResolver] = [
    path("", imports.preview, name="import_preview"),
    path("sections/<slug:section>/", imports.section, name="import_section"),
    path("discard/", imports.discard, name="import_discard"),
]

one: list[URLPattern | URLResolver] = [
    path("", frameworks.framework, name="framework"),
    path("sections/<slug:section>/", frameworks.section, name="framework_section"),
    path("lint/", frameworks.lint, name="framework_lint"),
    path("export/", exports.page, name="framework_export"),
    path("export/<slug:exporter>/", exports.download, name="framework_download"),
    path("file/", exports.original, name="framework_file"),
    path("delete/", frameworks.delete, name="framework_delete"),
]

urlpatterns = [
    path("", frameworks.frameworks, name="frameworks"),
    path("import/", imports.choose, name="import"),
    path("import/<int:pk>/", include(waiting)),
    path("<int:old>/compare/<int:new>/", versions.comparison, name="framework_compare"),
    path("<int:pk>/", include(one)),
]
