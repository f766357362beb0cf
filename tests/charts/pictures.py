"""What is true of every picture: read as XML, then looked through."""

from __future__ import annotations

import re
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
NUMERIC = re.compile(r"^-?\d+(\.\d+)?%?$")
NUMBERS = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height")
HARMLESS = frozenset(
    {"svg", "title", "g", "rect", "line", "polyline", "polygon", "path", "circle", "text"}
)


def read(svg: str) -> ElementTree.Element:
    """Parse a picture and hold it to the rules: known elements, finite numbers, no ids."""
    root = ElementTree.fromstring(svg)  # noqa: S314 -- our own output
    for part in root.iter():
        assert part.tag.removeprefix(SVG) in HARMLESS
        assert not {"id", "style", "href"} & set(part.attrib)
        assert not any(name.startswith("on") for name in part.attrib)
        for name in NUMBERS:
            assert NUMERIC.match(part.get(name, "0")), (part.tag, name, part.get(name))
        for value in part.attrib.values():
            assert "nan" not in value.lower().split()
            assert "inf" not in value.lower().split()
    return root


def title(root: ElementTree.Element) -> str:
    """The text alternative."""
    return root.findtext(f"{SVG}title") or ""


def parts(root: ElementTree.Element, class_: str) -> list[ElementTree.Element]:
    """Every element of a class."""
    return [part for part in root.iter() if part.get("class") == class_]
