"""Loading the sample workspace: all of it or nothing, through the actions everybody uses."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as with_other

from django.db import transaction
from django.utils import timezone

from assessments.actions import answers as answering
from assessments.actions import assessments, frameworks, links, milestones, participants
from assessments.actions import findings as finding_actions
from assessments.actions import settlements as settling
from assessments.models import Answer, Framework, Milestone, Participant
from evidence import tasks
from evidence.actions import measures, own_queue, probes, sources
from jobs import nudge
from organizations.actions import members, organizations, workloads
from organizations.models import Organization
from reports.actions import orders
from reports.sample import accounts, artifacts, findings, submission
from reports.sample.answers import FIRST_ROUND, SECOND_ROUND, SETTLED, Settled, Spoken
from reports.sample.people import BY_ROLE, INES, JONAS, MEI, OTHERS, OWNER, PEOPLE
from reports.sample.signals import (
    EVERY_SECONDS,
    FROM_OUTSIDE,
    OUTSIDE,
    SOURCE,
    WATCHED,
    WINDOW_SECONDS,
)
from reports.sample.workspace import SLUG, Workspace, found

FRAMEWORK = "asynchronous-jobs"
COLLECTIONS = 8
"""How often the signals are read while loading: enough for a line to draw."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sample's organization, and whether it was made just now."""

    organization: Organization
    created: bool


def load(*, password: str, with_operator: bool = False) -> Loaded:
    """The sample workspace, made if it is not there; its accounts then get the password.

    A round that was published as a milestone, and a second one that has begun. The report on
    the milestone is ordered: a worker makes it, now or once there is one.
    """
    with transaction.atomic():
        there = found()
        if there:
            return Loaded(there, created=False)
        workspace = _workspace()
        _open_doors(workspace, password, with_operator=with_operator)
        _watch(workspace)
        milestone = _first_round(workspace)
        _second_round(workspace)
        report = orders.order(
            assessment=workspace.assessment,
            milestone=milestone,
            by=workspace.people[JONAS],
        )
        nudge.after_commit(report.job)
    return Loaded(workspace.organization, created=True)


def _workspace() -> Workspace:
    people = accounts.make()
    owner, lead = people[OWNER.email], people[JONAS]
    organization = organizations.create(
        name="Plumbline (sample)", slug=SLUG, owner=owner, by=None, is_sample=True
    )
    for person in OTHERS:
        members.add(organization=organization, email=person.email, rights=person.rights, by=owner)
    workload = workloads.create(
        organization=organization,
        name="Plumbline",
        description="This installation: its pages, its queue and its workers.",
        by=lead,
    )
    assessment = assessments.create(
        workload=workload, framework=_framework(), title="Asynchronous and scheduled jobs", by=lead
    )
    return Workspace(organization, workload, assessment, people)


def _open_doors(workspace: Workspace, password: str, *, with_operator: bool) -> None:
    if with_operator:
        accounts.make_operator()
    reviewer = workspace.people[INES]
    if reviewer in accounts.belonging_only_to(workspace.organization):
        accounts.let_look_into_admin(reviewer)
    accounts.give_password(workspace.organization, password)


def _framework() -> Framework:
    library = [imported.framework for imported in frameworks.import_library()]
    return next(framework for framework in library if framework.key == FRAMEWORK)


def _watch(workspace: Workspace) -> None:
    """Probes on Plumbline's own queue, linked and read.

    They are read by jobs that run here, without waiting for a worker. The first has nothing to
    report on; each further one has those before it.
    """
    lead = workspace.people[JONAS]
    source = sources.create(
        organization=workspace.organization,
        connector=own_queue.OWN_QUEUE,
        wanted=sources.Wanted(SOURCE, EVERY_SECONDS),
        by=lead,
    )
    for watched in WATCHED:
        preset = measures.preset_of(source, watched.preset)
        asked = with_other(
            probes.suggested(preset),
            name=watched.name,
            reason=watched.reason,
            window_seconds=WINDOW_SECONDS,
        )
        probe = probes.create(
            source=source,
            workload=workspace.workload,
            measure=measures.from_preset(source, preset, {}),
            asked=asked,
            by=lead,
        )
        links.link(
            assessment=workspace.assessment,
            evidence=probe,
            to=workspace.subject(watched.to),
            by=lead,
        )
    for _ in range(COLLECTIONS):
        tasks.collect(str(sources.collection_job(source, None).pk))
    _watch_from_outside(workspace)


