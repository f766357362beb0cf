"""Who belongs to an organization, and with which rights. It always keeps an owner."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from organizations import audit
from organizations.models import Membership, Organization, Rights, User
from organizations.policies import Verb, require
from organizations.refusals import Conflict, Invalid


def add(
    *, organization: Organization, email: str, rights: str, by: User, name: str = ""
) -> Membership:
    """Make the person with this address a member.

    Somebody without an account gets one that has no password: the caller sends them the
    invitation (`organizations.invitations`) once this is committed. `name` is used only for a
    new account. Raises Forbidden; Invalid for an address that is none or a member's already.
    """
    require(by, Verb.MANAGE, organization)
    _require_known(rights)
    address = _address(email)
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            user = _account(address, name.strip())
        elif Membership.objects.filter(organization=organization, user=user).exists():
            raise Invalid(f"{user} is a member of {organization} already.", "email")
        membership = Membership.objects.create(organization=organization, user=user, rights=rights)
        audit.record(
            organization=organization,
            by=by,
            verb="added a member",
            subject=membership,
            detail={"email": user.email, "rights": rights},
        )
    return membership


def change(*, membership: Membership, rights: str, by: User) -> Membership:
    """Give a member other rights.

    Raises Forbidden; Invalid where the last owner would go; Conflict where somebody removed
    the member in between.
    """
    require(by, Verb.MANAGE, membership.organization)
    _require_known(rights)
    with transaction.atomic():
        current = _locked(membership)
        before = current.rights
        if before == rights:
            return current
        _require_another_owner(current)
        current.rights = rights
        current.save(update_fields=["rights"])
        audit.record(
            organization=current.organization,
            by=by,
            verb="changed a member's rights",
            subject=current,
            detail={"email": current.user.email, "from": before, "to": rights},
        )
    return current


def remove(*, membership: Membership, by: User) -> None:
    """End a membership. The account, and what the person did, stay.

    Raises Forbidden; Invalid where the last owner would go; Conflict where somebody removed
    the member in between.
    """
    require(by, Verb.MANAGE, membership.organization)
    with transaction.atomic():
        current = _locked(membership)
        _require_another_owner(current)
        audit.record(
            organization=current.organization,
            by=by,
            verb="removed a member",
            subject=current,
            detail={"email": current.user.email, "rights": current.rights},
        )
        current.delete()


def _require_known(rights: str) -> None:
    if rights not in Rights.values:
        raise Invalid(f"Choose one of {', '.join(Rights.values)}.", "rights")


def _address(email: str) -> str:
    address = User.objects.normalize_email(email.strip()).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Invalid("Enter an e-mail address, such as ana@example.org.", "email") from error
    return address


def _account(address: str, name: str) -> User:
    """A new account, or the one that another organization makes for the address just now."""
    try:
        with transaction.atomic():
            return User.objects.create_user(address, name=name)
    except IntegrityError:
        return User.objects.get(email__iexact=address)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now. Its organization is locked, so owners leave one by one."""
    Organization.objects.select_for_update(no_key=True).get(pk=membership.organization_id)
    rows = Membership.objects.select_related("organization", "user")
    current = rows.filter(pk=membership.pk).first()
    if current is None:
        raise Conflict(f"{membership.user} was removed in between.")
    return current


def _require_another_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(
        organization=membership.organization_id, rights=Rights.OWNER, user__is_active=True
    )
    if membership.rights == Rights.OWNER and not owners.exclude(pk=membership.pk).exists():
        raise Invalid(
            f"{membership.user} is the last owner of {membership.organization}. "
            "Make somebody else an owner first.",
            "rights",
        )
