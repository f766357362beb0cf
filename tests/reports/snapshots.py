"""A milestone's document as plain values, whole and varied: what a report is made from."""

from __future__ import annotations

from typing import Any

from tests.reports.values import (
    LEVELS,
    ROLES,
    SECTIONS,
    Values,
    answer,
    artifact,
    finding,
    link,
    question,
    score,
    sha,
    signal,
    trace,
)


def _questions() -> list[Values]:
    return [
        question(
            "1.1",
            claimed=3.0,
            proven=1.0,
            cap=1.0,
            rung=3,
            risk="high",
            disagreement=2.0,
            counter_evidence=["probe-2"],
            answers=[
                answer("cloud-architect", 5, "Every flow is evented and sized by queue age."),
                answer(
                    "devops-engineer",
                    3,
                    "The pattern is written; alarms are still missing for two queues.",
                ),
            ],
            evidence=["artifact-1", "artifact-2", "probe-1", "probe-2"],
        ),
        question(
            "1.2",
            roles=["software-developer", "devops-engineer", "cloud-architect"],
            claimed=4.0,
            proven=4.0,
            cap=4.0,
            rung=3,
            risk="none",
            answers=[
                answer("cloud-architect", 4, "Ids only; the row carries the rest."),
                answer("devops-engineer", 4),
                answer("software-developer", 4, "Tested: a doubled message changes nothing."),
            ],
            evidence=["artifact-1", "probe-1"],
        ),
        question("2.1", claimed=4.0, evidence=["artifact-3"]),
        question(
            "2.2",
            claimed=2.0,
            proven=1.0,
            cap=1.0,
            rung=0,
            risk="high",
            expired=["artifact-4"],
            disagreement=3.0,
            answers=[
                answer("cloud-architect", 5, "Locks with leases."),
                answer("devops-engineer", 2),
            ],
            settlement={
                "value": 2,
                "picks": [],
                "number": None,
                "reason": "The lock is there, the lease is not; seen together on 10 November.",
                "by": "Lena Brandt",
                "at": "2026-11-13T11:00:00Z",
            },
            evidence=["artifact-4"],
        ),
        question("3.1", proven=2.0, cap=2.0, rung=1, evidence=["artifact-5"]),
        question(
            "3.2",
            state="not_applicable",
            claimed=None,
            proven=0.0,
            rung=0,
            risk=None,
            trace=trace("Everyone who answered says that the question does not apply."),
            answers=[
                answer(
                    "devops-engineer",
                    None,
                    standing="not_applicable",
                    reason="We run on one machine of our own; nothing scales.",
                )
            ],
            evidence=[],
        ),
        question(
            "4.1",
            claimed=4.0,
            proven=3.0,
            evidence=["artifact-6", "probe-3"],
            answers=[answer("devops-engineer", 4, "Every run leaves its figures on its row.")],
        ),
        question(
            "4.2",
            state="unanswered",
            claimed=None,
            proven=0.0,
            cap=1.0,
            rung=0,
            risk="high",
            trace=trace(
                "Nobody has answered: the question counts 0 in proven and is left out of claimed."
            ),
            roles=["product-owner", "systems-engineer"],
            answers=[],
            evidence=[],
        ),
    ]


def _evidence() -> list[Values]:
    at_batches = [link(section="batches")]
    return [
        artifact(1, "Queue runbook", revision=3),
        artifact(
            2,
            "Queue-driven architecture guide",
            kind="guide",
            valid_until=None,
            filename="",
            size=None,
            url="https://wiki.example.org/queues",
            links=[
                link(
                    question="question-1-1",
                    objection="It describes the design of 2024; two queues are missing from it.",
                    objected_by="Rita Falk",
                )
            ],
        ),
        artifact(
            3,
            "Scheduled jobs checklist",
            kind="checklist",
            valid_until="2026-12-04",
            links=at_batches,
        ),
        artifact(
            4,
            "Asynchronous job scheduling policy",
            kind="policy",
            effective="expired",
            valid_until="2026-10-31",
            links=at_batches,
        ),
        artifact(
            5,
            "Load smoothing playbook",
            kind="playbook",
            state="submitted",
            effective="submitted",
            reviewed_by="",
            reviewed_at=None,
            links=[link(section="scaling")],
        ),
        artifact(
            6,
            "Resource utilization dashboard",
            kind="dashboard",
            links=[link(section="watching")],
        ),
        signal(1, "Oldest waiting job"),
        signal(
            2,
            "Share of jobs that succeed",
            unit="ratio",
            metric="success_ratio",
            statistic="mean",
            comparison="at_least",
            bound_pass=0.99,
            bound_warn=0.95,
            state="fail",
            value=0.914,
            message="91.4 %, below the bound of 95 %.",
            series=[[1795000000 + 600 * n, 0.99 - 0.006 * n] for n in range(14)],
        ),
        signal(
            3,
            "How long reports take",
            metric="duration_seconds",
            state="no_data",
            value=None,
            message="No job of this kind ran in the window.",
            series=[],
            points=0,
            links=[link(question="question-4-1")],
        ),
    ]


