"""The table of connectors and what installed packages add to it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from evidence import connectors
from evidence.connectors import BUILT_IN, base


class Added:
    key = "added"


class Impostor:
    key = "jobs"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """What packages declare; the table is read anew before and after."""
    declared: list[EntryPoint] = []
    monkeypatch.setattr(connectors, "entry_points", lambda group: declared)
    connectors.connectors.cache_clear()
    yield declared
    connectors.connectors.cache_clear()


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, connectors.GROUP)


def test_what_is_built_in_is_there(installed: list[EntryPoint]) -> None:
    assert connectors.connectors() == BUILT_IN


def test_a_package_adds_a_connector(installed: list[EntryPoint]) -> None:
    installed.append(entry("added", f"{__name__}:Added"))
    assert list(connectors.connectors()) == [*BUILT_IN, "added"]


def test_a_package_replaces_nothing_and_a_broken_one_harms_nothing(
    installed: list[EntryPoint],
) -> None:
    installed.append(entry("impostor", f"{__name__}:Impostor"))
    installed.append(entry("broken", "a_module_that_is_not_there:Connector"))
    assert connectors.connectors() == BUILT_IN


@pytest.mark.parametrize("connector", BUILT_IN.values(), ids=BUILT_IN)
def test_every_connector_says_what_it_asks_for(connector: base.Connector) -> None:
    assert connector.label
    assert len(connector.version) <= 40
    for fields in (connector.settings, connector.query_fields):
        names = [field.name for field in fields]
        assert len(set(names)) == len(names)
        kinds = {field.kind for field in fields}
        assert kinds <= {"text", "address", "number", "choice", "lines", "secret"}


def test_a_client_that_is_not_installed_is_said() -> None:
    with pytest.raises(base.SourceFailed, match="the extra “aws”"):
        base.client_module("evidence.connectors.not_there", "aws")
