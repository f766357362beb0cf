"""A probe as data: what to ask a system, how to judge the answer, why, and what to beware of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.connectors.base import Field
from evidence.evaluate import Bounds, Evaluator


@dataclass(frozen=True, slots=True)
class Preset:
    """A metric of a service, ready to watch once its parameters are filled in.

    `every` is how often it is read where that is less often than its source is asked.
    `terms` are the queries by name, with `{parameter}` wherever a parameter goes; the evaluator
    speaks of them by these names. `window`, `grain` and `stale_after` are seconds; `bounds` are in
    `unit`. `reason` says why somebody would watch it, `trap` what the figure does not say.
    """

    key: str
    connector: str
    provider: str
    service: str
    title: str
    description: str
    reason: str
    trap: str
    parameters: tuple[Field, ...]
    terms: Mapping[str, Mapping[str, Any]]
    evaluator: Evaluator
    bounds: Bounds
    unit: str
    window: int
    grain: int
    stale_after: int
    every: int | None = None
