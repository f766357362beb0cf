"""The addresses of evidence and signals. Included at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, include, path

from evidence.views import (
    artifacts,
    probes,
    pushing,
    reviews,
    schedules,
    signals,
    sources,
    watching,
)

app_name = "evidence"

artifact_urls: list[URLPattern] = [
    path("", artifacts.library, name="library"),
    path("add/", artifacts.add, name="add"),
    path("<int:pk>/", artifacts.artifact, name="artifact"),
    path("<int:pk>/change/", artifacts.change, name="change"),
    path("<int:pk>/revise/", artifacts.revise, name="revise"),
    path("revisions/<int:pk>/download/", artifacts.download, name="download"),
    path("revisions/<int:pk>/check/", artifacts.check, name="check"),
    path("revisions/<int:pk>/withdraw/", artifacts.withdraw, name="withdraw"),
    path("revisions/<int:pk>/accept/", reviews.accept, name="accept"),
    path("revisions/<int:pk>/give-back/", reviews.give_back, name="give_back"),
]

signal_urls: list[URLPattern] = [
    path("", signals.signals, name="signals"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("own-queue/", signals.own_queue, name="own_queue"),
    path("sources/add/", sources.add, name="source_add"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/change/", sources.change, name="source_change"),
    path("sources/<int:pk>/switch/", sources.switch, name="source_switch"),
    path("sources/<int:pk>/collect/", sources.collect, name="source_collect"),
    path("sources/<int:pk>/figures/add/", pushing.type_in, name="figure_add"),
    path("sources/<int:pk>/progress/", sources.progress, name="source_progress"),
    path("sources/<int:pk>/known/", watching.known, name="known"),
    path("sources/<int:pk>/probes/add/", watching.choose, name="probe_add"),
    path("sources/<int:pk>/probes/add/<str:key>/", watching.add, name="probe_from"),
    path("probes/<int:pk>/", probes.probe, name="probe"),
    path("probes/<int:pk>/bounds/", probes.bounds, name="probe_bounds"),
    path("probes/<int:pk>/remove/", probes.remove, name="probe_remove"),
    path("readings/<int:pk>/", probes.reading, name="reading"),
]

urlpatterns = [
    path("evidence/", include(artifact_urls)),
    path("signals/", include(signal_urls)),
]
