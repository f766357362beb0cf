"""A day's plan: a lane for each thing that is planned, on one axis of time, and what overlaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charts import palette
from charts.svg import element, picture, text

WIDTH = 720.0
NAMES, RIGHT = 212.0, 8.0
TOP, LANE, BAR = 24.0, 24.0, 10.0
LETTERS = 36
THINNEST = 2.0
HOURS_BETWEEN = 3
Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True, slots=True)
class Lane:
    """One thing: its name, how often it runs in words, and from when to when each time.

    A `dense` lane runs too often to be told apart: one pale bar over all of it.
    """

    name: str
    note: str
    spans: Sequence[Span]
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to draw, all in one time zone; `busy` is when two or more run at once.

    `shaded` stretches lie behind the lanes; `shade` says what they are.
    """

    start: dt.datetime
    end: dt.datetime
    lanes: Sequence[Lane]
    busy: Sequence[Span] = ()
    shaded: Sequence[Span] = ()
    shade: str = ""


def day_chart(plan: Plan) -> str:
    """Draw a plan as an SVG string, 720 pixels wide; a run is at least two pixels long.

    The text alternative lists every lane and says how many times it runs.
    """
    height = TOP + LANE * (len(plan.lanes) + 1) + 8
    axis = _Axis(plan.start, plan.end)
    drawn = [
        _box(axis, span, top=TOP - 6, height=height - TOP, style="shaded", colour=palette.TRACK)
        for span in plan.shaded
    ]
    drawn += _hours(axis, height)
    for place, lane in enumerate(plan.lanes):
        drawn += _lane(axis, lane, TOP + LANE * place)
    drawn += _together(axis, plan.busy, TOP + LANE * len(plan.lanes))
    return picture(
        "".join(drawn),
        title=describe(plan),
        class_="day",
        attributes={
            "width": f"{WIDTH:g}",
            "height": f"{height:g}",
            "viewBox": f"0 0 {WIDTH:g} {height:g}",
        },
    )


def describe(plan: Plan) -> str:
    """What the chart shows, in words."""
    said = [f"{lane.name}, {_times(lane)}" for lane in plan.lanes]
    count = len(plan.busy)
    overlap = {0: "no overlaps", 1: "1 overlap"}.get(count, f"{count} overlaps")
    when = f"From {plan.start:%H:%M} to {plan.end:%H:%M} of the next day"
    return f"{when}: {'; '.join([*said, overlap])}"


def _times(lane: Lane) -> str:
    if lane.dense:
        return lane.note
    return "once" if len(lane.spans) == 1 else f"{len(lane.spans)} times"


class _Axis:
    """Places moments across the picture."""

    def __init__(self, start: dt.datetime, end: dt.datetime) -> None:
        self.start, self.end = start, end
        self.length = max((end - start).total_seconds(), 1.0)

    def x(self, at: dt.datetime) -> float:
        part = (at - self.start).total_seconds() / self.length
        return NAMES + (WIDTH - NAMES - RIGHT) * min(max(part, 0.0), 1.0)


def _hours(axis: _Axis, height: float) -> Iterator[str]:
    """A hairline for every third hour of the clock, and its time above."""
    hour = axis.start.replace(minute=0, second=0, microsecond=0)
    while (hour := hour + dt.timedelta(hours=1)) < axis.end:
        if hour.hour % HOURS_BETWEEN:
            continue
        x = axis.x(hour)
        yield element(
            "line", class_="grid", x1=x, x2=x, y1=TOP - 6, y2=height - 6, stroke=palette.LINE
        )
        yield _words(f"{hour:%H:%M}", x, TOP - 11, "words", "middle")


def _lane(axis: _Axis, lane: Lane, top: float) -> Iterator[str]:
    name = lane.name if len(lane.name) <= LETTERS else f"{lane.name[: LETTERS - 1].rstrip()}…"
    yield _words(name, 0, top + LANE / 2 + 4, "name", "start")
    style, colour = ("often", palette.LINE) if lane.dense else ("run", palette.INK_2)
    for span in lane.spans:
        yield _box(axis, span, top=top + (LANE - BAR) / 2, height=BAR, style=style, colour=colour)


def _together(axis: _Axis, busy: Sequence[Span], top: float) -> Iterator[str]:
    """The last lane: when two or more run at once."""
    yield _words("At the same time", 0, top + LANE / 2 + 4, "name", "start")
    middle = top + LANE / 2
    yield element(
        "line", class_="grid", x1=NAMES, x2=WIDTH - RIGHT, y1=middle, y2=middle, stroke=palette.LINE
    )
    for span in busy:
        yield _box(
            axis, span, top=middle - BAR / 2, height=BAR, style="busy", colour=palette.WARNING
        )


def _box(axis: _Axis, span: Span, *, top: float, height: float, style: str, colour: str) -> str:
    left, right = axis.x(span[0]), axis.x(span[1])
    width = max(right - left, THINNEST)
    return element(
        "rect",
        class_=style,
        x=min(left, WIDTH - RIGHT - width),
        y=top,
        width=width,
        height=height,
        fill=colour,
    )


def _words(words: str, x: float, y: float, style: str, anchor: str) -> str:
    return element(
        "text",
        text(words),
        class_=style,
        x=x,
        y=y,
        text_anchor=anchor,
        font_family=palette.SANS,
        font_size=12,
        fill=palette.INK_2,
    )
