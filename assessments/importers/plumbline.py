"""The Plumbline framework format (`.yaml`, `.json`, `.zip`): all that a framework can be.

A file is YAML or JSON of the same structure. Its fields are strict: a text must be a text, and a
field that the format does not know is refused, so that no slip of the pen gets lost. An archive
holds practice pages, and such a file beside them. docs/formats/plumbline.md describes the format
for authors.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from assessments.importers.archive import MAX_MEMBER_BYTES, is_zip, names_in, read_archive
from assessments.importers.base import FIRST, ImportRefused, Problem, Problems, Read, Wanted
from assessments.importers.exchange.framework import fields_of, framework_of
from assessments.importers.exchange.pages import FILES, Folder
from assessments.importers.json_source import json_node, looks_like_json
from assessments.importers.nodes import Node
from assessments.importers.yaml_source import yaml_node
from assessments.spec import FrameworkSpec

MAX_BYTES = 16 * 1024 * 1024
"""The largest public catalogues have some 3 MB in this format."""

_MARK = re.compile(
    rb"""(?:^|[{,])[ \t]*["']?plumbline["']?[ \t]*:[ \t]*["']?framework/""", re.MULTILINE
)
_HEAD = 65_536
_OTHER = (".md", ".markdown", ".txt", ".text")


class PlumblineFramework:
    """The importer for frameworks in Plumbline's own format."""

    name = "plumbline"
    label = "Plumbline framework"
    suffixes = (".yaml", ".yml", ".json", ".zip")
    max_bytes = MAX_BYTES

    def recognises(self, data: bytes, filename: str) -> bool:
        """By the marker near the top; an archive by a `framework.yaml` in it."""
        if is_zip(data):
            return any(PurePosixPath(name).name in FILES for name in names_in(data))
        return not filename.lower().endswith(_OTHER) and _MARK.search(data[:_HEAD]) is not None

    def read(self, data: bytes, filename: str, wanted: Wanted = FIRST) -> Read:
        """The framework. Raises ImportRefused with every problem and its line or path."""
        if is_zip(data):
            return _of_archive(data)
        root = _node_of(data, self.max_bytes)
        spec = framework_of(root)
        return _read(spec, root)


def _of_archive(data: bytes) -> Read:
    archive = read_archive(data)
    name = archive.named(*FILES)
    if name is None:
        message = f"There is no {FILES[0]} at the top of the archive."
        raise ImportRefused([Problem(None, message, "Put it beside the pages.")])
    root = _node_of(archive.members[name], MAX_MEMBER_BYTES, name)
    folder = Folder(archive, fields_of(root))
    return _read(folder.framework(), root, folder.left_out())


def _read(spec: FrameworkSpec, root: Node, left_out: tuple[str, ...] = ()) -> Read:
    """The framework, if nothing is wrong with it."""
    root.document.problems.refuse_if_any()
    if not any(True for _ in spec.questions()):
        root.warn("The framework asks nothing: there is no question in it.")
    return Read(spec, warnings=root.document.warnings.found, left_out=left_out)


def _node_of(data: bytes, limit: int, name: str = "") -> Node:
    """The root of a document in YAML or JSON. A field that stands twice is a problem."""
    root = json_node(data, limit, name) if looks_like_json(data) else yaml_node(data, limit, name)
    document = replace(root.document, warnings=Problems())
    for twice in root.document.warnings.found:
        message = f"{twice.message.removesuffix('; the last one was read.')}."
        document.problems.add(twice.line, message, "Leave one of the two out.", twice.path)
    return document.root(root.value)
