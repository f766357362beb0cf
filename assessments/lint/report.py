"""What lint found in files, as text for people, as JSON, and as SARIF for code review tools. Pure.

SARIF is the Static Analysis Results Interchange Format 2.1.0 of OASIS.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote

from assessments.lint.marks import CODES, Mark, Severity

SARIF_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
READING_FAILED = "file-refused"
"""The SARIF rule of a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason why a file could not be read, and the line it is on, from 1, where one is known."""

    reason: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Linted:
    """One file: the framework in it and its marks, or, as `refused`, why it could not be read.

    `lines` are those on which what is marked begins, by the marks' paths, where they are known.
    """

    path: str
    title: str
    marks: tuple[Mark, ...]
    refused: tuple[Refusal, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def as_text(files: Sequence[Linted]) -> str:
    """For people: file by file, the marks in the order of the framework, then their number."""
    lines = []
    for file in files:
        lines += [file.path if file.refused else f"{file.path}: {file.title}"]
        lines += [f"  refused  {refusal.reason}" for refusal in file.refused]
        for mark in file.marks:
            line = f" (line {file.lines[mark.path]})" if mark.path in file.lines else ""
            lines.append(f"  {mark.severity:<8} {mark.code:<21} {mark.path}{line}")
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
            "refused": [asdict(refusal) for refusal in file.refused],
            "marks": [{**mark.values(), "line": file.lines.get(mark.path)} for mark in file.marks],
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
    refused = [
        _result(READING_FAILED, "error", refusal.reason, _place(file, line=refusal.line))
        for refusal in file.refused
    ]
    marks = [
        _result(
            mark.code,
            SARIF_LEVEL[mark.severity],
            " ".join(part for part in (mark.message, mark.example, mark.fix) if part),
            _place(file, path=mark.path, line=file.lines.get(mark.path)),
        )
        for mark in file.marks
    ]
    return refused + marks


def _result(rule: str, level: str, text: str, place: dict[str, Any]) -> dict[str, Any]:
    return {"ruleId": rule, "level": level, "message": {"text": text}, "locations": [place]}


def _place(file: Linted, *, path: str = "", line: int | None = None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file.path)}}
    if line is not None:
        physical["region"] = {"startLine": line}
    logical = {"logicalLocations": [{"fullyQualifiedName": path}]} if path else {}
    return {"physicalLocation": physical, **logical}


def _uri(path: str) -> str:
    """The path as SARIF has it: relative where it is, else an address of the local machine."""
    return f"file://{quote(path)}" if path.startswith("/") else quote(path)
