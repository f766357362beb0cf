"""Addresses of reports. Included at the root of the site."""

from __future__ import annotations

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("reports/", views.reports, name="list"),
    path("reports/order/", views.order, name="order"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/progress/", views.progress, name="progress"),
    path("reports/<int:pk>/retry/", views.retry, name="retry"),
    path("reports/<int:pk>/download/", views.download, name="download"),
    path("reports/<int:pk>/view/", views.view, name="view"),
]
