"""The parts that a milestone's document is made of, each valid by itself; `changes` replace."""

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
        "risks": {side: {"high": 1, "medium": 1, "none": 0} for side in ("claimed", "proven")},
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
        "picks": [],
        "number": None,
        "text": "",
        "approved": False,
        "unconfirmed": False,
    } | changes


def question(number: str, **changes: Any) -> Values:
    return {
        "key": f"question-{number.replace('.', '-')}",
        "number": number,
        "section": list(SECTIONS)[int(number[0]) - 1],
        "kind": "level",
        "ref": "",
        "unit": "",
        "tier": None,
        "choices": [],
        "rules": [],
        "bands": [],
        "claimed_risk": "medium",
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
    nowhere = {"question": None, "choice": None, "section": None}
    return nowhere | {"objection": "", "objected_by": ""} | changes


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


def finding(number: int, **changes: Any) -> Values:
    """An open finding of a failing signal; `changes` replace parts of it."""
    return {
        "id": f"finding-{number}",
        "title": "“Oldest waiting job” fails",
        "state": "open",
        "question": "question-4-1",
        "choice": None,
        "section": None,
        "about": "Is the age of the oldest message watched?",
        "evidence": None,
        "seen": "412 s, and even the warning bound is at most 300 s.",
        "seen_state": "fail",
        "seen_value": 412.0,
        "seen_unit": "s",
        "seen_at": "2026-11-20T02:40:00Z",
        "opened_at": "2026-11-20T02:41:00Z",
        "opened_by": "",
        "reopened_at": None,
        "owner": "Tomas Berg",
        "due_on": "2026-12-24",
        "ticket": "",
        "note": "",
        "resolved_at": None,
        "resolved_how": "",
        "resolved_by": "",
        "resolution": "",
        "gain": 0.2857,
    } | changes
