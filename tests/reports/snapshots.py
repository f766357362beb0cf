"""A milestone's document as plain values, whole and varied: what a report is made from."""

from __future__ import annotations

from typing import Any

Values = dict[str, Any]

LEVELS = ["Absent", "Initial", "Repeatable", "Defined", "Measured", "Optimizing"]
ROLES = {
    "cloud-architect": ("Cloud Architect", ["Ana Lima"]),
    "devops-engineer": ("DevOps Engineer", ["Ben Osei"]),
    "software-developer": ("Software Developer", ["Chen Wei"]),
    "product-owner": ("Product Owner", ["Dana Novak"]),
    "systems-engineer": ("Systems Engineer", []),
}
SECTIONS = {
    "queues": "Adopt queue-driven architectures for asynchronous processing",
    "batches": "Batch and schedule resource-intensive tasks",
    "scaling": "Implement autoscaling for scheduled workloads",
    "watching": "Monitor and optimize long-running jobs",
}
QUESTIONS = {
    "1.1": "How do queues and events take the peaks off your workload?",
    "1.2": "How are messages kept small and safe to repeat?",
    "2.1": "What runs on a schedule, and who decides when?",
    "2.2": "How do you keep heavy jobs from overlapping?",
    "3.1": "How does capacity follow the work?",
    "3.2": "When were the scaling rules last checked against what was used?",
    "4.1": "How do you know how long a job takes, and why?",
    "4.2": "What became faster or cheaper because you measured it?",
}


def sha(letter: str) -> str:
    return letter * 64


def score(proven: float | None, claimed: float | None, **changes: Any) -> Values:
    return {
        "claimed": claimed,
        "proven": proven,
        "proven_with_waivers": proven,
        "gated": 1,
        "rating": "P",
        "coverage": 1.0,
        "asked": 6,
        "answered": 6,
        "counts": {"scored": 2, "unanswered": 0},
        "trace": trace("The weighted mean of the parts."),
    } | changes


def trace(rule: str) -> Values:
    return {"formula": "2026-11", "rule": rule, "inputs": [["Cap", "3.0"]], "parts": []}


def answer(role: str, value: int | None, note: str = "", **changes: Any) -> Values:
    return {
        "role": role,
        "standing": "answered" if value is not None else "dont_know",
        "value": value,
        "note": note,
        "reason": "",
        "by": (ROLES[role][1] or ["Eva Kurt"])[0],
        "at": "2026-11-12T09:30:00Z",
        "version": 1,
        "refused": False,
        "refusal": "",
    } | changes


def question(number: str, **changes: Any) -> Values:
    return {
        "key": f"question-{number.replace('.', '-')}",
        "number": number,
        "section": list(SECTIONS)[int(number[0]) - 1],
        "text": QUESTIONS[number],
        "help": "",
        "weight": 1.0,
        "level_descriptions": [f"{name} looks like this" for name in LEVELS],
        "roles": ["cloud-architect", "devops-engineer"],
        "state": "scored",
        "claimed": 3.0,
        "proven": 3.0,
        "cap": 3.0,
        "rung": 2,
        "risk": "medium",
        "disagreement": None,
        "counter_evidence": [],
        "expired": [],
        "trace": trace("Proven is the lower of the claim and the cap that the evidence earns."),
        "answers": [answer("cloud-architect", 4), answer("devops-engineer", 3)],
        "settlement": None,
        "evidence": ["artifact-1"],
    } | changes


def link(**changes: Any) -> Values:
    return {"question": None, "section": None, "objection": "", "objected_by": ""} | changes


def artifact(number: int, title: str, **changes: Any) -> Values:
    return {
        "id": f"artifact-{number}",
        "type": "artifact",
        "title": title,
        "kind": "runbook",
        "owner": "Ben Osei",
        "revision": 1,
        "state": "accepted",
        "effective": "accepted",
        "filename": f"{title.lower().replace(' ', '-')}.pdf",
        "url": "",
        "sha256": f"{number:x}" * 64,
        "size": 48213,
        "valid_until": "2027-03-04",
        "submitted_by": "Ben Osei",
        "submitted_at": "2026-10-30T14:00:00Z",
        "reviewed_by": "Rita Falk",
        "reviewed_at": "2026-11-02T08:15:00Z",
        "review_comment": "",
        "links": [link(section="queues")],
    } | changes


def signal(number: int, title: str, **changes: Any) -> Values:
    points = [40, 38, 55, 61, 48, 300, 220, 140, 90, 60, 52, 47, 44, 46, 45]
    return {
        "id": f"probe-{number}",
        "type": "signal",
        "title": title,
        "source": "Plumbline's own queue",
        "connector": "jobs",
        "metric": "oldest_waiting_seconds",
        "statistic": "p95",
        "unit": "s",
        "comparison": "at_most",
        "bound_pass": 60.0,
        "bound_warn": 300.0,
        "reason": "A queue that grows older is a team that falls behind.",
        "state": "pass",
        "value": 47.0,
        "message": "47 s, within the bound of 60 s.",
        "at": "2026-11-21T02:30:00Z",
        "window_start": "2026-11-14T02:30:00Z",
        "window_end": "2026-11-21T02:30:00Z",
        "points": len(points),
        "series": [[1795000000 + 600 * place, value] for place, value in enumerate(points)],
        "query": "p95(oldest_waiting_seconds) over 7 days",
        "connector_version": "jobs 1",
        "response_hash": sha("e"),
        "links": [link(question="question-1-1")],
    } | changes


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


def snapshot(**changes: Any) -> Values:
    """The document of milestone 2 of the order platform; `changes` replace whole parts."""
    return {
        "schema": "plumbline-milestone-1",
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
