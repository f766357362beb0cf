"""What AWS lists to choose from, in the protocols of its older services, over pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evidence.connectors.base import SourceFailed
from evidence.connectors.cloudwatch import CloudWatchConnector
from evidence.connectors.cloudwatch.discovery import LISTINGS, MOST
from evidence.presets import for_connector
from tests.evidence.connectors.aws_account import account
from tests.evidence.connectors.aws_stand_in import Body, Reply, StandIn, refusal, serving


@pytest.fixture
def aws() -> Iterator[StandIn]:
    with serving(StandIn()) as stand_in:
        yield stand_in


def listed(aws: StandIn, what: str, **given: str) -> list[str]:
    return CloudWatchConnector().discover(account(aws.url), what, given)


def groups(*names: str, token: str = "") -> Reply:
    members = "".join(
        f"<member><AutoScalingGroupName>{name}</AutoScalingGroupName></member>" for name in names
    )
    more = f"<NextToken>{token}</NextToken>" if token else ""
    return Reply(
        "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult>"
        f"<AutoScalingGroups>{members}</AutoScalingGroups>{more}"
        "</DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
    )


def test_groups_are_listed_over_pages(aws: StandIn) -> None:
    aws.replies["DescribeAutoScalingGroups"] = [groups("web", "batch", token="2"), groups("ci")]
    assert listed(aws, "autoscaling_groups") == ["batch", "ci", "web"]
    assert aws.asked["DescribeAutoScalingGroups"][1]["NextToken"] == "2"


def test_fleets_that_were_cancelled_are_left_out(aws: StandIn) -> None:
    items = "".join(
        f"<item><spotFleetRequestId>sfr-{number}</spotFleetRequestId>"
        f"<spotFleetRequestState>{state}</spotFleetRequestState></item>"
        for number, state in enumerate(("active", "cancelled", "modifying", "cancelled_running"))
    )
    aws.replies["DescribeSpotFleetRequests"] = [
        Reply(
            "<DescribeSpotFleetRequestsResponse><spotFleetRequestConfigSet>"
            f"{items}</spotFleetRequestConfigSet></DescribeSpotFleetRequestsResponse>"
        )
    ]
    assert listed(aws, "spot_fleets") == ["sfr-0", "sfr-2"]


def test_instances_are_listed(aws: StandIn) -> None:
    instances = "<item><instanceId>i-2</instanceId></item><item><instanceId>i-1</instanceId></item>"
    aws.replies["DescribeInstances"] = [
        Reply(
            "<DescribeInstancesResponse><reservationSet><item><instancesSet>"
            f"{instances}</instancesSet></item></reservationSet></DescribeInstancesResponse>"
        )
    ]
    assert listed(aws, "instances") == ["i-1", "i-2"]


def metrics(names: range, token: str = "") -> Reply:
    found: Body = {"Metrics": [{"Namespace": "Shop", "MetricName": f"m{n:04}"} for n in names]}
    return Reply(found | ({"NextToken": token} if token else {}))


def test_at_most_a_thousand_are_listed_in_order(aws: StandIn) -> None:
    aws.replies["ListMetrics"] = [metrics(range(start, start + 500), "on") for start in (0, 500, 9)]
    found = listed(aws, "metrics", namespace="Shop")
    assert len(found) == MOST
    assert found == sorted(found)
    assert len(aws.asked["ListMetrics"]) == 2
    assert aws.asked["ListMetrics"][0]["Namespace"] == "Shop"


def test_pages_without_anything_new_end(aws: StandIn) -> None:
    tokens = iter(range(1000))
    aws.rules["ListMetrics"] = lambda body: metrics(range(500), f"on{next(tokens)}")
    assert listed(aws, "namespaces") == ["Shop"]
    assert len(aws.asked["ListMetrics"]) == 20


@pytest.mark.parametrize(
    ("what", "given", "said"),
    [
        ("namespaces", {}, "does not allow cloudwatch:ListMetrics"),
        ("metrics", {}, "Choose the namespace first"),
        ("planets", {}, "lists no “planets”"),
    ],
)
def test_what_cannot_be_listed_is_said(
    aws: StandIn, what: str, given: dict[str, str], said: str
) -> None:
    aws.replies["ListMetrics"] = [
        refusal("AccessDenied", "User: x is not authorized to perform: cloudwatch:ListMetrics")
    ]
    with pytest.raises(SourceFailed, match=said):
        listed(aws, what, **given)


def test_every_preset_discovers_what_can_be_listed() -> None:
    wanted = {
        field.discover
        for preset in for_connector("cloudwatch")
        for field in preset.parameters
        if field.discover
    } | {field.discover for field in CloudWatchConnector.query_fields if field.discover}
    assert wanted == set(LISTINGS)
    needed = {listing.needs for listing in LISTINGS.values() if listing.needs}
    assert needed <= {"function", "namespace"}
