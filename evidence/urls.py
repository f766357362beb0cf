"""The addresses of evidence and signals. Included at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from evidence.views import artifacts, reviews

app_name = "evidence"

artifact_urls: list[URLPattern] = [
    path("", artifacts.library, name="library"),
    path("add/", artifacts.add, name="add"),
    path("<int:pk>/", artifacts.artifact, name="artifact"),
    path("<int:pk>/change/", artifacts.change, name="change"),
    path("<int:pk>/revise/", artifacts.revise, name="revise"),
    path("revisions/<int:pk>/download/", artifacts.download, name="download"),
    path("revisions/<int:pk>/withdraw/", artifacts.withdraw, name="withdraw"),
    path("revisions/<int:pk>/accept/", reviews.accept, name="accept"),
    path("revisions/<int:pk>/give-back/", reviews.give_back, name="give_back"),
]

signal_urls: list[URLPattern] = []

urlpatterns = [
    path("evidence/", include(artifact_urls)),
    path("signals/", include(signal_urls)),
]
