"""Addresses of background work. Included at the root of the site."""

from __future__ import annotations

from django.urls import path

from jobs.views import listing, one, overview

app_name = "jobs"

urlpatterns = [
    path("jobs/", overview.overview, name="overview"),
    path("jobs/live/", overview.live, name="live"),
    path("jobs/all/", listing.jobs, name="list"),
    path("jobs/<uuid:pk>/", one.job, name="job"),
    path("jobs/<uuid:pk>/progress/", one.progress, name="progress"),
    path("jobs/<uuid:pk>/retry/", one.retry, name="retry"),
]
