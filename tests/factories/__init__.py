"""Rows for tests, each valid by itself."""

from tests.factories.assessments import (
    AssessmentFactory,
    FrameworkFactory,
    ParticipantFactory,
    framework_with,
)
from tests.factories.evidence import (
    ArtifactFactory,
    ProbeFactory,
    ReadingFactory,
    RevisionFactory,
    SourceFactory,
)
from tests.factories.kinds import ask, every_kind
from tests.factories.organizations import (
    MembershipFactory,
    OrganizationFactory,
    UserFactory,
    WorkloadFactory,
)

__all__ = [
    "ArtifactFactory",
    "AssessmentFactory",
    "FrameworkFactory",
    "MembershipFactory",
    "OrganizationFactory",
    "ParticipantFactory",
    "ProbeFactory",
    "ReadingFactory",
    "RevisionFactory",
    "SourceFactory",
    "UserFactory",
    "WorkloadFactory",
    "ask",
    "every_kind",
    "framework_with",
]
