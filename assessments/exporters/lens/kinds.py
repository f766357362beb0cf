"""Every kind of question as one whose choices are ticked, with rules for the risk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assessments.exporters.lens.conditions import all_of, any_of
from assessments.exporters.lens.ids import with_lens_ids
from assessments.lens_limits import MOST
from assessments.lens_nodes import NONE_SUFFIX
from assessments.rules import DEFAULT
from assessments.spec import ChoiceSpec, LevelSpec, QuestionSpec, ResourceSpec, RiskRuleSpec

NO_RISK_FROM = 0.8
MEDIUM_FROM = 0.4
"""Shares of the highest level from which a claim is no risk, or a medium one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the kind `multiple`, with its rules, and what was said on the way there.

    `key` is what a lens is to call it.
    """

    question: QuestionSpec
    said: tuple[str, ...] = ()
    key: str = ""


def as_multiple(question: QuestionSpec, scale: Sequence[LevelSpec]) -> Asked | None:
    """The question as a lens can ask it, its choices called by ids that AWS takes.

    None where it cannot be asked: a text, or nothing to choose from.
    """
    convert = _CONVERSIONS.get(question.kind)
    if convert is None:
        return None
    called, said = with_lens_ids(question)
    made = convert(called, scale)
    return replace(made, said=(*said, *made.said)) if made.question.choices else None


def _multiple(question: QuestionSpec, _scale: Sequence[LevelSpec]) -> Asked:
    if question.rules:
        return Asked(question)
    said = "It has no risk rules: all choices ticked are no risk, some a medium one."
    return Asked(replace(question, rules=share_rules(question.choices)), (said,))


def share_rules(choices: Iterable[ChoiceSpec]) -> tuple[RiskRuleSpec, ...]:
    """Rules for choices that are all good to have."""
    good = [choice.key for choice in choices if not choice.none_of_these]
    if not good:
        return (RiskRuleSpec(DEFAULT, "high"),)
    some = (RiskRuleSpec(any_of(good), "medium"),) if len(good) > 1 else ()
    return (RiskRuleSpec(all_of(good), "none"), *some, RiskRuleSpec(DEFAULT, "high"))


def _single(question: QuestionSpec, _scale: Sequence[LevelSpec]) -> Asked:
    said = "It asks for one of the choices; in a lens several can be ticked."
    return _chosen(question, [(choice, choice.score) for choice in question.choices], said)


def _boolean(question: QuestionSpec, _scale: Sequence[LevelSpec]) -> Asked:
    choices = (
        ChoiceSpec("yes", "Yes"),
        ChoiceSpec(f"answer{NONE_SUFFIX}", "No", none_of_these=True),
    )
    rules = (RiskRuleSpec("yes", "none"), RiskRuleSpec(DEFAULT, "high"))
    said = "Yes or no is asked as a choice to tick, and one for none of these."
    return _with(question, choices, rules, said)


def _number(question: QuestionSpec, _scale: Sequence[LevelSpec]) -> Asked:
    said = "A number is asked by choices, one for each band."
    bands = question.bands[: MOST["choices"]]
    if len(bands) < len(question.bands):
        said += f" AWS takes {MOST['choices']} choices; the bands above are left out."
    ends = [band.at_least for band in question.bands[1:]] + [None]
    unit = f" {question.unit}" if question.unit else ""
    choices = [
        (ChoiceSpec(f"band_{at}", f"{_range(band.at_least, end)}{unit}"), band.score)
        for at, (band, end) in enumerate(zip(bands, ends, strict=False), start=1)
    ]
    return _chosen(question, choices, said)


def _range(start: float | None, end: float | None) -> str:
    if start is None:
        return "Any number" if end is None else f"Below {end:.12g}"
    return f"{start:.12g} or more" if end is None else f"{start:.12g} up to below {end:.12g}"


def _level(question: QuestionSpec, scale: Sequence[LevelSpec]) -> Asked:
    levels = list(question.levels or scale)
    steps = _few(levels[1:] or levels, MOST["choices"] - 1)
    most = max((level.value for level in levels), default=0)
    choices = [
        (
            ChoiceSpec(
                f"level_{at}",
                f"{level.name} (level {level.value}) is reached",
                improvement=_read(level.description),
            ),
            level.value / most if most > 0 else 1.0,
        )
        for at, level in enumerate(steps, start=1)
    ]
    said = "A level is asked by choices, one for each level: tick the highest that is reached."
    made = _chosen(question, choices, said)
    lowest = levels[:1] if len(levels) > 1 else []
    none = [
        ChoiceSpec(
            f"level{NONE_SUFFIX}",
            f"None of these: {level.name}",
            none_of_these=True,
            help=_read(level.description),
        )
        for level in lowest
    ]
    return replace(made, question=replace(made.question, choices=(*made.question.choices, *none)))


def _few(levels: Sequence[LevelSpec], most: int) -> list[LevelSpec]:
    """As many levels as there can be choices, evenly spread, the highest among them."""
    if len(levels) <= most:
        return list(levels)
    return [levels[(at * len(levels) - 1) // most] for at in range(1, most + 1)]


def _read(text: str) -> tuple[ResourceSpec, ...]:
    return (ResourceSpec(text),) if text else ()


def _chosen(
    question: QuestionSpec, scored: Sequence[tuple[ChoiceSpec, float | None]], said: str
) -> Asked:
    """Choices of which one claims a share of the highest level, and rules that follow from it."""
    choices = tuple(choice for choice, _ in scored)
    good = [choice.key for choice, score in scored if (score or 0) >= NO_RISK_FROM]
    fair = [choice.key for choice, score in scored if NO_RISK_FROM > (score or 0) >= MEDIUM_FROM]
    if all(score is None for _, score in scored):
        return _with(question, choices, (RiskRuleSpec(DEFAULT, "none"),), said)
    rules = (
        *([RiskRuleSpec(any_of(good), "none")] if good else []),
        *([RiskRuleSpec(any_of(fair), "medium")] if fair else []),
        RiskRuleSpec(DEFAULT, "high"),
    )
    return _with(question, choices, rules, said)


def _with(
    question: QuestionSpec,
    choices: tuple[ChoiceSpec, ...],
    rules: tuple[RiskRuleSpec, ...],
    said: str,
) -> Asked:
    return Asked(replace(question, kind="multiple", choices=choices, rules=rules), (said,))


_CONVERSIONS: dict[str, Callable[[QuestionSpec, Sequence[LevelSpec]], Asked]] = {
    "multiple": _multiple,
    "single": _single,
    "boolean": _boolean,
    "number": _number,
    "level": _level,
}
