"""The Plumbline framework format out: all of a framework in one file, as YAML or as JSON.

Nothing is lost, so nothing changes: what is written is first read as the importer would, and a
framework that would not come back the same is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from assessments.exporters.base import Change, Exported, ExportRefused
from assessments.exporters.differences import differences
from assessments.exporters.exchange import Plain, plain_framework
from assessments.exporters.yaml_text import yaml_text
from assessments.importers.base import ImportRefused
from assessments.importers.exchange.framework import framework_of
from assessments.importers.json_source import MAX_DEPTH
from assessments.importers.nodes import Document
from assessments.importers.plumbline import MAX_BYTES
from assessments.spec import FrameworkSpec


class _Plumbline:
    def fits(self, spec: FrameworkSpec) -> tuple[Change, ...]:
        """Nothing has to change. Raises ExportRefused where it could not be read back."""
        checked(spec)
        return ()


class PlumblineYaml(_Plumbline):
    """The exporter to YAML."""

    name = "plumbline-yaml"
    label = "Plumbline framework, YAML"
    suffix = ".yaml"
    content_type = "application/yaml"

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The framework as canonical YAML, strict or not."""
        return _exported(yaml_text(checked(spec)))


class PlumblineJson(_Plumbline):
    """The exporter to JSON."""

    name = "plumbline-json"
    label = "Plumbline framework, JSON"
    suffix = ".json"
    content_type = "application/json"

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The framework as canonical JSON, strict or not."""
        text = json.dumps(checked(spec), ensure_ascii=False, indent=2, allow_nan=False)
        return _exported(f"{text}\n")


def _exported(text: str) -> Exported:
    data = text.encode()
    if len(data) > MAX_BYTES:
        raise ExportRefused(f"The file would be larger than {MAX_BYTES:,} bytes.")
    return Exported(data)


def checked(spec: FrameworkSpec) -> Plain:
    """The plain values of the framework. Raises ExportRefused where the importer would not take
    them for the same framework again."""
    plain = plain_framework(spec)
    if _depth(plain) > MAX_DEPTH:
        raise ExportRefused(f"Things stand over {MAX_DEPTH} deep in each other.")
    root = Document().root(plain)
    try:
        again = framework_of(root)
        root.document.problems.refuse_if_any()
    except ImportRefused as refused:
        raise ExportRefused(f"This could not be imported again. {refused.problems[0]}") from None
    for change in differences(spec, again):
        raise ExportRefused(f"It would not come back the same. {change}")
    return plain


def _depth(value: Any) -> int:
    """How many objects and lists stand in each other."""
    row, depth = [value], 0
    while row:
        row = [part for whole in row for part in _parts(whole)]
        depth += 1
    return depth


def _parts(whole: Any) -> Iterable[Any]:
    if isinstance(whole, dict):
        return whole.values()
    return whole if isinstance(whole, list) else ()
