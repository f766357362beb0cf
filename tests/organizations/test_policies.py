"""Who may do what, as one table."""

from __future__ import annotations

import pytest

from organizations.models import Organization, Rights, Token, User
from organizations.policies import (
    Verb,
    may,
    organizations_where,
    permits,
    require,
    require_operator,
    require_own,
    rights_of,
)
from organizations.refusals import Forbidden
from tests.factories import MembershipFactory, OrganizationFactory

# owner, lead, member, reviewer, reader
TABLE = {
    Verb.MANAGE: "y----",
    Verb.LEAD: "yy---",
    Verb.IMPORT_FRAMEWORK: "yy---",
    Verb.MANAGE_SIGNALS: "yy---",
    Verb.PUSH_READINGS: "yyy--",
    Verb.ANSWER: "yyyy-",
    Verb.SEE_ANSWERS: "yy-yy",
    Verb.ADD_EVIDENCE: "yyyy-",
    Verb.KEEP_EVIDENCE: "yy-y-",
    Verb.REVIEW: "y--y-",
    Verb.PLAN_FINDING: "yyyy-",
    Verb.KEEP_FINDINGS: "yy-y-",
    Verb.ORDER_REPORT: "yyyyy",
    Verb.VIEW: "yyyyy",
}
ROWS = [
    (verb, rights, mark == "y")
    for verb, marks in TABLE.items()
    for rights, mark in zip(Rights, marks, strict=True)
]


def test_the_table_names_every_verb() -> None:
    assert set(TABLE) == set(Verb)


@pytest.mark.parametrize(("verb", "rights", "expected"), ROWS)
def test_rights_permit_exactly_what_the_table_says(
    verb: Verb, rights: Rights, *, expected: bool
) -> None:
    assert permits(rights, verb) is expected


@pytest.mark.parametrize("verb", Verb)
def test_a_stranger_may_nothing(verb: Verb, charlie: User, acme: Organization) -> None:
    assert rights_of(charlie, acme) is None
    assert not may(charlie, verb, acme)


def test_an_operator_may_everything_everywhere(operator: User, acme: Organization) -> None:
    assert all(may(operator, verb, acme) for verb in Verb)


def test_a_refusal_says_what_is_missing_and_who_has_it(bob: User, acme: Organization) -> None:
    with pytest.raises(Forbidden, match=r"in Acme do not allow you to review.*owner or reviewer"):
        require(bob, Verb.REVIEW, acme)


def test_a_member_passes_where_the_rights_cover_it(bob: User, acme: Organization) -> None:
    require(bob, Verb.ANSWER, acme)


def test_only_an_operator_passes_for_one(operator: User, alice: User) -> None:
    require_operator(operator)
    with pytest.raises(Forbidden):
        require_operator(alice)


def test_a_token_is_its_users_and_the_operators_affair(
    alice: User, bob: User, operator: User
) -> None:
    token = Token(user=alice)
    require_own(alice, token)
    require_own(operator, token)
    with pytest.raises(Forbidden):
        require_own(bob, token)


def test_the_organizations_where_one_may_act_come_by_name(alice: User, acme: Organization) -> None:
    zoo = OrganizationFactory.create(name="Zoo")
    MembershipFactory.create(organization=zoo, user=alice, rights=Rights.OWNER)
    only_read = OrganizationFactory.create(name="Bank")
    MembershipFactory.create(organization=only_read, user=alice, rights=Rights.READER)
    assert organizations_where(alice, Verb.LEAD) == [acme, zoo]
