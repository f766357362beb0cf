"""Methods that add up what was counted. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from evidence.evaluate import Evaluator, Point
from evidence.methods.outcome import (
    ArgumentWrong,
    Counted,
    Outcome,
    Window,
    nothing,
    number,
    reckoned,
    total,
    words,
)
from evidence.schedules.cron import firings, zone_of


def ratio(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """The sum of the series `of` by the sum of the series `per`.

    A counter that counted nothing often has no points: above the line that is 0. Below it, it is
    no data: there was nothing to take a share of. `arguments["times"]` multiplies the ratio, and
    `arguments["complement"]` takes it from 1.
    """
    times = number(evaluator, "times", 1)
    complement = bool(evaluator.arguments.get("complement"))
    over, under = _summed(series, evaluator.of), _summed(series, evaluator.per)
    whole = total(under.values())
    if not whole:
        return nothing(f"Nothing was counted in the last {window.words}.")

    def share(part: float, of: float) -> float:
        found = part / of * times
        return 1 - found if complement else found

    points = (
        Point(at, share(over.get(at, 0.0), base)) for at, base in sorted(under.items()) if base
    )
    return reckoned(share(total(over.values()), whole), points)


def runs(series: Counted, evaluator: Evaluator, window: Window) -> Outcome:
    """What was counted, by how often the schedule `arguments["cron"]` fired in the window, told by
    the clocks of `arguments["time_zone"]` (UTC where there is none).

    Nothing counted is 0, for the absence is the finding; nothing expected is no data. Where a
    run shows in the counts only later, `arguments["delay"]` says how many minutes at the most:
    that much earlier the expected runs are looked for. The share so far is drawn.
    """
    delay = number(evaluator, "delay", 0)
    if not 0 <= delay <= 7 * 24 * 60:
        raise ArgumentWrong("“delay” must be from 0 minutes to a week for the method runs.")
    earlier = dt.timedelta(minutes=delay)
    cron, zone = words(evaluator, "cron"), zone_of(words(evaluator, "time_zone"))
    due = [at + earlier for at in firings(cron, zone, window.start - earlier, window.end - earlier)]
    if not due:
        return nothing(f"“{cron}” expects nothing in the last {window.words}.")
    points = series.get(evaluator.of[0], ())
    counted = total(point.value for point in points)
    return reckoned(counted / len(due), _so_far(points, due))


def _so_far(points: Sequence[Point], due: Sequence[dt.datetime]) -> Iterator[Point]:
    """The share at each point that was counted until then of what was due until then."""
    counted, expected = 0.0, 0
    for point in points:
        counted += point.value
        while expected < len(due) and due[expected] <= point.at:
            expected += 1
        if expected:
            yield Point(point.at, counted / expected)


def _summed(series: Counted, names: tuple[str, ...]) -> dict[dt.datetime, float]:
    """The values of these series added up by moment."""
    found: dict[dt.datetime, float] = {}
    for name in names:
        for point in series.get(name, ()):
            found[point.at] = found.get(point.at, 0.0) + point.value
    return found
