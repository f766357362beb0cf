"""A small program that works for ever and tells Prometheus of it: `python -m … PORT`.

Besides figures of its own it tells what other exporters tell, under their names and labels, so
that a preset that misspells one finds nothing. Where a label names a thing, it is “orders”.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

FINISHED = Counter("shop_jobs_finished_total", "Jobs that ended.", ["state"])
WAITING = Gauge("shop_jobs_waiting", "Jobs that wait.", ["queue"])
DURATION = Histogram("shop_jobs_duration_seconds", "How long jobs ran.", buckets=[0.1, 0.5, 1])

TASK = {"name": "bill", "hostname": "one", "queue_name": "orders"}
QUEUE = {"queue": "orders", "vhost": "/"}
REDIS = {"addr": "redis://one"}
GROUP = {"consumergroup": "orders", "topic": "orders", "partition": "0"}
CRON = {"namespace": "orders", "cronjob": "orders"}
ENDED = {"namespace": "orders", "job_name": "orders-1", "condition": "true"}
OWN = {"queue": "orders"}

GAUGES: dict[str, dict[str, str]] = {
    "celery_queue_length": {"queue_name": "orders"},
    "celery_active_process_count": {"queue_name": "orders"},
    "rabbitmq_queue_messages_ready": QUEUE,
    "rabbitmq_detailed_queue_messages_unacked": QUEUE,
    "redis_key_size": REDIS | {"db": "db0", "key": "orders"},
    "redis_memory_used_bytes": REDIS,
    "redis_memory_max_bytes": REDIS,
    "kafka_consumergroup_lag": GROUP,
    "kube_cronjob_status_active": CRON,
    "kube_job_failed": ENDED,
    "kube_job_complete": ENDED,
    "kube_deployment_status_replicas": {"namespace": "orders", "deployment": "orders"},
    "plumbline_jobs_oldest_waiting_seconds": OWN,
}
GROWING: dict[str, dict[str, str]] = {
    "kafka_consumergroup_current_offset": GROUP,
    "kafka_topic_partition_current_offset": {"topic": "orders", "partition": "0"},
    "kube_cronjob_status_last_successful_time": CRON,
}
COUNTERS: dict[str, dict[str, str]] = {
    "celery_task_failed": TASK | {"exception": "KeyError"},
    **dict.fromkeys(
        ("celery_task_succeeded", "celery_task_retried", "celery_task_started"),
        TASK,
    ),
    **{
        f"rabbitmq_global_messages_{name}": {"protocol": "amqp091"}
        for name in (
            *("acknowledged", "delivered", "delivered_consume_auto_ack", "redelivered"),
            *("delivered_get_auto_ack", "delivered_get_manual_ack", "get_empty"),
            *("received", "routed", "dead_lettered_expired", "dead_lettered_rejected"),
            *("dead_lettered_maxlen", "dead_lettered_delivery_limit"),
        )
    },
    "redis_evicted_keys": REDIS,
    "redis_keyspace_hits": REDIS,
    "redis_keyspace_misses": REDIS,
    **{
        f"plumbline_jobs_{name}": OWN | {"state": "done"}
        for name in ("finished", "wait_seconds", "cpu_seconds")
    },
}
BUCKETS = ("celery_task_queue_wait_time", "celery_task_runtime")


class Others(Collector):
    """What other exporters tell: counters grow by ten a second."""

    def collect(self) -> Iterator[Metric]:
        """One series each."""
        count = time.time() * 10 % 1_000_000
        for name, labels in (GAUGES | GROWING).items():
            family = GaugeMetricFamily(name, name, labels=list(labels))
            family.add_metric(list(labels.values()), count if name in GROWING else 3)
            yield family
        for name, labels in COUNTERS.items():
            counted = CounterMetricFamily(name, name, labels=list(labels))
            counted.add_metric(list(labels.values()), count)
            yield counted
        for name in BUCKETS:
            family = GaugeMetricFamily(f"{name}_bucket", name, labels=[*TASK, "le"])
            for border in ("0.5", "1.0", "+Inf"):
                family.add_metric([*TASK.values(), border], count)
            yield family


def work() -> None:
    """Three jobs of four succeed; all take 0.3 s; seven wait for good in one queue."""
    REGISTRY.register(Others())
    start_http_server(int(sys.argv[1]), addr="127.0.0.1")
    WAITING.labels('odd "name"\\').set(7)
    WAITING.labels("other").set(1)
    while True:
        for state in ("done", "done", "done", "failed"):
            FINISHED.labels(state).inc()
            DURATION.observe(0.3)
        time.sleep(0.02)


if __name__ == "__main__":
    work()
