"""Links: to what one can read, kept in the catalog's back matter, and to other controls."""

from __future__ import annotations

from assessments.importers.catalog.props import entries, label_of, text_of
from assessments.importers.nodes import URL, Node
from assessments.importers.wording import one_line
from assessments.plain_text import plain_text
from assessments.spec import LENGTHS, ResourceSpec

_RELATED = "related"
_LONGEST_TEXT = 500


class Links:
    """What the links of a catalog lead to."""

    def __init__(self, catalog: Node, controls: dict[str, Node]) -> None:
        back = catalog.get("back-matter")
        self._resources = {text_of(entry, "uuid"): entry for entry in entries(back, "resources")}
        self._controls = controls

    def resources(self, node: Node) -> tuple[ResourceSpec, ...]:
        """What the thing links to on the web, each once; other links are left out."""
        found = (self.resource(link) for link in entries(node, "links"))
        return tuple(dict.fromkeys(resource for resource in found if resource))

    def resource(self, link: Node) -> ResourceSpec | None:
        """The text and address of one link; None where it does not lead to the web."""
        href = text_of(link, "href")
        if href.startswith("#"):
            return self._kept(href.removeprefix("#"))
        return _resource(text_of(link, "text"), href)

    def related(self, node: Node) -> str:
        """The other controls that the publisher names beside this one, as a line; or nothing."""
        named = []
        for link in entries(node, "links"):
            href = text_of(link, "href").removeprefix("#")
            if link.get("rel").value == _RELATED and href in self._controls:
                named.append(label_of(self._controls[href]) or href)
        return f"Related: {', '.join(dict.fromkeys(named))}" if named else ""

    def _kept(self, uuid: str) -> ResourceSpec | None:
        entry = self._resources.get(uuid)
        if entry is None:
            return None
        title = text_of(entry, "title") or text_of(entry.get("citation"), "text")
        hrefs = (text_of(rlink, "href") for rlink in entries(entry, "rlinks"))
        found = (_resource(title, href) for href in hrefs)
        return next((resource for resource in found if resource), None)


def _resource(text: str, href: str) -> ResourceSpec | None:
    if not URL.fullmatch(href) or len(href) > LENGTHS["url"]:
        return None
    return ResourceSpec(one_line(plain_text(text[:_LONGEST_TEXT])), href)
