"""The frozen form of an assessment: plain values, canonical JSON, its SHA-256.

Schema `plumbline-milestone-2`, described in docs/milestones.md. Levels are in units of the
scale, rounded to four decimals; moments are ISO 8601 in UTC, days ISO 8601.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from assessments import evidence_snapshot, finding_snapshot, scoring
from assessments.iso import day_text, moment_text
from assessments.models import Answer, Assessment, Milestone, Question, Settlement
from assessments.picture import Picture, take

SCHEMA = "plumbline-milestone-2"

Values = dict[str, Any]


def live(assessment: Assessment, moment: dt.datetime | None = None) -> Values:
    """The assessment as it stands now, in the form of a milestone that nobody published."""
    return document(take(assessment, moment), milestone=None)


def canonical(values: Values) -> str:
    """The one JSON text of these values: sorted keys, no spaces."""
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """SHA-256 of a document's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(picture: Picture, milestone: Values | None) -> Values:
    """Everything a report says about an assessment, as plain values."""
    assessment = picture.assessment
    organization = assessment.organization
    return {
        "schema": SCHEMA,
        "formula": scoring.FORMULA,
        "at": moment_text(picture.moment),
        "audit_head": organization.audit_head,
        "audit_length": organization.audit_length,
        "organization": {
            "id": organization.pk,
            "name": organization.name,
            "is_sample": organization.is_sample,
        },
        "workload": {
            "id": assessment.workload_id,
            "name": assessment.workload.name,
            "description": assessment.workload.description,
        },
        "framework": _framework(picture),
        "assessment": {
            "id": assessment.pk,
            "title": assessment.title,
            "due_on": day_text(assessment.due_on),
            "policy": assessment.policy,
            "reading": assessment.reading,
            "groups": [group.name for group in assessment.groups.all()],
            "state": assessment.state,
            "created_at": moment_text(assessment.created_at),
        },
        "milestone": milestone,
        "roles": _roles(picture),
        "overall": _score(picture, picture.score.overall),
        "sections": _sections(picture),
        "questions": _questions(picture),
        "evidence": evidence_snapshot.evidence(picture),
        "expected": evidence_snapshot.expected(picture),
        "findings": finding_snapshot.findings(picture),
        "disagreements": list(picture.score.overall.disagreements),
        "forecast": evidence_snapshot.drops(picture),
        "previous": _previous(assessment),
    }


def _framework(picture: Picture) -> Values:
    framework = picture.assessment.framework
    return {
        "id": framework.pk,
        "key": framework.key,
        "version": framework.version,
        "name": framework.name,
        "publisher": framework.publisher,
        "licence": framework.licence,
        "attribution": framework.attribution,
        "homepage": framework.homepage,
        "language": framework.language,
        "sha256": framework.source_sha256,
        "maximum": framework.maximum,
        "levels": framework.levels,
        "ladder": framework.ladder,
        "roll_up": framework.roll_up,
    }


def _roles(picture: Picture) -> list[Values]:
    people: dict[int, list[str]] = {role.pk: [] for role in picture.roles}
    for participant in picture.participants:
        people[participant.role_id].append(str(participant.user))
    asked = {
        role.pk: [q.pk for q in picture.questions if role in q.all_roles] for role in picture.roles
    }
    return [
        {
            "key": role.key,
            "name": role.name,
            "people": people[role.pk],
            "asked": len(asked[role.pk]),
            "answered": sum(picture.answered(question, role.pk) for question in asked[role.pk]),
        }
        for role in picture.roles
    ]


def _score(picture: Picture, score: scoring.SectionScore) -> Values:
    return {
        "claimed": _level(picture, score.claimed),
        "proven": _level(picture, score.proven),
        "proven_with_waivers": _level(picture, score.proven_with_waivers),
        "gated": score.gated,
        "rating": score.rating,
        "coverage": None if score.coverage is None else round(score.coverage, 4),
        "asked": score.asked,
        "answered": score.answered,
        "risks": {
            "claimed": {str(risk): count for risk, count in score.risks.claimed.items()},
            "proven": {str(risk): count for risk, count in score.risks.proven.items()},
        },
        "counts": {str(state): count for state, count in score.counts.items()},
        "trace": trace_values(score.trace),
    }


