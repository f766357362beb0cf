"""Which database: SQLite under `var/` by default, PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def database_from(url: str, var: Path) -> dict[str, Any]:
    """Django's settings for `url`: empty for SQLite in `var`, `sqlite:///path`, or
    `postgresql://user:password@host:port/name?host=/socket/dir`.

    SQLite runs in WAL mode and takes the write lock when a transaction begins, so that two
    writers wait for each other instead of failing half way.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "sqlite"):
        name = unquote(parts.path) if parts.path else str(var / "plumbline.sqlite3")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError(f"PLUMBLINE_DATABASE_URL: {parts.scheme!r} is not a known database.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
