"""A small model in the shape of OWASP SAMM's, in our own words."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import yaml

Files = dict[str, dict[str, Any]]


def model() -> Files:
    """One function, one practice, two streams, three levels: six questions."""
    files: Files = {
        "business_functions/Running.yml": {
            "id": "f1", "name": "Running", "description": "Keep it up.", "order": 1,
            "type": "Function",
        },
        "security_practices/R-Queues.yml": {
            "id": "p1", "function": "f1", "name": "Queue Care", "shortName": "QC",
            "shortDescription": "Queues drain.", "longDescription": "They *do*.", "order": 1,
            "type": "Practice",
        },
        "answer_sets/A.yml": {
            "id": "s1", "type": "AnswerSet",
            "values": [
                {"text": "All of them", "value": 1, "order": 3},
                {"text": "Half", "value": 0.5, "order": 2},
                {"text": "Some", "value": 0.25, "order": 1},
            ],
        },
    }  # fmt: skip
    for tier in (1, 2, 3):
        files[f"maturity_levels/{tier}.yml"] = {
            "id": f"m{tier}", "number": tier, "description": f"Level {tier} it is.",
            "type": "MaturityLevel",
        }  # fmt: skip
        files[f"practice_levels/R-QC-{tier}.yml"] = {
            "id": f"l{tier}", "practice": "p1", "maturityLevel": f"m{tier}",
            "objective": f"Aim {tier}", "type": "PracticeLevel",
        }  # fmt: skip
    for place, letter in enumerate("AB", start=1):
        files[f"streams/R-QC-{letter}.yml"] = {
            "id": f"t{letter}", "practice": "p1", "name": f"Stream {letter}", "letter": letter,
            "description": "It flows.", "order": place, "type": "Stream",
        }  # fmt: skip
        for tier in (1, 2, 3):
            name = f"R-QC-{tier}-{letter}"
            files[f"activities/{name}.yml"] = {
                "id": f"a{tier}{letter}", "stream": f"t{letter}", "level": f"l{tier}",
                "title": f"Do {name}", "benefit": "It is done", "longDescription": "At length.",
                "type": "Activity",
            }  # fmt: skip
            files[f"questions/{name}.yml"] = {
                "id": f"q{tier}{letter}", "activity": f"a{tier}{letter}", "answerSet": "s1",
                "text": f"Do you do {name}?", "order": 1, "quality": ["It is written", "It is so"],
                "type": "Question",
            }  # fmt: skip
    return files


def packed(
    files: Files, *, top: str = "core-1.2.0/model/", more: dict[str, bytes] | None = None
) -> bytes:
    """The files as GitHub packs a release; the answer “No” stands unquoted, as in the model."""
    texts = {name: yaml.safe_dump(values) for name, values in files.items()}
    if "answer_sets/A.yml" in texts:
        texts["answer_sets/A.yml"] = texts["answer_sets/A.yml"].replace(
            "values:", "color:\n  #993300\nvalues:\n- text: No\n  value: 0\n  order: 0", 1
        )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in texts.items():
            archive.writestr(top + name, text)
        for name, data in (more or {}).items():
            archive.writestr(top + name, data)
    return made.getvalue()
