"""What tests of pages share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations.models import User
from tests.evidence import samples

SignedIn = Callable[[User], Client]


def text_of(response: Any) -> str:
    """The answer's text with its white space made even."""
    return " ".join(response.content.decode().split())


def upload(name: str = "runbook.pdf", content: bytes = samples.PDF) -> SimpleUploadedFile:
    """A file as a browser sends it, with a type that is not to be trusted."""
    return SimpleUploadedFile(name, content, content_type="text/html")
