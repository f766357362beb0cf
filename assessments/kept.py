"""What a JSON object says beyond what we make of it: taken apart on import, put back on export.

`difference(source, made)` is everything that `made`, an object we can always make again, lacks of
`source`; `restored(made, difference)` is `source` again, equal in every value and in the order of
its keys. It is plain JSON, and holds nothing that `made` has too.

If the made object has changed since, because somebody edited the framework, what changed wins over
what was kept of the same key.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_VALUES, _PARTS, _ABSENT, _MADE, _ORDER = "values", "parts", "absent", "made", "order"


def difference(source: Json, made: Json) -> Json:
    """What to keep of the source; empty where it is what we make."""
    values: Json = {}
    parts: Json = {}
    for key, value in source.items():
        below = _below(value, made.get(key)) if key in made else None
        if below is not None:
            parts |= {key: below} if below else {}
        elif key not in made or not _equal(value, made[key]):
            values[key] = value
    return _without_empty(
        {
            _VALUES: values,
            _PARTS: parts,
            _ABSENT: {key: value for key, value in made.items() if key not in source},
            # What the spaces of a text cannot explain has to say what it belonged to.
            _MADE: {
                key: made[key]
                for key, value in values.items()
                if key in made and not _same_words(value, made[key])
            },
            _ORDER: [] if list(source) == _usual_order(source, made) else list(source),
        }
    )


def restored(made: Json, kept: Any) -> Json:
    """The object with what was kept of its source put back; never raises, whatever was kept."""
    values, parts = _object(kept, _VALUES), _object(kept, _PARTS)
    absent, before = _object(kept, _ABSENT), _object(kept, _MADE)
    node = {
        key: value
        for key, value in made.items()
        if key not in absent or not _equal(absent[key], value)
    }
    node |= {
        key: value
        for key, value in values.items()
        if key not in made or _stands(value, made[key], key, before)
    }
    node |= {key: _restored_below(node[key], below) for key, below in parts.items() if key in node}
    return _in_order(node, made, kept)


def unknown(kept: Any, made: Json) -> list[str]:
    """The keys that were kept and that we make nothing of, sorted."""
    return sorted(key for key in _object(kept, _VALUES) if key not in made)


def mended(kept: Any, made: Json) -> list[str]:
    """The keys at which we make something else than the source had, sorted; not those where only
    white space differs."""
    values, parts = _object(kept, _VALUES), _object(kept, _PARTS)
    names = {
        *_object(kept, _ABSENT),
        *(key for key, value in values.items() if not _same_words(value, made.get(key))),
        *(key for key, below in parts.items() if not _only_spaces(below, made.get(key))),
    }
    return sorted(name for name in names if name in made)


def _only_spaces(kept: Any, made: Any) -> bool:
    """Whether what was kept of this object or list differs in white space only."""
    whole = _numbered(made) if isinstance(made, list) else made
    if not isinstance(whole, dict):
        return False
    return not mended(kept, whole) and not unknown(kept, whole)


def _below(source: Any, made: Any) -> Json | None:
    """The difference of two objects, or of two lists of the same length; None for other values."""
    if isinstance(source, dict) and isinstance(made, dict):
        return difference(source, made)
    if isinstance(source, list) and isinstance(made, list) and len(source) == len(made):
        return difference(_numbered(source), _numbered(made))
    return None


def _restored_below(made: Any, kept: Any) -> Any:
    if isinstance(made, dict):
        return restored(made, kept)
    if isinstance(made, list):
        whole = restored(_numbered(made), kept)
        return [whole[key] for key in _numbered(made) if key in whole]
    return made


def _numbered(items: list[Any]) -> Json:
    return {str(at): item for at, item in enumerate(items)}


def _stands(value: Any, made: Any, key: str, before: Json) -> bool:
    """Whether the kept value still belongs to what we make."""
    return _same_words(value, made) or (key in before and _equal(before[key], made))


def _same_words(value: Any, made: Any) -> bool:
    return isinstance(value, str) and isinstance(made, str) and value.split() == made.split()


def _equal(one: Any, other: Any) -> bool:
    """Equal as JSON, where true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)


def _usual_order(source: Json, made: Json) -> list[str]:
    """Ours, then the keys we do not know, sorted: databases do not keep an object's order."""
    ours = [key for key in made if key in source]
    return [*ours, *sorted(key for key in source if key not in made)]


def _in_order(node: Json, made: Json, kept: Any) -> Json:
    given = kept.get(_ORDER) if isinstance(kept, dict) else None
    names = [key for key in given if isinstance(key, str)] if isinstance(given, list) else []
    wanted = dict.fromkeys(key for key in names if key in node)
    return {key: node[key] for key in {**wanted, **dict.fromkeys(_usual_order(node, made))}}


def _object(kept: Any, name: str) -> Json:
    found = kept.get(name) if isinstance(kept, dict) else None
    return found if isinstance(found, dict) else {}


def _without_empty(parts: Json) -> Json:
    return {name: part for name, part in parts.items() if part}
