"""For real: everything by environment variable, nothing guessed."""

from __future__ import annotations

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403  (a settings module extends its base)


def required(name: str) -> str:
    """The variable's value, or a start-up error that names it."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"Set {name}. See docs/deploy.md.")
    return value


DEBUG = False
SECRET_KEY = required("PLUMBLINE_SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in required("PLUMBLINE_HOSTS").split(",")]
# Django writes a domain with all below it as ".example.org" there and "*.example.org" here.
CSRF_TRUSTED_ORIGINS = [f"https://{'*' if host[:1] == '.' else ''}{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
