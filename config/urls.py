"""Every address of Plumbline."""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path, re_path

from assessments.views.home import home
from config import errors, health, metrics
from config.gallery import gallery

# The admin's own sign-in would not count attempts; this one leads to ours, which does.
admin.site.login = secure_admin_login(  # type: ignore[method-assign]  # as allauth documents it
    admin.site.login
)

# Of allauth's pages only those that somebody needs: nobody signs up by themselves.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("", home, name="home"),
    path("", include("organizations.urls")),
    path("", include("jobs.urls")),
    path("", include("evidence.urls")),
    path("", include("assessments.urls")),
    path("", include("reports.urls")),
    path("accounts/", include(accounts)),
    path("admin/", admin.site.urls),
    path("api/", include("config.api")),
    path("design/", gallery, name="gallery"),
    path("metrics", metrics.metrics, name="metrics"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
