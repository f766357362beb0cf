"""JSON from outside: parsed strictly, with the place of whatever is wrong."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.nodes import Document, Node
from assessments.importers.source_text import text_of_file

MAX_DEPTH = 60
"""Objects and lists inside each other at most."""
MAX_MARKS = 2_000_000
"""Brackets and commas in a file at most, those in its texts among them: it has fewer values."""

_ESCAPED = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
"""How a NUL or half a character can be written; most files hold neither."""
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")
_KEY_END = re.compile(r'"\s*:')
_STRING_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b', re.DOTALL)


def looks_like_json(data: bytes) -> bool:
    """Whether the first character that is no white space opens an object or a list."""
    return data[:4096].decode("utf-8-sig", errors="replace").lstrip()[:1] in ("{", "[")


def json_node(data: bytes, limit: int, name: str = "") -> Node:
    """The document's root, its problems and warnings empty but for keys that stand twice.

    Raises ImportRefused where the bytes or values are too many, or no UTF-8 or no JSON: NaN and
    Infinity are none, whatever Python's reader says.
    """
    text = text_of_file(data, limit)
    document = Document(name)
    if sum(map(text.count, "[{,")) > MAX_MARKS:
        raise _refused(None, f"There are over {MAX_MARKS:,} values here.", name)
    value = _parsed(text, document)
    # Every key ends so, and so may the beginning of a text: no fewer than the keys written.
    if _keys_in(value, name) < sum(1 for _ in _KEY_END.finditer(text)):
        _warn_of_twice(text, document)
    if _ESCAPED.search(text) and not _storable(value):
        raise _refused(None, "There are characters in a text here that no text has.", name)
    return document.root(value)


def _parsed(text: str, document: Document) -> Any:
    name = document.name
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise _refused(error.lineno, f"This is not JSON: {_plain(error)}.", name) from None
    except _ConstantFound as found:
        raise _constant(text, str(found), name) from None
    except RecursionError:
        raise _refused(None, f"Things stand over {MAX_DEPTH} deep in each other.", name) from None
    except ValueError:
        raise _refused(None, "A number here is too large to be meant.", name) from None


def _warn_of_twice(text: str, document: Document) -> None:
    """Warn of each key that stands twice. Reads the text, which is JSON, once more: with a look at
    each object as it is written, which takes several times as long."""

    def look(pairs: list[tuple[str, Any]]) -> None:
        for key, count in Counter(key for key, _ in pairs).items():
            if count > 1:
                message = f"The key “{key[:80]}” stands twice in one object; the last one was read."
                document.warnings.add(None, message, path=document.name)

    json.loads(text, object_pairs_hook=look)


def _finite(written: str) -> float:
    number = float(written)
    if math.isinf(number):
        raise ValueError
    return number


def _storable(value: Any) -> bool:
    """Whether no text in it, name or value, holds a NUL or half a character."""
    for row, objects, _ in _rows(value):
        texts = (part for part in row if isinstance(part, str))
        if any(map(_NOT_STORABLE.search, chain(chain.from_iterable(objects), texts))):
            return False
    return True


class _ConstantFound(Exception):
    """A NaN or Infinity was met."""


def _no_constant(word: str) -> Any:
    raise _ConstantFound(word)


def _constant(text: str, word: str, name: str) -> ImportRefused:
    at = next((m.start() for m in _STRING_OR_CONSTANT.finditer(text) if m[0] == word), None)
    line = None if at is None else text.count("\n", 0, at) + 1
    return _refused(line, f"{word} is not JSON.", name, "Write a text in quotation marks, or null.")


def _plain(error: json.JSONDecodeError) -> str:
    return f"{error.msg[0].lower()}{error.msg[1:]}, at column {error.colno}"


def _refused(line: int | None, message: str, name: str, hint: str = "") -> ImportRefused:
    return ImportRefused([Problem(line, message, hint, path=name)])


def _keys_in(value: Any, name: str) -> int:
    """How many names all objects in it have. Raises ImportRefused where it is too deep."""
    keys = 0
    for depth, (_, objects, lists) in enumerate(_rows(value), 1):
        if depth > MAX_DEPTH and (objects or lists):
            raise _refused(None, f"Things stand over {MAX_DEPTH} deep in each other.", name)
        keys += sum(map(len, objects))
    return keys


def _rows(value: Any) -> Iterator[tuple[list[Any], list[dict[str, Any]], list[list[Any]]]]:
    """What stands at each depth, the outermost first, and the objects and lists among it."""
    row = [value]
    while row:
        objects = [part for part in row if type(part) is dict]
        lists = [part for part in row if type(part) is list]
        yield row, objects, lists
        row = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(lists)]
