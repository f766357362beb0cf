"""How a row of `tests.access_table` reads.

Each string holds one status per person of `tests.world.CAST`, in this order:

    anonymous stranger reader member reviewer lead owner

On a page `get` and `post` are tried, over REST `put`, `patch` and `delete` too; a method without a
string must be refused. `at` names what the address is about, `sent` what is sent to it. Nothing
by default: 200 then means that the form came back for them to fill in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.world import World

Values = Callable[[World], dict[str, Any]]

NO_PAGE_METHOD = "302 405 405 405 405 405 405"
NO_REST_METHOD = "401 405 405 405 405 405 405"

EVERYBODY = "200 200 200 200 200 200 200"
SIGNED_IN = "302 200 200 200 200 200 200"
MEMBERS = "302 404 200 200 200 200 200"
LEADS = "302 404 403 403 403 200 200"
OWNERS = "302 404 403 403 403 403 200"
DONE_BY_LEADS = "302 404 403 403 403 302 302"
REVIEWERS = "302 404 403 403 200 403 200"
DONE_BY_REVIEWERS = "302 404 403 403 302 403 302"
KEEPERS = "302 404 403 200 200 200 200"
SENT_BACK = "302 404 302 302 302 302 302"
REST_SIGNED_IN = "401 200 200 200 200 200 200"
REST_MEMBERS = "401 404 200 200 200 200 200"


def nothing(world: World) -> dict[str, Any]:
    """For addresses that are about nothing, and forms that are sent empty."""
    return {}


def slug(world: World) -> dict[str, Any]:
    """The organization in the address."""
    return {"slug": world.organization.slug}


def of(name: str, **more: str) -> Values:
    """`of("artifact")` gives its `pk`; more parts of the address by dotted path."""

    def values(world: World) -> dict[str, Any]:
        parts = {key: world.find(path) for key, path in more.items()}
        return {"pk": world.find(f"{name}.pk"), **parts}

    return values


def in_slug(name: str) -> Values:
    """A row of the organization in the address."""
    return lambda world: slug(world) | {"pk": world.find(f"{name}.pk")}


QUESTION = of("assessment", question="question.key")
ANSWER = of("assessment", question="question.key", role="answer.role.key")


def in_assessment(world: World) -> dict[str, Any]:
    """What is below an assessment over REST."""
    return {"assessment": world.assessment.pk}


def rest_answer(world: World) -> dict[str, Any]:
    """The member's answer over REST."""
    parts = {"question": world.question.key, "role": world.answer.role.key}
    return in_assessment(world) | parts


@dataclass(frozen=True)
class Row:
    """What each person of the cast gets at one address, by method."""

    get: str = NO_PAGE_METHOD
    post: str = NO_PAGE_METHOD
    at: Values = nothing
    sent: Values = nothing
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def by_method(self) -> dict[str, str]:
        """The statuses for every method that is to be tried."""
        return {"get": self.get, "post": self.post, **self.more}


def rest(
    get: str = NO_REST_METHOD,
    post: str = NO_REST_METHOD,
    *,
    put: str = NO_REST_METHOD,
    patch: str = NO_REST_METHOD,
    delete: str = NO_REST_METHOD,
    at: Values = nothing,
    sent: Values = nothing,
) -> Row:
    """A row of the REST face, where an anonymous caller is asked for a token."""
    return Row(get, post, at, sent, {"put": put, "patch": patch, "delete": delete})
