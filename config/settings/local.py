"""One machine, nothing installed: what `make run` uses."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress

from config.settings.base import *  # noqa: F403  (a settings module extends its base)
from config.settings.base import METRICS_NETWORKS, PLUMBLINE_ALLOWED_NETWORKS, STORAGES, VAR_DIR

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# This machine's own Prometheus needs no token.
METRICS_NETWORKS = METRICS_NETWORKS or ["127.0.0.0/8", "::1/128"]
# Whoever runs this is the machine's own user: a Prometheus beside it is what they look at first.
PLUMBLINE_ALLOWED_NETWORKS = PLUMBLINE_ALLOWED_NETWORKS or ["127.0.0.0/8", "::1/128"]
# Hashed but not compressed: nothing leaves the machine, and compressing takes a minute.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "config.stylesheet.Hashed"}}


def _kept_secret() -> str:
    """A secret key made on the first run and kept in `var/`, readable by its owner only.

    Two that start at once agree on one: the file appears whole, and only once.
    """
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=VAR_DIR) as draft, suppress(FileExistsError):
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            os.link(draft.name, path)
    return path.read_text()


SECRET_KEY = _kept_secret()
