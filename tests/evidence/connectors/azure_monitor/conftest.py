"""The server that stands in for Azure, trusted by Azure's client for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence.connectors.azure_monitor import wire
from tests.evidence.connectors.azure_monitor.stand_in import Azure, AzureStandIn, constant, resource


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repetitions follow at once; waits that Azure asks for are still waited for."""
    monkeypatch.setitem(wire.OPTIONS, "retry_backoff_factor", 0.0)


@pytest.fixture
def azure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AzureStandIn]:
    """The server, with nothing to read in it yet."""
    with AzureStandIn(tmp_path) as server:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(server.authorities))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield server


@pytest.fixture
def known(azure: AzureStandIn) -> Azure:
    """What the server knows, with one metric of one resource."""
    azure.state.has(resource("orders"), "RunsStarted", constant(3))
    return azure.state
