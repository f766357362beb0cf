"""The admin of evidence and signals; importing a module registers its models."""

from evidence.admin import artifacts, revisions, signals

__all__ = ["artifacts", "revisions", "signals"]
