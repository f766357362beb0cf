"""What a lens gives to read: a text, an address, or both, in all the ways that authors write it."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.importers.lens.oddities import Habits, optional_within, prose, warn_of_unknown
from assessments.importers.nodes import URL, Node
from assessments.lens_nodes import HELPFUL, IMPROVEMENT
from assessments.spec import LENGTHS, ResourceSpec

Resources = tuple[ResourceSpec, ...]

_TYPES = (HELPFUL, IMPROVEMENT)


def resource(node: Node, key: str, habits: Habits) -> Resources:
    """The resource that stands there, if one does: none or one."""
    found = node.get(key)
    if isinstance(found.value, dict):
        return _of_object(found, habits)
    if isinstance(found.value, str) and found.value.strip():
        found.warn("This is a text; an object with “displayText” and “url” is usual.")
        text = prose(node, key, habits)
        return (ResourceSpec(text),) if text else ()
    if found.value is not None:
        found.warn("This was not read: an object with “displayText” and “url” is expected.")
    return ()


def own_address(node: Node) -> Resources:
    """An address that stands with a question or a choice itself, where the format has none."""
    url = address(node)
    return (ResourceSpec(url=url),) if url else ()


def further(node: Node, habits: Habits) -> tuple[Resources, Resources]:
    """Of the additional resources those that help, and those that say how to improve."""
    read: dict[str, list[ResourceSpec]] = {HELPFUL: [], IMPROVEMENT: []}
    for group in optional_within(node, "additionalResources"):
        read[_type(group)] += _content(group, habits)
        warn_of_unknown(group, ("type", "content"))
    return tuple(read[HELPFUL]), tuple(read[IMPROVEMENT])


def _type(group: Node) -> str:
    written = group.get("type").value
    if written in _TYPES:
        return str(written)
    group.get("type").warn(f"The type is {HELPFUL} or {IMPROVEMENT}; the first is taken.")
    return HELPFUL


def _content(group: Node, habits: Habits) -> Iterator[ResourceSpec]:
    for found in optional_within(group, "content"):
        yield from _of_object(found, habits)


def _of_object(found: Node, habits: Habits) -> Resources:
    text, url = prose(found, "displayText", habits), address(found)
    if not text:
        found.warn("There is no text here." if url else "There is neither text nor address here.")
    warn_of_unknown(found, ("displayText", "url", "Url", "URL"))
    return (ResourceSpec(text, url),) if text or url else ()


def address(node: Node) -> str:
    """The address at `url`, however that is spelt; empty, and a warning, where it is none."""
    key = next((key for key in node.value if key.casefold() == "url"), "url")
    found = node.get(key)
    if key != "url":
        found.warn(f"“{key}” was read as “url”.")
    if found.value is None:
        return ""
    if not isinstance(found.value, str):
        found.warn("This is no address; it was not read.")
        return ""
    return _address(found, found.value)


def _address(found: Node, written: str) -> str:
    url = written.strip()
    if not url:
        found.warn("The address is empty.")
        return ""
    if url != written:
        found.warn("There are spaces around this address.")
    first = url.split()[0].rstrip(",;")
    if not URL.fullmatch(first) or len(first) > LENGTHS["url"]:
        found.warn("This is no address that begins with http:// or https://; it was not read.")
        return ""
    if first != url:
        found.warn("More than an address stands here; only the first was read.")
    return first
