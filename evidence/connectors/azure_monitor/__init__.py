"""Azure Monitor's metrics, fifty resources a call. Reads no client of Azure before it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.connectors.azure_monitor.batches import batched, understood
from evidence.connectors.azure_monitor.queries import AGGREGATIONS
from evidence.connectors.azure_monitor.sites import CLOUDS
from evidence.connectors.base import Account, Field, Query, Result, client_module

CLIENT = "evidence.connectors.azure_monitor.client"
EXTRA = "azure"

SETTINGS: Sequence[Field] = (
    Field(
        "subscription",
        "Subscription id",
        help="A source watches the resources of one subscription in one region.",
        example="0b1f6471-1bf0-4dda-aec3-111122223333",
    ),
    Field(
        "region",
        "Region",
        help="As in the resource's JSON view; “global” for resources that lie in no region.",
        example="westeurope",
    ),
    Field("tenant", "Tenant id", help="Goes with a client secret.", required=False),
    Field(
        "client",
        "Client id",
        help="Of the app registration; without a secret, of a user-assigned managed identity.",
        required=False,
    ),
    Field(
        "secret",
        "Client secret",
        help="Left empty: the identity of the machine that Plumbline runs on is used.",
        kind="secret",
        required=False,
        example="env:AZURE",
    ),
    Field("cloud", "Cloud", kind="choice", choices=tuple(CLOUDS), default="public"),
    Field(
        "endpoint",
        "Another address of the metrics",
        help="Only for Azure Stack, private clouds and tests. Goes with a client secret.",
        kind="address",
        required=False,
    ),
    Field("authority", "Another address of the sign-in", kind="address", required=False),
    Field("management", "Another address of Resource Manager", kind="address", required=False),
)

QUERY_FIELDS: Sequence[Field] = (
    Field(
        "resource",
        "Resource id",
        help="From the resource's JSON view in the portal.",
        example="/subscriptions/…/resourceGroups/shop/providers/Microsoft.Logic/workflows/orders",
    ),
    Field("metric", "Metric", help="Its name in the REST API.", example="RunsSucceeded"),
    Field("aggregation", "Aggregation", kind="choice", choices=tuple(AGGREGATIONS.values())),
    Field(
        "namespace",
        "Metric namespace",
        help="Left empty: the type of the resource.",
        required=False,
        example="Microsoft.Logic/workflows",
    ),
    Field(
        "filter",
        "Filter by dimensions",
        help="Series that match are put together; averages cannot be.",
        required=False,
        example="ApiName eq 'DeleteMessage'",
    ),
    Field(
        "divide_by",
        "Divide by",
        help="Turns the metric's unit into yours.",
        kind="number",
        required=False,
    ),
)


class AzureMonitorConnector:
    """Metrics of one subscription and region, read through Azure's own client in batches."""

    key = "azure_monitor"
    label = "Azure Monitor"
    version = "azure_monitor 1"
    requires = EXTRA
    settings = SETTINGS
    query_fields = QUERY_FIELDS

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query, in order. A batch is asked for when its first result is due."""
        if not queries:
            return
        client = client_module(CLIENT, EXTRA)
        yield from client.collect(account, queries)

    def quote(self, value: str) -> str:
        """A single quote is doubled, as filters want it; resource ids have none."""
        return value.replace("'", "''")

    def calls_for(self, queries: Sequence[Query]) -> int:
        """The batches, and a sign-in (two requests: its description and the token)."""
        asked, _ = understood(queries)
        return len(batched(asked)) + 2 if asked else 0

    def check(self, account: Account) -> str:
        """Signs in, looks for a resource to try, and reads one metric of it."""
        found: str = client_module(CLIENT, EXTRA).check(account)
        return found

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """The ids of the resources of a kind in the source's region: see `inventory.KINDS`."""
        found: list[str] = client_module(CLIENT, EXTRA).discover(account, what)
        return found
