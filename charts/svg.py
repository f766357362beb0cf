"""Small pieces every chart is made of: escaping, numbers, the outer element."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from html import escape

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(value: str) -> str:
    """Escape text for an SVG element or attribute; characters XML forbids are dropped."""
    return escape(NOT_XML.sub("", value), quote=True)


def number(value: float) -> str:
    """Write a coordinate: at most two decimals, no exponent, no trailing zeros."""
    if not math.isfinite(value):
        raise ValueError("A coordinate must be finite.")
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written


def percent(part: float, whole: float) -> float:
    """The share of a whole in percent, held between 0 and 100; nothing of nothing is 0."""
    if not (math.isfinite(part) and math.isfinite(whole)) or whole <= 0:
        return 0.0
    return min(max(part / whole, 0.0), 1.0) * 100


def element(name: str, content: str | None = None, /, **attributes: str | float) -> str:
    """One element. Underscores in attribute names become hyphens, ``class_`` loses its own."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def picture(content: str, *, title: str, class_: str, attributes: Mapping[str, str]) -> str:
    """A whole SVG with its text alternative, complete in itself: no ids, no shared parts."""
    written = "".join(f' {key}="{text(value)}"' for key, value in attributes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{text(class_)}"{written} role="img">'
        f"<title>{text(title)}</title>{content}</svg>"
    )


def _value(value: str | float) -> str:
    return text(value) if isinstance(value, str) else number(value)
