"""What templates say about figures, dates and states. The pictures are pure functions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from charts import bars as bar_charts
from charts import columns as column_charts
from charts import day as day_charts
from charts import plumb as plumb_bars
from charts import progress as progress_bars
from charts import radar as radar_charts
from charts import series as series_charts
from charts import sparkline as sparklines
from charts import states, words
from charts import week as week_charts
from charts.levels import Row

register = template.Library()

HEIGHTS = {"small": 8.0, "": 14.0, "big": 26.0}


@register.simple_tag
def plumb(
    proven: float | None, claimed: float | None, maximum: float = 5, size: str = "", label: str = ""
) -> SafeString:
    """The plumb bar, as wide as its box. ``size`` is "small", "big" or nothing."""
    return _drawn(
        plumb_bars.plumb(proven, claimed, maximum, height=HEIGHTS[size], label=str(label))
    )


@register.simple_tag
def sparkline(
    series: Iterable[float | None],
    low: float | None = None,
    high: float | None = None,
    label: str = "",
) -> SafeString:
    """A series over time with its bounds; None in the series is a gap."""
    return _drawn(sparklines.sparkline(list(series), low=low, high=high, label=str(label)))


@register.simple_tag
def series_chart(series: series_charts.Series) -> SafeString:
    """A metric over time with both axes, from a ``charts.series.Series``."""
    return _drawn(series_charts.series_chart(series))


@register.simple_tag
def day_chart(plan: day_charts.Plan) -> SafeString:
    """What is planned for a day, from a ``charts.day.Plan``."""
    return _drawn(day_charts.day_chart(plan))


@register.simple_tag
def week_chart(days: Iterable[week_charts.Day], label: str = "") -> SafeString:
    """A week day by day, from days of ``charts.week``."""
    return _drawn(week_charts.week_chart(list(days), label=str(label)))


@register.simple_tag
def columns_chart(columns: Iterable[column_charts.Column], label: str = "") -> SafeString:
    """What ended well and what failed, hour by hour."""
    return _drawn(column_charts.columns_chart(list(columns), label=str(label)))


@register.simple_tag
def radar(rows: Iterable[Row], maximum: float = 5, label: str = "") -> SafeString:
    """Proven and claimed of three or more sections around a centre."""
    return _drawn(radar_charts.radar(list(rows), maximum, label=str(label)))


@register.simple_tag
def bars(rows: Iterable[Row], maximum: float = 5, label: str = "") -> SafeString:
    """One plumb bar per section under a common scale, as one picture."""
    return _drawn(bar_charts.bars(list(rows), maximum, label=str(label)))


@register.simple_tag
def progress_bar(done: float, total: float, label: str = "") -> SafeString:
    """How much of something is done."""
    return _drawn(progress_bars.progress(done, total, label=str(label)))


@register.simple_tag
def state(kind: str, said: object = None) -> SafeString:
    """A state's shape and its word; ``said`` replaces the word, "" leaves the shape alone."""
    known = states.known(str(kind))
    shape = _drawn(states.shape(str(kind)))
    if said == "":
        return format_html(
            '<span class="state {}">{}<span class="visually-hidden">{}</span></span>',
            known.tone,
            shape,
            known.word,
        )
    return format_html(
        '<span class="state {}">{}<span>{}</span></span>',
        known.tone,
        shape,
        known.word if said is None else said,
    )


@register.simple_tag(takes_context=True)
def nav_link(context: template.Context, url: str, words: str, exact: bool = False) -> SafeString:
    """A link of the main navigation, marked when the page lies under it; nothing without URL."""
    if not url:
        return SafeString("")
    request = context.get("request")
    path = request.path if request is not None else ""
    here = path == url if exact else path.startswith(url)
    return format_html(
        '<a href="{}"{}>{}</a>', url, mark_safe(' aria-current="page"') if here else "", words
    )


@register.filter
def level(value: float | None) -> str:
    """A level to one decimal, or a dash."""
    return words.level(value)


@register.filter
def rise(before: float, after: float) -> str:
    """How a level moves: “from 2.1 to 2.6”."""
    return words.rise(before, after)


@register.filter
def change(value: float | None) -> str:
    """A difference of levels with its sign."""
    return words.change(value)


@register.filter
def share(value: float | None) -> str:
    """A fraction of 0..1 as whole percent."""
    return words.share(value)


@register.filter
def date_words(value: datetime.date | None) -> str:
    """A date, or a moment's date in the current time zone, in words: "30 November 2026"."""
    return words.day(_day(value)) if value else ""


@register.filter
def ago(value: datetime.datetime | None) -> str:
    """How long since a moment: "4 days ago"; nothing for no moment."""
    return words.ago(value, timezone.now()) if value else ""


@register.filter
def lasting(seconds: float) -> str:
    """A length of time: "24 hours"."""
    return words.lasting(seconds)


@register.filter
def in_days(value: datetime.date | None) -> str:
    """How far off a day is: "in 9 days"; nothing for no day."""
    return words.in_days(_day(value), timezone.localdate()) if value else ""


@register.filter(name="bytes")
def size(value: float | None) -> str:
    """A number of bytes: "1.4 MB"."""
    return words.size(value or 0)


@register.filter
def number_unit(value: float | None, unit: str = "") -> str:
    """A number and what it is of: "5,412 s"."""
    return words.number_unit(value, unit)


@register.filter
def initials(value: object) -> str:
    """Up to two capitals that stand for a person: "Ana Lima" is "AL"."""
    parts = str(value).split("@")[0].replace(".", " ").split()
    return "".join(part[0] for part in parts[:1] + parts[1:][-1:]).upper()


@register.filter
def upto(value: int) -> range:
    """The numbers from 1 to this one, to draw that many of something."""
    return range(1, int(value) + 1)


def _drawn(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 -- charts/*.py escape all text; tests hold them to it


def _day(value: datetime.date) -> datetime.date:
    return timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value
