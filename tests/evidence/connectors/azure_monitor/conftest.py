"""The server that stands in for Azure, trusted by Azure's client for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.connectors.azure_monitor.stand_in import AzureStandIn


@pytest.fixture
def azure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AzureStandIn]:
    """The server, with nothing to read in it yet."""
    with AzureStandIn(tmp_path) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.authorities))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield server
