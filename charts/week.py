"""A week day by day: a lane for each job of a day, and what runs at the same time hatched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import palette
from charts.svg import element, number, picture, text

WIDTH = 720.0
NAMES, RIGHT = 168.0, 14.0
HEAD, LANE, FOOT = 26.0, 16.0, 10.0
BAR, TALL = 7.0, 13.0
LETTERS = 27
DAY = 24 * 60
TICKS = range(0, DAY + 1, 3 * 60)
THINNEST = 1.5
HATCH = 4.0
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """A job on one day: from which minute to which it runs, and which of these beside others.

    Minutes are those since midnight, up to 1440, as a clock shows them.
    """

    name: str
    runs: Sequence[Span]
    together: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day, what it is called, and the jobs that run in it."""

    name: str
    lanes: Sequence[Lane]


def week_chart(days: Sequence[Day], *, label: str = "") -> str:
    """Draw days one below the other as an SVG string, 720 pixels wide.

    A run is a bar; where it runs beside another it is taller and hatched. What is less than a
    pixel apart is drawn as one. The text alternative lists the jobs of each day.
    """
    tops = [0.0]
    for day in days:
        tops.append(tops[-1] + HEAD + LANE * max(len(day.lanes), 1) + FOOT)
    drawn = "".join(_day(day, top) for day, top in zip(days, tops[:-1], strict=True))
    said = ". ".join(part for part in (label, *map(describe, days)) if part)
    return picture(
        drawn,
        title=said or "no days",
        class_="week",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{tops[-1]:g}",
            "viewBox": f"0 0 {WIDTH:g} {tops[-1]:g}",
        },
    )


def describe(day: Day) -> str:
    """A day in words: "Monday: Export once, Index 3 times, 1 beside others"."""
    said = [f"{lane.name} {_times(lane)}" for lane in day.lanes]
    return f"{day.name}: {', '.join(said) or 'nothing runs'}"


def _times(lane: Lane) -> str:
    count, beside = len(lane.runs), len(lane.together)
    said = "once" if count == 1 else f"{count} times"
    return f"{said}, {beside} beside others" if beside else said


def x(minute: float) -> float:
    """Where a minute of the day stands."""
    return NAMES + (WIDTH - NAMES - RIGHT) * minute / DAY


def _day(day: Day, top: float) -> str:
    bottom = top + HEAD + LANE * max(len(day.lanes), 1)
    drawn = [_words(day.name, 0, top + 14, "day", "start"), *_hours(top, bottom)]
    if not day.lanes:
        drawn.append(_words("Nothing runs.", 0, top + HEAD + LANE / 2 + 4, "name", "start"))
    for place, lane in enumerate(day.lanes):
        drawn += _lane(lane, top + HEAD + LANE * (place + 0.5))
    return "".join(drawn)


def _hours(top: float, bottom: float) -> Iterator[str]:
    for minute in TICKS:
        at = x(minute)
        yield element(
            "line", class_="grid", x1=at, x2=at, y1=top + HEAD - 6, y2=bottom, stroke=palette.LINE
        )
        if minute % (2 * TICKS.step) == 0:
            yield _words(f"{minute // 60:02}:00", at, top + HEAD - 10, "hour", "middle")


def _lane(lane: Lane, middle: float) -> Iterator[str]:
    name = lane.name if len(lane.name) <= LETTERS else f"{lane.name[: LETTERS - 1].rstrip()}…"
    yield _words(name, 0, middle + 4, "name", "start")
    yield element(
        "path", class_="run", d=_boxes(_drawn(lane.runs), middle, BAR), fill=palette.INK_2
    )
    together = list(_drawn(lane.together))
    if together:
        boxes = _boxes(together, middle, TALL)
        yield element("path", class_="together", d=boxes, fill=palette.WARNING)
        yield element(
            "path",
            class_="hatch",
            d="".join(_strokes(left, right, middle) for left, right in together),
            stroke=palette.SURFACE,
            stroke_width=1.2,
            fill="none",
        )


def _drawn(spans: Sequence[Span]) -> list[tuple[float, float]]:
    """From where to where bars go, those that would touch as one, each wide enough to be seen."""
    bars: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        left = x(start)
        right = max(x(end), left + THINNEST)
        if bars and left < bars[-1][1] + 1:
            bars[-1] = (bars[-1][0], max(right, bars[-1][1]))
        else:
            bars.append((left, right))
    return bars


def _boxes(bars: Sequence[tuple[float, float]], middle: float, height: float) -> str:
    top = number(middle - height / 2)
    return "".join(
        f"M{number(left)} {top}h{number(right - left)}v{number(height)}H{number(left)}z"
        for left, right in bars
    )


def _strokes(left: float, right: float, middle: float) -> str:
    """Strokes that lean over within a box, cut off at its sides."""
    top, bottom = middle - TALL / 2, middle + TALL / 2
    drawn = []
    foot = left - TALL + HATCH
    while foot < right:
        begin, end = max(foot, left), min(foot + TALL, right)
        if begin < end:
            drawn.append(
                f"M{number(begin)} {number(bottom - (begin - foot))}"
                f"L{number(end)} {number(max(bottom - (end - foot), top))}"
            )
        foot += HATCH
    return "".join(drawn)


def _words(words: str, at: float, y: float, style: str, anchor: str) -> str:
    return element(
        "text",
        text(words),
        class_=style,
        x=at,
        y=y,
        text_anchor=anchor,
        font_family=palette.SANS,
        font_size=12,
        fill=palette.INK_2,
    )
