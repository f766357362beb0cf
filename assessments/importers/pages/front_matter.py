"""What a Markdown page says about itself, between two lines `---` at its top.

It is read with PyYAML's composer. Unlike `safe_load` that keeps the line of every value and takes
each as it is written (`version: 1.10` stays 1.10); unlike the `meta` extension of the `markdown`
package it knows lists, and says what it cannot read and where.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import yaml

from assessments.importers.base import Problems
from assessments.importers.nodes import URL
from assessments.importers.pages.keys import check_key, check_length
from assessments.importers.wording import fold, listed, one_line, quoted
from assessments.spec import (
    DEFAULT_LEVELS,
    LENGTHS,
    READINGS,
    ROLL_UPS,
    FrameworkSpec,
    LevelSpec,
)

FENCE = "---"
MAX_LINES = 200
MAX_CHARACTERS = 16_384
RUNGS = 5
"""Rungs of evidence, unsupported to measured: so many numbers make a ladder."""
MAX_LEVELS = 11

_TEXTS = (
    "key",
    "title",
    "description",
    "version",
    "publisher",
    "licence",
    "attribution",
    "homepage",
    "language",
    "roll_up",
    "reading",
)
_FIELDS = (*_TEXTS, "levels", "ladder")
_FIRST_LINE = 2
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]*")
_NOUNS = {"title": "framework", "homepage": "url"}
_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def read(
    lines: list[str], problems: Problems, usual: tuple[LevelSpec, ...] = DEFAULT_LEVELS
) -> tuple[FrameworkSpec, int]:
    """The facts about the framework, and how many lines of the file they take.

    A page without front matter gives the defaults, with an empty key and title, and 0 lines;
    `usual` is the scale of a page that names none.
    """
    end = _end(lines, problems)
    fields = dict(_fields("\n".join(lines[1 : end - 1]), problems)) if end else {}
    texts = {name: _text(fields[name], problems) for name in _TEXTS if name in fields}
    _check(texts, fields, problems)
    levels = _levels(fields["levels"], problems) if "levels" in fields else usual
    ladder = _ladder(fields["ladder"], levels, problems) if "ladder" in fields else ()
    facts = FrameworkSpec(
        key=texts.get("key", ""),
        title=texts.get("title", ""),
        description=texts.get("description", ""),
        version=texts.get("version") or "1.0",
        publisher=texts.get("publisher", ""),
        licence=texts.get("licence", ""),
        attribution=texts.get("attribution", ""),
        homepage=texts.get("homepage", ""),
        language=texts.get("language") or "en",
        levels=levels,
        ladder=ladder,
        roll_up=texts.get("roll_up") or ROLL_UPS[0],
        reading=texts.get("reading") or READINGS[0],
    )
    return facts, end


def _end(lines: list[str], problems: Problems) -> int:
    """The number of the line that closes the front matter; 0 where there is none."""
    if lines[0].strip() != FENCE:
        return 0
    for number, line in enumerate(lines[1:MAX_LINES], start=_FIRST_LINE):
        if line.strip() == FENCE:
            return number
    problems.add(
        1,
        f"The front matter is not closed within {MAX_LINES} lines.",
        f"Write a line {FENCE} below it.",
    )
    return 0


def _fields(text: str, problems: Problems) -> Iterator[tuple[str, yaml.Node]]:
    root = _composed(text, problems)
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        problems.add(
            _FIRST_LINE, "The front matter is not a list of fields.", "Write `key: value`."
        )
        return
    seen = set()
    for name_node, value in root.value:
        name = name_node.value if isinstance(name_node, yaml.ScalarNode) else ""
        if name not in _FIELDS:
            known = f"The fields are: {listed(_FIELDS)}."
            problems.add(_line(name_node), f"There is no field {quoted(name)}.", known)
        elif name in seen:
            problems.add(_line(name_node), f"The field {quoted(name)} stands here twice.")
        else:
            seen.add(name)
            yield name, value


def _composed(text: str, problems: Problems) -> yaml.Node | None:
    if len(text) > MAX_CHARACTERS:
        problems.add(1, f"The front matter has over {MAX_CHARACTERS:,} characters.", "Shorten it.")
        return None
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + _FIRST_LINE if mark else 1
        problems.add(line, f"The front matter cannot be read: {error.problem or 'not YAML'}.")
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        # Beside its own errors PyYAML lets out those of chr(), int() and of nesting too deep.
        problems.add(1, "The front matter cannot be read as YAML.", "Write `key: value` lines.")
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + _FIRST_LINE


def _text(node: yaml.Node, problems: Problems) -> str:
    if not isinstance(node, yaml.ScalarNode):
        problems.add(_line(node), "A text is expected here, not a list.", "Write it on one line.")
        return ""
    text = one_line(node.value)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
        problems.add(_line(node), "There are characters here that no text has.", "Leave them out.")
    return text


def _check(texts: dict[str, str], fields: dict[str, yaml.Node], problems: Problems) -> None:
    for name, text in texts.items():
        noun = _NOUNS.get(name, name)
        if text and noun in LENGTHS:
            check_length(problems, _line(fields[name]), noun, text)
    if texts.get("key"):
        check_key(problems, _line(fields["key"]), texts["key"])
    for name, pattern, example in (
        ("version", _VERSION, "1.0 or 2026-11"),
        ("language", _LANGUAGE, "en or pt-BR"),
        ("homepage", URL, "https://example.org"),
        ("roll_up", re.compile("|".join(ROLL_UPS)), ROLL_UPS[0]),
        ("reading", re.compile("|".join(READINGS)), READINGS[0]),
    ):
        if texts.get(name) and not pattern.fullmatch(texts[name]):
            problems.add(
                _line(fields[name]),
                f"{quoted(texts[name])} cannot be a {name}.",
                f"Write one such as {example}.",
            )


def _levels(node: yaml.Node, problems: Problems) -> tuple[LevelSpec, ...]:
    """The scale from a list of `Name` or `Name: description`, lowest first, counted from 0."""
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    if not 2 <= len(items) <= MAX_LEVELS:
        problems.add(
            _line(node),
            f"The levels are a list of 2 to {MAX_LEVELS} names, lowest first.",
            "Write `- Name` or `- Name: description` lines.",
        )
        return DEFAULT_LEVELS
    levels = tuple(_level(value, item, problems) for value, item in enumerate(items))
    if len({fold(level.name) for level in levels}) < len(levels):
        problems.add(_line(node), "Two levels have the same name.", "Give each its own.")
    return levels


def _level(value: int, node: yaml.Node, problems: Problems) -> LevelSpec:
    pair = node.value if isinstance(node, yaml.MappingNode) else []
    name, description = pair[0] if len(pair) == 1 else (node, None)
    level = LevelSpec(
        value, _text(name, problems), _text(description, problems) if description else ""
    )
    check_length(problems, _line(node), "level", level.name)
    if level.description:
        check_length(problems, _line(node), "level description", level.description)
    return level


def _ladder(
    node: yaml.Node, levels: tuple[LevelSpec, ...], problems: Problems
) -> tuple[float, ...]:
    """What each rung proves at most, written as levels of the scale, as shares of the highest."""
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    written = [item.value if isinstance(item, yaml.ScalarNode) else "" for item in items]
    values = {str(level.value): level.value for level in levels}
    caps = [values[text] for text in written if text in values]
    if len(items) != RUNGS or len(caps) != RUNGS or caps != sorted(caps):
        problems.add(
            _line(node),
            f"The ladder is a list of {RUNGS} levels, none lower than the one before it.",
            "Write the highest level that each rung of evidence proves, such as [1, 2, 3, 4, 5].",
        )
        return ()
    return tuple(cap / levels[-1].value for cap in caps)
