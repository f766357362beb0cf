"""Who uses Plumbline, on whose behalf, and what they did."""

from organizations.models.audit import AuditEvent
from organizations.models.organization import Membership, Organization, Rights, Workload
from organizations.models.token import Scope, Token
from organizations.models.user import User

__all__ = [
    "AuditEvent",
    "Membership",
    "Organization",
    "Rights",
    "Scope",
    "Token",
    "User",
    "Workload",
]
