"""The addresses of evidence and signals. Included at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, include, path

app_name = "evidence"

artifact_urls: list[URLPattern] = []

signal_urls: list[URLPattern] = []

urlpatterns = [
    path("evidence/", include(artifact_urls)),
    path("signals/", include(signal_urls)),
]
