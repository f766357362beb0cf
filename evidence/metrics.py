"""The health of sources and probes as Prometheus sees it, without a name of anybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Case, CharField, Count, Min, Q, Value, When
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from evidence.models import Probe, SignalState, Source

HEALTH = Case(
    When(is_enabled=False, then=Value("off")),
    When(~Q(last_error=""), then=Value("failing")),
    When(last_collected_at=None, then=Value("new")),
    default=Value("ok"),
    output_field=CharField(),
)
NEVER_READ = "never_read"


class SourceMetrics(Collector):
    """Lines about `evidence`: they begin with plumbline_sources and plumbline_probes."""

    def collect(self) -> Iterable[Metric]:
        """Every family; three queries."""
        yield _by_health()
        yield from _ages()
        yield _by_state()


def _by_health() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "plumbline_sources",
        "Sources by connector and health: ok; failing, when the last collection failed; new, "
        "before the first one; off, when switched off.",
        labels=("connector", "health"),
    )
    rows = Source.objects.order_by().annotate(health=HEALTH).values_list("connector", "health")
    for connector, health, count in rows.annotate(count=Count("pk")):
        family.add_metric((connector, health), count)
    return family


def _ages() -> Iterator[GaugeMetricFamily]:
    now = timezone.now()
    late = GaugeMetricFamily(
        "plumbline_sources_overdue_seconds",
        "For how long the source has waited that is due longest, by connector; 0 where none is.",
        labels=("connector",),
    )
    age = GaugeMetricFamily(
        "plumbline_sources_oldest_collection_seconds",
        "Since when the source has no figures that was collected longest ago, by connector, of "
        "those that are on and were ever collected.",
        labels=("connector",),
    )
    rows = Source.objects.filter(is_enabled=True).order_by().values_list("connector")
    for connector, due, collected in rows.annotate(Min("next_due_at"), Min("last_collected_at")):
        late.add_metric((connector,), max(0.0, (now - due).total_seconds()))
        if collected:
            age.add_metric((connector,), max(0.0, (now - collected).total_seconds()))
    yield late
    yield age


def _by_state() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "plumbline_probes",
        "Probes by the state of their newest reading as it was judged then; never_read before "
        "the first one. What was judged turns stale with age on the pages, not here.",
        labels=("state",),
    )
    rows = Probe.objects.order_by().values_list("latest__state").annotate(count=Count("pk"))
    counts = {state or NEVER_READ: count for state, count in rows}
    for state in (*SignalState.values, NEVER_READ):
        family.add_metric((state,), counts.get(state, 0))
    return family
