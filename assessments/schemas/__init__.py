"""The JSON Schema of the Plumbline framework format, as the product publishes it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent / "framework.schema.json"
"""The schema as a file, for whoever packs or serves it."""

CONTENT_TYPE = "application/schema+json"


@cache
def schema_bytes() -> bytes:
    """The schema as it is published: draft 2020-12, UTF-8."""
    return PATH.read_bytes()


def schema() -> dict[str, Any]:
    """The schema as plain values; a copy of the caller's own."""
    found: dict[str, Any] = json.loads(schema_bytes())
    return found
