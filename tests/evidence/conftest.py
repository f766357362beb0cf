"""What tests of evidence share: an empty storage, and evidence of acme's to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from evidence.actions import artifacts
from evidence.models import Artifact, ArtifactKind, Revision
from organizations.models import Organization, User
from tests.evidence import samples


@pytest.fixture
def storage(settings: Settings, tmp_path: Path) -> Path:
    """The folder that the default storage writes to, empty."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def runbook(acme: Organization, bob: User, storage: Path) -> Artifact:
    """Bob's, as a PDF, waiting for review."""
    return artifacts.add(
        organization=acme,
        workload=None,
        title="Queue runbook",
        kind=ArtifactKind.RUNBOOK,
        owner=bob,
        by=bob,
        file=ContentFile(samples.PDF, name="queue runbook.pdf"),
    )


@pytest.fixture
def waiting(runbook: Artifact) -> Revision:
    """The runbook's only revision."""
    return runbook.revisions.get()
