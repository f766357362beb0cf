"""A custom lens for the AWS Well-Architected Tool.

What came from a lens goes out as it came in, unless it is to fit the limits of AWS; anything else
is made to fit them. See docs/formats/aws-custom-lens.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessments.exporters.base import Change, Exported, ExportRefused
from assessments.exporters.lens.beside import description, left_out, not_as_it_came
from assessments.exporters.lens.parts import Fitting
from assessments.exporters.lens.pillars import pillars
from assessments.exporters.lens.size import within_limit, written
from assessments.kept import restored
from assessments.lens_nodes import (
    FORMAT,
    SCHEMA_VERSION,
    Json,
    came_from_lens,
    choice_node,
    kept,
    lens_node,
    pillar_node,
    question_node,
    rule_node,
)
from assessments.spec import ChoiceSpec, FrameworkSpec, QuestionSpec, RiskRuleSpec, SectionSpec


class AwsLens:
    """The exporter."""

    name = FORMAT
    label = "AWS custom lens"
    suffix = ".json"
    content_type = "application/json"

    def fits(self, spec: FrameworkSpec) -> tuple[Change, ...]:
        """What a strict export would have to change."""
        return self.write(spec, strict=True).changes

    def write(self, spec: FrameworkSpec, *, strict: bool = False) -> Exported:
        """The file; see `assessments.exporters.base.Exporter`."""
        if came_from_lens(spec) and not strict:
            return Exported(written(_as_it_came(spec)).encode())
        lens, changes = _fitted(spec)
        text, cut = within_limit(lens)
        return Exported(text.encode(), (*changes, *cut))


def _as_it_came(spec: FrameworkSpec) -> Json:
    """The lens with all its oddities."""
    node = restored(lens_node(spec), kept(spec.extra))
    return _with(node, "pillars", [_pillar(section) for section in spec.sections])


def _pillar(section: SectionSpec) -> Json:
    node = restored(pillar_node(section), kept(section.extra))
    return _with(node, "questions", [_question(question) for question in section.questions])


def _question(question: QuestionSpec) -> Json:
    node = restored(question_node(question), kept(question.extra))
    node = _with(node, "choices", [_choice(choice) for choice in question.choices])
    return _with(node, "riskRules", [_rule(rule) for rule in question.rules])


def _choice(choice: ChoiceSpec) -> Json:
    return restored(choice_node(choice), kept(choice.extra))


def _rule(rule: RiskRuleSpec) -> Json:
    return restored(rule_node(rule), kept(rule.extra))


def _with(node: Json, key: str, below: list[Json]) -> Json:
    """The node with its list; where it had none and there is nothing to list, it gets none."""
    return {**node, key: below} if below or isinstance(node.get(key), list) else node


def _fitted(spec: FrameworkSpec) -> tuple[Json, Sequence[Change]]:
    """The framework as a lens within all limits but that of its size, and what changed."""
    planned, moved = pillars(spec)
    if not planned:
        raise ExportRefused("A lens asks by choices, and no question here can be asked like that.")
    fitting = Fitting()
    is_lens = came_from_lens(spec)
    said = spec.description or spec.title if is_lens else description(spec)
    lens = {
        "schemaVersion": SCHEMA_VERSION,
        "name": fitting.title(spec.title, "name", "Lens"),
        "description": fitting.text(said, "description") or "Lens",
        "pillars": [fitting.pillar(pillar, f"pillars[{at}]") for at, pillar in enumerate(planned)],
    }
    otherwise = not_as_it_came(spec) if is_lens else ()
    return lens, [*left_out(spec), *moved, *fitting.changes, *otherwise]
