"""Custom lenses in our own words: one that is well made, one with every oddity, public ones."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from assessments.importers import Read
from assessments.importers.aws_lens import AwsLens

SHARED = Path(__file__).parents[3] / "shared" / "data" / "lenses"
BROKEN = "aws-samples-custom-lens-wa-hub__custom-lens-emr-spark-v1.0.json"
PUBLIC = (
    "aws-samples-custom-lens-wa-hub__Amazon_ECS_Lens.json",
    "aws-samples-custom-lens-wa-hub__Amazon_S3_Lens.json",
    "aws-samples-custom-lens-wa-hub__ORR-Whitepaper-Sample-PUBLISHED.json",
    "aws-samples-custom-lens-wa-hub__custom-lens-apigw-lambda-v0.1.json",
    "aws-samples-custom-lens-wa-hub__custom-lens-elasticache-v2.0_.json",
    "aws-samples-custom-lens-wa-hub__custom-lensddb-v1.0.json",
    "aws-samples-custom-lens-wa-hub__saas_biz_custom_lens.json",
    "aws-samples-custom-lens-wa-hub__streaming-media-lens-v1.02.json",
)
"""The valid files of shared/data/lenses."""

HUB = "aws-samples/custom-lens-wa-hub"
CONNECT = "aws-samples/amazon-connect-well-architected-lenses"
ELSEWHERE = (
    (HUB, "AWS-Passport/Passport-Custom-Lens.json"),
    (HUB, "Amazon-Cognito-Lens/custom-lens-cognito-v1.0.json"),
    (HUB, "DocumentDB/custom-lens-documentDB.json"),
    (HUB, "IDP-custom-lens/Amazon_Machine_Learning_IDP_Lens.json"),
    (CONNECT, "lenses/connect-customlens-ops.json"),
    (CONNECT, "lenses/connect-customlens-wellarchitected.json"),
    (
        "awslabs/operational-readiness-review-custom-war-lens",
        "wafr-operational-readiness-lens/orr-v1.3.6-PUBLISHED.json",
    ),
    ("benjaminvdmaas/FinOpsCustomLens", "FinOpsCustomLens.json"),
    (
        "cloud-foundations-on-aws/cloud-foundations-templates",
        "custom-lens/cloud-foundations-accelerator-custom-lens.json",
    ),
    ("kdeath83/unofficial-wellarchitected-mas-mindforge-lens", "mindforge-lens.json"),
    ("sleroy/wellarchitectedtool-custom-lens-lazy-generator", "customLens.json"),
)
"""Lenses of public repositories, of many authors."""

GOOD: dict[str, Any] = {
    "schemaVersion": "2021-11-01",
    "name": "Queues in good order",
    "description": "What a team does for its queues.",
    "pillars": [
        {
            "id": "reliability",
            "name": "Reliability",
            "questions": [
                {
                    "id": "queues_q1",
                    "title": "How do you keep a queue from growing?",
                    "description": "A queue that grows hides a fault.",
                    "helpfulResource": {
                        "displayText": "On queues.",
                        "url": "https://example.org/queues",
                    },
                    "choices": [
                        {
                            "id": "age_alarm",
                            "title": "An alarm watches the age of the oldest message",
                            "helpfulResource": {"displayText": "Age says more than length."},
                            "improvementPlan": {
                                "displayText": "Set the alarm.",
                                "url": "https://example.org/alarm",
                            },
                            "additionalResources": [
                                {
                                    "type": "HELPFUL_RESOURCE",
                                    "content": [{"displayText": "More on age."}],
                                },
                                {
                                    "type": "IMPROVEMENT_PLAN",
                                    "content": [{"displayText": "Try the alarm once a month."}],
                                },
                            ],
                        },
                        {
                            "id": "dead_letters",
                            "title": "What fails goes to a queue of its own",
                            "improvementPlan": {"displayText": "Make that queue."},
                        },
                        {"id": "queues_q1_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "age_alarm && dead_letters", "risk": "NO_RISK"},
                        {"condition": "age_alarm || dead_letters", "risk": "MEDIUM_RISK"},
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                }
            ],
        }
    ],
}

ODD: dict[str, Any] = {
    "_readme": "A draft.",
    "schemaVersion": "2021-11-01",
    "_version": "0.3",
    "_teams": {"_authors": [{"name": "A. Writer", "email": "a@example.org"}], "_n": 1.0},
    "name": "Odd  lens ",
    "description": "Of oddities.\nAll of them.",
    "license": "CC-BY-4.0",
    "pillars": [
        {
            "name": "Operations",
            "id": "ops",
            "description": "Pillars have none.",
            "questions": [
                {
                    "id": "ops_q1",
                    "number": 7,
                    "title": "“What” do you watch?",
                    "description": "First line.\n- Second line.\n\n# Not a *heading*",
                    "url": "https://example.org/watch",
                    "choices": [
                        {
                            "id": "a-1",
                            "title": " Padded title ",
                            "description": "A choice has none.",
                            "helpfulResource": {"displayText": "Ofﬁcial “words” ", "Url": "https://example.org/a"},
                            "improvementPlan": {"displayText": "Do it.", "url": ""},
                        },
                        {
                            "title": "An address that leads nowhere",
                            "id": "a2x",
                            "helpfulResource": {"url": "../docs/a2.html", "displayText": "Read."},
                            "improvementPlan": {"displayText": "Do", "url": " https://e.org/b "},
                            "additionalResources": [
                                {"type": "OTHER", "content": [{"displayText": "x"}, "loose text"]},
                                None,
                            ],
                        },
                        {
                            "id": "a3x",
                            "title": "x" * 140,
                            "helpfulResource": "Just a text.",
                            "improvementPlan": None,
                        },
                        {
                            "id": "a4x",
                            "title": "None of the above (add this if required)",
                            "helpfulResource": {
                                "displayText": "Two.",
                                "url": "https://example.org/1, https://example.org/2",
                            },
                            "additionalResources": {},
                        },
                        {"id": "a4x", "title": "Twice", "improvementPlan": {}},
                        {"title": "Without an id", "improvementPlan": {"displayText": ""}},
                    ],
                    "riskRules": [
                        {"condition": " a2x && a3x", "risk": "HIGH_RISK", "_why": "so"},
                        {"condition": "a2x", "risk": "high_risk"},
                    ],
                },
                {
                    "id": "ops_q1",
                    "title": 42,
                    "description": None,
                    "choices": [{"id": "c", "title": "Ça & là; 100 %"}],
                    "riskRules": [],
                },
                {"title": "A survey?", "choices": [{"id": "ch1", "title": "Yes"}]},
            ],
        },
        {"id": "ops", "name": "Empty", "questions": None},
        {"id": "a pillar", "questions": []},
    ],
}  # fmt: skip
"""Whatever authors were seen to write, and some more that is read all the same."""


QUESTION = ("pillars", 0, "questions", 0)
CHOICE = (*QUESTION, "choices", 0)
"""Where the question of the good lens stands, and its first choice."""


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The good lens with another value at a place; `...` takes it away."""
    lens = copy.deepcopy(GOOD)
    at: Any = lens
    for step in path[:-1]:
        at = at[step]
    if to is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = to
    return lens


def as_bytes(lens: Any) -> bytes:
    """The lens as a file."""
    return json.dumps(lens, ensure_ascii=False, indent=1).encode()


def read(lens: Any) -> Read:
    """What the importer makes of it."""
    return AwsLens().read(as_bytes(lens), "lens.json")


def public(name: str) -> bytes:
    """A public lens; the test is left out where it is not."""
    file = SHARED / name
    if not file.exists():
        pytest.skip("Needs shared/data/lenses, which is not here.")
    return file.read_bytes()
