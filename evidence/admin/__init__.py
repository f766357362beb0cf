"""The admin of evidence and signals; importing a module registers its models."""

from evidence.admin import artifacts, signals

__all__ = ["artifacts", "signals"]
