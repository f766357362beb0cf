"""A system that answers the presets of one connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence.actions.pushing import Pushed

Texts = Mapping[str, str]


@dataclass(frozen=True)
class System:
    """How a source reaches it, what the worker's environment holds, which secrets its source refers
    to, what the parameters are whose examples do not stand for anything in it, the queries of our
    own where its connector has no presets, and what is sent to it first."""

    settings: Texts = field(default_factory=dict)
    env: Texts = field(default_factory=dict)
    secrets: Texts = field(default_factory=dict)
    parameters: Texts = field(default_factory=dict)
    queries: Mapping[str, Texts] = field(default_factory=dict)
    pushed: tuple[Pushed, ...] = ()
