"""What lint found in files, as text for people, as JSON, and as SARIF for code review tools. Pure.

SARIF is the Static Analysis Results Interchange Format 2.1.0 of OASIS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assessments.lint.marks import CODES, Mark, Severity

SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
READING_FAILED = "file-refused"
"""The SARIF rule of a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Linted:
    """One file: the framework in it and its marks, or, as `refused`, why it could not be read."""

    path: str
    title: str
    marks: tuple[Mark, ...]
    refused: tuple[str, ...] = ()


def as_text(files: Sequence[Linted]) -> str:
    """For people: file by file, the marks in the order of the framework, then their number."""
    lines = []
    for file in files:
        lines += [file.path if file.refused else f"{file.path}: {file.title}"]
        lines += [f"  refused  {reason}" for reason in file.refused]
        for mark in file.marks:
            lines.append(f"  {mark.severity:<8} {mark.code:<21} {mark.path}")
            lines += [f"           {text}" for text in (mark.message, mark.example) if text]
            lines += [f"           To mend it: {mark.fix}"] if mark.fix else []
        lines += [f"  {_counted(file.marks)}", ""] if not file.refused else [""]
    return "\n".join(lines)


def as_values(files: Sequence[Linted]) -> list[dict[str, Any]]:
    """For scripts: plain values that JSON can hold."""
    return [
        {
            "path": file.path,
            "title": file.title,
            "refused": list(file.refused),
            "marks": [mark.values() for mark in file.marks],
        }
        for file in files
    ]


def as_sarif(files: Sequence[Linted]) -> dict[str, Any]:
    """For code review tools: one run with a rule for each code."""
    return {
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Plumbline lint",
                        "rules": [*_rules(), _refusal_rule()],
                    }
                },
                "results": [result for file in files for result in _results(file)],
            }
        ],
    }


def worst(files: Sequence[Linted]) -> Severity | None:
    """The worst severity among the marks; None where there is none."""
    found = {mark.severity for file in files for mark in file.marks}
    return next((severity for severity in Severity if severity in found), None)


def _counted(marks: Sequence[Mark]) -> str:
    counts = Counter(mark.severity for mark in marks)
    told = [
        f"{counts[severity]} {severity}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(told) or "nothing to mend"


def _rules() -> list[dict[str, Any]]:
    return [
        {
            "id": name,
            "shortDescription": {"text": code.title},
            "fullDescription": {"text": code.why},
            "defaultConfiguration": {"level": SARIF_LEVEL[code.severity]},
        }
        for name, code in CODES.items()
    ]


def _refusal_rule() -> dict[str, Any]:
    return {
        "id": READING_FAILED,
        "shortDescription": {"text": "The file could not be read"},
        "defaultConfiguration": {"level": "error"},
    }


def _results(file: Linted) -> list[dict[str, Any]]:
    refused = [_result(file, READING_FAILED, "error", reason, "") for reason in file.refused]
    marks = [
        _result(
            file,
            mark.code,
            SARIF_LEVEL[mark.severity],
            " ".join(part for part in (mark.message, mark.example, mark.fix) if part),
            mark.path,
        )
        for mark in file.marks
    ]
    return refused + marks


def _result(file: Linted, rule: str, level: str, text: str, path: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": file.path}}}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path}]
    return {"ruleId": rule, "level": level, "message": {"text": text}, "locations": [location]}
