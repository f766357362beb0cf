"""What every specification keeps to, whatever importer it came from."""

from __future__ import annotations

from assessments.scoring import Scale
from assessments.spec import LENGTHS, QUESTION_KINDS, SECTION_KINDS, FrameworkSpec, QuestionSpec
from tests.assessments.importers.test_hostile_bytes import check_promises


def check_spec(spec: FrameworkSpec) -> None:
    """Keys, kinds, lengths, references, the scale: all as `assessments.spec` promises."""
    check_promises(spec)
    assert spec.key
    assert spec.title
    Scale(tuple(level.value for level in spec.levels))
    assert all(level.name and len(level.name) <= LENGTHS["level"] for level in spec.levels)
    assert all(len(level.description) <= LENGTHS["level description"] for level in spec.levels)
    groups = [group.key for group in spec.groups]
    assert len(set(groups)) == len(groups)
    assert all(group.name and len(group.name) <= LENGTHS["group"] for group in spec.groups)
    for noun, text in (
        ("framework", spec.title),
        ("version", spec.version),
        ("publisher", spec.publisher),
        ("licence", spec.licence),
        ("language", spec.language),
        ("source id", spec.source_id),
        ("url", spec.homepage),
    ):
        assert len(text) <= LENGTHS[noun], noun
    for section in spec.walk():
        assert section.kind in SECTION_KINDS
        assert section.title.split()
        assert len(section.title) <= LENGTHS["section"]
        assert len(section.ref) <= LENGTHS["reference"]
        assert len(section.source_id) <= LENGTHS["source id"]
        assert "\n" not in section.title
        for resource in section.resources:
            assert resource.text or resource.url
            assert len(resource.url) <= LENGTHS["url"]
    for question in spec.questions():
        _check_question(question, groups)


def _check_question(question: QuestionSpec, groups: list[str]) -> None:
    assert question.kind in QUESTION_KINDS
    assert question.text.split()
    assert "\n" not in question.text
    assert len(question.text) <= LENGTHS["question"]
    assert len(question.ref) <= LENGTHS["reference"]
    assert len(question.source_id) <= LENGTHS["source id"]
    assert set(question.groups) <= set(groups)
    assert len(set(question.groups)) == len(question.groups)
    assert bool(question.choices) is (question.kind in ("single", "multiple"))
    keys = [choice.key for choice in question.choices]
    assert len(set(keys)) == len(keys)
    for choice in question.choices:
        assert choice.text.split()
        assert len(choice.text) <= LENGTHS["choice"]
        assert choice.score is None or 0 <= choice.score <= 1
