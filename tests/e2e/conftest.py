"""The whole app on free ports, and browsers to look at it with.

Playwright's loop keeps Django from its database, so what the tests need to know of it is read
before the first browser starts; browsers are gone before the tests of another folder begin.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from playwright.sync_api import Browser, Page, StorageState, sync_playwright
from pytest_django import DjangoDbBlocker

from assessments.actions import frameworks
from assessments.models import Answer, Assessment, Finding, Framework, Milestone, Upload
from evidence.models import Artifact, Probe, Revision, Source
from organizations.actions import members, organizations, workloads
from organizations.models import Membership, Organization, Rights, User, Workload
from reports.models import Report
from scripts.system_packages import chromium
from tests.assessments.framework_files import MULTIPLE
from tests.e2e import kinds
from tests.e2e.pages import DESKTOP, PHONE, Complaints, resize
from tests.needs import needs
from tests.stack import Stack, embedded_broker

PASSWORD = "a password for the walk"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@dataclass
class Site:
    """A running Plumbline with the sample in it; `ids` are the parts of the sample's addresses."""

    url: str
    stack: Stack
    ids: dict[str, Any]
    sessions: dict[str, StorageState] = field(default_factory=dict)


@pytest.fixture(scope="package")
def site(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    needs("chromium")
    needs("pango")
    folder = tmp_path_factory.mktemp("e2e")
    stack = Stack(folder, embedded_broker(folder))
    try:
        stack.prepare()
        stack.start_broker()
        with django_db_blocker.unblock(), stack.inside():
            options = {"password": PASSWORD, "operator": True, "stdout": io.StringIO()}
            call_command("load_sample", **options)
            for name in ("desktop", "phone", "script"):
                _found_company(name)
            ids = _ids() | {"kinds": kinds.open_assessment("script")}
        url = stack.start_web()
        stack.start_worker()
        yield Site(url, stack, ids)
        assert "Traceback" not in stack.log("web")
        assert "Traceback" not in stack.log("worker")
    finally:
        stack.close()


def _found_company(name: str) -> None:
    """An organization for one walk: lena leads, bob and dora answer, rita reviews.

    Their addresses are lena@desktop.example and so on.
    """
    lena, *others = (
        User.objects.create_user(f"{who}@{name}.example", PASSWORD, name=who.title())
        for who in ("lena", "bob", "dora", "rita")
    )
    company = organizations.create(name=f"Harbour {name}", owner=lena, by=None)
    for user, rights in zip(others, (Rights.MEMBER, Rights.MEMBER, Rights.REVIEWER), strict=True):
        members.add(organization=company, email=user.email, rights=rights, by=lena)
    workloads.create(organization=company, name="Bookings", by=lena)
    rita = others[-1]
    rita.is_staff = True
    rita.save()
    rita.user_permissions.set(Permission.objects.filter(codename="view_revision"))


def _ids() -> dict[str, Any]:
    sample = Organization.objects.get(is_sample=True)
    answer = Answer.objects.select_related("question__section", "role").get(version=2)
    waiting = Revision.objects.waiting().order_by("pk")[0]
    probe = Probe.objects.get(metric="jobs.duration")
    return {
        "slug": sample.slug,
        "assessment": Assessment.objects.get(organization=sample).pk,
        "section": answer.question.section.key,
        "question": answer.question.key,
        "role": answer.role.key,
        "framework": Assessment.objects.get().framework_id,
        "milestone": Milestone.objects.get().pk,
        "report": Report.objects.get().pk,
        "job": Report.objects.get().job_id,
        "artifact": Artifact.objects.get(title="Queue runbook").pk,
        "waiting": waiting.artifact_id,
        "finding": Finding.objects.filter(probe__isnull=True)[0].pk,
        "link": waiting.artifact.links.get().pk,
        "source": Source.objects.get().pk,
        "probe": probe.pk,
        "reading": probe.latest_id,
        "member": Membership.objects.get(user__email__startswith="mei@").pk,
        "workload": Workload.objects.get(organization=sample).pk,
        "other_framework": _queues(sample).pk,
        "upload": _upload(sample).pk,
        "upload_section": "smooth",
    }


def _queues(organization: Organization) -> Framework:
    """A framework with choices, conditions and something for the lint to say."""
    file: dict[str, Any] = {"data": MULTIPLE.encode(), "filename": "queues.yaml"}
    imported = frameworks.import_framework(**file, organization=organization, by=None)
    return imported.framework


def _upload(organization: Organization) -> Upload:
    """A file that amara sent and has not confirmed, with something for the lint to say."""
    return Upload.objects.create(
        organization=organization,
        filename="queues.yaml",
        data=MULTIPLE.replace("key: queues", "key: waiting").encode(),
        uploaded_by=User.objects.get(email="amara@sample.example"),
    )


@pytest.fixture(scope="package")
def browser(site: Site) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Only our own pages are opened, and root has no sandbox.
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visit]:
    """`visit("bob@desktop.example")` gives a page to somebody who has signed in, without an
    address to somebody who has not. After the test nothing may have gone wrong in any of them.

    Where PLUMBLINE_E2E_PICTURES names a folder, it gets a picture of how each page ended."""
    complaints = Complaints()
    pages: list[Page] = []

    def open_page(email: str = "", size: tuple[int, int] = DESKTOP, **options: Any) -> Page:
        pages.append(_page(browser, site, complaints, email, size, **options))
        return pages[-1]

    yield open_page
    for number, page in enumerate(pages):
        _picture(page, f"{request.node.name}-{number}")
        page.context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def windows(browser: Browser, site: Site) -> Iterator[tuple[Complaints, dict[Any, Page]]]:
    """What goes wrong in the windows that `window` opened, and these windows."""
    pages: dict[Any, Page] = {}
    yield Complaints(), pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def window(
    request: pytest.FixtureRequest,
    windows: tuple[Complaints, dict[Any, Page]],
    browser: Browser,
    site: Site,
) -> Iterator[Visit]:
    """As `visit`, for looking at many pages: everybody keeps their window from one test to the
    next, and with it what the browser has loaded once. It begins wide and in light."""
    complaints, pages = windows
    complaints.clear()
    used: list[Page] = []

    def open_page(email: str = "", **options: Any) -> Page:
        key = (email, *sorted(options.items()))
        if key not in pages:
            pages[key] = _page(browser, site, complaints, email, DESKTOP, **options)
        used.append(pages[key])
        used[-1].emulate_media(color_scheme="light")
        resize(used[-1], DESKTOP)
        return used[-1]

    yield open_page
    for number, page in enumerate(used):
        _picture(page, f"{request.node.name}-{number}")
    assert complaints == []


