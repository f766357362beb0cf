"""The kinds of systems that can be watched, and what there is ready-made for each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import slugify

from evidence.connectors import connectors
from evidence.connectors.base import Connector
from evidence.presets import Preset, for_connector


@dataclass(frozen=True, slots=True)
class System:
    """A connector with the names of the services that its presets measure."""

    connector: Connector
    services: list[str]
    presets: int


@dataclass(frozen=True, slots=True)
class Service:
    """The presets of one service of one provider."""

    name: str
    provider: str
    presets: list[Preset]

    @property
    def anchor(self) -> str:
        """What a link on the page leads to."""
        return f"service-{slugify(self.name)}"


def systems() -> list[System]:
    """All of them, those with the most ready-made first."""
    found = [
        System(each, [service.name for service in services(each.key)], len(for_connector(each.key)))
        for each in connectors().values()
    ]
    return sorted(found, key=lambda system: (-system.presets, system.connector.label))


def services(connector: str) -> list[Service]:
    """The presets of a connector by service, in the order of the files."""
    grouped: dict[tuple[str, str], list[Preset]] = {}
    for preset in for_connector(connector):
        grouped.setdefault((preset.service, preset.provider), []).append(preset)
    return [Service(*names, presets) for names, presets in grouped.items()]
