"""The whole report from the plain values of a milestone, or of the live state."""

from __future__ import annotations

from reports.document import Cover, Question, ReportDocument
from reports.parts import evidence, findings, summary
from reports.parts.method import integrity, method
from reports.parts.questions import questions
from reports.parts.schemas import current
from reports.parts.sections import change, sections
from reports.parts.values import Values, day, moment


def document(values: Values, *, milestone_id: int | None, sha256: str) -> ReportDocument:
    """The report on `values`; `sha256` is of the milestone's document, empty for the live state.

    Raises ValueError where the values follow a schema that this version does not know.
    """
    values = current(values)
    artifacts, signals = evidence.artifacts(values), evidence.signals(values)
    asked = questions(values, artifacts, signals)
    tree = sections(values, asked)
    wanted = summary.expected(values)
    overall, before = values["overall"], values["previous"]
    return ReportDocument(
        at=moment(values["at"]),
        cover=_cover(values),
        maximum=values["framework"]["maximum"],
        proven=overall["proven"],
        claimed=overall["claimed"],
        change=change(overall, before["overall"] if before else None),
        since=f"milestone {before['number']}" if before else "",
        summary=summary.summary(values, tree, signals.values(), wanted),
        sections=tree,
        roles=summary.roles(values),
        disagreements=_disagreements(values, asked),
        expected=wanted,
        findings=findings.findings(values, tree),
        forecast=summary.forecast(values),
        artifacts=tuple(artifacts.values()),
        signals=tuple(signals.values()),
        method=method(values),
        integrity=integrity(values, milestone_id, sha256),
    )


def _cover(values: Values) -> Cover:
    milestone, on = values["milestone"], day(values["at"])
    framework = values["framework"]
    return Cover(
        workload=values["workload"]["name"],
        organization=values["organization"]["name"],
        framework=f"{framework['name']} {framework['version']}",
        title=milestone["title"] if milestone else values["assessment"]["title"],
        standing=f"Published {on}" if milestone else f"Draft: the state of {on}, not published",
        milestone=milestone["number"] if milestone else None,
        is_sample=values["organization"]["is_sample"],
    )


def _disagreements(values: Values, asked: tuple[Question, ...]) -> tuple[Question, ...]:
    keys = set(values["disagreements"])
    numbers = {item["number"] for item in values["questions"] if item["key"] in keys}
    return tuple(question for question in asked if question.number in numbers)