def _page(
    browser: Browser,
    site: Site,
    complaints: Complaints,
    email: str,
    size: tuple[int, int],
    **options: Any,
) -> Page:
    """A page in a browser of its own for this person."""
    if email and email not in site.sessions:
        site.sessions[email] = _session(browser, site, email)
    width, height = size
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": width, "height": height},
        is_mobile=size == PHONE,
        has_touch=size == PHONE,
        storage_state=site.sessions.get(email),
        **options,
    )
    context.set_default_timeout(60_000)
    complaints.watch(context)
    return context.new_page()


def _picture(page: Page, name: str) -> None:
    """How the page ended, for whoever wants to see it."""
    if folder := os.environ.get("PLUMBLINE_E2E_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def _session(browser: Browser, site: Site, email: str) -> StorageState:
    """Sign in once, by what the form sends: whoever needs the page itself opens it."""
    context = browser.new_context(base_url=site.url)
    address = "/accounts/login/"
    context.request.get(address)
    (token,) = (one["value"] for one in context.cookies() if one["name"] == "csrftoken")
    form: dict[str, str | float | bool] = {
        "login": email,
        "password": PASSWORD,
        "csrfmiddlewaretoken": str(token),
    }
    answer = context.request.post(address, form=form)
    assert answer.url == f"{site.url}/", answer.text()
    state = context.storage_state()
    context.close()
    return state
