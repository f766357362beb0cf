"""Artifacts that show a practice, and signals that measure it."""

from evidence.models.address_check import AddressCheck
from evidence.models.artifact import Artifact, ArtifactKind, Revision, RevisionState
from evidence.models.probe import Comparison, Method, Probe, Statistic
from evidence.models.pushed import PushedPoint
from evidence.models.reading import Reading, SignalState
from evidence.models.source import Source

__all__ = [
    "AddressCheck",
    "Artifact",
    "ArtifactKind",
    "Comparison",
    "Method",
    "Probe",
    "PushedPoint",
    "Reading",
    "Revision",
    "RevisionState",
    "SignalState",
    "Source",
    "Statistic",
]
