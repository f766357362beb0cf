"""One organization with a row of everything, for tests that open every address."""

from __future__ import annotations

import hashlib
import operator
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from assessments import snapshot
from assessments.models import (
    Answer,
    Assessment,
    EvidenceLink,
    Finding,
    Framework,
    FrameworkFile,
    Milestone,
    Move,
    Participant,
    Question,
    Settlement,
    Standing,
    Upload,
)
from assessments.picture import take
from evidence.models import Artifact, Probe, Reading, Revision, Source
from jobs.models import JobState
from organizations.actions import tokens
from organizations.models import Membership, Organization, Rights, Token, User, Workload
from reports.models import Report
from tests.assessments.importers.pages import MARKDOWN
from tests.factories import (
    ArtifactFactory,
    AssessmentFactory,
    FrameworkFactory,
    MembershipFactory,
    OrganizationFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
    UserFactory,
    WorkloadFactory,
    framework_with,
)
from tests.factories.jobs import JobFactory

CAST = ("anonymous", "stranger", "reader", "member", "reviewer", "lead", "owner")
"""In the order of their rights; the anonymous one has no account."""


@dataclass(frozen=True)
class World:
    """Acme's rows, and the cast: the member answers, owns the artifact and the token."""

    cast: dict[str, User]
    organization: Organization
    membership: Membership
    workload: Workload
    token: Token
    framework: Framework
    question: Question
    assessment: Assessment
    participant: Participant
    answer: Answer
    settlement: Settlement
    artifact: Artifact
    revision: Revision
    source: Source
    sent_to: Source
    probe: Probe
    reading: Reading
    link: EvidenceLink
    finding: Finding
    milestone: Milestone
    newer: Framework
    moved: Move
    report: Report
    upload: Upload
    upload_section: str = "backups"
    exporter: str = "plumbline-yaml"

    def find(self, path: str) -> Any:
        """What a dotted path from here leads to: `question.key`."""
        return operator.attrgetter(path)(self)


def make_world() -> World:
    """Make it all; some sixty rows."""
    acme = OrganizationFactory.create(name="Acme", slug="acme")
    cast = _cast(acme)
    member = cast["member"]
    workload = WorkloadFactory.create(organization=acme, name="Shop")
    framework = framework_with(practices=1, questions=1, organization=acme)
    FrameworkFile.objects.create(framework=framework, data=MARKDOWN.encode())
    question = framework.questions.get()
    assessment = AssessmentFactory.create(
        workload=workload, framework=framework, created_by=cast["lead"]
    )
    role = framework.roles.get(key="developer")
    participant = Participant.objects.create(assessment=assessment, user=member, role=role)
    answer = Answer.objects.create(
        assessment=assessment,
        question=question,
        role=role,
        said_by=member,
        standing=Standing.NOT_APPLICABLE,
        reason="We have none.",
    )
    settlement = Settlement.objects.create(
        assessment=assessment, question=question, value=2, reason="Agreed", settled_by=cast["lead"]
    )
    artifact = ArtifactFactory.create(organization=acme, owner=member)
    revision = RevisionFactory.create(artifact=artifact, url="", **_file(b"A runbook."))
    source = SourceFactory.create(organization=acme)
    probe = ProbeFactory.create(source=source, workload=workload, owner=member)
    reading = ReadingFactory.create(probe=probe)
    link = EvidenceLink.objects.create(
        assessment=assessment, question=question, artifact=artifact, linked_by=member
    )
    finding = Finding.objects.create(
        organization=acme,
        workload=workload,
        assessment=assessment,
        question=question,
        title="Nobody reads the dead letters",
        owner=member,
        opened_by=cast["reviewer"],
    )
    milestone = _milestone(assessment, cast["lead"])
    newer = FrameworkFactory.create(organization=acme, key=framework.key, version="2.0")
    moved = Move.objects.create(
        assessment=assessment,
        origin=newer,
        target=framework,
        milestone=milestone,
        counts={"carries": 0, "confirm": 0, "left": 0},
        moved_by=cast["lead"],
        undo_until=timezone.localdate(),
    )
    report = Report.objects.create(
        assessment=assessment,
        job=JobFactory.create(organization=acme, state=JobState.DONE, percent=100),
        ordered_by=member,
        pages=1,
        **_file(b"%PDF-1.7"),
    )
    return World(
        cast=cast,
        organization=acme,
        membership=Membership.objects.get(organization=acme, user=member),
        workload=workload,
        token=tokens.create(name="CI", scope="read", by=member).token,
        framework=framework,
        question=question,
        assessment=assessment,
        participant=participant,
        answer=answer,
        settlement=settlement,
        artifact=artifact,
        revision=revision,
        source=source,
        sent_to=SourceFactory.create(organization=acme, connector="push"),
        probe=probe,
        reading=reading,
        link=link,
        finding=finding,
        milestone=milestone,
        newer=newer,
        moved=moved,
        report=report,
        upload=Upload.objects.create(
            organization=acme,
            filename="backups.md",
            data=MARKDOWN.encode(),
            uploaded_by=cast["lead"],
        ),
    )


def _cast(acme: Organization) -> dict[str, User]:
    elsewhere = OrganizationFactory.create(name="Other", slug="other")
    cast = {name: UserFactory.create(name=name.title()) for name in CAST[1:]}
    MembershipFactory.create(organization=elsewhere, user=cast["stranger"], rights=Rights.OWNER)
    for rights in Rights:
        MembershipFactory.create(organization=acme, user=cast[rights.value], rights=rights)
    return cast


def _milestone(assessment: Assessment, by: User) -> Milestone:
    heading = {"number": 1, "title": "Autumn", "published_by": str(by)}
    document = snapshot.canonical(snapshot.document(take(assessment), milestone=heading))
    return Milestone.objects.create(
        assessment=assessment,
        number=1,
        title="Autumn",
        document=document,
        sha256=snapshot.digest(document),
        proven=1.0,
        published_by=by,
    )


def _file(content: bytes) -> dict[str, Any]:
    return {
        "file": ContentFile(content, name="x"),
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }
