"""What every specification keeps to, whatever importer it came from."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any

from assessments.importers.nodes import URL, has_control
from assessments.importers.outline import counts, tree
from assessments.scoring import Scale
from assessments.spec import (
    ARTIFACT_KINDS,
    LENGTHS,
    QUESTION_KINDS,
    READINGS,
    RISKS,
    ROLL_UPS,
    SECTION_KINDS,
    FrameworkSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    SectionSpec,
)

KEY = re.compile(r"[A-Za-z0-9_-]+")
"""What can stand in an address, as the database's slugs do."""
LARGEST_COUNT = 32_767
"""The highest value of a level and of a tier that every database holds."""

OF_ANY_FORM = ("choice key", "source id")
"""Ids as foreign formats write them: they may even have several lines."""


def check_promises(spec: FrameworkSpec) -> None:
    """All of `check_form`, and that somebody is asked something."""
    check_form(spec)
    assert spec.roles
    assert any(True for _ in spec.questions())


def check_form(spec: FrameworkSpec) -> None:
    """Keys, kinds, lengths, references, the scale: all as `assessments.spec` promises."""
    _check_facts(spec)
    _check_scale(spec)
    roles = [role.key for role in spec.roles]
    groups = [group.key for group in spec.groups]
    sections = list(spec.walk())
    questions = list(spec.questions())
    assert len(set(groups)) == len(groups)
    assert all(0 < len(key) <= LENGTHS["key"] for key in groups)
    for keys in (
        roles,
        [section.key for section in sections],
        [question.key for question in questions],
    ):
        _check_keys(keys)
    for name in (role.name for role in spec.roles):
        _check_line(name, "role")
    for name in (group.name for group in spec.groups):
        _check_line(name, "group")
    for section in sections:
        _check_section(section, roles)
    for question in questions:
        _check_question(question, spec, roles, groups)
    for text in _texts(spec):
        assert not has_control(text), f"a control character in {text[:40]!r}"
    assert tree(spec)
    assert str(counts(spec))


def _check_facts(spec: FrameworkSpec) -> None:
    _check_keys([spec.key])
    _check_line(spec.title, "framework")
    for noun, text in (
        ("version", spec.version),
        ("publisher", spec.publisher),
        ("licence", spec.licence),
        ("language", spec.language),
        ("source id", spec.source_id),
        ("url", spec.homepage),
    ):
        _check_short(text, noun)
    assert spec.language
    assert spec.homepage == "" or URL.fullmatch(spec.homepage)
    assert spec.roll_up in ROLL_UPS
    assert spec.reading in READINGS
    _check_extra(spec.extra)


def _check_scale(spec: FrameworkSpec) -> None:
    Scale(tuple(level.value for level in spec.levels))
    assert len(spec.levels) >= 2
    assert spec.levels[-1].value <= LARGEST_COUNT
    _check_levels(spec.levels)
    assert len(spec.ladder) in (0, 5)
    assert list(spec.ladder) == sorted(spec.ladder)
    assert all(0 <= share <= 1 for share in spec.ladder)


def _check_levels(levels: Iterable[LevelSpec]) -> None:
    for level in levels:
        _check_line(level.name, "level")
        _check_short(level.description, "level description")


def _check_section(section: SectionSpec, roles: list[str]) -> None:
    assert section.kind in SECTION_KINDS
    _check_line(section.title, "section")
    _check_short(section.ref, "reference")
    _check_short(section.source_id, "source id")
    assert math.isfinite(section.weight)
    assert section.weight > 0
    _check_resources(section.resources)
    _check_extra(section.extra)
    for duty in section.responsibilities:
        assert duty.role in roles
        _check_line(duty.text, "responsibility")
    _check_keys([item.key for item in section.expected_evidence])
    for item in section.expected_evidence:
        _check_line(item.title, "expected artifact")
        assert item.kind in ARTIFACT_KINDS
    services = Counter((service.provider, service.name) for service in section.cloud_services)
    assert all(count == 1 for count in services.values())
    for provider, name in services:
        _check_line(provider, "provider")
        _check_line(name, "cloud service")


def _check_question(
    question: QuestionSpec, spec: FrameworkSpec, roles: list[str], groups: list[str]
) -> None:
    assert question.kind in QUESTION_KINDS
    _check_line(question.text, "question")
    _check_short(question.ref, "reference")
    _check_short(question.source_id, "source id")
    _check_short(question.unit, "unit")
    assert question.roles
    for named, known in ((question.roles, roles), (question.groups, groups)):
        assert set(named) <= set(known)
        assert len(set(named)) == len(named)
    assert math.isfinite(question.weight)
    assert question.weight > 0
    assert len(question.levels) in (0, len(spec.levels))
    _check_levels(question.levels)
    assert question.tier is None or 0 <= question.tier <= LARGEST_COUNT
    _check_resources(question.resources)
    _check_extra(question.extra)
    _check_choices(question)
    _check_rules_and_bands(question)


def _check_choices(question: QuestionSpec) -> None:
    assert not question.choices or question.kind in ("single", "multiple")
    keys = [choice.key for choice in question.choices]
    assert len(set(keys)) == len(keys), f"a choice key twice: {keys}"
    for choice in question.choices:
        _check_line(choice.key, "choice key")
        _check_line(choice.text, "choice")
        assert choice.score is None or 0 <= choice.score <= 1
        _check_resources((*choice.help, *choice.improvement))
        _check_extra(choice.extra)


def _check_rules_and_bands(question: QuestionSpec) -> None:
    assert not question.rules or question.kind == "multiple"
    for rule in question.rules:
        assert rule.condition.strip()
        assert rule.risk in RISKS
        _check_extra(rule.extra)
    assert not (question.bands or question.unit) or question.kind == "number"
    begins = [band.at_least for band in question.bands]
    assert not begins or begins[0] is None
    for low, high in pairwise(begins):
        assert high is not None
        assert low is None or low < high
    assert all(0 <= band.score <= 1 for band in question.bands)


def _check_keys(keys: list[str]) -> None:
    assert len(set(keys)) == len(keys), f"a key twice: {keys}"
    for key in keys:
        assert KEY.fullmatch(key), f"no key: {key!r}"
        _check_short(key, "key")


def _check_resources(resources: Iterable[ResourceSpec]) -> None:
    for resource in resources:
        assert resource.text or resource.url
        _check_short(resource.url, "url")
        assert resource.url == "" or URL.fullmatch(resource.url), resource.url


def _check_extra(extra: Any) -> None:
    """JSON values that every database holds; controls but NUL are kept as they came."""
    written = json.dumps(dict(extra), allow_nan=False, ensure_ascii=False)
    assert written.encode()
    assert "\\u0000" not in written.replace("\\\\", "")


def _check_line(text: str, noun: str) -> None:
    assert text.strip(), f"an empty {noun}"
    _check_short(text, noun)


def _check_short(text: str, noun: str) -> None:
    assert len(text) <= LENGTHS[noun], f"a {noun} of {len(text)} characters"
    assert noun in OF_ANY_FORM or not {"\n", "\r"} & set(text), f"a {noun} of several lines"


def _texts(part: Any) -> Iterator[str]:
    """Every text in it, but for what is kept for a format."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name != "extra":
                yield from _texts(getattr(part, field.name))
