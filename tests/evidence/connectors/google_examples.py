"""Everything that the examples of Google's presets speak of, and all is well."""

from __future__ import annotations

import datetime as dt

from google.cloud.scheduler_v1 import Job

from tests.evidence.connectors.google_stand_in import GoogleStandIn, Value

PUBSUB = "pubsub.googleapis.com"
HOUR = 3600
HOURS = range(7 * 24)


def fill(server: GoogleStandIn, now: dt.datetime) -> None:
    """Let the server know a week of all of it, up to this moment."""
    end = int(now.timestamp())
    _pubsub(server, end)
    _functions(server, end)
    _services(server, end)
    _scheduler(server, now)


def hourly(value: Value, end: int) -> dict[int, Value]:
    """The value in each hour of the week that ends then, in seconds since the epoch."""
    return {end - n * HOUR: value for n in HOURS}


def _pubsub(server: GoogleStandIn, end: int) -> None:
    def subscription(name: str, value: Value, **labels: str) -> None:
        metric = f"{PUBSUB}/subscription/{name}"
        labels_of = {"subscription_id": "orders"}
        server.add(metric, "pubsub_subscription", hourly(value, end), labels, **labels_of)

    subscription("oldest_unacked_message_age", 120)
    subscription("num_undelivered_messages", 40)
    for kind in ("pull", "push"):
        subscription("ack_message_count", 98, delivery_type=kind)
        subscription("sent_message_count", 100, delivery_type=kind)
    subscription("dead_letter_message_count", 0)
    sizes = hourly((10, 1000.0), end) | {end - 30: (1, 100_000.0)}
    server.add(f"{PUBSUB}/topic/message_sizes", "pubsub_topic", sizes, topic_id="orders")


def _functions(server: GoogleStandIn, end: int) -> None:
    labels = {"function_name": "resize-images", "region": "europe-west1"}

    def function(name: str, value: Value, **of_metric: str) -> None:
        metric = f"cloudfunctions.googleapis.com/function/{name}"
        server.add(metric, "cloud_function", hourly(value, end), of_metric, **labels)

    for memory in ("256", "512"):
        function("execution_count", 995, status="ok", memory=memory)
        function("execution_count", 5, status="error", memory=memory)
    function("execution_times", (100, 12e9), status="ok")
    function("active_instances", 1)
    server.series[-1].points = hourly(1, end) | {end: 0}


def _services(server: GoogleStandIn, end: int) -> None:
    labels = {"service_name": "resize-images", "location": "europe-west1"}

    def service(name: str, value: Value, **of_metric: str) -> None:
        metric = f"run.googleapis.com/{name}"
        server.add(metric, "cloud_run_revision", hourly(value, end), of_metric, **labels)

    service("request_count", 997, response_code_class="2xx")
    service("request_count", 3, response_code_class="5xx")
    service("request_latencies", (100, 12_000.0))
    service("container/billable_instance_time", 225.5)
    for state, value in (("active", 3), ("idle", 1)):
        service("container/instance_count", value, state=state)
        server.series[-1].points = hourly(value, end) | {end - HOUR: 0}


def _scheduler(server: GoogleStandIn, now: dt.datetime) -> None:
    labels = {"job_id": "nightly-report", "location": "europe-west1"}
    tonight = now.astimezone(dt.UTC).replace(hour=2, minute=0, second=1, microsecond=0)
    first = int(tonight <= now) - 1  # before two in the morning, last night was the latest
    nights = [tonight - dt.timedelta(days=n - first) for n in range(7)]
    points: dict[int, Value] = {int(night.timestamp()): 2 for night in nights}
    server.add(
        "logging.googleapis.com/log_entry_count",
        "cloud_scheduler_job",
        points,
        {"severity": "INFO", "log": "cloudscheduler.googleapis.com/executions"},
        **labels,
    )
    server.jobs = [
        Job(
            name="projects/acme/locations/europe-west1/jobs/nightly-report",
            state=Job.State.ENABLED,
            schedule="0 2 * * *",
            time_zone="Etc/UTC",
        )
    ]
