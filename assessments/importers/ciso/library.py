"""The objects of a library: which of them are frameworks, and what the rest is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assessments.importers.base import ImportRefused, Problem
from assessments.importers.ciso.words import text_of
from assessments.importers.foreign_keys import ForeignKeys
from assessments.importers.nodes import Node
from assessments.importers.wording import listed, one_line, quoted

_URN_PARTS = 4
"""What stands before a framework's own id: `urn:packager:risk:framework:`."""
_FRAMEWORKS = ("framework", "frameworks")
"""Under the first, which is older, stands one; under the second a list."""
_NOUNS = {
    "threats": ("threat", "threats"),
    "reference_controls": ("reference control", "reference controls"),
    "risk_matrix": ("risk matrix", "risk matrices"),
    "risk_matrices": ("risk matrix", "risk matrices"),
    "requirement_mapping_set": ("set of mappings", "sets of mappings"),
    "requirement_mapping_sets": ("set of mappings", "sets of mappings"),
    "metric_definitions": ("metric definition", "metric definitions"),
    "preset": ("preset", "presets"),
    "ttp_catalogs": ("catalogue of attack techniques", "catalogues of attack techniques"),
    "tactics": ("attack tactic", "attack tactics"),
    "techniques": ("attack technique", "attack techniques"),
    "workflows": ("workflow", "workflows"),
}


def objects_of(library: Node) -> Node:
    """The objects that a library holds. Raises ImportRefused where it is no library."""
    objects = library.get("objects")
    if not isinstance(objects.value, dict):
        where = objects if isinstance(library.value, dict) else library
        where.refuse(
            "A CISO Assistant library names its objects here.",
            "Such a file has the fields urn, locale, name, version and objects.",
        )
        library.document.problems.refuse_if_any()
    return objects


def frameworks_of(objects: Node) -> dict[str, Node]:
    """The frameworks in the file by their keys, in order.

    Raises ImportRefused where there is none, in words that say what there is.
    """
    found = [framework for key in _FRAMEWORKS for framework in _listed(objects, key)]
    objects.document.problems.refuse_if_any()
    if not found:
        message = "This library holds no framework"
        held = listed(left_out(objects))
        message += f", only {held}." if held else " and nothing else."
        hint = "Only a framework can be assessed. Choose the library that holds it."
        raise ImportRefused([Problem(objects.document.line_of(objects.path), message, hint)])
    keys = ForeignKeys()
    return {keys.take(_id(framework), title=title_of(framework)): framework for framework in found}


def picked(frameworks: dict[str, Node], wanted: str) -> str:
    """The key of the wanted framework, else of the first. Raises ImportRefused where the file has
    no such framework."""
    if not wanted:
        return next(iter(frameworks))
    if wanted not in frameworks:
        message = f"There is no framework {quoted(wanted)} in this file."
        raise ImportRefused([Problem(None, message, f"It has: {listed(frameworks)}.")])
    return wanted


def title_of(framework: Node) -> str:
    """What the framework is called, in its own language."""
    name = one_line(text_of(framework, "name"))
    return name or one_line(text_of(framework, "ref_id")) or "Framework"


def left_out(objects: Node, frameworks: int = 1) -> tuple[str, ...]:
    """What the file holds beside the framework that was read, in words."""
    others = [_counted(frameworks - 1, "other framework", "other frameworks")] * (frameworks > 1)
    held = {key: _count(objects.get(key).value) for key in objects.value if key not in _FRAMEWORKS}
    return (
        *others,
        *(
            _counted(
                count,
                *_NOUNS.get(key, (f"entry under {quoted(key)}", f"entries under {quoted(key)}")),
            )
            for key, count in held.items()
            if count
        ),
    )


def _listed(objects: Node, key: str) -> Iterator[Node]:
    found = objects.get(key)
    if isinstance(found.value, dict):
        yield found
    else:
        yield from objects.objects(key)


def _id(framework: Node) -> str:
    urn = text_of(framework, "urn")
    parts: Sequence[str] = urn.split(":", _URN_PARTS)
    return parts[-1] if len(parts) > _URN_PARTS else urn or text_of(framework, "ref_id")


def _count(value: object) -> int:
    if isinstance(value, list):
        return len(value)
    return 1 if isinstance(value, dict) and value else 0


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
