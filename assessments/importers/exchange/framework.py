"""A whole framework from the root of its document: facts, scale, roles, groups, then the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assessments.importers.exchange import words
from assessments.importers.exchange.fields import Fields, Taken, expected, number_at
from assessments.importers.exchange.questions import Known
from assessments.importers.exchange.sections import SectionReader
from assessments.importers.nodes import Node
from assessments.importers.wording import quoted
from assessments.spec import (
    DEFAULT_LEVELS,
    READINGS,
    ROLL_UPS,
    TEAM,
    FrameworkSpec,
    GroupSpec,
    LevelSpec,
    RoleSpec,
)

_LANGUAGE = re.compile(r"[a-zA-Z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Head:
    """A framework without its sections, and whether its file says who its roles are."""

    spec: FrameworkSpec
    says_roles: bool

    def known(self, roles: Sequence[RoleSpec]) -> Known:
        """What questions can refer to, with these roles."""
        return Known(
            self.spec.levels,
            {role.key: role.name for role in roles},
            {group.key: group.name for group in self.spec.groups},
        )


def framework_of(root: Node) -> FrameworkSpec:
    """The framework in a document that stands alone.

    What is wrong with it is noted in the document's problems.
    """
    fields = fields_of(root)
    head = head_of(fields)
    reader = SectionReader(head.known(head.spec.roles))
    return replace(head.spec, sections=reader.sections(fields, "sections"))


def fields_of(root: Node) -> Fields:
    """The fields of the whole. Raises ImportRefused where it is not of this format at all."""
    if not isinstance(root.value, dict):
        expected(root, "An object with named fields")
    elif root.get(words.MARKER).value != words.FORMAT:
        root.get(words.MARKER).refuse(
            f"The field {quoted(words.MARKER)} must say {words.FORMAT}, which is all that this "
            "version reads."
        )
    if not isinstance(root.value, dict) or root.get(words.MARKER).value != words.FORMAT:
        root.document.problems.refuse_if_any()
    return Fields(root, words.FRAMEWORK)


def head_of(fields: Fields) -> Head:
    """Everything but the sections."""
    usual = FrameworkSpec(key="", title="")
    says_roles = fields.has("roles")
    spec = FrameworkSpec(
        key=fields.key(),
        title=fields.needed("title", "framework"),
        description=fields.text("description"),
        version=fields.text("version", "version") if fields.has("version") else usual.version,
        publisher=fields.text("publisher", "publisher"),
        licence=fields.text("licence", "licence"),
        attribution=fields.text("attribution"),
        homepage=fields.url("homepage"),
        language=_language(fields) if fields.has("language") else usual.language,
        levels=_levels(fields) if fields.has("levels") else DEFAULT_LEVELS,
        ladder=_ladder(fields),
        roll_up=fields.one_of("roll_up", ROLL_UPS, usual.roll_up),
        reading=fields.one_of("reading", READINGS, usual.reading),
        roles=_roles(fields) if says_roles else (TEAM,),
        groups=_groups(fields),
        source_id=fields.text("source_id", "source id"),
        extra=fields.extra(),
    )
    return Head(spec, says_roles)


def _language(fields: Fields) -> str:
    language = fields.needed("language", "language")
    if language.strip() and not _LANGUAGE.fullmatch(language):
        hint = "Write one such as en or pt-BR."
        fields.node.get("language").refuse(f"{quoted(language)} cannot be a language.", hint)
    return language


def _levels(fields: Fields) -> tuple[LevelSpec, ...]:
    """The scale, lowest first; a level without a value is one above the level before it."""
    levels: list[LevelSpec] = []
    for found in fields.objects("levels", words.LEVEL):
        value = found.whole("value")
        if value is None:
            value = levels[-1].value + 1 if levels else 0
        if levels and value <= levels[-1].value:
            found.node.refuse("Each level must have a higher value than the one before it.")
        name = found.needed("name", "level")
        levels.append(LevelSpec(value, name, found.text("description", "level description")))
    node = fields.node.get("levels")
    if isinstance(node.value, list) and len(node.value) < words.FEWEST_LEVELS:
        node.refuse(f"A scale has {words.FEWEST_LEVELS} levels at least.", "Write them all.")
    return tuple(levels)


def _ladder(fields: Fields) -> tuple[float, ...]:
    found = [number_at(item, 0, 1) for item in fields.items("ladder")]
    shares = tuple(share for share in found if share is not None)
    node = fields.node.get("ladder")
    whole = len(found) == words.RUNGS and list(shares) == sorted(shares)
    if isinstance(node.value, list) and not whole:
        node.refuse(
            f"The ladder is a list of {words.RUNGS} shares, none lower than the one before it.",
            "Write what each rung of evidence proves, such as [0.2, 0.4, 0.6, 0.8, 1].",
        )
    return shares


def _roles(fields: Fields) -> tuple[RoleSpec, ...]:
    taken = Taken("role")
    return tuple(
        RoleSpec(_key(found, taken), found.needed("name", "role"))
        for found in fields.objects("roles", words.ROLE)
    )


def _key(fields: Fields, taken: Taken) -> str:
    key = fields.key()
    taken.take(key, fields.node.get("key"))
    return key


def _groups(fields: Fields) -> tuple[GroupSpec, ...]:
    taken = Taken("group")
    groups = []
    for found in fields.objects("groups", words.GROUP):
        key = found.needed("key", "key")
        taken.take(key, found.node.get("key"))
        name = found.needed("name", "group")
        groups.append(GroupSpec(key, name, found.text("description"), found.flag("default")))
    return tuple(groups)
