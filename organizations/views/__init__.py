"""The settings pages."""

from organizations.views import audit, members, settings, tokens, workloads

__all__ = ["audit", "members", "settings", "tokens", "workloads"]
