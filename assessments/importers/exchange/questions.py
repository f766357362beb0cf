"""The questions of a section, of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.importers.exchange import words
from assessments.importers.exchange.fields import Fields, Taken
from assessments.importers.nodes import Node
from assessments.rules import ConditionError, parse
from assessments.spec import (
    QUESTION_KINDS,
    RISKS,
    BandSpec,
    ChoiceSpec,
    LevelSpec,
    QuestionSpec,
    ResourceSpec,
    RiskRuleSpec,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What questions can refer to: the scale, and the keys of roles and groups with their names."""

    levels: tuple[LevelSpec, ...]
    roles: Mapping[str, str]
    groups: Mapping[str, str]


class QuestionReader:
    """Reads the questions of a framework, each with a key of its own."""

    def __init__(self, known: Known) -> None:
        self.taken = Taken("question")
        self._known = known

    def question(self, fields: Fields) -> QuestionSpec:
        """The question in these fields."""
        key = fields.key()
        self.taken.take(key, fields.node.get("key"))
        kind = fields.one_of("kind", QUESTION_KINDS, "level")
        _refuse_parts_of_other_kinds(fields, kind)
        return QuestionSpec(
            key=key,
            text=fields.needed("text", "question"),
            roles=self._roles(fields),
            help=fields.text("help"),
            kind=kind,
            weight=fields.weight(),
            levels=self._levels(fields),
            choices=_choices(fields, kind),
            rules=tuple(_rule(rule) for rule in fields.objects("rules", words.RULE)),
            bands=_bands(fields),
            unit=fields.text("unit", "unit"),
            tier=fields.whole("tier"),
            resources=resources(fields, "resources"),
            groups=fields.picked("groups", "group", self._known.groups),
            ref=fields.text("ref", "reference"),
            source_id=fields.text("source_id", "source id"),
            extra=fields.extra(),
        )

    def _roles(self, fields: Fields) -> tuple[str, ...]:
        """The roles that are named, in the framework's order; without the field all of them."""
        if fields.has("roles"):
            roles = fields.picked("roles", "role", self._known.roles)
            if fields.node.get("roles").value == []:
                hint = "Name a role, or leave the field out to ask all of them."
                fields.node.get("roles").refuse("Nobody is asked this question.", hint)
            return tuple(role for role in self._known.roles if role in roles)
        if not self._known.roles:
            fields.node.refuse("The framework has no roles, so nobody could be asked this.")
        return tuple(self._known.roles)

    def _levels(self, fields: Fields) -> tuple[LevelSpec, ...]:
        """What each level of the scale means here, from one text for each."""
        found = fields.texts("levels", "level description")
        scale = self._known.levels
        if not found:
            return ()
        if len(found) != len(scale):
            fields.node.get("levels").refuse(
                f"The scale has {len(scale)} levels; {len(found)} are described here.",
                "Describe all of them, lowest first, or none.",
            )
        described = zip(scale, found, strict=False)
        return tuple(LevelSpec(level.value, level.name, text) for level, text in described)


def resources(fields: Fields, name: str) -> tuple[ResourceSpec, ...]:
    """What there is to read: a text, an address, or both."""
    return tuple(_resource(found) for found in fields.objects(name, words.RESOURCE))


def _resource(fields: Fields) -> ResourceSpec:
    if not any(map(fields.has, words.RESOURCE)):
        fields.node.refuse("There is nothing to read here.", "Write a text, an address or both.")
    text = fields.needed("text") if fields.has("text") else ""
    return ResourceSpec(text, fields.url("url"))


def _refuse_parts_of_other_kinds(fields: Fields, kind: str) -> None:
    for name, kinds in words.ONLY.items():
        if fields.has(name) and kind not in kinds:
            fields.node.get(name).refuse(
                f"A question of the kind {kind} has no {name}.",
                f"Leave the field out, or make the kind {' or '.join(kinds)}.",
            )


def _choices(fields: Fields, kind: str) -> tuple[ChoiceSpec, ...]:
    taken = Taken("choice of this question")
    choices = tuple(_choice(found, taken) for found in fields.objects("choices", words.CHOICE))
    if not choices and kind in words.ONLY["choices"]:
        fields.node.warn("This question has no choices, so nobody can answer it.")
    return choices


def _choice(fields: Fields, taken: Taken) -> ChoiceSpec:
    key = fields.needed("key", "choice key")
    taken.take(key, fields.node.get("key"))
    return ChoiceSpec(
        key=key,
        text=fields.needed("text", "choice"),
        description=fields.text("description"),
        score=fields.number("score", least=0, most=1),
        none_of_these=fields.flag("none_of_these"),
        help=resources(fields, "help"),
        improvement=resources(fields, "improvement"),
        extra=fields.extra(),
    )


def _rule(fields: Fields) -> RiskRuleSpec:
    condition = fields.needed("condition")
    if condition.strip():
        _check_condition(condition, fields.node.get("condition"))
    return RiskRuleSpec(condition, fields.one_of("risk", RISKS), fields.extra())


def _check_condition(condition: str, node: Node) -> None:
    """Note a condition that cannot be read. What it means is for lint to judge."""
    try:
        parse(condition)
    except ConditionError as error:
        hint = "Write choice keys with !, &&, || and brackets, or default."
        node.refuse(f"This condition cannot be read. {error}", hint)


def _bands(fields: Fields) -> tuple[BandSpec, ...]:
    bands = []
    reached = None
    for at, band in enumerate(fields.objects("bands", words.BAND)):
        at_least = band.number("at_least")
        if at == 0 and band.has("at_least"):
            hint = "Leave “at_least” out: the first band is all that lies below the second."
            band.node.get("at_least").refuse("The first band begins nowhere.", hint)
        if at and not band.has("at_least"):
            band.node.refuse("The field “at_least” is missing here.", "Say where it begins.")
        if at_least is not None and reached is not None and at_least <= reached:
            band.node.get("at_least").refuse("Each band must begin above the one before it.")
        reached = at_least if at_least is not None else reached
        score = band.number("score", least=0, most=1)
        if not band.has("score"):
            band.node.refuse("The field “score” is missing here.", "Write a share from 0 to 1.")
        bands.append(BandSpec(at_least, score or 0.0))
    return tuple(bands)
