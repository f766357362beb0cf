"""Google Cloud Monitoring, and the jobs of Cloud Scheduler: docs/connectors/google_monitoring.md.

Nothing here imports Google's clients: they are loaded when a source is first asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence.connectors.base import Account, Field, Query, Result, client_module
from evidence.connectors.google_monitoring.asked import JobAsked, MetricAsked, asked
from evidence.connectors.google_monitoring.plan import BATCH, calls
from evidence.connectors.google_monitoring.words import ALIGNERS, REDUCERS, TAKES, escaped


class GoogleMonitoringConnector:
    """Time series of Google Cloud, aligned and reduced by Google, and what jobs say of themselves.

    A point of an aligned series stands at the end of its period.
    """

    key = "google_monitoring"
    label = "Google Cloud Monitoring"
    version = "1"
    requires = "google"
    settings: Sequence[Field] = (
        Field(
            "project",
            "Project id",
            "The project whose metrics are read. Where it is the scoping project of others, "
            "queries choose among them by the label project_id.",
            example="acme-production",
        ),
        Field(
            "credentials",
            "Key file of a service account",
            "Left empty, the identity of the platform is used (Application Default Credentials).",
            kind="secret",
            required=False,
            example="file:google-reader.json",
        ),
        Field(
            "endpoint",
            "Address of a stand-in",
            "A host and a port, for tests: they are asked in plain text and without credentials. "
            "Leave it empty to ask Google.",
            required=False,
            example="stand-in:8080",
        ),
    )
    query_fields: Sequence[Field] = (
        Field(
            "metric",
            "Metric type",
            example="pubsub.googleapis.com/subscription/num_undelivered_messages",
        ),
        Field("resource", "Type of the resource", example="pubsub_subscription"),
        Field(
            "labels",
            "Labels of the resource",
            "One to a line: name = value.",
            kind="lines",
            required=False,
            example="subscription_id = orders",
        ),
        Field(
            "metric_labels",
            "Labels of the metric",
            "One to a line: name = value.",
            kind="lines",
            required=False,
            example="state = idle",
        ),
        Field(
            "aligner",
            "How the points of a period become one",
            "It must fit the kind of the metric: a mean or maximum for a gauge, a delta for a "
            "count, a percentile or a delta for a distribution.",
            kind="choice",
            choices=ALIGNERS,
            default="ALIGN_MEAN",
        ),
        Field(
            "reducer",
            "How several series become one",
            kind="choice",
            required=False,
            choices=REDUCERS,
            default="REDUCE_NONE",
        ),
        Field(
            "take",
            "What is taken of a distribution",
            kind="choice",
            required=False,
            choices=TAKES,
            default="mean",
        ),
        Field(
            "divide_by",
            "Divided by",
            "Changes the unit: 1000000000 makes seconds of nanoseconds.",
            kind="number",
            required=False,
        ),
    )

    def collect(self, account: Account, queries: Sequence[Query]) -> Iterator[Result]:
        """See `Connector.collect`."""
        client = client_module(f"{__name__}.client", self.requires)
        yield from client.collect(account, queries)

    def quote(self, value: str) -> str:
        """The value as it may stand between the double quotes of a filter."""
        return escaped(value)

    def calls_for(self, queries: Sequence[Query]) -> int:
        """One for each group of queries that share a call, and one for each job."""
        count, jobs = 0, set()
        for start in range(0, len(queries), BATCH):
            metrics: dict[int, MetricAsked] = {}
            for place, query in enumerate(queries[start : start + BATCH]):
                try:
                    what = asked(query)
                except ValueError:
                    continue
                if isinstance(what, JobAsked):
                    jobs.add((what.location, what.job))
                else:
                    metrics[place] = what
            count += len(calls(metrics))
        return count + len(jobs)

    def discover(self, account: Account, what: str, given: Mapping[str, str]) -> list[str]:
        """See `Discovers.discover`."""
        found: list[str] = client_module(f"{__name__}.discovery", self.requires).discover(
            account, what, given
        )
        return found

    def check(self, account: Account) -> str:
        """See `Checks.check`."""
        return str(client_module(f"{__name__}.discovery", self.requires).check(account))
