"""The account of ticks: what was ticked, which rule held, what no evidence supports."""

from __future__ import annotations

from collections.abc import Collection

from assessments.choice_scoring import Judged, Options, nothing_applies
from assessments.rules import Ticks


def claim_of_ticks(said: Ticks, judged: Judged, options: Options) -> str:
    """What ticks claim and why."""
    found = [] if judged.fraction is None and judged.applies else [judged.why]
    found += _named("ticked", judged.ticks.ticked)
    found += [*_neutral(judged.ticks, options), *_left_out(said, judged.ticks, options)]
    return "; ".join(found)


def proof_of_ticks(claimed: Ticks, judged: Judged, options: Options) -> str:
    """What of the ticks is supported, what it comes to and why."""
    found = [judged.why, *_named("supported", judged.ticks.ticked)]
    found += _named("not supported", claimed.ticked - judged.ticks.ticked)
    return "; ".join((*found, *_neutral(judged.ticks, options)))


def _neutral(ticks: Ticks, options: Options) -> list[str]:
    if nothing_applies(ticks, options):
        return []
    return _named("not applicable, so neutral", ticks.not_applicable)


def _left_out(said: Ticks, ticks: Ticks, options: Options) -> list[str]:
    """What is ticked and does not count."""
    left = said.ticked - ticks.ticked
    known = {choice.key for choice in options.choices}
    return [
        *_named("set aside for what else is ticked", left & known),
        *_named("no choice any more", left - known),
    ]


def _named(words: str, keys: Collection[str]) -> list[str]:
    return [f"{words} {', '.join(sorted(keys))}"] if keys else []
