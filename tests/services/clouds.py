"""Amazon, Azure and Google as the presets know them, for a worker process.

What there is is written out here and never taken from the presets: one that asks for something
else gets no figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

from tests.evidence.connectors import aws_stand_in as aws
from tests.evidence.connectors.azure_monitor import stand_in as azure
from tests.evidence.connectors.google_examples import fill
from tests.evidence.connectors.google_stand_in import GoogleStandIn
from tests.services.system import System

AWS: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {
    ("AWS/SQS", ("QueueName",)): (
        "ApproximateAgeOfOldestMessage",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesVisible",
        "NumberOfEmptyReceives",
        "NumberOfMessagesDeleted",
        "NumberOfMessagesReceived",
        "NumberOfMessagesSent",
        "SentMessageSize",
    ),
    ("AWS/EC2Spot", ("FleetRequestId",)): (
        "EligibleInstancePoolCount",
        "FulfilledCapacity",
        "MaxPercentCapacityAllocation",
        "TargetCapacity",
    ),
    ("AWS/AutoScaling", ("AutoScalingGroupName",)): ("GroupInServiceInstances",),
    ("AWS/EC2", ("AutoScalingGroupName",)): ("CPUUtilization",),
    ("AWS/EC2", ("InstanceId",)): ("CPUUtilization",),
    ("AWS/Lambda", ("FunctionName",)): (
        "AsyncEventAge",
        "AsyncEventsDropped",
        "AsyncEventsReceived",
        "DeadLetterErrors",
        "Duration",
        "Errors",
        "Invocations",
        "Throttles",
    ),
    ("AWS/Lambda", ("FunctionName", "Resource")): ("ProvisionedConcurrencyUtilization",),
}
"""The metrics by namespace and dimensions."""


def _figures(asked: aws.Body) -> aws.Reply:
    """What GetMetricData answers: nothing for a metric, or for a sum over one, that is not there,
    as Amazon does."""
    unknown = {
        query["Id"]
        for query in asked["MetricDataQueries"]
        if "MetricStat" in query and not _is_there(query["MetricStat"]["Metric"])
    }
    expressions = {query["Id"]: query.get("Expression", "") for query in asked["MetricDataQueries"]}
    reply = aws.metric_data(asked)
    assert isinstance(reply.body, dict)
    for result in reply.body.get("MetricDataResults", []):
        used = set(re.findall(r"\w+", expressions[result["Id"]]))
        if unknown & {result["Id"], *used}:
            result |= {"Timestamps": [], "Values": []}
    return reply


def _is_there(metric: dict[str, Any]) -> bool:
    dimensions = tuple(sorted(each["Name"] for each in metric["Dimensions"]))
    return metric["MetricName"] in AWS.get((metric["Namespace"], dimensions), ())


@contextmanager
def cloudwatch(_folder: Path) -> Iterator[System]:
    """Queues, fleets, groups and functions of any name."""
    rules = aws.EVERYTHING | {"GetMetricData": _figures}
    with aws.serving(aws.StandIn(rules=rules, remember=False)) as server:
        yield System(
            settings={
                "region": "eu-central-1",
                "endpoint": server.url,
                "access_key_id": "env:AWS_KEY_ID",
                "secret_access_key": "env:AWS_KEY",
            },
            secrets={"AWS_KEY_ID": "AKIDEXAMPLE", "AWS_KEY": "planted-aws-secret"},
        )


STORAGE = azure.resource("orders", "Microsoft.Storage/storageAccounts")
APP = azure.resource("orders", "Microsoft.Web/sites")
WORKFLOW = azure.resource("orders", "Microsoft.Logic/workflows")
AZURE: dict[str, dict[str, list[azure.Series]]] = {
    f"{STORAGE}/queueServices/default": {
        "QueueMessageCount": [azure.constant(40)],
        "Transactions": [
            azure.constant(1000),
            azure.constant(100, ("ApiName", "PutMessage")),
            azure.constant(100, ("ApiName", "DeleteMessage")),
            azure.constant(150, ("ApiName", "GetMessages")),
            azure.constant(995, ("ResponseType", "Success")),
        ],
    },
    APP: {
        "FunctionExecutionCount": [azure.constant(1000)],
        "FunctionExecutionUnits": [azure.constant(131_072_000)],
        "OnDemandFunctionExecutionUnits": [azure.constant(900)],
        "AlwaysReadyFunctionExecutionUnits": [azure.constant(100)],
        "Requests": [azure.constant(1000)],
        "Http5xx": [azure.constant(1)],
        "WorkflowRunsCompleted": [
            azure.constant(100),
            azure.constant(96, ("status", "Succeeded")),
        ],
        "WorkflowJobExecutionDelay": [azure.constant(12)],
    },
    WORKFLOW: {
        "RunsSucceeded": [azure.constant(99)],
        "RunsCompleted": [azure.constant(100)],
        "TriggersFired": [azure.constant(50)],
        "TriggersCompleted": [azure.constant(100)],
        "RunThrottledEvents": [azure.constant(0)],
        "TriggerThrottledEvents": [azure.constant(0)],
        "RunLatency": [azure.constant(20)],
    },
}


@contextmanager
def azure_monitor(folder: Path) -> Iterator[System]:
    """One storage account, one function app and one workflow."""
    with azure.AzureStandIn(folder) as server:
        for resource, metrics in AZURE.items():
            for name, series in metrics.items():
                server.state.has(resource, name, *series)
        yield System(
            settings=server.settings(),
            env={"REQUESTS_CA_BUNDLE": str(server.authorities)},
            secrets={"AZURE": azure.SECRET},
            parameters={"account": STORAGE, "app": APP, "workflow": WORKFLOW},
        )


@contextmanager
def google_monitoring(_folder: Path) -> Iterator[System]:
    """Everything that the examples of the presets speak of."""
    with GoogleStandIn("acme") as server:
        fill(server, timezone.now())
        yield System(settings={"project": "acme", "endpoint": server.address})
