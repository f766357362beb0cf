"""The files of an OWASP SAMM model: a folder for each kind of thing, a YAML file for each thing.

An archive can hold the model in several languages, each in a folder of its own such as `fr/model/`.
Things name each other by id. What kind a thing is its folder says: its own word for it is
translated too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from assessments.importers.archive import Archive
from assessments.importers.base import ImportRefused, Problem, Problems
from assessments.importers.nodes import Node
from assessments.importers.wording import listed, quoted
from assessments.importers.yaml_source import yaml_node

MAX_FILE_BYTES = 64 * 1024
"""One file of the model; the longest has some 5 kB."""
MAX_MODEL_BYTES = 2 * 1024 * 1024
"""All files that are read; the model has half a million bytes in one language."""

FUNCTION, PRACTICE, STREAM = "business_functions", "security_practices", "streams"
MATURITY, LEVEL, ACTIVITY = "maturity_levels", "practice_levels", "activities"
QUESTION, ANSWERS = "questions", "answer_sets"

KINDS = {
    FUNCTION: "business function",
    PRACTICE: "security practice",
    STREAM: "stream",
    MATURITY: "maturity level",
    LEVEL: "level of a practice",
    ACTIVITY: "activity",
    QUESTION: "question",
    ANSWERS: "answer set",
}
"""The folders of the model and what the things in them are called."""

ENGLISH = "en"
_TRANSLATED = re.compile(r"(?:^|/)([a-z]{2}(?:-[A-Za-z]{2,4})?)/model/$")
_SUFFIXES = (".yml", ".yaml")


def is_model(names: list[str]) -> bool:
    """Whether the folders that make a SAMM model are among these names."""
    folders = {part for name in names for part in name.split("/")[:-1]}
    return folders.issuperset((FUNCTION, PRACTICE, STREAM, QUESTION))


def number_at(node: Node, key: str) -> float | None:
    """The finite number that is written there; None where there is none."""
    try:
        found = float(node.text(key))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def order_of(node: Node) -> float:
    """The place that the model gives a thing; at the end where it gives none."""
    found = number_at(node, "order")
    return math.inf if found is None else found


class Languages:
    """The models of an archive by their language, English first."""

    def __init__(self, archive: Archive) -> None:
        roots: dict[str, dict[str, dict[str, bytes]]] = {}
        for name, data in archive.members.items():
            root, inside = _split(name)
            if inside:
                language = _language_of(archive.top + root)
                roots.setdefault(language, {}).setdefault(root, {})[inside] = data
        self._roots = {language: _only(found) for language, found in roots.items()}

    @property
    def known(self) -> tuple[str, ...]:
        """The languages that questions are written in."""
        written = (language for language in self._roots if self._written(language))
        return tuple(sorted(written, key=lambda language: (language != ENGLISH, language)))

    def chosen(self, wanted: str) -> str:
        """The wanted language, else English, else the first. Raises ImportRefused where the model
        is not written in the wanted one."""
        by_name = {language.casefold(): language for language in self.known}
        if not wanted:
            return next(iter(self.known), ENGLISH)
        found = by_name.get(wanted.casefold())
        if found is None:
            message = f"This model is not written in {quoted(wanted)}."
            raise ImportRefused(
                [Problem(None, message, f"It can be read in: {listed(self.known)}.")]
            )
        return found

    def model(self, language: str) -> Model:
        """The model in this language; what is not translated stands in English where it can."""
        root, files = self._roots.get(language, ("", {}))
        members = {f"{root}{inside}": data for inside, data in files.items()}
        warnings: list[Problem] = []
        if language != ENGLISH and ENGLISH in self._roots:
            english_root, english = self._roots[ENGLISH]
            missing = [name for name in english if not files.get(name, b"").strip()]
            for name in missing:
                members.pop(f"{root}{name}", None)
                members[f"{english_root}{name}"] = english[name]
            if missing:
                message = (
                    f"Files that are not translated and are read in English: {len(missing):,}."
                )
                warnings.append(Problem(None, message, path=f"{root}{missing[0]}"))
        return Model(members, tuple(warnings))

    def _written(self, language: str) -> bool:
        _, files = self._roots[language]
        return any(data.strip() for name, data in files.items() if name.startswith(QUESTION))


def _split(name: str) -> tuple[str, str]:
    """Where the model stands that this file is a part of, and the file's name in it."""
    parts = name.split("/")
    at = next((at for at, part in enumerate(parts[:-1]) if part in KINDS), None)
    if at is None or not name.lower().endswith(_SUFFIXES):
        return "", ""
    inside = "/".join(parts[at:])
    return name.removesuffix(inside), inside


def _language_of(root: str) -> str:
    found = _TRANSLATED.search(root)
    return found[1] if found else ENGLISH


