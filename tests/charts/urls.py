"""A few of the names that the frame links to; the others are left out of the pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", page, name="home"),
    path("assessments/", include(([path("", page, name="list")], "assessments"))),
    path("out/", page, name="account_logout"),
]
