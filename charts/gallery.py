"""Example data for the gallery page, which shows every component in every state."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from charts import day
from charts.columns import Column
from charts.levels import Row
from charts.states import STATES
from charts.week import Day, Lane

NAMES = ("Absent", "Initial", "Repeatable", "Defined", "Measured", "Optimizing")
DESCRIPTIONS = (
    "Calls are direct; peaks hit every component.",
    "A queue here and there, added after incidents.",
    "Main flows are queued; nobody watches depth.",
    "A written pattern says what is queued and how it drains.",
    "Age and depth have targets and alarms.",
    "Capacity follows the queue; waste is reviewed each quarter.",
)
ROWS = (
    Row("Queue-driven processing", 1, 4),
    Row("Batch and schedule heavy work", 2, 4),
    Row("Autoscaling for schedules", 2, 3),
    Row("Watch and improve long jobs", 3.5, 3.5),
    Row("Retire what nobody uses", None, None),
)
LINES: list[dict[str, object]] = [
    {"state": "ticked", "text": "Alarms on message age"},
    {"state": "ticked", "text": "A runbook for each alarm", "differs": True},
    {
        "state": "not_applicable",
        "text": "Dead-letter queues for every queue",
        "note": "What fails is dropped, on purpose.",
        "differs": True,
    },
]
WEEK = (
    Day(
        "Monday 16 November",
        (
            Lane("Backup", [(90, 210)], [(120, 165), (180, 192)]),
            Lane("Nightly export", [(120, 165)], [(120, 165)]),
            Lane("Sync", [(minute, minute + 12) for minute in range(0, 1440, 180)], [(180, 192)]),
        ),
    ),
    Day("Tuesday 17 November", ()),
)
MOMENT = datetime.datetime(2026, 11, 17, 9, 30, tzinfo=datetime.UTC)

HOUR = datetime.timedelta(hours=1)
NIGHT = (MOMENT + HOUR * 12.5, MOMENT + HOUR * 20.5)
BUSY = (MOMENT + HOUR * 6, MOMENT + HOUR * 7)
PLAN = day.Plan(
    MOMENT,
    MOMENT + HOUR * 24,
    [
        day.Lane("Orders", "every 6 hours", [BUSY, (MOMENT + HOUR * 12, MOMENT + HOUR * 13)]),
        day.Lane("Warehouse figures", "once", [(MOMENT + HOUR * 5, MOMENT + HOUR * 9)]),
        day.Lane("Own queue", "every 20 seconds", [(MOMENT, MOMENT + HOUR * 24)], dense=True),
    ],
    busy=[BUSY],
    shaded=[NIGHT],
    shade="quiet hours",
)
COLUMNS = [
    Column(MOMENT.replace(minute=0) + HOUR * place, (place * 7) % 23, int(place in (5, 14)))
    for place in range(24)
]


class ExampleForm(forms.Form):
    """One field of each sort, sent empty so that the errors show."""

    title = forms.CharField(help_text="What people will look for.")
    kind = forms.ChoiceField(choices=[("runbook", "Runbook"), ("policy", "Policy")])
    valid_until = forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="Last valid day."
    )
    note = forms.CharField(required=False, widget=forms.Textarea)
    sharing = forms.ChoiceField(
        label="Who may use it",
        widget=forms.RadioSelect,
        choices=[("workload", "This workload"), ("organization", "The whole organization")],
    )
    remind = forms.BooleanField(label="Remind the owner before it expires", required=False)
    file = forms.FileField(help_text="The document itself, not a picture of it.")


def examples() -> dict[str, Any]:
    """The context of the gallery; new forms each time, for forms keep what they were sent."""
    return {
        "names": NAMES,
        "levels": [
            {"value": value, "name": name, "description": description}
            for value, (name, description) in enumerate(zip(NAMES, DESCRIPTIONS, strict=True))
        ],
        "rows": ROWS,
        "week": WEEK,
        "plan": PLAN,
        "columns": COLUMNS,
        "states": list(STATES),
        "kinds": ("pass", "warn", "fail", "no_data", "stale", "error"),
        "steady": [212, 260, 241, 300, 180, None, None, 340, 410, 380, 290, 212],
        "rising": [300, 420, 510, 640, 800, 1200, 2100, 3300, 4800, 5412],
        "form": ExampleForm(),
        "sent": ExampleForm({"kind": "runbook"}, auto_id="sent_%s"),
        "page": Paginator(range(95), 20).page(2),
        "moment": MOMENT,
        "tabs": [
            {"url": "#gap", "name": "Gap", "current": True, "count": None},
            {"url": "#evidence", "name": "Evidence", "current": False, "count": 12},
            {"url": "#milestones", "name": "Milestones", "current": False, "count": 3},
        ],
        "mine": {"said": "4 Measured", "note": "Alarms went live on Monday."},
        "theirs": {
            "who": "Ana Lima",
            "when": MOMENT,
            "said": "3 Defined",
            "note": "Two queues still lack alarms.",
        },
        "mine_of_several": {"said": "2 of 3 ticked", "lines": LINES[:2]},
        "theirs_of_several": {
            "who": "Ana Lima",
            "when": MOMENT,
            "said": "1 of 3 ticked, 1 not applicable",
            "lines": [LINES[0], LINES[2]],
        },
        "trace": TRACE,
    }


TRACE: dict[str, Any] = {
    "label": "Queue-driven processing, proven",
    "value": "2.0",
    "rule": "Weighted mean of 2 applicable questions, formula 1.",
    "children": [
        {
            "label": "How do queues take the peaks off?",
            "value": "3.0",
            "rule": "The lower of claimed 4.0 and the cap 3.0.",
            "children": [
                {
                    "label": "Claimed",
                    "value": "4.0",
                    "rule": "Lowest of the roles: DevOps engineer 4, cloud architect 5.",
                    "children": [],
                },
                {
                    "label": "Cap at rung 2, accepted",
                    "value": "3.0",
                    "rule": "Queue runbook, revision 3, accepted to 4 March 2027.",
                    "children": [],
                },
            ],
        },
        {
            "label": "How do you learn that work is late?",
            "value": "1.0",
            "rule": "Nothing is attached: counts for 1 at most.",
            "children": [],
        },
    ],
}
