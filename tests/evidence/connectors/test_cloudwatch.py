"""The connector against moto's server, a stand-in for AWS that others wrote: what it does as
Amazon does. What it does not (percentiles, expressions, limits) is in the modules beside this."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session
from moto.server import ThreadedMotoServer

from evidence.connectors import connectors
from evidence.connectors.base import Checks, Discovers, SourceFailed
from evidence.connectors.cloudwatch import CloudWatchConnector
from tests.evidence.connectors.aws_account import DAY, account, asked, collected, values

REGION = "eu-central-1"
NOW = dt.datetime.now(dt.UTC)
HOUR = NOW.replace(minute=0, second=0, microsecond=0)
ROLE = "arn:aws:iam::123456789012:role/plumbline"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    try:
        fill(url)
        yield url
    finally:
        server.stop()


def client(url: str, service: str) -> Any:
    make: Any = Session().create_client  # typed for names that are written out only
    return make(
        service,
        region_name=REGION,
        endpoint_url=url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="example",
    )


def fill(url: str) -> None:
    """A shop's queue, a group without instances, and its sales of the last hours."""
    client(url, "sqs").create_queue(
        QueueName="orders", Attributes={"MessageRetentionPeriod": "3600"}
    )
    client(url, "sqs").create_queue(QueueName="orders-dlq")
    queue = client(url, "sqs").get_queue_url(QueueName="orders")["QueueUrl"]
    client(url, "sqs").send_message(QueueUrl=queue, MessageBody="one")
    data = [
        {
            "MetricName": "Sales",
            "Dimensions": [{"Name": "Shop", "Value": "a"}],
            "Timestamp": HOUR - dt.timedelta(hours=hours, minutes=minutes),
            "Value": float(hours * 10 + minutes),
        }
        for hours in (1, 2, 5)
        for minutes in (0, 3)
    ]
    client(url, "cloudwatch").put_metric_data(Namespace="Shop", MetricData=data)


def sales(stat: str, shop: str = "a") -> dict[str, object]:
    return {"namespace": "Shop", "metric": "Sales", "dimensions": {"Shop": shop}, "stat": stat}


def test_the_connector_is_one_of_ours_and_does_all_there_is() -> None:
    connector = connectors()["cloudwatch"]
    assert isinstance(connector, CloudWatchConnector)
    assert isinstance(connector, Discovers)
    assert isinstance(connector, Checks)


def test_sums_and_maxima_are_those_that_were_put(moto: str) -> None:
    queries = [asked(sales(stat), DAY, NOW) for stat in ("Sum", "Maximum", "SampleCount")]
    of = account(moto)
    total, highest, count = (
        {(HOUR - point.at) / dt.timedelta(hours=1): point.value for point in result.points}
        for result in collected(of, *queries)
    )
    # What was put at the start of an hour and what came three minutes earlier: two intervals.
    if NOW.minute >= 5:
        assert total == {0: 10, 1: 33, 2: 23, 4: 50, 5: 53}
        assert highest == {0: 10, 1: 20, 2: 23, 4: 50, 5: 53}
        assert count == {0: 1, 1: 2, 2: 1, 4: 1, 5: 1}
    assert of.calls == 1


def test_a_metric_that_is_not_there_has_no_points(moto: str) -> None:
    [found] = collected(account(moto), asked(sales("Sum", shop="b"), DAY, NOW))
    assert values(found) == []


def test_a_queue_is_asked_for_its_numbers(moto: str) -> None:
    def attribute(queue: str, name: str) -> dict[str, object]:
        return {"call": "sqs_attribute", "queue": queue, "attribute": name}

    waiting, kept, absent = collected(
        account(moto),
        asked(attribute("orders", "ApproximateNumberOfMessages"), DAY, NOW),
        asked(attribute("orders", "MessageRetentionPeriod"), DAY, NOW),
        asked(attribute("nobody", "DelaySeconds"), DAY, NOW),
    )
    assert values(waiting) == [1]
    assert values(kept) == [3600]
    assert "knows nothing of that name" in absent.error
    assert waiting.points[0].at == NOW


def test_a_function_that_is_not_there_is_an_error_of_its_own(moto: str) -> None:
    timeout: dict[str, object] = {"call": "lambda_timeout", "function": "nobody"}
    absent, found = collected(
        account(moto), asked(timeout, DAY, NOW), asked(sales("Sum"), DAY, NOW)
    )
    assert "knows nothing of that name" in absent.error
    assert found.error == ""


def test_a_check_says_who_answers_for_a_role(moto: str) -> None:
    of = account(moto, role_arn=ROLE, external_id="acme-7")
    said = CloudWatchConnector().check(of)
    assert "account 123456789012 as arn:aws:sts::123456789012:assumed-role/plumbline/" in said
    assert said.endswith("gives figures of eu-central-1.")
    assert of.calls == 3


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("queues", ["orders", "orders-dlq"]),
        ("namespaces", ["Shop"]),
        ("metrics", ["Sales"]),
        ("functions", []),
    ],
)
def test_what_there_is_to_watch_is_listed(moto: str, what: str, there: list[str]) -> None:
    found = CloudWatchConnector().discover(account(moto), what, {"namespace": "Shop"})
    assert found == there


def test_aliases_are_those_of_a_function(moto: str) -> None:
    with pytest.raises(SourceFailed, match="knows nothing of that name"):
        CloudWatchConnector().discover(account(moto), "aliases", {"function": "nobody"})
