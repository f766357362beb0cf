"""Implementation groups: parts of a framework that an assessment can be limited to."""

from __future__ import annotations

import re

from assessments.importers.ciso.words import Words, is_true, text_of
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.oddities import Oddities
from assessments.importers.wording import shortened, slug
from assessments.spec import LENGTHS, GroupSpec

MAX_GROUPS = 500
"""Groups in one framework at most."""

_IN_NONE = "in-no-group"
_SEVERAL = re.compile("[;,]")


class Groups:
    """The groups that a library defines, and which of them a requirement belongs to.

    CISO Assistant leaves out a requirement without groups once any group is chosen. In Plumbline
    a question without groups is always asked, so such requirements get a group of their own.
    """

    def __init__(self, framework: Node, words: Words, oddities: Oddities) -> None:
        self._oddities = oddities
        self._keys = ForeignKeys()
        self._made: dict[str, GroupSpec] = {}
        self._loosely: dict[str, GroupSpec] = {}
        for entry in framework.objects("implementation_groups_definition"):
            ref = text_of(entry, "ref_id") or words.line(entry, "name")
            if ref and ref not in self._made and len(self._made) < MAX_GROUPS:
                self._define(entry, ref, words)
        self._without: GroupSpec | None = None

    def _define(self, entry: Node, ref: str, words: Words) -> None:
        group = GroupSpec(
            self._keys.take(ref),
            shortened(words.line(entry, "name") or ref, LENGTHS["group"]),
            words.line(entry, "description"),
            default=is_true(entry, "default_selected"),
        )
        self._made[ref] = group
        self._loosely.setdefault(_loose(ref), group)

    @property
    def specs(self) -> tuple[GroupSpec, ...]:
        """Every group; at the end the one of requirements in none, if there are any so far."""
        return (*self._made.values(), *([self._without] if self._without else []))

    def of(self, requirement: Node) -> tuple[str, ...]:
        """The keys of the groups that a requirement belongs to, each once."""
        if not self._made:
            return ()
        named = [
            group.key
            for entry in requirement.items("implementation_groups")
            for group in self._named(entry)
        ]
        return tuple(dict.fromkeys(named)) or (self._in_none().key,)

    def _named(self, entry: Node) -> list[GroupSpec]:
        name = text_of(entry)
        if name in self._made:
            return [self._made[name]]
        parts = [name] if _loose(name) in self._loosely else _SEVERAL.split(name)
        found = [self._loosely[part] for part in map(_loose, parts) if part in self._loosely]
        if found:
            message = "A group is written otherwise than it is defined; it was taken as that one."
            self._oddities.note(entry, message)
        elif name:
            message = "A group is named here that is defined nowhere; it was left out."
            self._oddities.note(entry, message)
        return found

    def _in_none(self) -> GroupSpec:
        if self._without is None:
            self._without = GroupSpec(
                self._keys.take(_IN_NONE),
                "In no group",
                "What is in no group. CISO Assistant leaves it out once groups are chosen.",
            )
        return self._without


def _loose(name: str) -> str:
    """What two spellings of a group have in common."""
    return slug(name, 2 * LENGTHS["group"]) or name.strip()
