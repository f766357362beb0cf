"""A process that asks nothing of Azure never loads its client."""

from __future__ import annotations

import subprocess
import sys

import pytest

from evidence.connectors import azure_monitor
from evidence.connectors.base import Account, SourceFailed, client_module
from tests.evidence.connectors.azure_monitor.source import query

PROGRAM = """
import sys
import django
django.setup()
from evidence.connectors import connectors
assert "azure_monitor" in connectors()
print(sorted({name for name in sys.modules if name.split(".")[0] in {"azure", "msal", "requests"}}))
"""


def test_nothing_of_azure_is_loaded_before_a_source_is_asked() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"


def test_where_the_client_is_not_installed_the_source_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str, extra: str) -> object:
        return client_module(f"{name}_that_is_not_there", extra)

    monkeypatch.setattr(azure_monitor, "client_module", missing)
    source = Account(1, {}, lambda reference: reference)
    with pytest.raises(SourceFailed, match="extra “azure”"):
        list(azure_monitor.AzureMonitorConnector().collect(source, [query()]))
