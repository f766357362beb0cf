"""Addresses of the settings pages. Included at the root of the site."""

from __future__ import annotations

from django.urls import include, path

from organizations.views import audit, members, settings, tokens, workloads

app_name = "organizations"

of_one = [
    path("members/", members.members, name="members"),
    path("members/add/", members.add, name="member_add"),
    path("members/<int:pk>/", members.change, name="member"),
    path("members/<int:pk>/remove/", members.remove, name="member_remove"),
    path("workloads/", workloads.workloads, name="workloads"),
    path("workloads/add/", workloads.add, name="workload_add"),
    path("workloads/<int:pk>/", workloads.change, name="workload"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify, name="audit_verify"),
]

urlpatterns = [
    path("settings/", settings.settings, name="settings"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/add/", tokens.add, name="token_add"),
    path("settings/tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("settings/<slug:slug>/", include(of_one)),
]
