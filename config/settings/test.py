"""For the tests: the same code, quick passwords, files that vanish."""

from __future__ import annotations

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403  (a settings module extends its base)

SECRET_KEY = "only-for-tests"  # noqa: S105  (guards nothing)
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PLUMBLINE_ALLOWED_NETWORKS = ["127.0.0.0/8", "::1/128"]  # where the servers of the tests are
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_files = tempfile.TemporaryDirectory(prefix="plumbline-test-files-")  # goes with the process
MEDIA_ROOT = Path(_files.name)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
