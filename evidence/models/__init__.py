"""Artifacts that show a practice, and signals that measure it."""

from evidence.models.artifact import Artifact, ArtifactKind, Revision, RevisionState
from evidence.models.signal import Comparison, Probe, Reading, SignalState, Source, Statistic

__all__ = [
    "Artifact",
    "ArtifactKind",
    "Comparison",
    "Probe",
    "Reading",
    "Revision",
    "RevisionState",
    "SignalState",
    "Source",
    "Statistic",
]
