"""The sign-in accounts of the sample."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import Permission

from organizations.models import Organization, User
from reports.sample.people import PEOPLE

EMAILS = [person.email for person in PEOPLE]
OPERATOR = "operator@sample.example"
ADMIN_OF = ("organizations", "jobs", "evidence", "assessments", "reports")


def make() -> Mapping[str, User]:
    """The people's accounts by address, made where they are not there, without a password."""
    there = {user.email: user for user in User.objects.filter(email__in=EMAILS)}
    return {
        person.email: there.get(person.email)
        or User.objects.create_user(person.email, name=person.name)
        for person in PEOPLE
    }


def make_operator() -> User:
    """An account that may use the admin for everything, made where it is not there, without a
    password."""
    found = User.objects.filter(email=OPERATOR).first()
    return found or User.objects.create_superuser(OPERATOR, name="Olu Adeyemi")


def belonging_only_to(organization: Organization) -> list[User]:
    """The accounts of the sample that belong to nothing else than its organization; the
    operator belongs to none at all."""
    elsewhere = User.objects.filter(
        memberships__organization__in=Organization.objects.exclude(pk=organization.pk)
    )
    here = User.objects.filter(email__in=EMAILS, memberships__organization=organization)
    operators = User.objects.filter(email=OPERATOR, memberships__isnull=True)
    return [*here.exclude(pk__in=elsewhere), *operators]


def let_look_into_admin(user: User) -> None:
    """Open the admin to somebody who then does there what their rights allow."""
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    views = Permission.objects.filter(codename__startswith="view_")
    user.user_permissions.set(views.filter(content_type__app_label__in=ADMIN_OF))


def give_password(organization: Organization, password: str) -> None:
    """Set the password of the accounts that belong to the sample alone."""
    users = belonging_only_to(organization)
    for user in users:
        user.set_password(password)
    User.objects.bulk_update(users, ["password"])
