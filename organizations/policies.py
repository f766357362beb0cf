"""Who may do what. The only place.

Visibility comes first and is not decided here: a querysets' `visible_to(user)` hides what is
not a member's own, so a stranger meets a 404. These rules then say what a member may do.
"""

from __future__ import annotations

import enum

from django.db.models import QuerySet

from organizations.models import Membership, Organization, Rights, Token, User
from organizations.refusals import Forbidden


class Verb(enum.Enum):
    """What can be done in an organization; the value is how a refusal names it."""

    MANAGE = "manage members and settings"
    LEAD = "lead assessments"
    ANSWER = "answer questions"
    SEE_ANSWERS = "see what others answered before you answer yourself"
    ADD_EVIDENCE = "add evidence"
    KEEP_EVIDENCE = "change or withdraw the evidence of others"
    REVIEW = "review evidence and answers"
    ORDER_REPORT = "order reports"
    IMPORT_FRAMEWORK = "import frameworks"
    MANAGE_SIGNALS = "manage sources and probes"
    PUSH_READINGS = "send figures to sources"
    PLAN_FINDING = "plan findings of your own"
    KEEP_FINDINGS = "open, plan and resolve findings"
    VIEW = "look"


OWNER, LEAD, MEMBER, REVIEWER, READER = Rights

ALLOWED: dict[Verb, frozenset[str]] = {
    Verb.MANAGE: frozenset({OWNER}),
    Verb.LEAD: frozenset({OWNER, LEAD}),
    Verb.IMPORT_FRAMEWORK: frozenset({OWNER, LEAD}),
    Verb.MANAGE_SIGNALS: frozenset({OWNER, LEAD}),
    Verb.PUSH_READINGS: frozenset({OWNER, LEAD, MEMBER}),
    Verb.ANSWER: frozenset({OWNER, LEAD, MEMBER, REVIEWER}),
    Verb.SEE_ANSWERS: frozenset({OWNER, LEAD, REVIEWER, READER}),
    Verb.ADD_EVIDENCE: frozenset({OWNER, LEAD, MEMBER, REVIEWER}),
    Verb.KEEP_EVIDENCE: frozenset({OWNER, LEAD, REVIEWER}),
    Verb.REVIEW: frozenset({OWNER, REVIEWER}),
    Verb.PLAN_FINDING: frozenset({OWNER, LEAD, MEMBER, REVIEWER}),
    Verb.KEEP_FINDINGS: frozenset({OWNER, LEAD, REVIEWER}),
    Verb.ORDER_REPORT: frozenset({OWNER, LEAD, MEMBER, REVIEWER, READER}),
    Verb.VIEW: frozenset(Rights),
}


def rights_of(user: User, organization: Organization) -> str | None:
    """This user's rights in the organization, or None for a stranger. One query."""
    return (
        Membership.objects.filter(user=user, organization=organization)
        .values_list("rights", flat=True)
        .first()
    )


def permits(rights: str | None, verb: Verb) -> bool:
    """Whether these rights cover the verb."""
    return rights in ALLOWED[verb]


def may(user: User, verb: Verb, organization: Organization) -> bool:
    """Whether this user may do it here. An operator (superuser) may do everything."""
    return user.is_superuser or permits(rights_of(user, organization), verb)


def verbs_of(user: User, organization: Organization) -> frozenset[Verb]:
    """All that this user may do here, to show a page by. One query."""
    if user.is_superuser:
        return frozenset(Verb)
    rights = rights_of(user, organization)
    return frozenset(verb for verb in Verb if permits(rights, verb))


def another_may(user: User, verb: Verb, organization: Organization) -> bool:
    """Whether somebody active other than this user may do it here. One query."""
    return organizations_where_another_may(user, verb).filter(pk=organization.pk).exists()


def organizations_where_another_may(user: User, verb: Verb) -> QuerySet[Organization]:
    """The organizations in which somebody active other than this user may do it."""
    others = Membership.objects.filter(user__is_active=True, rights__in=ALLOWED[verb])
    return Organization.objects.filter(pk__in=others.exclude(user=user).values("organization"))


def to_keep_evidence(*, own: bool) -> Verb:
    """What it takes to change or withdraw evidence: less where it is one's own."""
    return Verb.ADD_EVIDENCE if own else Verb.KEEP_EVIDENCE


def to_plan_finding(*, own: bool) -> Verb:
    """What it takes to say when a finding is due, and whose it is: less where it is one's own."""
    return Verb.PLAN_FINDING if own else Verb.KEEP_FINDINGS


def require(user: User, verb: Verb, organization: Organization) -> None:
    """Go on, or raise Forbidden with a sentence that names what is missing."""
    if not may(user, verb, organization):
        allowed = " or ".join(sorted(Rights(r).label.lower() for r in ALLOWED[verb]))
        raise Forbidden(
            f"Your rights in {organization} do not allow you to {verb.value}. "
            f"Ask an owner; it takes {allowed}."
        )


def require_operator(user: User) -> None:
    """Go on for an operator (superuser), or raise Forbidden."""
    if not user.is_superuser:
        raise Forbidden("Only an operator of this installation may do that.")


def require_own(user: User, token: Token) -> None:
    """Go on for the token's own user or an operator, or raise Forbidden."""
    if token.user_id != user.pk and not user.is_superuser:
        raise Forbidden("This token belongs to somebody else.")


def organizations_where(user: User, verb: Verb) -> list[Organization]:
    """The organizations in which this user may do it, by name. One query."""
    mine = Organization.objects.filter(
        memberships__user=user, memberships__rights__in=ALLOWED[verb]
    )
    return list(mine.order_by("name"))
