"""Frameworks in the exchange format, for tests of what pages make of them."""

from __future__ import annotations

MULTIPLE = """\
plumbline: framework/1
key: queues
title: Queues
version: "1.0"
publisher: Harbour press
homepage: https://example.org/queues
roll_up: gated
groups:
  - key: small
    name: Small teams
sections:
  - key: smooth
    title: Smooth the load
    kind: practice
    questions:
      - key: peaks
        text: What takes the peaks off?
        kind: multiple
        choices:
          - key: peaks
            text: Peaks wait in queues
            improvement:
              - text: Begin with the slowest call.
          - key: alarms
            text: The age of the oldest message has an alarm
          - key: none
            text: None of these
            none_of_these: true
        rules:
          - condition: peaks && gone
            risk: none
          - condition: default
            risk: high
"""

_QUESTIONS = "\n".join(
    f"          - {{key: thing-{number}, text: 'What is thing {number}?', kind: boolean}}"
    for number in range(65)
)

LARGE = f"""\
plumbline: framework/1
key: large
title: Large
version: "1.0"
sections:
  - key: all-things
    title: All things
    kind: family
    children:
      - key: more-things
        title: More things
        kind: category
        questions:
{_QUESTIONS}
"""

TWO = """\
urn: urn:harbour:risk:library:two
locale: en
ref_id: two
name: Two
version: 1
translations:
  fr:
    name: Deux
objects:
  frameworks:
    - urn: urn:harbour:risk:framework:first
      ref_id: first
      name: The first
      requirement_nodes:
        - urn: urn:harbour:risk:req_node:first:a
          assessable: true
          depth: 1
          ref_id: A
          name: Are doors locked?
    - urn: urn:harbour:risk:framework:second
      ref_id: second
      name: The second
      translations:
        fr:
          name: Le second
      requirement_nodes:
        - urn: urn:harbour:risk:req_node:second:a
          assessable: true
          depth: 1
          ref_id: A
          name: Are windows shut?
"""
"""A CISO Assistant library of two frameworks, one of them in two languages."""
