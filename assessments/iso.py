"""Days and moments as the API and milestones write them."""

from __future__ import annotations

import datetime as dt


def moment_text(moment: dt.datetime | None) -> str | None:
    """A moment in UTC to the second, `2026-11-21T02:40:00Z`, or None."""
    if moment is None:
        return None
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day_text(day: dt.date | None) -> str | None:
    """A day, `2026-11-21`, or None."""
    return day.isoformat() if day else None
