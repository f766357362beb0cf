"""Who asks a source, and how it is reached."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings as django

from evidence import secret_references
from evidence.connectors.base import Account
from evidence.models import Source
from organizations.models import Organization


def account_of(source: Source) -> Account:
    """For a source that is there."""
    return _account(source.organization, source.settings, source.pk)


def account_for(organization: Organization, settings: Mapping[str, Any]) -> Account:
    """For a source that is tried and need not be stored."""
    return _account(organization, settings, None)


def _account(
    organization: Organization, settings: Mapping[str, Any], source: int | None
) -> Account:
    return Account(
        organization.pk,
        settings,
        partial(secret_references.resolve, owner=organization.slug),
        source_id=source,
        own_identity=django.PLATFORM_IDENTITY,
    )
