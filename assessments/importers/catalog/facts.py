"""What a catalog says of itself: title, version, publisher, licence, where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from assessments.importers.catalog.links import Links
from assessments.importers.catalog.props import entries, text_of
from assessments.importers.nodes import Node
from assessments.importers.wording import one_line, shortened, slug
from assessments.plain_text import plain_text
from assessments.spec import LENGTHS, TEAM, FrameworkSpec

_PUBLISHING = ("publisher", "creator", "author", "prepared-by")
"""The roles of those who publish a catalog, the first that is filled counts."""
_HOME = ("canonical", "alternate", "homepage", "latest-version")
_LICENCE = ("license", "licence")
_LONGEST = 2_000
"""Characters of a description at most."""
_LONGEST_KEY = 80
"""Titles of catalogs are long; what makes a good key stands in front."""


def facts_of(catalog: Node, links: Links, language: str) -> FrameworkSpec:
    """The framework without its sections."""
    metadata = catalog.get("metadata")
    title = _plain(metadata, "title") or "OSCAL catalog"
    return FrameworkSpec(
        key=slug(title, _LONGEST_KEY) or "oscal-catalog",
        title=shortened(title, LENGTHS["framework"]),
        description=shortened(_plain(metadata, "remarks"), _LONGEST),
        version=one_line(text_of(metadata, "version"))[: LENGTHS["version"]],
        publisher=shortened(_publisher(metadata), LENGTHS["publisher"]),
        licence=shortened(_licence(metadata, links), LENGTHS["licence"]),
        homepage=_linked(metadata, links, _HOME),
        language=language,
        roles=(TEAM,),
        source_id=one_line(text_of(catalog, "uuid"))[: LENGTHS["source id"]],
    )


def _plain(node: Node, key: str) -> str:
    return one_line(plain_text(text_of(node, key)[: 4 * _LONGEST]))


def _publisher(metadata: Node) -> str:
    """Who is named as the publisher, else the first party, organizations before people."""
    parties = {text_of(party, "uuid"): party for party in entries(metadata, "parties")}
    filled = dict(reversed(list(_filled(metadata))))
    named = [parties[filled[role]] for role in _PUBLISHING if filled.get(role) in parties]
    by_type = sorted(parties.values(), key=lambda party: party.get("type").value != "organization")
    return next((name for party in (*named, *by_type) if (name := _name(party))), "")


def _name(party: Node) -> str:
    return one_line(text_of(party, "name"))


def _filled(metadata: Node) -> Iterator[tuple[str, str]]:
    """Each role with the first party that fills it."""
    for entry in entries(metadata, "responsible-parties"):
        uuids = entry.get("party-uuids").value
        if isinstance(uuids, list) and uuids and isinstance(uuids[0], str):
            yield text_of(entry, "role-id"), uuids[0]


def _licence(metadata: Node, links: Links) -> str:
    for link in entries(metadata, "links"):
        if link.get("rel").value in _LICENCE:
            found = links.resource(link)
            said = text_of(link, "text") or (found.text or found.url if found else "")
            if said:
                return one_line(said)
    return ""


def _linked(metadata: Node, links: Links, relations: tuple[str, ...]) -> str:
    """Where the first of these relations leads to on the web."""
    for relation in relations:
        for link in entries(metadata, "links"):
            found = links.resource(link) if link.get("rel").value == relation else None
            if found:
                return found.url
    return ""
