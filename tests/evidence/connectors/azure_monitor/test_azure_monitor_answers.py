"""From the bytes of an answer to points, or to what is wrong with it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from evidence.connectors.azure_monitor.answers import results
from evidence.connectors.azure_monitor.batches import batched, understood
from evidence.connectors.base import Result
from evidence.evaluate import Point
from tests.evidence.connectors.azure_monitor.source import query
from tests.evidence.connectors.azure_monitor.stand_in import resource

AT = dt.datetime(2026, 11, 29, 7, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def point(hour: int, **values: Any) -> dict[str, Any]:
    return {"timeStamp": f"2026-11-29T{hour:02}:00:00Z", **values}


def answer(*series: Any, **changed: Any) -> bytes:
    metric: dict[str, Any] = {"name": {"value": "RunsStarted"}, "errorCode": "Success"}
    metric |= {"timeseries": [{"metadatavalues": [], "data": data} for data in series]}
    part = {"resourceid": resource("orders"), "interval": "PT1H", "value": [metric | changed]}
    return json.dumps({"values": [part]}).encode()


def read(body: bytes, **fields: object) -> Result:
    found, _ = understood([query(**fields)])  # type: ignore[arg-type]
    [batch] = batched(found)
    [(place, result)] = results(body, batch, "https://metrics.example")
    assert place == 0
    return result


def test_a_point_stands_at_the_end_of_its_interval() -> None:
    assert read(answer([point(6, total=3)])).points == (Point(AT, 3.0),)


def test_an_interval_without_a_value_is_no_point() -> None:
    body = answer([point(6), point(7, total=None), point(8, total=0)])
    assert read(body).points == (Point(AT + 2 * HOUR, 0.0),)


def test_only_the_aggregation_that_was_asked_for_is_read() -> None:
    assert read(answer([point(6, average=9, count=4)])).points == ()


def test_a_metric_without_series_has_no_points_and_is_no_error() -> None:
    assert read(answer()) == Result(
        read(answer()).sent, (), hashlib.sha256(answer()).hexdigest(), ""
    )


@pytest.mark.parametrize(
    ("aggregation", "value"), [("Total", 5), ("Count", 5), ("Maximum", 3), ("Minimum", 2)]
)
def test_series_of_a_filter_are_put_together(aggregation: str, value: float) -> None:
    name = aggregation.lower()
    body = answer([point(6, **{name: 2})], [point(6, **{name: 3})], [point(6)])
    assert read(body, aggregation=aggregation).points == (Point(AT, value),)


def test_averages_of_several_series_are_refused() -> None:
    result = read(answer([point(6, average=2)], [point(7, average=3)]), aggregation="Average")
    assert (result.points, result.error[:32]) == ((), "The filter matches several serie")


def test_a_series_without_values_beside_one_with_some_does_not_matter() -> None:
    result = read(answer([point(6)], [point(6, average=3)]), aggregation="Average")
    assert result.points == (Point(AT, 3.0),)


def test_a_value_is_divided_as_the_query_says() -> None:
    result = read(answer([point(6, total=2048000)]), divide_by="1024000")
    assert result.points == (Point(AT, 2.0),)
    assert result.sent.endswith("and each value divided by 1.024e+06")


def test_the_interval_that_came_counts_where_azure_changed_it() -> None:
    body = answer([point(6, total=3)]).replace(b"PT1H", b"PT6H")
    assert read(body).points == (Point(AT + 5 * HOUR, 3.0),)


def test_an_answer_that_is_packed_twice_is_read() -> None:
    body = json.dumps(answer([point(6, total=3)]).decode()).encode()
    assert read(body).points == (Point(AT, 3.0),)


def test_ids_and_names_are_compared_without_case() -> None:
    body = answer([point(6, total=3)]).replace(b"Microsoft.Logic", b"microsoft.logic")
    assert read(body.replace(b"RunsStarted", b"runsstarted")).points == (Point(AT, 3.0),)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "is not JSON"),
        (b"<html>A proxy speaks</html>", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "holds no list of values"),
        (b'{"values": {}}', "holds no list of values"),
        (b'{"values": []}', "leaves this resource out"),
        (b'{"values": [null, 3]}', "leaves this resource out"),
        (answer(name={"value": "Other"}), "leaves this metric out"),
        (answer(name="RunsStarted"), "leaves this metric out"),
        (answer(timeseries={}), "holds no list of series"),
        (answer(timeseries=[None]), "points that cannot be read"),
        (answer([{"total": 3}]), "points that cannot be read"),
        (answer([point(6, total="3")]), "points that cannot be read"),
        (answer([point(6, total=True)]), "points that cannot be read"),
        (answer([{"timeStamp": "yesterday", "total": 3}]), "points that cannot be read"),
        (answer([{"timeStamp": 3, "total": 3}]), "points that cannot be read"),
        (answer(*([] for _ in range(1000))), "matches 1,000 series or more"),
        (
            answer(errorCode="ServiceUnavailable", errorMessage="Try later."),
            "could not read this metric: ServiceUnavailable. Try later.",
        ),
    ],
)
def test_what_is_not_as_azure_describes_it_is_an_error_without_points(
    body: bytes, said: str
) -> None:
    result = read(body)
    assert said in result.error
    assert result.points == ()
    assert result.response_hash == hashlib.sha256(body).hexdigest()


def test_a_long_error_is_cut() -> None:
    result = read(answer(errorCode="Wrong", errorMessage="So much\nto say. " * 100))
    assert len(result.error) == 300
    assert "\n" not in result.error


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "values",
                    "value",
                    "resourceid",
                    "name",
                    "timeseries",
                    "data",
                    "timeStamp",
                    "total",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)


@hypothesis_settings(max_examples=40, deadline=None)
@given(JSON, st.sampled_from(["whole", "part", "metric", "series"]))
def test_whatever_comes_is_a_result(content: Any, where: str) -> None:
    metric = {"name": {"value": "RunsStarted"}, "timeseries": content}
    series = {"name": {"value": "RunsStarted"}, "timeseries": [{"data": content}]}
    part = {"resourceid": resource("orders")}
    shapes = {
        "whole": content,
        "part": {"values": [part | {"value": content}]},
        "metric": {"values": [part | {"value": [metric]}]},
        "series": {"values": [part | {"value": [series]}]},
    }
    assert isinstance(read(json.dumps(shapes[where]).encode()), Result)
