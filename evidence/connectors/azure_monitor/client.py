"""Reads metrics through Azure's own client. Loaded when a source is first asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Self, cast

from azure.core.credentials import TokenCredential
from azure.core.exceptions import AzureError
from azure.monitor.querymetrics import MetricsClient

from evidence.connectors.azure_monitor import inventory
from evidence.connectors.azure_monitor.answers import results, shortened
from evidence.connectors.azure_monitor.batches import Batch, batched, understood
from evidence.connectors.azure_monitor.inventory import KINDS
from evidence.connectors.azure_monitor.login import Login
from evidence.connectors.azure_monitor.queries import MOST_SERIES, Asked
from evidence.connectors.azure_monitor.refusals import Refused, raise_for
from evidence.connectors.azure_monitor.sites import Site, site
from evidence.connectors.azure_monitor.wire import OPTIONS, Wire, read
from evidence.connectors.base import Account, Query, Result
from evidence.guarded import checked_address

WHERE = "Azure Monitor"
ELSEWHERE = "This resource is not in the source's subscription: make a source for its own."
MOST_HALVINGS = 30
"""How often a collection parts a refused batch to find the query that is wrong."""


def collect(account: Account, queries: Sequence[Query]) -> Iterator[Result]:
    """See `Connector.collect`. Held are only results whose turn has not come."""
    place = _site(account)
    with Login(place, account) as login:
        yield from _collected(place, login, account, queries)


def check(account: Account) -> str:
    """See `Checks.check`."""
    place = _site(account)
    with Login(place, account) as login:
        for what, kind in KINDS.items():
            first = next(inventory.resources(place, login, account, what), None)
            if first:
                query = _of_today(first, kind.metric)
                [result] = _collected(place, login, account, [query])
                return _tried(f"{kind.metric} of {first.rsplit('/', 1)[-1]}", result)
    return (
        "Azure signed us in, and shows no storage account, function app or logic app in "
        f"{place.region}: no metric could be tried."
    )


def discover(account: Account, what: str) -> list[str]:
    """See `Discovers.discover`."""
    place = _site(account)
    with Login(place, account) as login:
        return sorted(inventory.resources(place, login, account, what), key=str.lower)


class Metrics:
    """The client of the metrics' data plane, for one source and one collection."""

    def __init__(self, place: Site, account: Account, login: Login) -> None:
        self.place = place
        self.halvings = MOST_HALVINGS
        self.wire = Wire(account)
        self.client = MetricsClient(
            place.endpoint,
            cast("TokenCredential", login),  # it takes the newer kind, and names the older
            audience=place.audience,
            transport=self.wire,
            permit_redirects=False,
            **OPTIONS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.client.close()

    def answers(self, batch: Batch) -> Iterator[tuple[int, Result]]:
        """The place and the result of each query of the batch.

        Azure refuses a batch as a whole for one metric or resource that it does not know: a
        refused batch is parted until the wrong one is found. Raises SourceFailed.
        """
        try:
            body = self._body(batch)
        except Refused as refused:
            halves = batch.halves() if self.halvings else ()
            if not halves:
                yield from self._all_refused(batch, str(refused))
                return
            self.halvings -= 1
            for half in halves:
                yield from self.answers(half)
        else:
            yield from results(body, batch, self.place.endpoint)

    def _all_refused(self, batch: Batch, words: str) -> Iterator[tuple[int, Result]]:
        together = len(batch.resources) * len(batch.metrics)
        if together > 1:
            words = f"Asked together with others, and then: {words}"
        for each in batch.members:
            yield each.place, Result(each.sent(self.place.endpoint), error=shortened(words))

    def _body(self, batch: Batch) -> bytes:
        """The answer as it came: Azure's client would leave out whose it is, and the errors."""
        bodies: list[bytes] = []

        def keep(response: Any, _content: object, _headers: object) -> dict[str, list[object]]:
            bodies.append(read(response.http_response))
            return {"values": []}

        first = batch.members[0]
        try:
            self.client.query_resources(
                resource_ids=batch.resources,
                metric_namespace=first.namespace,
                metric_names=batch.metrics,
                timespan=(first.start, first.end),
                granularity=dt.timedelta(seconds=first.seconds),
                aggregations=[first.aggregation],
                stream=True,
                cls=keep,
                retry_on_methods=["POST"],
                filter=first.filter or None,
                max_results=MOST_SERIES if first.filter else None,
            )
        except (AzureError, ValueError) as error:
            raise_for(error, self.wire, WHERE)
        return bodies[-1]


def _collected(
    place: Site, login: Login, account: Account, queries: Sequence[Query]
) -> Iterator[Result]:
    asked, wrong = understood(queries)
    wrong |= {each.place: ELSEWHERE for each in asked if not _within(each, place)}
    batches = batched(each for each in asked if each.place not in wrong)
    batch_of = {each.place: batch for batch in batches for each in batch.members}
    held: dict[int, Result] = {}
    with Metrics(place, account, login) as metrics:
        for number in range(len(queries)):
            if number in wrong:
                yield Result("", error=shortened(wrong[number]))
                continue
            if number not in held:
                held.update(metrics.answers(batch_of[number]))
            yield held.pop(number)


def _site(account: Account) -> Site:
    place = site(account.settings)
    for address in place.given:
        checked_address(address)
    return place


def _within(query: Asked, place: Site) -> bool:
    return query.subscription.lower() == place.subscription.lower()


def _of_today(resource: str, metric: str) -> Query:
    now = dt.datetime.now(dt.UTC)
    fields = {"resource": resource, "metric": metric, "aggregation": "Total"}
    return Query(fields, now - dt.timedelta(hours=3), now)


def _tried(what: str, result: Result) -> str:
    if result.error:
        return f"Azure signed us in, and {what} gave: {result.error}"
    count = len(result.points)
    return f"Azure answered: {what} has {count} point{'' if count == 1 else 's'} in three hours."
