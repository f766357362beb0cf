"""Amazon CloudWatch and what else AWS says of queues, functions and fleets.

This module is light: whatever needs Amazon's client is imported when a source is first asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from evidence.connectors.base import Account, Field, Query, Result, client_module
from evidence.connectors.cloudwatch.batches import least_calls

SETTINGS = (
    Field("region", "Region", "Where the metrics are kept.", example="eu-central-1"),
    Field(
        "role_arn",
        "Role to assume",
        "The ARN of a role in the account that is looked at. Left empty, the identity below is "
        "used itself.",
        required=False,
        example="arn:aws:iam::123456789012:role/plumbline",
    ),
    Field(
        "external_id",
        "External ID",
        "What the role's trust policy asks for. Left empty, plumbline-organization- with the "
        "number of your organization is sent, which nobody else can send.",
        required=False,
    ),
    Field(
        "access_key_id",
        "Access key ID",
        "Where it is found. Left empty together with the secret, the identity of the machine that "
        "Plumbline runs on is used.",
        kind="secret",
        required=False,
        example="env:AWS_KEY_ID",
    ),
    Field(
        "secret_access_key",
        "Secret access key",
        "Where it is found.",
        kind="secret",
        required=False,
        example="env:AWS_KEY",
    ),
    Field(
        "endpoint",
        "Address instead of Amazon's",
        "Only for a stand-in such as LocalStack: every call goes there. It needs an access key.",
        kind="address",
        required=False,
    ),
)

QUERY_FIELDS = (
    Field(
        "namespace",
        "Namespace",
        required=False,
        discover="namespaces",
        example="AWS/SQS",
    ),
    Field("metric", "Metric", required=False, discover="metrics", example="SentMessageSize"),
    Field(
        "dimensions",
        "Dimensions",
        "One to a line. They must be exactly those of the metric, no fewer.",
        kind="lines",
        required=False,
        example="QueueName=orders",
    ),
    Field(
        "stat",
        "Statistic",
        "Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p95.",
        default="Average",
        required=False,
    ),
    Field(
        "expression",
        "Metric math",
        "Instead of a metric: an expression over the metrics named below.",
        required=False,
        example="100 * errors / calls",
    ),
    Field(
        "metrics",
        "Metrics of the expression",
        "One to a line: its name, then namespace, metric, statistic and dimensions.",
        kind="lines",
        required=False,
        example="errors = AWS/Lambda | Errors | Sum | FunctionName=resize",
    ),
    Field(
        "account",
        "Account",
        "Only in a monitoring account: whose metric it is.",
        required=False,
        example="123456789012",
    ),
    Field("region", "Region", "Where it is not that of the source.", required=False),
)


class CloudWatchConnector:
    """Any number of CloudWatch series, 500 to a call; and single facts that presets need."""

    key = "cloudwatch"
    label = "Amazon CloudWatch"
    version = "cloudwatch 1"
    requires = "aws"
    settings: Sequence[Field] = SETTINGS
    query_fields: Sequence[Field] = QUERY_FIELDS

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """One result per query; at most a batch of points is held at once. Raises SourceFailed."""
        if queries:
            yield from _client().collect(account, queries)

    def quote(self, value: str) -> str:
        """As it is: CloudWatch takes names and dimensions apart from each other."""
        return value

    def calls_for(self, queries: Sequence[Query]) -> int:
        """A call for 500 metrics of one window, and one for each single fact."""
        return least_calls(queries)

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """Queues, functions, their aliases, groups, fleets, instances, namespaces or metrics."""
        return list(_client().discover(account, what, given))

    def check(self, account: Account) -> str:
        """Says which account answered and that it gives figures. Raises SourceFailed."""
        return str(_client().check(account))


def _client() -> ModuleType:
    return client_module("evidence.connectors.cloudwatch.client", extra="aws")
