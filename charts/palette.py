"""The colours of charts on paper. On screen, stylesheets override them by class.

A PDF renderer knows no custom properties inside SVG, so the light scheme of
``static/css/tokens.css`` stands here a second time; a test holds the two together.
"""

from __future__ import annotations

PROVEN = "#0b6b5f"
CLAIMED = "#a4570f"
TRACK = "#efede8"
SURFACE = "#ffffff"
LINE = "#dedbd3"
INK = "#1b1f24"
INK_2 = "#51585f"
INK_3 = "#636970"
ACCENT = "#1f4f8f"
PASSING = "#1d6f42"
WARNING = "#8a5a00"
FAILING = "#a3262a"
QUIET = "#636970"

SANS = "Source Sans Pro, sans-serif"
"""A value for ``font-family`` in charts that carry text."""
