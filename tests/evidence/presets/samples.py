"""A whole preset as a file would hold it, to be spoiled by the tests."""

from __future__ import annotations

from typing import Any


def preset(**changed: Any) -> dict[str, Any]:
    """A preset that is in order; a key changed to None is left out."""
    whole: dict[str, Any] = {
        "key": "sqs.drain_ratio",
        "connector": "cloudwatch",
        "provider": "AWS",
        "service": "Amazon SQS",
        "title": "Messages handled of those sent",
        "description": "What the figure is.",
        "reason": "Why somebody would watch it.",
        "trap": "What it does not say.",
        "parameters": [{"name": "queue", "label": "Queue name", "discover": "queues"}],
        "terms": {
            "deleted": {"metric": "NumberOfMessagesDeleted", "dimensions": {"Queue": "{queue}"}},
            "sent": {"metric": "NumberOfMessagesSent", "dimensions": {"Queue": "{queue}"}},
        },
        "evaluator": {"method": "ratio", "of": ["deleted"], "per": ["sent"]},
        "unit": "ratio",
        "good": "between",
        "pass": [0.98, 1.05],
        "warn": [0.9, 1.2],
        "window": "7 d",
        "grain": "1 h",
        "stale_after": "2 d",
    }
    whole.update(changed)
    return {key: value for key, value in whole.items() if value is not None}


def file(*presets: dict[str, Any]) -> dict[str, Any]:
    """The content of a file of these presets."""
    return {"presets": list(presets)}


def of_one(**changed: Any) -> dict[str, Any]:
    """A preset with one term `value` and no parameters, so that other parts can be changed."""
    given: dict[str, Any] = {
        "parameters": None,
        "terms": {"value": {"metric": "Depth"}},
        "evaluator": {"method": "statistic", "statistic": "max", "of": ["value"]},
        "unit": "s",
        "good": "at_most",
        "pass": 60,
        "warn": 300,
    }
    return preset(**(given | changed))
