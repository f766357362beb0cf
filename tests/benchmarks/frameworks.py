"""Importing large frameworks, file to rows: the processor time and the queries of each import.

The frameworks are made here, of the size and shape of NIST SP 800-53 rev. 5. Real files can be
measured beside them: name them in PLUMBLINE_BENCH_FILES, separated by colons.
"""

from __future__ import annotations

import json
import os
import time
from itertools import count
from pathlib import Path

import yaml
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments import importers
from assessments.actions import frameworks
from assessments.actions.frameworks import How
from assessments.lint import lint
from tests.benchmarks.frame import Figure, report

TIMES = 21
LIMIT = 0.8
FAMILIES, CONTROLS, ENHANCEMENTS = 20, 16, 44
"""20 families, 320 controls and 869 enhancements: 1,209 nodes, 1,189 of them assessed."""

PROSE = (
    "Define and write down who may do this, for how long and under which conditions; review it "
    "every year, and after each incident, and keep the record of the review with its outcome. "
) * 2

LETTERS = str.maketrans("0123456789", "abcdefghij")


def library() -> bytes:
    """A library of CISO Assistant with 1,209 requirements."""
    nodes = []
    for family in range(FAMILIES):
        top = f"urn:bench:risk:req_node:catalog:f{family}"
        nodes.append(
            {
                "urn": top,
                "assessable": False,
                "depth": 1,
                "ref_id": f"F{family}",
                "name": f"Family {family}",
            }
        )
        for control in range(CONTROLS):
            urn = f"{top}-{control}"
            nodes.append(_requirement(urn, top, 2, f"F{family}-{control}"))
            nodes += [
                _requirement(f"{urn}.{number}", urn, 3, f"F{family}-{control}({number})")
                for number in _enhancements(family, control)
            ]
    objects = {
        "framework": {
            "urn": "urn:bench:risk:framework:catalog",
            "ref_id": "bench",
            "name": "A catalogue of controls",
            "requirement_nodes": nodes,
        }
    }
    facts = {
        "urn": "urn:bench:risk:library:catalog",
        "locale": "en",
        "ref_id": "bench",
        "name": "Bench",
        "version": 1,
    }
    return yaml.safe_dump(facts | {"objects": objects}, sort_keys=False).encode()


def catalog() -> bytes:
    """An OSCAL catalog with the same controls."""
    groups = []
    for family in range(FAMILIES):
        controls = [
            _control(f"f{family}-{control}", f"F{family}-{control}")
            | {
                "controls": [
                    _control(f"f{family}-{control}.{n}", f"F{family}-{control}({n})")
                    for n in _enhancements(family, control)
                ]
            }
            for control in range(CONTROLS)
        ]
        groups.append(
            {
                "id": f"f{family}",
                "class": "family",
                "title": f"Family {family}",
                "controls": controls,
            }
        )
    metadata = {
        "title": "A catalogue of controls",
        "version": "5",
        "oscal-version": "1.1.3",
        "last-modified": "2026-01-01T00:00:00Z",
    }
    uuid = "00000000-0000-4000-8000-000000000000"
    return json.dumps({"catalog": {"uuid": uuid, "metadata": metadata, "groups": groups}}).encode()


def _enhancements(family: int, control: int) -> range:
    """So many that all families together have 869, as evenly as can be."""
    place = family * CONTROLS + control
    whole = 869
    before, after = (whole * n // (FAMILIES * CONTROLS) for n in (place, place + 1))
    return range(1, after - before + 1)


def _title(label: str) -> str:
    """A title of its own without the number, as those of NIST are."""
    return f"Control of {label.translate(LETTERS)}"


def _requirement(urn: str, above: str, depth: int, ref: str) -> dict[str, object]:
    return {
        "urn": urn,
        "assessable": True,
        "depth": depth,
        "parent_urn": above,
        "ref_id": ref,
        "name": _title(ref),
        "description": PROSE,
    }


def _control(name: str, label: str) -> dict[str, object]:
    parts = [
        {
            "id": f"{name}_smt.{letter}",
            "name": "item",
            "props": [{"name": "label", "value": f"{letter}."}],
            "prose": PROSE,
        }
        for letter in "ab"
    ]
    return {
        "id": name,
        "title": _title(label),
        "params": [{"id": f"{name}_prm_1", "label": "organization-defined period"}],
        "props": [{"name": "label", "value": label}],
        "parts": [
            {
                "id": f"{name}_smt",
                "name": "statement",
                "prose": f"Within {{{{ insert: param, {name}_prm_1 }}}}:",
                "parts": parts,
            },
            {"id": f"{name}_gdn", "name": "guidance", "prose": PROSE * 3},
        ],
    }


def figures(label: str, data: bytes, filename: str, *, limit: float | None) -> list[Figure]:
    """The import of one file, several times under different keys."""
    _, read = importers.read(data, filename)
    size = f"{sum(1 for _ in read.spec.questions()):,} questions, {len(data) / 1e6:.1f} MB"
    keys = (How(key=f"bench-{label}-{number}") for number in count())

    def imported() -> None:
        frameworks.import_framework(
            data=data, filename=filename, organization=None, by=None, how=next(keys)
        )

    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        imported()
        taken.append(time.process_time() - before)
    # Not while the clock runs: writing down a statement takes as long as preparing it.
    with CaptureQueriesContext(connection) as captured:
        imported()
    linting = []
    for _ in range(TIMES):
        before = time.process_time()
        lint(read.spec)
        linting.append((time.process_time() - before) * 1000)
    return [
        Figure(f"import {label}, processor", size, taken, "s", limit),
        Figure(f"import {label}, statements", size, [float(len(captured))], "queries"),
        Figure(f"lint {label}", size, linting, "ms"),
    ]


def measure() -> list[Figure]:
    call_command("migrate", verbosity=0)
    found = figures("a CISO Assistant library", library(), "bench.yaml", limit=LIMIT)
    found += figures("an OSCAL catalog", catalog(), "bench.json", limit=LIMIT)
    for name in filter(None, os.environ.get("PLUMBLINE_BENCH_FILES", "").split(":")):
        path = Path(name)
        found += figures(path.name, path.read_bytes(), path.name, limit=None)
    return found


if __name__ == "__main__":
    report(measure)
