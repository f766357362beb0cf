"""Asking the REST face with a token of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.test import Client

from organizations.actions import tokens
from organizations.models import Scope, User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

API = "/api/v1/"


class Rest:
    """One person's script."""

    def __init__(self, user: User, scope: Scope = Scope.WRITE) -> None:
        text = tokens.create(name="CI", scope=scope, by=user).text
        self.client = Client(headers={"Authorization": f"Bearer {text}"})

    def get(self, address: str, **headers: str) -> Response:
        return self.client.get(API + address, headers=_named(headers))

    def send(self, address: str, data: Mapping[str, Any]) -> Response:
        """A form with a file."""
        return self.client.post(API + address, data)

    def post(self, address: str, data: Any = None) -> Response:
        return self.client.post(API + address, data, content_type="application/json")

    def put(self, address: str, data: Any, **headers: str) -> Response:
        return self.client.put(
            API + address, data, content_type="application/json", headers=_named(headers)
        )

    def patch(self, address: str, data: Any) -> Response:
        return self.client.patch(API + address, data, content_type="application/json")

    def delete(self, address: str) -> Response:
        return self.client.delete(API + address)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
