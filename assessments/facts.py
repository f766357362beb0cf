"""From rows to the plain values that the scoring core takes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar

from assessments import claim_facts, scoring
from assessments.models import (
    Answer,
    Assessment,
    EvidenceLink,
    ExpectedEvidence,
    Finding,
    Framework,
    Question,
    QuestionKind,
    Section,
    Settlement,
)
from assessments.rules import Reading
from evidence.models import Artifact, Probe, Revision, RevisionState, SignalState


def scale_of(framework: Framework) -> scoring.Scale:
    """The framework's levels as a scale."""
    return scoring.Scale(tuple(sorted(int(level["value"]) for level in framework.levels)))


def ladder_of(framework: Framework) -> scoring.Ladder:
    """The framework's caps, named by the framework's version."""
    return scoring.Ladder(tuple(framework.ladder), version=str(framework))


Standing = TypeVar("Standing", EvidenceLink, Finding)
"""What stands behind a section, a question or a choice."""


class How(TypedDict):
    """How an assessment is scored, as `score`, `next_steps` and `forecast` take it."""

    on: dt.date
    scale: scoring.Scale
    ladder: scoring.Ladder
    policy: scoring.Policy
    rule: scoring.Rule


def how_scored(assessment: Assessment, on: dt.date) -> How:
    """The day, the framework's scale, ladder and roll-up, and the assessment's policy."""
    framework = assessment.framework
    return How(
        on=on,
        scale=scale_of(framework),
        ladder=ladder_of(framework),
        policy=scoring.Policy(assessment.policy),
        rule=scoring.Rule(framework.roll_up),
    )


def evidence_id(link: EvidenceLink) -> str:
    """The id under which a link's evidence is scored: `artifact-12` or `probe-3`."""
    return f"artifact-{link.artifact_id}" if link.artifact_id else f"probe-{link.probe_id}"


def chains(sections: Iterable[Section]) -> dict[int, tuple[int, ...]]:
    """Each section's own id and those of the sections above it, nearest first."""
    parents = {section.pk: section.parent_id for section in sections}
    found: dict[int, tuple[int, ...]] = {}
    for start in parents:
        above: list[int] = []
        at: int | None = start
        while at is not None:
            above.append(at)
            at = parents[at]
        found[start] = tuple(above)
    return found


def behind(
    questions: Sequence[Question], sections: Sequence[Section], links: Iterable[Standing]
) -> dict[int, list[Standing]]:
    """By question id, the links to it, to its choices and to the sections it stands in; or the
    findings there."""
    of_choice = {choice.pk: one.pk for one in questions for choice in one.all_choices}
    to_question: dict[int, list[Standing]] = defaultdict(list)
    to_section: dict[int, list[Standing]] = defaultdict(list)
    for link in links:
        if link.choice_id is not None:
            to_question[of_choice[link.choice_id]].append(link)
        elif link.question_id is not None:
            to_question[link.question_id].append(link)
        elif link.section_id is not None:
            to_section[link.section_id].append(link)
    above = chains(sections)
    return {
        question.pk: to_question[question.pk]
        + [link for at in above[question.section_id] for link in to_section[at]]
        for question in questions
    }


