"""Figures and dates as a reader says them. Pure: the present moment is an argument."""

from __future__ import annotations

import datetime
import math

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
KIBI = 1024
SIZES = ("bytes", "kB", "MB", "GB", "TB")
MINUTE = 60
SPANS = ((86400, "day"), (3600, "hour"), (MINUTE, "minute"))
NARROW = "\N{NARROW NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


def level(value: float | None) -> str:
    """A level to one decimal, "2.1"; an en dash where there is none."""
    return DASH if value is None or not math.isfinite(value) else f"{value:.1f}"


def rise(before: float, after: float) -> str:
    """How a level moves, "from 2.1 to 2.6"; "by less than 0.1" where one reads no difference."""
    said = level(before), level(after)
    return "by less than 0.1" if said[0] == said[1] else f"from {said[0]} to {said[1]}"


def change(value: float | None) -> str:
    """A difference of levels with its sign, "+0.4", "−1.0", "±0.0"."""
    if value is None or not math.isfinite(value):
        return DASH
    rounded = round(value, 1)
    sign = "±" if rounded == 0 else "+" if rounded > 0 else MINUS
    return f"{sign}{abs(rounded):.1f}"


def share(value: float | None) -> str:
    """A fraction as whole percent, "62 %", held to 0..1; 100 % only when nothing is missing."""
    if value is None or not math.isfinite(value):
        return DASH
    return f"{math.floor(min(max(value, 0.0), 1.0) * 100 + 1e-6)}{NARROW}%"


def day(value: datetime.date) -> str:
    """A date in words: "30 November 2026"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def ago(then: datetime.datetime, now: datetime.datetime) -> str:
    """How long since a moment, in its largest whole unit: "4 days ago"; the future is "now"."""
    seconds = max((now - then).total_seconds(), 0)
    if seconds < MINUTE:
        return "just now"
    span, unit = next(pair for pair in SPANS if seconds >= pair[0])
    count = int(seconds // span)
    return f"{count} {unit if count == 1 else unit + 's'} ago"


def lasting(seconds: float) -> str:
    """A length of time in the largest whole unit that counts two or more: "24 hours"."""
    count, unit = int(seconds), "second"
    for length, name in reversed(SPANS):
        if seconds >= 2 * length:
            count, unit = int(seconds // length), name
    return f"{count} {unit if count == 1 else unit + 's'}"


def in_days(value: datetime.date, today: datetime.date) -> str:
    """How far a day is: "in 9 days", "tomorrow", "today", "yesterday", "9 days ago"."""
    distance = (value - today).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    if distance in near:
        return near[distance]
    return f"in {distance} days" if distance > 0 else f"{-distance} days ago"


def size(count: float) -> str:
    """A number of bytes in the largest fitting unit of 1024: "1.4 MB"."""
    value, unit = float(max(count, 0)), 0
    while value >= KIBI and unit < len(SIZES) - 1:
        value, unit = value / KIBI, unit + 1
    if unit == 0:
        return f"{value:.0f} {'byte' if value == 1 else 'bytes'}"
    return f"{figure(value)} {SIZES[unit]}"


def figure(value: float | None) -> str:
    """A number with thousands separated and three digits that matter: "5,412", "0.031"."""
    if value is None or not math.isfinite(value):
        return DASH
    magnitude = abs(value)
    if magnitude == 0:
        return "0"
    decimals = max(0, min(6, 2 - math.floor(math.log10(magnitude))))
    written = f"{magnitude:,.{decimals}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return f"{MINUS}{written}" if value < 0 and written != "0" else written


def number_unit(value: float | None, unit: str = "") -> str:
    """A number and what it is of: "5,412 s", "62 %", "1.4 MB"; a ratio is shown in percent."""
    if value is None or not math.isfinite(value):
        return DASH
    if unit in ("B", "byte", "bytes"):
        return size(value)
    if unit == "ratio":
        value, unit = value * 100, "%"
    return f"{figure(value)}{NARROW}{unit}" if unit else figure(value)
