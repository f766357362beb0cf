"""The parts of a report, each made from the plain values of a milestone's document. Pure.

`whole.document` puts them together. What the values are is said in docs/milestones.md.
"""