def question_facts(
    *,
    assessment: Assessment,
    questions: Sequence[Question],
    sections: Sequence[Section],
    expected: Iterable[ExpectedEvidence],
    answers: Mapping[tuple[int, int], Answer],
    settlements: Mapping[int, Settlement],
    behind: Mapping[int, Sequence[EvidenceLink]],
    moment: dt.datetime,
) -> tuple[scoring.QuestionFacts, ...]:
    """The facts of every question at `moment`; `questions` bring their roles and choices along."""
    keys = {section.pk: section.key for section in sections}
    kinds: dict[int, set[str]] = defaultdict(set)
    for item in expected:
        kinds[item.section_id].add(item.kind)
    above = chains(sections)
    found = []
    for question in questions:
        said = [
            answers[key]
            for role in question.all_roles
            if (key := (question.pk, role.pk)) in answers
        ]
        wanted = {kind for at in above[question.section_id] for kind in kinds[at]}
        fraction, ticks = claim_facts.settled(
            question, settlements.get(question.pk), assessment.framework.maximum
        )
        found.append(
            scoring.QuestionFacts(
                id=question.key,
                section=keys[question.section_id],
                weight=question.weight,
                roles_asked=tuple(role.key for role in question.all_roles),
                claims=claim_facts.claims(question, said, assessment),
                settlement=fraction,
                scored=question.kind != QuestionKind.TEXT,
                reading=Reading(assessment.reading),
                settled_ticks=ticks,
                tier=question.tier,
                **_evidence(question, behind[question.pk], wanted, moment),
            )
        )
    return tuple(found)


def _evidence(
    question: Question, links: Sequence[EvidenceLink], wanted: set[str], moment: dt.datetime
) -> dict[str, Any]:
    """What stands behind the question and, where several choices can be ticked, behind each."""
    if question.kind != QuestionKind.MULTIPLE:
        return {"artifacts": _artifacts(links, wanted), "signals": _signals(links, moment)}
    of_choice: dict[int, list[EvidenceLink]] = defaultdict(list)
    own = [link for link in links if link.choice_id is None]
    for link in links:
        if link.choice_id is not None:
            of_choice[link.choice_id].append(link)
    return {
        "artifacts": _artifacts(own, wanted),
        "signals": _signals(own, moment),
        "rules": claim_facts.rules_of(question),
        "choices": tuple(
            scoring.ChoiceFacts(
                key=choice.key,
                score=choice.score,
                none_of_these=choice.none_of_these,
                artifacts=_artifacts(of_choice[choice.pk], wanted),
                signals=_signals(of_choice[choice.pk], moment),
            )
            for choice in question.all_choices
        ),
    }


def section_facts(sections: Sequence[Section]) -> tuple[scoring.SectionFacts, ...]:
    """The framework's tree."""
    keys = {section.pk: section.key for section in sections}
    return tuple(
        scoring.SectionFacts(
            id=section.key, parent=keys.get(section.parent_id or 0), weight=section.weight
        )
        for section in sections
    )


def signal_state(probe: Probe, moment: dt.datetime) -> str:
    """What a probe says at `moment`; no data where nothing was read yet."""
    if probe.latest is None:
        return SignalState.NO_DATA
    return probe.latest.state_on(moment, probe.stale_after_seconds)


def _artifacts(links: Sequence[EvidenceLink], wanted: set[str]) -> tuple[scoring.Artifact, ...]:
    """Each artifact once for its standing revision, and once more for a newer one that waits."""
    objected = {link.artifact_id for link in links if link.objection}
    rows = {link.artifact_id: link.artifact for link in links if link.artifact is not None}
    return tuple(
        scoring.Artifact(
            id=f"artifact-{artifact.pk}",
            kind=artifact.kind,
            state=scoring.ArtifactState(revision.state),
            valid_until=revision.valid_until,
            objected=artifact.pk in objected,
            expected=not wanted or artifact.kind in wanted,
        )
        for artifact in rows.values()
        for revision in _that_count(artifact)
    )


def _that_count(artifact: Artifact) -> list[Revision]:
    standing, latest = artifact.standing, artifact.latest
    if standing and latest and latest.state == RevisionState.SUBMITTED:
        return [standing, latest]
    found = standing or latest
    return [found] if found else []


def _signals(links: Sequence[EvidenceLink], moment: dt.datetime) -> tuple[scoring.Signal, ...]:
    objected = {link.probe_id for link in links if link.objection}
    rows = {link.probe_id: link.probe for link in links if link.probe is not None}
    return tuple(
        scoring.Signal(
            id=f"probe-{probe.pk}",
            state=scoring.SignalState(signal_state(probe, moment)),
            objected=probe.pk in objected,
        )
        for probe in rows.values()
    )
