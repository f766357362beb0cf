"""The cast: alice owns, lena leads, bob is a member, rita reviews, ruth reads, charlie is a
stranger. All but charlie belong to `acme`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client
from xdist.scheduler import LoadFileScheduling

from organizations.models import Organization, Rights, User, Workload
from tests.depth import examples
from tests.factories import MembershipFactory, OrganizationFactory, UserFactory, WorkloadFactory

# How long one example takes says nothing on a machine that runs other tests beside it.
hypothesis.settings.register_profile(
    "plumbline",
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("plumbline")

pytest_plugins = ["tests.needs", "tests.at_once", "tests.databases"]


SLOW = ("e2e", "services", "scripts", "test_access.py", "test_openapi.py")


class FilesAndTheBrowser(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Each file goes to one process; the browser's files to the same one, for they share a running
    Plumbline, and it keeps a core busy alone."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return BROWSER if file.startswith(BROWSER) else file


BROWSER = "tests/e2e/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FilesAndTheBrowser:
    """How tests are handed out where there are several processes."""
    return FilesAndTheBrowser(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long and waits for others, so that no worker is left alone with it at
    the end (with xdist's `--no-loadscope-reorder`)."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        first = item.path.relative_to(here).parts[0]
        return SLOW.index(first) if first in SLOW else len(SLOW)

    items.sort(key=place)


@pytest.fixture
def acme(db: None) -> Organization:
    return OrganizationFactory.create(name="Acme", slug="acme")


@pytest.fixture
def shop(acme: Organization) -> Workload:
    return WorkloadFactory.create(organization=acme, name="Shop")


def _member(organization: Organization, name: str, rights: Rights) -> User:
    user = UserFactory.create(email=f"{name}@example.org", name=name.title())
    MembershipFactory.create(organization=organization, user=user, rights=rights)
    return user


@pytest.fixture
def alice(acme: Organization) -> User:
    return _member(acme, "alice", Rights.OWNER)


@pytest.fixture
def lena(acme: Organization) -> User:
    return _member(acme, "lena", Rights.LEAD)


@pytest.fixture
def bob(acme: Organization) -> User:
    return _member(acme, "bob", Rights.MEMBER)


@pytest.fixture
def rita(acme: Organization) -> User:
    return _member(acme, "rita", Rights.REVIEWER)


@pytest.fixture
def ruth(acme: Organization) -> User:
    return _member(acme, "ruth", Rights.READER)


@pytest.fixture
def charlie(db: None) -> User:
    """A stranger: owns another organization, none of acme's."""
    return _member(OrganizationFactory.create(name="Other"), "charlie", Rights.OWNER)


@pytest.fixture
def operator(db: None) -> User:
    return User.objects.create_superuser("operator@example.org", name="Operator")


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(user)` gives the test client with that user signed in."""

    def enter(user: User) -> Client:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter
