"""Organizations: created by an operator for an owner, and renamed."""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from organizations import audit
from organizations.models import Membership, Organization, Rights, User
from organizations.policies import Verb, require, require_operator
from organizations.validation import require_valid


def create(
    *, name: str, owner: User, by: User | None, slug: str = "", is_sample: bool = False
) -> Organization:
    """A new organization with its first owner. Without `slug` one is made from the name.

    `by` is None where Plumbline makes it by itself (the sample). Raises Forbidden for anybody
    but an operator, Invalid for a name or slug that cannot be.
    """
    if by is not None:
        require_operator(by)
    organization = Organization(
        name=name.strip(), slug=slug or _free_slug(name), is_sample=is_sample
    )
    with transaction.atomic():
        require_valid(organization)
        organization.save()
        Membership.objects.create(organization=organization, user=owner, rights=Rights.OWNER)
        audit.record(
            organization=organization,
            by=by,
            verb="created the organization",
            subject=organization,
            detail={"owner": owner.email},
        )
    return organization


def rename(*, organization: Organization, name: str, by: User) -> Organization:
    """Give it another name; its addresses stay. Raises Forbidden, Invalid."""
    require(by, Verb.MANAGE, organization)
    with transaction.atomic():
        locked = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        before, locked.name = locked.name, name.strip()
        require_valid(locked)
        if locked.name != before:
            locked.save(update_fields=["name"])
            audit.record(
                organization=locked,
                by=by,
                verb="renamed the organization",
                subject=locked,
                detail={"from": before, "to": locked.name},
            )
    return locked


def _free_slug(name: str) -> str:
    wanted = slugify(name)[:50] or "organization"
    taken = set(Organization.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidates = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in candidates if slug not in taken)
