"""The systems an organization assesses."""

from __future__ import annotations

from django.db import transaction

from organizations import audit
from organizations.models import Organization, User, Workload
from organizations.policies import Verb, require
from organizations.validation import require_valid


def create(*, organization: Organization, name: str, by: User, description: str = "") -> Workload:
    """A new workload. Raises Forbidden; Invalid for a name that is empty or taken."""
    require(by, Verb.LEAD, organization)
    workload = Workload(
        organization=organization, name=name.strip(), description=description.strip()
    )
    with transaction.atomic():
        require_valid(workload)
        workload.save()
        audit.record(organization=organization, by=by, verb="created a workload", subject=workload)
    return workload


def change(*, workload: Workload, name: str, description: str, by: User) -> Workload:
    """Name or describe it anew. Raises Forbidden; Invalid for a name that is empty or taken."""
    require(by, Verb.LEAD, workload.organization)
    with transaction.atomic():
        current = Workload.objects.select_for_update(no_key=True).get(pk=workload.pk)
        before = {"name": current.name, "description": current.description}
        after = {"name": name.strip(), "description": description.strip()}
        current.name, current.description = after["name"], after["description"]
        require_valid(current)
        changed = [field for field in after if after[field] != before[field]]
        if changed:
            current.save(update_fields=changed)
            audit.record(
                organization=current.organization,
                by=by,
                verb="changed a workload",
                subject=current,
                detail={field: {"from": before[field], "to": after[field]} for field in changed},
            )
    return current
