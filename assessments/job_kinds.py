"""The background work of assessments, as the Jobs page tells of it."""

from __future__ import annotations

from jobs.kinds import Kind

KINDS = (Kind("assessments.follow_signals", "Let findings follow the signals", tick=True),)