def _watch_from_outside(workspace: Workspace) -> None:
    """The same queue as a Prometheus beside Plumbline sees it, where `make run` started one. It is
    read by the clock: what it has scraped so far may be nothing."""
    address = os.environ.get("PLUMBLINE_SAMPLE_PROMETHEUS", "")
    if not address:
        return
    lead = workspace.people[JONAS]
    source = sources.create(
        organization=workspace.organization,
        connector="prometheus",
        wanted=sources.Wanted(OUTSIDE, EVERY_SECONDS, {"address": address}),
        by=lead,
    )
    for key, to in FROM_OUTSIDE.items():
        preset = measures.preset_of(source, key)
        probe = probes.create(
            source=source,
            workload=workspace.workload,
            measure=measures.from_preset(source, preset, {}),
            asked=with_other(probes.suggested(preset), name=f"{preset.title}, seen from outside"),
            by=lead,
        )
        links.link(
            assessment=workspace.assessment, evidence=probe, to=workspace.subject(to), by=lead
        )


def _first_round(workspace: Workspace) -> Milestone:
    assessment, lead = workspace.assessment, workspace.people[JONAS]
    for person in PEOPLE:
        if person.role:
            role = workspace.framework.roles.get(key=person.role)
            participants.add(
                assessment=assessment, user=workspace.people[person.email], role=role, by=lead
            )
    assessments.open_for_answers(assessment=assessment, by=lead)
    _answer(workspace, FIRST_ROUND)
    for piece in artifacts.FIRST_ROUND:
        submission.submit(workspace, piece)
    assessments.submit(assessment=assessment, by=lead)
    _settle(workspace, SETTLED)
    assessments.approve(
        assessment=assessment,
        by=workspace.people[INES],
        comment="The notes bear out the levels. The checklist has to come back.",
    )
    return milestones.publish(assessment=assessment, title="First review", by=lead)


def _second_round(workspace: Workspace) -> None:
    assessments.reopen(
        assessment=workspace.assessment,
        by=workspace.people[JONAS],
        comment="Second round: answer what was left open, and look at the schedule together.",
    )
    for piece in artifacts.SECOND_ROUND:
        submission.submit(workspace, piece)
    submission.renew(workspace, artifacts.RENEWED)
    _answer(workspace, SECOND_ROUND)
    _find(workspace)


def _find(workspace: Workspace) -> None:
    """What a reviewer saw that no signal sees; a member has it to do."""
    planned = finding_actions.Plan(
        owner=workspace.people[MEI],
        due_on=finding_actions.due_by_default(timezone.localdate()),
        note=findings.NOTE,
    )
    finding_actions.open_by_hand(
        assessment=workspace.assessment,
        about=workspace.question(findings.QUESTION),
        title=findings.TITLE,
        seen=findings.SEEN,
        plan=planned,
        by=workspace.people[INES],
    )


def _answer(workspace: Workspace, said: Iterable[Spoken]) -> None:
    for spoken in said:
        user = workspace.people[BY_ROLE[spoken.role].email]
        participant = Participant.objects.select_related("assessment__framework", "role").get(
            assessment=workspace.assessment, user=user, role__key=spoken.role
        )
        question = workspace.question(spoken.question)
        before = Answer.objects.filter(
            assessment=workspace.assessment, question=question, role=participant.role
        ).first()
        answering.save(
            participant=participant,
            question=question,
            said=spoken.said,
            seen=before.version if before else 0,
            by=user,
        )


def _settle(workspace: Workspace, settled: Settled) -> None:
    settling.settle(
        assessment=workspace.assessment,
        question=workspace.question(settled.question),
        value=settled.value,
        reason=settled.reason,
        by=workspace.people[JONAS],
    )
