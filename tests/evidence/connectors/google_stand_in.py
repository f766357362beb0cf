"""A server that speaks gRPC as Cloud Monitoring and Cloud Scheduler do, for Google's own clients.

It knows series of points and reads filters, intervals, alignment, reduction and pages as Google
documents them, as far as the presets need; it can be told to fail. What it cannot: it has no
quotas, no credentials, and takes the percentile of a distribution to be its mean.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Self

import grpc  # type: ignore[import-untyped]  # no types
from google.api.distribution_pb2 import Distribution  # type: ignore[import-untyped]  # no types
from google.cloud.location import locations_pb2  # type: ignore[import-untyped]  # no types
from google.cloud.monitoring_v3 import Aggregation, ListTimeSeriesRequest, ListTimeSeriesResponse
from google.cloud.scheduler_v1 import GetJobRequest, Job, ListJobsRequest, ListJobsResponse
from google.protobuf import any_pb2, duration_pb2  # type: ignore[import-untyped]  # no types
from google.rpc import error_details_pb2, status_pb2  # type: ignore[import-untyped]  # no types
from grpc_status import rpc_status  # type: ignore[import-untyped]  # no types

CONDITION = re.compile(
    r'(?P<field>[\w.]+) = (?:one_of\((?P<many>(?:"(?:[^"\\]|\\.)*"(?:, )?)+)\)|'
    r'(?P<one>"(?:[^"\\]|\\.)*"))(?: AND |$)'
)
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
Value = float | bool | str | tuple[int, float]
"""A number, a truth, a text, or the count and the mean of a distribution."""


@dataclass
class Series:
    """What a metric says of a resource: values by seconds since the epoch."""

    metric: str
    resource: str
    labels: Mapping[str, str]
    points: Mapping[int, Value]
    metric_labels: Mapping[str, str] = field(default_factory=dict)

    def named(self, name: str) -> str | None:
        """What a filter or a grouping calls by this name."""
        kind, _, rest = name.partition(".")
        labels = self.labels if kind == "resource" else self.metric_labels
        if rest == "type":
            return self.resource if kind == "resource" else self.metric
        return labels.get(rest.partition(".")[2])


@dataclass
class Failure:
    """How a request ends: a status code, words, how long to wait, and why (as ErrorInfo)."""

    code: grpc.StatusCode
    message: str = "No."
    retry_seconds: int = 0
    reason: str = ""


class GoogleStandIn:
    """Listens on a port of this machine while it is entered, encrypted where it has a key and a
    certificate.

    `failures` end the requests to come, first come first served. `partial` are errors of an
    answer that came only in part. `raw` answers every request of series with these bytes, and
    while it is `silent` none is answered.
    """

    def __init__(
        self, project: str = "acme", certificate: tuple[bytes, bytes] | None = None
    ) -> None:
        self.project = project
        self.series: list[Series] = []
        self.jobs: list[Job] = []
        self.failures: list[Failure] = []
        self.job_failures: list[Failure] = []
        self.partial: list[str] = []
        self.raw: bytes | None = None
        self.silent = False
        self.most_points = 100_000
        self.requests: list[ListTimeSeriesRequest] = []
        self.metadata: list[dict[str, str]] = []
        self.count = 0
        self.server = grpc.server(ThreadPoolExecutor(4))
        self.server.add_generic_rpc_handlers(tuple(self._handlers()))
        if certificate:
            encrypted = grpc.ssl_server_credentials([certificate])
            self.port = self.server.add_secure_port("127.0.0.1:0", encrypted)
        else:
            self.port = self.server.add_insecure_port("127.0.0.1:0")

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop(None)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def add(
        self,
        metric: str,
        resource: str,
        points: Mapping[int, Value],
        metric_labels: Mapping[str, str] | None = None,
        **labels: str,
    ) -> None:
        """Let a series be known."""
        found = {"project_id": self.project, **labels}
        self.series.append(Series(metric, resource, found, points, metric_labels or {}))

    def _handlers(self) -> Iterator[grpc.GenericRpcHandler]:
        monitoring: dict[str, Any] = {
            "ListTimeSeries": (self._list_series, ListTimeSeriesRequest.deserialize, _written)
        }
        scheduler: dict[str, Any] = {
            "GetJob": (self._get_job, GetJobRequest.deserialize, Job.serialize),
            "ListJobs": (self._list_jobs, ListJobsRequest.deserialize, ListJobsResponse.serialize),
        }
        locations: dict[str, Any] = {
            "ListLocations": (
                self._list_locations,
                locations_pb2.ListLocationsRequest.FromString,
                locations_pb2.ListLocationsResponse.SerializeToString,
            )
        }
        for name, methods in (
            ("google.monitoring.v3.MetricService", monitoring),
            ("google.cloud.scheduler.v1.CloudScheduler", scheduler),
            ("google.cloud.location.Locations", locations),
        ):
            yield grpc.method_handlers_generic_handler(
                name,
                {
                    method: grpc.unary_unary_rpc_method_handler(call, reads, writes)
                    for method, (call, reads, writes) in methods.items()
                },
            )

    def _list_series(
        self, request: ListTimeSeriesRequest, context: Any
    ) -> ListTimeSeriesResponse | bytes:
        self.requests.append(request)
        self.metadata.append(dict(context.invocation_metadata()))
        self._counted(context, self.failures)
        while self.silent:
            time.sleep(0.02)
        if self.raw is not None:
            return self.raw
        conditions = _conditions(request.filter, context)
        found = [
            each
            for each in self.series
            if all(each.named(name) in values for name, values in conditions.items())
        ]
        if not any(each.metric in conditions["metric.type"] for each in self.series):
            _fail(
                context,
                Failure(
                    grpc.StatusCode.NOT_FOUND,
                    f"Cannot find metric(s) that match type = {conditions['metric.type'][0]}.",
                ),
            )
        answered = _answered(found, request, context)
        first = int(request.page_token or 0)
        most = min(request.page_size or 100_000, self.most_points)
        page, onward = _page(answered, first, most, request.view)
        return ListTimeSeriesResponse(
            time_series=page,
            next_page_token=str(onward) if onward else "",
            execution_errors=[
                status_pb2.Status(code=4, message=message) for message in self.partial
            ],
        )

    def _get_job(self, request: GetJobRequest, context: Any) -> Any:
        self._counted(context, self.job_failures)
        for job in self.jobs:
            if job.name == request.name:
                return job
        return _fail(context, Failure(grpc.StatusCode.NOT_FOUND, "Job not found."))

    def _list_jobs(self, request: ListJobsRequest, context: Any) -> ListJobsResponse:
        self._counted(context, self.job_failures)
        there = [job for job in self.jobs if job.name.startswith(f"{request.parent}/jobs/")]
        first = int(request.page_token or 0)
        end = first + min(request.page_size or 500, self.most_points)
        onward = str(end) if end < len(there) else ""
        return ListJobsResponse(jobs=there[first:end], next_page_token=onward)

    def _list_locations(
        self, request: locations_pb2.ListLocationsRequest, context: Any
    ) -> locations_pb2.ListLocationsResponse:
        self._counted(context, self.job_failures)
        names = sorted({job.name.split("/")[3] for job in self.jobs})
        return locations_pb2.ListLocationsResponse(
            locations=[locations_pb2.Location(location_id=name) for name in names]
        )

    def _counted(self, context: Any, failures: list[Failure]) -> None:
        self.count += 1
        if failures:
            _fail(context, failures.pop(0))


def _written(answer: ListTimeSeriesResponse | bytes) -> bytes:
    if isinstance(answer, bytes):
        return answer
    return bytes(ListTimeSeriesResponse.serialize(answer))


def _fail(context: Any, failure: Failure) -> Any:
    status = status_pb2.Status(code=failure.code.value[0], message=failure.message)
    details: list[Any] = []
    if failure.retry_seconds:
        delay = duration_pb2.Duration(seconds=failure.retry_seconds)
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    if failure.reason:
        details.append(error_details_pb2.ErrorInfo(reason=failure.reason))
    for detail in details:
        packed = any_pb2.Any()
        packed.Pack(detail)
        status.details.append(packed)
    return context.abort_with_status(rpc_status.to_status(status))


def _conditions(text: str, context: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    place = 0
    while place < len(text):
        condition = CONDITION.match(text, place)
        if condition is None:
            failure = Failure(grpc.StatusCode.INVALID_ARGUMENT, "Field filter had an invalid value")
            return dict(_fail(context, failure))
        texts = TEXT.findall(condition["many"] or condition["one"])
        found[condition["field"]] = [re.sub(r"\\(.)", r"\1", each) for each in texts]
        place = condition.end()
    return found


def _answered(
    found: Sequence[Series], request: ListTimeSeriesRequest, context: Any
) -> list[dict[str, Any]]:
    """Series as they are answered: aligned, reduced, the newest point first."""
    start, end = (
        int(request.interval.start_time.timestamp()),
        int(request.interval.end_time.timestamp()),
    )
    aggregation = request.aggregation
    if aggregation.per_series_aligner == Aggregation.Aligner.ALIGN_NONE:
        aligned = [{at: v for at, v in each.points.items() if start < at <= end} for each in found]
        return [_raw(each, points) for each, points in zip(found, aligned, strict=True) if points]
    period = int(aggregation.alignment_period.total_seconds())
    if period < 60:
        _fail(context, Failure(grpc.StatusCode.INVALID_ARGUMENT, "The period is below 60 s."))
    aligner, reducer = aggregation.per_series_aligner.name, aggregation.cross_series_reducer.name
    aligned = [_aligned(each.points, start, end, period, aligner) for each in found]
    if reducer == "REDUCE_NONE":
        return [_raw(each, points) for each, points in zip(found, aligned, strict=True) if points]
    groups: dict[tuple[str | None, ...], dict[int, list[Value]]] = {}
    kinds: dict[tuple[str | None, ...], Series] = {}
    for each, points in zip(found, aligned, strict=True):
        group = tuple(each.named(name) for name in aggregation.group_by_fields)
        kinds[group] = each
        for at, value in points.items():
            groups.setdefault(group, {}).setdefault(at, []).append(value)
    return [
        _raw(
            _grouped(kinds[group], aggregation.group_by_fields),
            {at: _combined(values, reducer) for at, values in points.items()},
        )
        for group, points in groups.items()
    ]


def _grouped(series: Series, names: Sequence[str]) -> Series:
    """A series with the labels that grouping leaves."""
    left = {
        name.rpartition(".")[2]: str(series.named(name)) for name in names if series.named(name)
    }
    return Series(series.metric, series.resource, left, {})


def _aligned(
    points: Mapping[int, Value], start: int, end: int, period: int, aligner: str
) -> dict[int, Value]:
    """One value a period; periods are counted back from the end."""
    spans: dict[int, list[Value]] = {}
    for at, value in sorted(points.items()):
        if start < at <= end:
            spans.setdefault(end - (end - at) // period * period, []).append(value)
    return {at: _combined(values, aligner) for at, values in spans.items()}


def _combined(values: list[Value], how: str) -> Value:
    """What an aligner or a reducer makes of values."""
    first = values[0]
    if isinstance(first, tuple):
        pairs = [value for value in values if isinstance(value, tuple)]
        count = sum(pair[0] for pair in pairs)
        mean = sum(pair[0] * pair[1] for pair in pairs) / count if count else 0.0
        return mean if "PERCENTILE" in how or how.endswith("MEAN") else (count, mean)
    if isinstance(first, str):
        return first
    numbers = [float(value) for value in values if not isinstance(value, tuple)]
    return MADE[how.partition("_")[2]](numbers)


MADE: dict[str, Callable[[list[float]], float]] = {
    "MAX": max,
    "MIN": min,
    "SUM": sum,
    "DELTA": sum,
    "MEAN": lambda numbers: sum(numbers) / len(numbers),
    "NEXT_OLDER": lambda numbers: numbers[-1],
}


def _raw(series: Series, points: Mapping[int, Value]) -> dict[str, Any]:
    return {
        "metric": {"type": series.metric, "labels": dict(series.metric_labels)},
        "resource": {"type": series.resource, "labels": dict(series.labels)},
        "points": [
            {"interval": {"start_time": _time(at), "end_time": _time(at)}, "value": _value(value)}
            for at, value in sorted(points.items(), reverse=True)
        ],
    }


def _time(at: int) -> dict[str, int]:
    return {"seconds": at}


def _value(value: Value) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"bool_value": value}
    if isinstance(value, str):
        return {"string_value": value}
    if isinstance(value, tuple):
        return {"distribution_value": Distribution(count=value[0], mean=value[1])}
    if float(value).is_integer():
        return {"int64_value": int(value)}
    return {"double_value": value}


def _page(
    answered: Sequence[dict[str, Any]], first: int, most: int, view: Any
) -> tuple[list[dict[str, Any]], int]:
    """The points (or headers) from the `first` on, `most` of them, and where the next begin."""
    if view == ListTimeSeriesRequest.TimeSeriesView.HEADERS:
        headers = [{**each, "points": []} for each in answered]
        return headers[first : first + most], first + most if first + most < len(headers) else 0
    page, place, left = [], 0, most
    for each in answered:
        skipped = max(0, first - place)
        points = each["points"][skipped : skipped + left]
        place += len(each["points"])
        if points:
            page.append({**each, "points": points})
            left -= len(points)
    total = sum(len(each["points"]) for each in answered)
    return page, first + most if first + most < total else 0
