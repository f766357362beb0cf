"""What other exporters tell, under their names and labels, at any moment.

A preset that misspells one of them finds nothing. Where a label names a thing, it is “orders”.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

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


def told(at: float) -> Iterator[Metric]:
    """One series each, `at` seconds after the epoch: counters grow by ten a second."""
    count = at * 10 % 1_000_000
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
