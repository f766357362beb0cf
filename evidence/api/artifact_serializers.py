"""Artifacts and revisions as JSON, and what is accepted of them. Validation only."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from evidence.freshness import State
from evidence.models import AddressCheck, Artifact, ArtifactKind, Revision
from organizations.api.fields import NamedField, OrganizationField, caller
from organizations.models import Membership, User, Workload

STATES = [state.value for state in State]
"""What the state of an artifact can be, for filters and for the schema."""


@extend_schema_field(serializers.EmailField)
class MemberField(NamedField[User]):
    """A person by e-mail address; on the way in only one the caller has an organization with."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(slug_field="email", queryset=User.objects.none(), required=required)

    def get_queryset(self) -> QuerySet[User]:
        """The members of the caller's organizations."""
        known = Membership.objects.visible_to(caller(self.context["request"]))
        return User.objects.filter(pk__in=known.values("user"))


class WorkloadField(serializers.PrimaryKeyRelatedField[Workload]):
    """A workload by its id; on the way in only one the caller may see."""

    def __init__(self, *, required: bool = True, allow_null: bool = False) -> None:
        none = Workload.objects.none()
        super().__init__(queryset=none, required=required, allow_null=allow_null)

    def get_queryset(self) -> QuerySet[Workload]:
        """The workloads of the caller's organizations."""
        return Workload.objects.visible_to(caller(self.context["request"]))


class AddressCheckSerializer(serializers.ModelSerializer[AddressCheck]):
    """What came of the last check of an address: a flag, which changes no score. `changed` is
    whether its content is another than at the first check, null where none is compared."""

    changed = serializers.BooleanField(read_only=True, allow_null=True)

    class Meta:
        model = AddressCheck
        fields = [
            "checked_at",
            "outcome",
            "status",
            "words",
            "answered_at",
            "first_sha256",
            "sha256",
            "changed",
        ]
        read_only_fields = fields


class RevisionSerializer(serializers.ModelSerializer[Revision]):
    """One version: a file with its SHA-256 and its size in bytes, or an address."""

    submitted_by = serializers.EmailField(source="submitted_by.email", read_only=True)
    reviewed_by = serializers.SlugRelatedField[User](
        slug_field="email", read_only=True, allow_null=True
    )
    address_check = AddressCheckSerializer(source="last_check", read_only=True, allow_null=True)

    class Meta:
        model = Revision
        fields = [
            "id",
            "artifact",
            "number",
            "state",
            "valid_until",
            "url",
            "filename",
            "content_type",
            "size",
            "sha256",
            "address_check",
            "note",
            "submitted_by",
            "submitted_at",
            "reviewed_by",
            "reviewed_at",
            "review_comment",
            "withdrawn_at",
            "withdrawal_reason",
        ]
        read_only_fields = fields


class ArtifactSerializer(serializers.ModelSerializer[Artifact]):
    """A piece of evidence. `state` and `valid_until` are today's, of the revision that speaks
    for it; `revisions` come newest first."""

    organization = OrganizationField()
    workload = WorkloadField(allow_null=True, required=False)
    owner = MemberField(required=False)
    state = serializers.SerializerMethodField()
    valid_until = serializers.SerializerMethodField()
    revisions = RevisionSerializer(many=True, read_only=True)

    class Meta:
        model = Artifact
        fields = [
            "id",
            "organization",
            "workload",
            "title",
            "kind",
            "description",
            "owner",
            "state",
            "valid_until",
            "created_at",
            "revisions",
        ]

    @extend_schema_field(serializers.ChoiceField(choices=STATES))
    def get_state(self, artifact: Artifact) -> str | None:
        """Accepted, expiring, expired and so on, as of today."""
        freshness = artifact.freshness(timezone.localdate())
        return freshness.state if freshness else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_valid_until(self, artifact: Artifact) -> dt.date | None:
        """The last day on which it counts."""
        freshness = artifact.freshness(timezone.localdate())
        return freshness.valid_until if freshness else None


class NewRevisionSerializer(serializers.Serializer[Revision]):
    """A new version: either `file` (as multipart/form-data) or `url` (kept, and asked
    once a day whether it still answers)."""

    file = serializers.FileField(required=False, allow_empty_file=True)
    url = serializers.CharField(required=False, allow_blank=True)
    valid_until = serializers.DateField(required=False, allow_null=True)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300)


class NewArtifactSerializer(NewRevisionSerializer):
    """A new artifact with its first version; its owner is the caller unless one is named."""

    organization = OrganizationField()
    workload = WorkloadField(allow_null=True, required=False)
    title = serializers.CharField(max_length=160)
    kind = serializers.ChoiceField(choices=ArtifactKind.choices)
    description = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    owner = MemberField(required=False)


class ChangeSerializer(ArtifactSerializer):
    """What may change of an artifact: it stays in its organization."""

    organization = OrganizationField(read_only=True)


class AcceptanceSerializer(serializers.Serializer[Revision]):
    """To the end of which day it counts, and a word for the record."""

    comment = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    valid_until = serializers.DateField(required=False, allow_null=True)


class ReturnSerializer(serializers.Serializer[Revision]):
    """What is missing."""

    comment = serializers.CharField(max_length=4000)


class WithdrawalSerializer(serializers.Serializer[Revision]):
    """Why it no longer counts."""

    reason = serializers.CharField(max_length=300)
