"""The evidence part of an assessment's frozen form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assessments import facts
from assessments.iso import day_text, moment_text
from assessments.models import EvidenceLink, ExpectedEvidence
from assessments.picture import Picture
from evidence.models import Artifact, Probe, Revision, RevisionState

Values = dict[str, Any]

ACCEPTED, SUBMITTED, MISSING = "accepted", "submitted", "missing"


def ids(links: Sequence[EvidenceLink]) -> list[str]:
    """The ids of the evidence behind these links, each once."""
    return list(dict.fromkeys(facts.evidence_id(link) for link in links))


def evidence(picture: Picture) -> list[Values]:
    """Every artifact and signal linked anywhere in the assessment, each once."""
    grouped: dict[str, list[EvidenceLink]] = {}
    for link in picture.links:
        grouped.setdefault(facts.evidence_id(link), []).append(link)
    return [_item(picture, key, links) for key, links in grouped.items()]


def expected(picture: Picture) -> list[Values]:
    """What the framework asks for, and whether it is held and accepted."""
    return [
        {
            "section": picture.section_keys[item.section_id],
            "key": item.key,
            "title": item.title,
            "kind": item.kind,
            "description": item.description,
            "held": state != MISSING,
            "accepted": state == ACCEPTED,
        }
        for item, state in held_expected(picture)
    ]


def held_expected(picture: Picture) -> list[tuple[ExpectedEvidence, str]]:
    """What the framework asks for, each with `accepted`, `submitted` (held, not in force) or
    `missing`. An artifact of the asked kind serves, linked to the section, below it or to its
    questions."""
    found = []
    for item in picture.expected:
        held = _held(picture, item)
        in_force = any(_in_force(picture, artifact) for artifact in held)
        found.append((item, ACCEPTED if in_force else SUBMITTED if held else MISSING))
    return found


def drops(picture: Picture) -> list[Values]:
    """When the proven level falls if nobody renews the evidence."""
    titles = {facts.evidence_id(link): str(link.artifact or link.probe) for link in picture.links}
    return [
        {
            "on": drop.on.isoformat(),
            "evidence": ", ".join(titles[key] for key in drop.artifacts),
            "proven": round(drop.after * picture.maximum, 4),
        }
        for drop in picture.drops
    ]


def _held(picture: Picture, item: ExpectedEvidence) -> list[Artifact]:
    found = []
    for link in picture.links:
        artifact = link.artifact
        question = picture.question_of(link)
        at = question.section_id if question else link.section_id or 0
        if artifact and artifact.kind == item.kind and item.section_id in picture.above[at]:
            found.append(artifact)
    return found


def _in_force(picture: Picture, artifact: Artifact) -> bool:
    return artifact.standing is not None and not artifact.standing.expired(picture.day)


def _item(picture: Picture, key: str, links: Sequence[EvidenceLink]) -> Values:
    first = links[0]
    if first.artifact is not None:
        values = _artifact(picture, first.artifact)
    elif first.probe is not None:
        values = _signal(picture, first.probe)
    else:
        raise ValueError(f"Link {first.pk} has neither artifact nor probe.")
    return {"id": key, **values, "links": [_link(picture, link) for link in links]}


def _link(picture: Picture, link: EvidenceLink) -> Values:
    question = picture.question_of(link)
    return {
        "question": question.key if question else None,
        "choice": link.choice.key if link.choice else None,
        "section": picture.section_keys.get(link.section_id or 0),
        "objection": link.objection,
        "objected_by": str(link.objected_by) if link.objected_by else "",
    }


def _artifact(picture: Picture, artifact: Artifact) -> Values:
    revision = artifact.standing or artifact.latest
    values: Values = {
        "type": "artifact",
        "title": artifact.title,
        "kind": artifact.kind,
        "owner": str(artifact.owner),
    }
    if revision is None:
        return {**values, "revision": None, "state": "", "effective": "empty"}
    accepted = revision.state == RevisionState.ACCEPTED
    return {
        **values,
        "revision": revision.number,
        "state": revision.state,
        "effective": "expired" if accepted and revision.expired(picture.day) else revision.state,
        "filename": revision.filename,
        "url": revision.url,
        "sha256": revision.sha256,
        "size": revision.size,
        "valid_until": day_text(revision.valid_until),
        "submitted_by": str(revision.submitted_by),
        "submitted_at": moment_text(revision.submitted_at),
        "reviewed_by": str(revision.reviewed_by) if revision.reviewed_by else "",
        "reviewed_at": moment_text(revision.reviewed_at),
        "review_comment": revision.review_comment,
        **_address_check(revision),
    }


def _address_check(revision: Revision) -> Values:
    """The last check of its address, where it is one and was checked."""
    found = revision.last_check
    if found is None:
        return {}
    return {
        "address_check": {
            "at": moment_text(found.checked_at),
            "outcome": found.outcome,
            "status": found.status,
            "words": found.words,
            "changed": found.changed,
            "sha256": found.sha256,
        }
    }


def _signal(picture: Picture, probe: Probe) -> Values:
    reading = probe.latest
    return {
        "type": "signal",
        "title": probe.name,
        "source": probe.source.name,
        "connector": probe.source.connector,
        "metric": probe.metric,
        "statistic": probe.statistic,
        "unit": probe.unit,
        "comparison": probe.comparison,
        "bound_pass": probe.bound_pass,
        "bound_warn": probe.bound_warn,
        **_floors(probe),
        "method": probe.method,
        "reason": probe.reason,
        "state": str(facts.signal_state(probe, picture.moment)),
        "value": reading.value if reading else None,
        "message": reading.message if reading else "Nothing has been read yet.",
        "at": moment_text(reading.at) if reading else None,
        "window_start": moment_text(reading.window_start) if reading else None,
        "window_end": moment_text(reading.window_end) if reading else None,
        "points": reading.points if reading else 0,
        "series": reading.series if reading else [],
        "query": reading.query if reading else "",
        "connector_version": reading.connector_version if reading else "",
        "response_hash": reading.response_hash if reading else "",
    }


def _floors(probe: Probe) -> Values:
    """The lower bounds, where good is between two values."""
    if probe.floor_pass is None:
        return {}
    return {"floor_pass": probe.floor_pass, "floor_warn": probe.floor_warn}
