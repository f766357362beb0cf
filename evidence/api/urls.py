"""The REST addresses of evidence and signals. Included under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern

artifact_urls: list[URLPattern] = []

signal_urls: list[URLPattern] = []

urlpatterns = [*artifact_urls, *signal_urls]