def _only(found: dict[str, dict[str, bytes]]) -> tuple[str, dict[str, bytes]]:
    """The one model in a language, and where it stands."""
    if len(found) > 1:
        places = listed(root or "the top" for root in found)
        message = "There are several models in one language here."
        raise ImportRefused([Problem(None, message, f"Pack one of them alone: {places}.")])
    return next(iter(found.items()))


class Model:
    """The things of a model by kind and id, and what is wrong with their files.

    Raises ImportRefused where a file cannot be read or a kind of thing is missing.
    """

    def __init__(self, members: Mapping[str, bytes], warnings: tuple[Problem, ...] = ()) -> None:
        self._warnings = warnings
        self._things: dict[str, dict[str, Node]] = {kind: {} for kind in KINDS}
        self._nodes: list[Node] = []
        problems = Problems()
        if sum(map(len, members.values())) > MAX_MODEL_BYTES:
            problems.add(None, f"The model has more than {MAX_MODEL_BYTES:,} bytes.")
            problems.refuse_if_any()
        for name in sorted(members):
            self._take(name, members[name], problems)
        for kind, words in KINDS.items():
            if not self._things[kind]:
                problems.add(None, f"The model has no {words}.", "Pack its whole folder.")
        problems.refuse_if_any()

    def _take(self, name: str, data: bytes, problems: Problems) -> None:
        try:
            node = yaml_node(data, MAX_FILE_BYTES, name, as_written=True)
        except ImportRefused as refused:
            for problem in refused.problems:
                problems.add(problem.line, problem.message, problem.hint, problem.path or name)
            return
        if not isinstance(node.value, dict):
            problems.add(None, "Named fields are expected in this file.", path=name)
            return
        self._nodes.append(node)
        self._keep(_split(name)[1].partition("/")[0], node)

    def _keep(self, kind: str, node: Node) -> None:
        things, name = self._things[kind], node.document.name
        found = node.needed("id")
        if not found or found not in things:
            things[found or name] = node
            return
        words = f"Another {KINDS[kind]} has this id."
        twin = f"It is in {things[found].document.name}."
        if kind == QUESTION:
            # Nothing names a question, and in releases before 2.0.3 two have one id.
            node.get("id").warn(words, twin)
            things[name] = node
        else:
            node.get("id").refuse(words, twin)

    def all(self, kind: str) -> list[Node]:
        """The things of a kind in their order, those without one by name of their file."""
        return self._ordered[kind]

    @cached_property
    def _ordered(self) -> dict[str, list[Node]]:
        return {
            kind: sorted(things.values(), key=lambda one: (order_of(one), one.document.name))
            for kind, things in self._things.items()
        }

    def named(self, node: Node, key: str, kind: str) -> Node | None:
        """The thing of a kind that this one names under a key; a problem where it is not there."""
        key = _spelt(node, key)
        found = self._things[kind].get(node.needed(key))
        if found is None and node.text(key):
            node.get(key).refuse(f"There is no {KINDS[kind]} with this id.")
        return found

    def below(self, kind: str, key: str, node: Node) -> list[Node]:
        """The things of a kind that name this one under a key, in their order."""
        return self._by_owner[kind, key].get(node.text("id"), [])

    @cached_property
    def _by_owner(self) -> Mapping[tuple[str, str], dict[str, list[Node]]]:
        return {(kind, key): self._owned(kind, key) for kind, key, _ in OWNED}

    def _owned(self, kind: str, key: str) -> dict[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for one in self.all(kind):
            owner = one.text(_spelt(one, key))
            found.setdefault(owner, []).append(one)
        return found

    def check(self) -> None:
        """Note a problem wherever a thing names an owner that is not there."""
        for kind, key, owner in OWNED:
            for node in self.all(kind):
                self.named(node, key, owner)

    def refuse_if_any(self) -> None:
        """Raise ImportRefused with all that is wrong with any file, each once."""
        if found := dict.fromkeys(self._problems()):
            raise ImportRefused(found)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd about any file and was read all the same."""
        of_files = (odd for node in self._nodes for odd in node.document.warnings.found)
        return (*self._warnings, *of_files)

    def _problems(self) -> Iterator[Problem]:
        for node in self._nodes:
            yield from node.document.problems.found


OWNED = (
    (PRACTICE, "function", FUNCTION),
    (LEVEL, "practice", PRACTICE),
    (STREAM, "practice", PRACTICE),
    (ACTIVITY, "stream", STREAM),
    (QUESTION, "activity", ACTIVITY),
)
"""Which thing names, under which key, what it belongs to."""


def _spelt(node: Node, key: str) -> str:
    """The key as this file spells it: releases before 2.0.9 wrote `maturitylevel`."""
    return key if node.has(key) or not node.has(key.lower()) else key.lower()