def trace_values(trace: scoring.Trace) -> Values:
    """The account of one number as plain values."""
    return {
        "formula": trace.formula,
        "rule": trace.rule,
        "inputs": [list(pair) for pair in trace.inputs],
        "parts": [[part.kind, part.id, part.weight] for part in trace.parts],
    }


def _level(picture: Picture, fraction: float | None) -> float | None:
    level = picture.level(fraction)
    return None if level is None else round(level, 4)


def _sections(picture: Picture) -> list[Values]:
    keys = picture.section_keys
    return [
        {
            "key": section.key,
            "parent": keys.get(section.parent_id or 0),
            "kind": section.kind,
            "ref": section.ref,
            "weight": section.weight,
            "title": section.title,
            "guidance": section.guidance,
            "position": section.position,
            **_score(picture, picture.score.sections[section.key]),
        }
        for section in picture.sections
    ]


def _questions(picture: Picture) -> list[Values]:
    return [
        {
            **_asked(picture, question),
            **_question_score(picture, picture.score.questions[question.key]),
            "answers": [
                _answer(picture.answers[question.pk, role.pk])
                for role in question.all_roles
                if (question.pk, role.pk) in picture.answers
            ],
            "settlement": _settlement(picture.settlements.get(question.pk)),
            "evidence": evidence_snapshot.ids(picture.behind[question.pk]),
        }
        for question in picture.questions
    ]


def _asked(picture: Picture, question: Question) -> Values:
    """The question itself."""
    return {
        "key": question.key,
        "number": picture.numbers[question.pk],
        "section": picture.section_keys[question.section_id],
        "kind": question.kind,
        "ref": question.ref,
        "text": question.text,
        "help": question.help,
        "weight": question.weight,
        "unit": question.unit,
        "tier": question.tier,
        "level_descriptions": question.level_descriptions,
        "choices": [
            {
                "key": choice.key,
                "text": choice.text,
                "score": choice.score,
                "none_of_these": choice.none_of_these,
                "improvement": choice.improvement,
            }
            for choice in question.all_choices
        ],
        "rules": [[rule["condition"], rule["risk"]] for rule in question.rules],
        "bands": [[band["at_least"], band["score"]] for band in question.bands],
        "roles": [role.key for role in question.all_roles],
    }


def _question_score(picture: Picture, score: scoring.QuestionScore) -> Values:
    return {
        "state": score.state,
        "claimed": _level(picture, score.claimed),
        "proven": _level(picture, score.proven),
        "cap": _level(picture, score.cap),
        "rung": int(score.rung),
        "risk": score.risk,
        "claimed_risk": score.claimed_risk,
        "disagreement": score.disagreement,
        "counter_evidence": list(score.counter_evidence),
        "expired": list(score.expired),
        "trace": trace_values(score.trace),
    }


def _answer(answer: Answer) -> Values:
    return {
        "role": answer.role.key,
        "standing": answer.standing,
        "value": answer.value,
        "picks": answer.picks,
        "number": answer.number,
        "text": answer.text,
        "note": answer.note,
        "reason": answer.reason,
        "by": str(answer.said_by),
        "at": moment_text(answer.said_at),
        "version": answer.version,
        "refused": answer.refused_at is not None,
        "refusal": answer.refusal,
        "approved": answer.approved_at is not None,
        "unconfirmed": answer.carried_from_id is not None,
    }


def _settlement(settlement: Settlement | None) -> Values | None:
    if settlement is None:
        return None
    return {
        "value": settlement.value,
        "picks": settlement.picks,
        "number": settlement.number,
        "reason": settlement.reason,
        "by": str(settlement.settled_by),
        "at": moment_text(settlement.settled_at),
    }


def _previous(assessment: Assessment) -> Values | None:
    last = Milestone.objects.filter(assessment=assessment).order_by("-number").first()
    if last is None:
        return None
    then = json.loads(last.document)
    return {
        "number": last.number,
        "published_at": moment_text(last.published_at),
        "overall": {name: then["overall"][name] for name in ("proven", "claimed")},
        "sections": {
            section["key"]: {"proven": section["proven"], "claimed": section["claimed"]}
            for section in then["sections"]
        },
    }