def _sections() -> list[Values]:
    figures = {
        "queues": score(2.5, 3.5),
        "batches": score(2.0, 3.0, gated=1),
        "scaling": score(2.0, 3.0, asked=2, answered=2),
        "watching": score(1.5, 4.0, asked=4, answered=1, coverage=0.25, gated=0),
    }
    top = {
        "key": "jobs",
        "parent": None,
        "kind": "practice",
        "ref": "",
        "weight": 1.0,
        "title": "Optimize software and architecture for asynchronous and scheduled jobs",
        "guidance": (
            "Work that nobody waits for is the cheapest to run well. Put a queue *between* those "
            "who ask and those who do, keep messages small, and let capacity follow the work."
        ),
        "position": 0,
        **score(2.0, 3.3333, asked=14, answered=11, coverage=0.7857, gated=0),
    }
    return [top] + [
        {
            "key": key,
            "parent": "jobs",
            "kind": "best_practice",
            "ref": "",
            "weight": 1.0,
            "title": title,
            "guidance": (
                "- Decouple components by queues and events, and let them smooth the peaks.\n"
                "- Keep messages small: an **id**, not the work itself."
            ),
            "position": place,
            **figures[key],
        }
        for place, (key, title) in enumerate(SECTIONS.items(), 1)
    ]


def _expected() -> list[Values]:
    asked = [
        ("queues", "Queue-driven architecture guide", "guide", True, True),
        ("queues", "Asynchronous processing runbook", "runbook", True, True),
        ("batches", "Asynchronous job scheduling policy", "policy", True, False),
        ("batches", "Scheduled jobs checklist", "checklist", True, True),
        ("scaling", "Load smoothing playbook", "playbook", True, False),
        ("watching", "Resource utilization dashboard", "dashboard", True, True),
        ("watching", "Asynchronous optimization matrix", "matrix", False, False),
    ]
    return [
        {
            "section": section,
            "key": title.lower().replace(" ", "-"),
            "title": title,
            "kind": kind,
            "description": "",
            "held": held,
            "accepted": accepted,
        }
        for section, title, kind, held, accepted in asked
    ]


def _findings() -> list[Values]:
    resolved = {"state": "resolved", "resolved_at": "2026-11-10T09:00:00Z", "gain": None}
    return [
        finding(3, due_on="2026-11-20", ticket="https://tickets.example.org/77"),
        finding(
            4,
            title="Nobody reads the dead letters",
            question=None,
            section="queues",
            about="Queues",
            seen="The queue has no consumer.",
            seen_state="",
            seen_value=None,
            seen_unit="",
            opened_by="Rita Okafor",
            owner="",
            due_on=None,
            note="Ask the team of the shop first.",
            gain=None,
        ),
        finding(1, **resolved, resolved_how="signal", resolution="12 s, and good is at most 60 s."),
        finding(
            2,
            **resolved,
            resolved_how="person",
            resolved_by="Lena Brandt",
            resolution="The job is gone.",
            question=None,
            about="A question that is no longer asked",
        ),
    ]


def snapshot(**changes: Any) -> Values:
    """The document of milestone 2 of the order platform; `changes` replace whole parts."""
    return {
        "schema": "plumbline-milestone-2",
        "formula": "2026-11",
        "at": "2026-11-21T02:40:00Z",
        "audit_head": sha("7"),
        "audit_length": 212,
        "organization": {"id": 1, "name": "Harbour & Sons", "is_sample": False},
        "workload": {"id": 1, "name": "Order platform", "description": ""},
        "framework": {
            "id": 1,
            "key": "asynchronous-and-scheduled-jobs",
            "version": "1.0",
            "name": "Asynchronous and scheduled jobs",
            "publisher": "Plumbline",
            "licence": "CC-BY-4.0",
            "attribution": "",
            "homepage": "",
            "roll_up": "mean",
            "language": "en",
            "sha256": sha("f"),
            "maximum": 5,
            "levels": [
                {"value": place, "name": name, "description": f"What {name.lower()} means."}
                for place, name in enumerate(LEVELS)
            ],
            "ladder": [0.2, 0.4, 0.6, 0.8, 1.0],
        },
        "assessment": {
            "id": 7,
            "title": "Autumn review",
            "due_on": "2026-11-30",
            "policy": "lowest",
            "reading": "aws",
            "groups": [],
            "state": "published",
            "created_at": "2026-10-01T08:00:00Z",
        },
        "milestone": {"number": 2, "title": "Autumn review", "published_by": "Lena Brandt"},
        "roles": [
            {"key": key, "name": name, "people": people, "asked": 4, "answered": 3}
            for key, (name, people) in ROLES.items()
        ],
        "overall": score(2.0, 3.3333, asked=14, answered=11, coverage=0.7857, gated=0),
        "sections": _sections(),
        "questions": _questions(),
        "evidence": _evidence(),
        "expected": _expected(),
        "findings": _findings(),
        "disagreements": ["question-1-1", "question-2-2"],
        "forecast": [
            {"on": "2026-12-05", "evidence": "Scheduled jobs checklist", "proven": 1.7143},
            {"on": "2027-03-05", "evidence": "Queue runbook", "proven": 1.1429},
        ],
        "previous": {
            "number": 1,
            "published_at": "2026-06-03T10:00:00Z",
            "overall": {"proven": 1.6, "claimed": 3.1},
            "sections": {
                "jobs": {"proven": 1.6, "claimed": 3.1},
                "queues": {"proven": 3.0, "claimed": 3.5},
                "batches": {"proven": 1.0, "claimed": 3.0},
                "watching": {"proven": 1.5, "claimed": 3.0},
            },
        },
    } | changes
