"""What there is to watch in an account, as far as AWS lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from evidence.connectors.base import SourceFailed
from evidence.connectors.cloudwatch.doors import Doors
from evidence.connectors.cloudwatch.failures import Refused, in_words

MOST = 1000
MOST_ROWS = 10_000
"""How many rows are read to find so many different values: a namespace has many metrics."""


def _as_it_is(value: str) -> str:
    return value


def _last(url: str) -> str:
    return url.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Listing:
    """A call that lists, what to take from its pages, and which parameter it needs first."""

    service: str
    operation: str
    path: str
    needs: str = ""
    argument: str = ""
    shown: Callable[[str], str] = _as_it_is


LISTINGS: Mapping[str, Listing] = {
    "queues": Listing("sqs", "list_queues", "QueueUrls[]", shown=_last),
    "functions": Listing("lambda", "list_functions", "Functions[].FunctionName"),
    "aliases": Listing("lambda", "list_aliases", "Aliases[].Name", "function", "FunctionName"),
    "autoscaling_groups": Listing(
        "autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups[].AutoScalingGroupName"
    ),
    "spot_fleets": Listing(
        "ec2",
        "describe_spot_fleet_requests",
        "SpotFleetRequestConfigs[?!starts_with(SpotFleetRequestState, 'cancelled')]"
        ".SpotFleetRequestId",
    ),
    "instances": Listing("ec2", "describe_instances", "Reservations[].Instances[].InstanceId"),
    "namespaces": Listing("cloudwatch", "list_metrics", "Metrics[].Namespace"),
    "metrics": Listing(
        "cloudwatch", "list_metrics", "Metrics[].MetricName", "namespace", "Namespace"
    ),
}


def listed(doors: Doors, what: str, given: Mapping[str, str]) -> list[str]:
    """At most 1,000 values, in order. Raises SourceFailed."""
    listing = LISTINGS.get(what)
    if listing is None:
        raise SourceFailed(f"AWS lists no “{what[:40]}” to choose from.")
    asked = {}
    if listing.needs:
        value = given.get(listing.needs, "").strip()
        if not value:
            raise SourceFailed(f"Choose the {listing.needs} first.")
        asked[listing.argument] = value
    found: set[str] = set()
    try:
        for value in _values(doors, listing, asked):
            found.add(listing.shown(value))
            if len(found) == MOST:
                break
    except Refused as refused:
        raise SourceFailed(str(refused)) from None
    return sorted(found)


def _values(doors: Doors, listing: Listing, asked: Mapping[str, str]) -> Iterator[str]:
    client = doors.client(listing.service)
    with in_words(doors.region):
        pages = client.get_paginator(listing.operation).paginate(
            **asked, PaginationConfig={"MaxItems": MOST_ROWS}
        )
        yield from filter(None, pages.search(listing.path))
