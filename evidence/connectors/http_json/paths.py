"""Paths into a JSON document: `queues[0].depth`. Pure.

A path is a chain of names joined by dots and of places in square brackets. A place is the number
of an item, counted from 0 or, with a minus, from the end (`[-1]` is the last), or a name between
double quotes (`["a.b"]`) that may hold any sign, a double quote or a backslash after a backslash.
A name without quotes holds no dot, bracket, quote or blank. `$` is the whole document, and may
begin any path. There are no wildcards, filters or functions: a path leads to one thing or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Step = str | int

LONGEST = 500
DEEPEST = 50
_STEP = re.compile(
    r"""(?P<dot>\.)?(?P<name>[^.\[\]"\s]+)|\[(?P<item>-?\d{1,9})\]|\["(?P<quoted>(?:[^"\\]|\\["\\])*)"\]"""
)
_PLAIN = re.compile(r"""[^.\[\]"\s$][^.\[\]"\s]*""")
_ESCAPED = re.compile(r"\\(.)")


class PathWrong(ValueError):
    """A path that cannot be read, or that leads nowhere in this document; a sentence."""


def steps_of(path: str) -> tuple[Step, ...]:
    """The names and places that a path is made of; none for the whole document.

    Raises PathWrong.
    """
    text = path.strip()
    if not text:
        raise PathWrong("The path is empty: write $ for the whole document.")
    if len(text) > LONGEST:
        raise PathWrong(f"The path has more than {LONGEST} characters.")
    rooted = text == "$" or text.startswith(("$.", "$["))
    return tuple(_steps(text, 1 if rooted else 0, rooted=rooted))


def at(document: Any, path: str) -> Any:
    """What the path leads to. Raises PathWrong where it leads nowhere."""
    found = document
    walked: list[Step] = []
    for step in steps_of(path):
        found = _inside(found, step, walked)
        walked.append(step)
    return found


def written(steps: tuple[Step, ...]) -> str:
    """The path of these steps, as `steps_of` reads it."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text or "$"


def leaves(document: Any, steps: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """Everything in a document that it is made of, each with its steps, the document itself first.

    Of a list only the first item is looked into: the others are taken to be alike.
    """
    yield steps, document
    if len(steps) >= DEEPEST:
        return
    if isinstance(document, Mapping):
        for name, inner in document.items():
            yield from leaves(inner, (*steps, name))
    elif isinstance(document, list) and document:
        yield from leaves(document[0], (*steps, 0))


def kind_of(value: Any) -> str:
    """What a value of JSON is, with its article."""
    if value is None:
        return "null"
    kinds = ((bool, "a truth"), (int | float, "a number"), (str, "a text"), (list, "a list"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")


def _steps(text: str, place: int, *, rooted: bool) -> Iterator[Step]:
    first = not rooted
    while place < len(text):
        found = _STEP.match(text, place)
        # A name stands behind a dot, and only the first without one.
        if found is None or (found["name"] is not None and (found["dot"] is None) != first):
            raise PathWrong(
                f"The path cannot be read from “{text[place : place + 20]}” on. Write it as in "
                'queues[0].depth, with ["…"] around a name that holds a dot, a bracket or a blank.'
            )
        yield _step(found)
        place, first = found.end(), False


def _step(found: re.Match[str]) -> Step:
    if found["item"] is not None:
        return int(found["item"])
    if found["quoted"] is not None:
        return _ESCAPED.sub(r"\1", found["quoted"])
    return found["name"]


def _inside(value: Any, step: Step, walked: list[Step]) -> Any:
    where = f"at {written(tuple(walked))}" if walked else "at the top"
    if isinstance(step, int):
        if not isinstance(value, list):
            raise PathWrong(f"There is no list {where}, but {kind_of(value)}.")
        if not -len(value) <= step < len(value):
            raise PathWrong(f"There is no item [{step}] {where}: the list has {len(value):,}.")
        return value[step]
    if not isinstance(value, Mapping):
        raise PathWrong(f"There is no object {where} to look for “{step}” in: {kind_of(value)}.")
    if step not in value:
        raise PathWrong(f"There is no “{step}” {where}.{_there(value)}")
    return value[step]


def _there(value: Mapping[str, Any]) -> str:
    """The first names of an object, for whoever mistyped one."""
    names = [name if len(name) <= 30 else f"{name[:29]}…" for name in list(value)[:5]]
    more = ", …" if len(value) > len(names) else ""
    return f" There are: {', '.join(names)}{more}." if names else " It is empty."
