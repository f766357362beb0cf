"""What became of a framework that was written in a format and read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from assessments.exporters.base import Change


def differences(before: Any, after: Any, path: str = "") -> Iterator[Change]:
    """Each field of these two things, which are of one class, that is not the same, in order.

    The path is made of the keys that lead to the thing, or its place where it has none.
    """
    here = "/".join(part for part in (path, getattr(before, "key", "")) if part)
    for field in fields(before):
        mine, theirs = getattr(before, field.name), getattr(after, field.name)
        if mine == theirs:
            continue
        if _are_pairs(mine, theirs):
            for at, (one, other) in enumerate(zip(mine, theirs, strict=True)):
                keyed = hasattr(one, "key")
                yield from differences(one, other, here if keyed else f"{here}/{field.name}[{at}]")
        else:
            yield Change(_sentence(field.name.replace("_", " "), mine, theirs), here)


def _are_pairs(mine: Any, theirs: Any) -> bool:
    return (
        isinstance(mine, tuple)
        and isinstance(theirs, tuple)
        and len(mine) == len(theirs)
        and all(map(is_dataclass, mine))
    )


def _sentence(name: str, mine: Any, theirs: Any) -> str:
    left_out = mine and theirs in ((), {}, "", None)
    return f"Left out: {name}." if left_out else f"Comes out otherwise: {name}."
