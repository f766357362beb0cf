"""How the REST face names what assessments are about."""

from __future__ import annotations

from django.db.models import QuerySet
from rest_framework import serializers

from assessments.models import Assessment, Framework, Role
from evidence.models import Artifact, Probe
from organizations.api.fields import NamedField, OrganizationField, caller


class OptionalOrganizationField(OrganizationField):
    """As `OrganizationField`, but it may be left out."""

    def __init__(self) -> None:
        super().__init__()
        self.required = False


class FrameworkField(serializers.PrimaryKeyRelatedField[Framework]):
    """A framework by its id: a built-in one or one of the caller's."""

    def get_queryset(self) -> QuerySet[Framework]:
        """Those the caller may see."""
        return Framework.objects.visible_to(caller(self.context["request"]))


class AssessmentField(serializers.PrimaryKeyRelatedField[Assessment]):
    """An assessment by its id: one of the caller's."""

    def get_queryset(self) -> QuerySet[Assessment]:
        """Those the caller may see."""
        return Assessment.objects.visible_to(caller(self.context["request"])).with_subject()


class ArtifactField(serializers.PrimaryKeyRelatedField[Artifact]):
    """An artifact by its id: one of the caller's."""

    def get_queryset(self) -> QuerySet[Artifact]:
        """Those the caller may see."""
        return Artifact.objects.visible_to(caller(self.context["request"]))


class ProbeField(serializers.PrimaryKeyRelatedField[Probe]):
    """A probe by its id: one of the caller's."""

    def get_queryset(self) -> QuerySet[Probe]:
        """Those the caller may see."""
        return Probe.objects.visible_to(caller(self.context["request"]))


class RoleField(NamedField[Role]):
    """A role by its key in the framework of `framework` in the context."""

    def get_queryset(self) -> QuerySet[Role]:
        """The framework's roles."""
        return Role.objects.filter(framework=self.context["framework"])
