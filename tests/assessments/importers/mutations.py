"""Good documents with a few of their values broken, for hypothesis."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(
    ["", "null", "true", "-1", "0", "1e9", "9" * 30, "\u202e", "**", "a\n\nb", "- ", "x" * 1_500]
)
"""Texts that trip readers."""
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, -1, 0, 1.5, 10**6, [], {}, [[]], [{}, {"a": 1}]]
)
VALUES: st.SearchStrategy[Any] = WORDS | st.text(max_size=8) | ODD.map(copy.deepcopy)


@st.composite
def broken(draw: st.DrawFn, good: Any) -> Any:
    """The document with one to four of its values cut, doubled, moved or replaced."""
    document = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(document))
        if places:
            draw(_break(draw(st.sampled_from(places)), places))
    return document


@st.composite
def _break(draw: st.DrawFn, place: tuple[Any, Any], places: list[tuple[Any, Any]]) -> None:
    holder, step = place
    match draw(st.sampled_from(["cut", "double", "move", "replace", "rename"])):
        case "cut":
            del holder[step]
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[step]))
        case "rename" if isinstance(holder, dict):
            holder[draw(st.text(max_size=4))] = holder.pop(step)
        case "move":
            other, at = draw(st.sampled_from(places))
            holder[step] = copy.deepcopy(other[at])
        case _:
            holder[step] = draw(VALUES)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        steps: Sequence[Any] = list(value) if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield value, step
            yield from _places(value[step])
