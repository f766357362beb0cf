"""Signals that a practice suggests by the cloud services it names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assessments.models import CloudService
from evidence.connectors import connectors
from evidence.models import Source
from evidence.presets import Preset, presets
from organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Proposal:
    """What can be watched of one service, in a source that is there, or none of that kind yet."""

    service: str
    system: str
    connector: str
    presets: list[Preset]
    source: Source | None


def proposals(sections: Collection[int], organization: Organization) -> list[Proposal]:
    """For the services that these sections name, in their order, each once. Two queries."""
    named = CloudService.objects.filter(section__in=sections).order_by("section", "position")
    names = dict.fromkeys(service.name for service in named)
    sources = {
        source.connector: source
        for source in Source.objects.filter(organization=organization, is_enabled=True)
    }
    known = connectors()
    found = []
    for name in names:
        ready = [each for each in presets().values() if _is_of(each, name)]
        if ready and ready[0].connector in known:
            kind = ready[0].connector
            found.append(Proposal(name, known[kind].label, kind, ready, sources.get(kind)))
    return found


def _is_of(preset: Preset, service: str) -> bool:
    """Whether the preset measures that service, with or without its provider's name before it."""
    mine, named = preset.service.casefold(), service.casefold()
    return mine == named or named.endswith(f" {mine}") or mine.endswith(f" {named}")
