"""Cloud Monitoring and Cloud Scheduler through Google's own clients, over gRPC."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from google.cloud.monitoring_v3 import (
    Aggregation,
    ListTimeSeriesRequest,
    ListTimeSeriesResponse,
    TimeInterval,
)

from evidence.connectors.base import Account, Query, Result
from evidence.connectors.google_monitoring.asked import JobAsked, MetricAsked, asked
from evidence.connectors.google_monitoring.connection import Connection, connected
from evidence.connectors.google_monitoring.jobs import Jobs
from evidence.connectors.google_monitoring.plan import BATCH, Call, as_sent, calls
from evidence.connectors.google_monitoring.refusals import (
    MONITORING,
    QueryRefused,
    asking,
    incomplete,
)
from evidence.connectors.google_monitoring.series import Gathered

PAGE = 20_000
"""Points to a page: Google allows 100,000, which with distributions would fill the memory."""

MOST_PAGES = 200


def collect(account: Account, queries: Sequence[Query]) -> Iterator[Result]:
    """One result per query, in order; those of a batch come together. Raises SourceFailed."""
    with connected(account) as connection:
        jobs = Jobs(connection)
        for start in range(0, len(queries), BATCH):
            yield from _batch(connection, jobs, queries[start : start + BATCH])


def _batch(connection: Connection, jobs: Jobs, queries: Sequence[Query]) -> Iterator[Result]:
    metrics: dict[int, MetricAsked] = {}
    about_jobs: dict[int, JobAsked] = {}
    results: dict[int, Result] = {}
    for place, query in enumerate(queries):
        try:
            what = asked(query)
        except ValueError as wrong:
            results[place] = Result(f"not sent: {dict(query.fields)}"[:2000], error=str(wrong))
            continue
        if isinstance(what, JobAsked):
            about_jobs[place] = what
        else:
            metrics[place] = what
    for call in calls(metrics):
        results.update(_answered(connection, call, metrics))
    results.update((place, jobs.result(about)) for place, about in about_jobs.items())
    for place in range(len(queries)):
        yield results.pop(place)


def _answered(
    connection: Connection, call: Call, metrics: Mapping[int, MetricAsked]
) -> Iterator[tuple[int, Result]]:
    """The results of the queries of one call, by their places."""
    refused, found = "", dict[str, Gathered]()
    try:
        found = _gathered(connection, call)
    except QueryRefused as error:
        refused = str(error)
    for value, places in call.places.items():
        sent = as_sent(connection.project, call, value)
        for place in places:
            if refused:
                yield place, Result(sent, error=refused)
            else:
                yield place, _read(sent, found.get(value) or Gathered(), metrics[place])


def _read(sent: str, gathered: Gathered, asked_for: MetricAsked) -> Result:
    digest = gathered.digest.hexdigest()
    try:
        return Result(sent, gathered.read(asked_for), digest)
    except ValueError as wrong:
        return Result(sent, (), digest, str(wrong))


def _gathered(connection: Connection, call: Call) -> dict[str, Gathered]:
    """The series of every page by the values of the splitting label.

    Raises QueryRefused where these queries alone are wrong or were answered in part, else
    SourceFailed.
    """
    request = _request(connection.project, call)
    found: dict[str, Gathered] = {}
    with asking(MONITORING, connection.project):
        pager = connection.metrics.list_time_series(request, **connection.patience)
        for number, wrapped in enumerate(pager.pages, 1):
            page = ListTimeSeriesResponse.pb(wrapped)
            if page.execution_errors:
                raise QueryRefused(incomplete(each.message for each in page.execution_errors))
            if number > MOST_PAGES:
                raise QueryRefused(f"The answer has more than {MOST_PAGES} pages: choose less.")
            for series in page.time_series:
                value = series.resource.labels.get(call.label, "") if call.label else ""
                found.setdefault(value, Gathered()).add(series)
    return found


def _request(project: str, call: Call) -> ListTimeSeriesRequest:
    shape = call.shape
    aggregation = Aggregation(per_series_aligner=shape.aligner)
    if shape.aligner != "ALIGN_NONE":
        aggregation = Aggregation(
            per_series_aligner=shape.aligner,
            alignment_period=dt.timedelta(seconds=shape.period),
            cross_series_reducer=shape.reducer,
            group_by_fields=call.group_by,
        )
    return ListTimeSeriesRequest(
        name=f"projects/{project}",
        filter=call.filter,
        interval=interval(shape.start, shape.end),
        aggregation=aggregation,
        view=ListTimeSeriesRequest.TimeSeriesView.FULL,
        page_size=PAGE,
    )


def interval(start: int, end: int) -> TimeInterval:
    """An interval in whole seconds since the epoch; its start is no part of it."""
    return TimeInterval(
        start_time=dt.datetime.fromtimestamp(start, dt.UTC),
        end_time=dt.datetime.fromtimestamp(end, dt.UTC),
    )
