"""What a framework says that a lens has no place for, in words."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.exporters.base import Change
from assessments.kept import mended, unknown
from assessments.lens_nodes import (
    CHILDREN,
    Json,
    choice_node,
    kept,
    lens_node,
    pillar_node,
    question_node,
    rule_node,
)
from assessments.spec import TEAM, Extra, FrameworkSpec, QuestionSpec


def description(spec: FrameworkSpec) -> str:
    """What it is; then who wrote which version of it and under what licence."""
    facts = [
        f"Version {spec.version}." if spec.version else "",
        f"By {spec.publisher}." if spec.publisher else "",
        f"Licence: {spec.licence}." if spec.licence else "",
        spec.attribution,
        spec.homepage,
    ]
    whole = [spec.description or spec.title, " ".join(fact for fact in facts if fact)]
    return "\n\n".join(part for part in whole if part)


def left_out(spec: FrameworkSpec) -> Iterator[Change]:
    """One change for each kind of thing that is left out, with how many there are."""
    sections, questions = list(spec.walk()), list(spec.questions())
    weights = [part.weight for part in sections] + [part.weight for part in questions]
    counts: dict[str, int] = {
        "guidance of sections": sum(1 for section in sections if section.guidance),
        "resources of sections": sum(1 for section in sections if section.resources),
        "responsibilities": sum(len(section.responsibilities) for section in sections),
        "expected evidence": sum(len(one.expected_evidence) for one in sections),
        "cloud services": sum(len(section.cloud_services) for section in sections),
        "weights": sum(weight != 1 for weight in weights),
        "implementation groups": len(spec.groups),
        "roles": 0 if spec.roles == (TEAM,) else len(spec.roles),
    }
    for words, count in counts.items():
        if count:
            yield Change(f"Left out, since a lens has no place for it: {words} ({count}).")
    if spec.roll_up != "mean":
        yield Change(f"Left out, since a lens has no place for it: roll-up {spec.roll_up}.")


def not_as_it_came(spec: FrameworkSpec) -> Iterator[Change]:
    """For a lens: what stood otherwise in its file, each with the keys that lead there."""
    yield from _of(spec.extra, lens_node(spec), "")
    for section in spec.sections:
        yield from _of(section.extra, pillar_node(section), section.key)
        for question in section.questions:
            yield from _of_question(question, f"{section.key}/{question.key}")


def _of_question(question: QuestionSpec, path: str) -> Iterator[Change]:
    yield from _of(question.extra, question_node(question), path)
    for choice in question.choices:
        yield from _of(choice.extra, choice_node(choice), f"{path}/{choice.key}")
    for rule in question.rules:
        yield from _of(rule.extra, rule_node(rule), path)


def _of(extra: Extra, made: Json, path: str) -> Iterator[Change]:
    for key in unknown(kept(extra), made):
        yield Change(f"“{key}” is left out.", path=path)
    for key in mended(kept(extra), made):
        if key in CHILDREN:
            continue
        yield Change(f"“{key}” is written as it was read, not as it stood in the file.", path=path)
