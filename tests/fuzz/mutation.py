"""Good files broken: in their bytes, their lines, their values, or their members."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import yaml

from tests.fuzz.archives import broken_archive
from tests.fuzz.hostile import TEXTS, TOKENS, VALUES

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LARGEST_STRUCTURE = 400_000
"""Bytes of a file that is still taken apart; a larger one is broken in its bytes only."""
_DIGITS = re.compile(rb"\d+")

Place = tuple[Any, Any]
"""A list or object, and which of its parts is meant."""


def broken(rng: Random, data: bytes) -> bytes:
    """The file with a few things wrong with it; on the same numbers always the same."""
    if data.startswith(b"PK") and rng.random() < 0.9:
        data = broken_archive(rng, data, _broken_file)
        return broken_bytes(rng, data) if rng.random() < 0.1 else data
    return _broken_file(rng, data)


def broken_bytes(rng: Random, data: bytes) -> bytes:
    """One to four bytes or pieces flipped, cut, doubled, moved or replaced."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(made) + 1)
        end = min(len(made), at + rng.choice((1, 1, 4, 40, 400)))
        match rng.randrange(7):
            case 0 if at < len(made):
                made[at] ^= 1 << rng.randrange(8)
            case 1:
                del made[at:end]
            case 2:
                made[at:at] = made[at:end]
            case 3:
                to = rng.randrange(len(made) + 1)
                made[to:to] = made[at:end]
            case 4 if rng.random() < 0.1:
                del made[at:]
            case 5 if found := _DIGITS.search(made, at):
                made[found.start() : found.end()] = _token(rng)
            case _:
                made[at:at] = _token(rng)
    return bytes(made)


def _token(rng: Random) -> bytes:
    return rng.choice(TOKENS) if rng.random() < 0.7 else _encoded(rng.choice(TEXTS))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _broken_file(rng: Random, data: bytes) -> bytes:
    way = rng.random()
    if way < 0.25:
        return broken_bytes(rng, data)
    if way < 0.4:
        return _broken_lines(rng, data)
    made = _broken_values(rng, data)
    return broken_bytes(rng, made) if rng.random() < 0.1 else made


def _broken_lines(rng: Random, data: bytes) -> bytes:
    """A few lines cut, doubled, moved, indented or replaced."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 1, 2, 4))):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(6):
            case 0 if len(lines) > 1:
                del lines[at]
            case 1:
                lines.insert(other, lines[at])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                indent = len(lines[at]) - len(lines[at].lstrip())
                lines[at] = lines[at][:indent] + _token(rng) + lines[at][indent:]
            case 4:
                lines[at] = rng.choice((b"  ", b"    ", b"\t", b"")) + lines[at].lstrip()
            case _:
                lines[at] = _token(rng)
    return b"\n".join(lines)


def _broken_values(rng: Random, data: bytes) -> bytes:
    """A document with one to four of its values broken; pages, which are none, in their lines."""
    parsed = _parsed(data)
    if parsed is None:
        return _broken_lines(rng, data)
    holder = {"": json.loads(parsed)}
    for _ in range(rng.choice((1, 1, 2, 4))):
        places = list(_places(holder))
        if not places:
            break
        _break(rng, rng.choice(places), places)
    return _written(rng, holder.get(""), data)


@cache
def _parsed(data: bytes) -> str | None:
    """The document as JSON, whether it came as JSON or YAML; None for whatever is neither."""
    if len(data) > _LARGEST_STRUCTURE:
        return None
    try:
        value = yaml.load(data, Loader=_LOADER)  # noqa: S506 a safe loader, ours in the first place
        return json.dumps(value, default=str) if isinstance(value, dict | list) else None
    except (yaml.YAMLError, ValueError, UnicodeError):
        return None


def _places(value: Any) -> Iterator[Place]:
    row = [value]
    while row:
        whole = row.pop()
        steps = list(whole) if isinstance(whole, dict) else range(len(whole))
        for step in steps:
            yield whole, step
            if isinstance(whole[step], dict | list):
                row.append(whole[step])


def _break(rng: Random, place: Place, places: list[Place]) -> None:
    holder, step = place
    match rng.randrange(8):
        case 0:
            del holder[step]
        case 1 if isinstance(holder, list):
            holder.insert(rng.randrange(len(holder) + 1), _copied(holder[step]))
        case 2 if isinstance(holder, dict):
            holder[rng.choice(TEXTS)] = holder.pop(step)
        case 3:
            other, at = rng.choice(places)
            holder[step] = _copied(_at(other, at))
        case 4:
            # The same field of another thing: ids that stand twice, references that lead astray.
            same = [(other, at) for other, at in places if at == step and other is not holder]
            other, at = rng.choice(same or places)
            holder[step] = _copied(_at(other, at))
        case 5 if isinstance(holder[step], str):
            holder[step] = _changed(rng, holder[step])
        case 6:
            holder[step] = rng.choice(TEXTS)
        case _:
            holder[step] = _copied(rng.choice(VALUES))


def _at(holder: Any, step: Any) -> Any:
    try:
        return holder[step]
    except (KeyError, IndexError):
        return None


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value)) if isinstance(value, dict | list) else value


def _changed(rng: Random, text: str) -> str:
    """The text with something put before, into or behind it: an id that names nothing."""
    at = rng.choice((0, len(text), rng.randrange(len(text) + 1)))
    return text[:at] + rng.choice((*TEXTS, "x", text)) + text[at:]


def _written(rng: Random, value: Any, like: bytes) -> bytes:
    """The document in the notation it came in, now and then in the other."""
    as_json = like.lstrip()[:1] in (b"{", b"[")
    if as_json is (rng.random() < 0.95):
        text = json.dumps(value, ensure_ascii=rng.random() < 0.5, indent=rng.choice((None, 1)))
        return _encoded(text)
    value = _tied(rng, value) if rng.random() < 0.1 else value
    try:
        text = yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    except (yaml.YAMLError, UnicodeError, RecursionError):
        text = _in_json(value)
    return _encoded(text)


def _in_json(value: Any) -> str:
    """As JSON, which is YAML too; or nearly, where a value stands inside itself."""
    try:
        return json.dumps(value, skipkeys=True)
    except (ValueError, RecursionError):
        return repr(value)


def _tied(rng: Random, value: Any) -> Any:
    """The document with one of its values standing in several places: aliases, even to itself."""
    places = [place for place in _places({"": value}) if place[1] != ""]
    if places:
        shared = rng.choice([value, *(_at(*place) for place in places)])
        for holder, step in rng.choices(places, k=rng.choice((1, 2, 300))):
            with contextlib.suppress(IndexError, KeyError):
                holder[step] = shared
    return value
