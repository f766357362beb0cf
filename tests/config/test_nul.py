"""A byte that no text holds, in an address or a body: refused, on every database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, User, Workload
from tests.factories import AssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/add/?organization=%00",
        "/api/v1/organizations/%00/",
        "/api/v1/organizations/?page_size=%00",
        "/api/v1/members/%00/",
        "/api/v1/audit-events/?organization=%00",
        "/api/v1/audit-events/?cursor=%00",
        "/reports/?assessment=%00",
        "/reports/order/?assessment=%00",
        "/evidence/?q=%00",
        "/assessments/?state=%00",
        "/frameworks/?page=%00",
    ],
)
def test_a_nul_is_refused(
    address: str, signed_in: Callable[[User], Client], acme: Organization, alice: User
) -> None:
    client = signed_in(alice)
    client.raise_request_exception = False
    assert client.get(address).status_code < 500


def test_a_nul_is_refused_where_a_page_attaches(
    signed_in: Callable[[User], Client], shop: Workload, alice: User
) -> None:
    review = AssessmentFactory.create(workload=shop, created_by=alice)
    address = reverse("assessments:attach", args=[review.pk])
    assert signed_in(alice).get(f"{address}?question=%00").status_code == 404


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("/api/v1/workloads/", {"organization": "\0", "name": "Shop"}),
        ("/api/v1/workloads/", {"organization": "acme", "name": "Sh\0p"}),
        (
            "/api/v1/artifacts/",
            {
                "organization": "acme",
                "title": "Runbook",
                "kind": "runbook",
                "url": "https://example.org",
                "owner": "\0",
            },
        ),
    ],
)
def test_a_nul_in_a_body_is_refused(
    address: str,
    body: dict[str, str],
    signed_in: Callable[[User], Client],
    acme: Organization,
    alice: User,
) -> None:
    answer = signed_in(alice).post(address, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_number_beyond_all_reason_finds_nothing(
    signed_in: Callable[[User], Client], alice: User
) -> None:
    sent = {"assessment": "9" * 5000}
    assert signed_in(alice).post(reverse("reports:order"), sent).status_code == 404
