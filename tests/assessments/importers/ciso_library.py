"""A small library in the shape of CISO Assistant's, in our own words, to be changed in tests."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from assessments import importers
from assessments.importers import ImportRefused, Read, Wanted
from assessments.spec import QuestionSpec
from tests.assessments.importers.promises import check_promises

LIBRARY = """\
urn: urn:us:risk:library:harbour
locale: en
ref_id: HARBOUR
name: Harbour rules
description: A library
copyright: Free to use under CC BY-SA 4.0, name the harbour.
version: 3
publication_date: 2026-01-02
provider: Harbour board
packager: us
objects:
  threats:
  - urn: urn:us:risk:threat:fog
    ref_id: FOG
    name: Fog
  reference_controls:
  - urn: urn:us:risk:function:lamp
    ref_id: LAMP
  - urn: urn:us:risk:function:horn
    ref_id: HORN
  risk_matrix:
  - urn: urn:us:risk:matrix:waves
    ref_id: WAVES
  framework:
    urn: urn:us:risk:framework:harbour-2.0
    ref_id: HARBOUR-2.0
    name: Harbour rules 2.0
    description: |
      How a harbour
      is kept **safe**.
    translations:
      fr:
        name: Règles du port
    min_score: 0
    max_score: 2
    scores_definition:
    - score: 0
      name: Never
      description: |
        Nobody does
        it.
      translations:
        fr:
          name: Jamais
    - score: 1
      name: Sometimes
    - score: 2
      name: Always
    implementation_groups_definition:
    - ref_id: small
      name: Small harbours
      description: Up to ten boats.
      default_selected: true
    - ref_id: großer Hafen
      name: Large harbours
    requirement_nodes:
    - urn: urn:us:risk:req_node:harbour-2.0:l
      assessable: false
      depth: 1
      ref_id: L
      name: Lights
      description: Boats must be seen.
      annotation: See the chart.
      typical_evidence: |
        - A photograph
        - A log
      translations:
        fr:
          name: Feux
    - urn: urn:us:risk:req_node:harbour-2.0:l-intro
      assessable: false
      depth: 2
      parent_urn: urn:us:risk:req_node:harbour-2.0:l
      ref_id: Note
      description: Lamps are counted twice.
    - urn: urn:us:risk:req_node:harbour-2.0:l.1
      assessable: true
      depth: 2
      parent_urn: urn:us:risk:req_node:harbour-2.0:L
      ref_id: L.1
      description: The **lamp** on the pier burns at night.
      weight: 3
      implementation_groups: [small, großer Hafen, small]
      translations:
        fr:
          description: La lampe brûle la nuit.
    - urn: urn:us:risk:req_node:harbour-2.0:l.2
      assessable: true
      depth: 2
      parent_urn: urn:us:risk:req_node:harbour-2.0:l
      ref_id: L.2
      name: Spare lamps
      description: |
        Spares are kept
        dry.
      annotation: Two are enough.
      typical_evidence: A shelf.
    - urn: urn:us:risk:req_node:harbour-2.0:r
      assessable: true
      depth: 1
      ref_id: R
      name: Ropes
      description: Ropes hold.
    - urn: urn:us:risk:req_node:harbour-2.0:r.1
      assessable: true
      depth: 2
      parent_urn: urn:us:risk:req_node:harbour-2.0:r
      ref_id: R.1
      name: Knots
    - urn: urn:us:risk:req_node:harbour-2.0:r.1.a
      assessable: true
      depth: 3
      parent_urn: urn:us:risk:req_node:harbour-2.0:r.1
      ref_id: R.1.a
      name: Bowline
      implementation_groups: [small]
"""

URN = "urn:us:risk:req_node:harbour-2.0:"


def framework(**fields: Any) -> dict[str, Any]:
    """A framework with these fields beside its names."""
    named = {"urn": "urn:us:risk:framework:f", "ref_id": "F", "name": "F"}
    return {**named, **fields}


def with_nodes(*nodes: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A library that holds one framework of these requirements."""
    objects = {"framework": framework(requirement_nodes=list(nodes), **fields)}
    return {"urn": "urn:us:risk:library:f", "locale": "en", "version": 1, "objects": objects}


def node(own: str, above: str = "", **fields: Any) -> dict[str, Any]:
    """An assessable requirement, below the one whose urn ends in `above`."""
    parent = {"parent_urn": f"{URN}{above}"} if above else {}
    return {"urn": f"{URN}{own}", "assessable": True, "ref_id": own.upper(), **parent, **fields}


def written(values: dict[str, Any]) -> bytes:
    """The library as the bytes of a file."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False).encode()


def read(values: dict[str, Any] | str, framework: str = "", language: str = "") -> Read:
    """What comes in, through the table of importers."""
    data = values.encode() if isinstance(values, str) else written(values)
    name, found = importers.read(data, "library.yaml", Wanted(framework, language))
    assert name == "ciso-assistant"
    check_promises(found.spec)
    return found


def refused(values: dict[str, Any] | str, framework: str = "", language: str = "") -> list[str]:
    """The problems for which the library is refused, in words."""
    data = values.encode() if isinstance(values, str) else written(values)
    with pytest.raises(ImportRefused) as refusal:
        importers.read(data, "library.yml", Wanted(framework, language))
    return [str(problem) for problem in refusal.value.problems]


def warnings(found: Read) -> list[str]:
    """What was odd, in words."""
    return [warning.message for warning in found.warnings]


def questions(found: Read) -> list[QuestionSpec]:
    """Every question of what came in."""
    return list(found.spec.questions())


def choice(value: str, **fields: Any) -> dict[str, Any]:
    """A choice of the only requirement's first question."""
    return {"urn": f"{URN}a:question:1:choice:{value}", "value": value, **fields}


def asked(*own: dict[str, Any], **fields: Any) -> Read:
    """A framework of one requirement with these questions of its own."""
    under = {f"{URN}a:question:{number}": one for number, one in enumerate(own, 1)}
    return read(with_nodes(node("a", name="Anchor", questions=under, **fields)))
