"""A gap that a reviewer of the sample saw, beside those that its signals open by themselves."""

from __future__ import annotations

QUESTION = "schedule-review"
TITLE = "Nobody is named who reviews the schedules"
SEEN = (
    "The policy says that schedules are reviewed twice a year. It does not say by whom, and the "
    "last review is not dated."
)
NOTE = "Name a person in the policy, and put the next review into the calendar."
