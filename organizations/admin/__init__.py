"""The admin of organizations and people; importing a module registers its models."""

from organizations.admin import audit, organizations, people

__all__ = ["audit", "organizations", "people"]
