"""Report documents made from the sample milestone with something changed."""

from __future__ import annotations

from typing import Any

from reports.document import Question, ReportDocument
from reports.parts.whole import document
from tests.reports.snapshots import snapshot
from tests.reports.values import QUESTIONS, Values, question


def of(**changes: Any) -> ReportDocument:
    return document(snapshot(**changes), milestone_id=3, sha256="a" * 64)


def asked(report: ReportDocument, number: str) -> Question:
    return next(one for one in report.questions if one.number == number)


def with_question(number: str = "1.1", **changes: Any) -> Question:
    """That question as changed, among all others as they are."""
    others = snapshot()["questions"]
    changed = [question(number, **changes) if one["number"] == number else one for one in others]
    return asked(of(questions=changed), number)


def with_evidence(item: Values) -> ReportDocument:
    """A report with this one piece of evidence, behind no question."""
    questions = [question(number, evidence=[]) for number in QUESTIONS]
    return of(evidence=[item], questions=questions, disagreements=[])
