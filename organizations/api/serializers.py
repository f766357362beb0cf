"""Organizations and what is in them, as JSON."""

from __future__ import annotations

from rest_framework import serializers

from organizations.api.fields import OrganizationField
from organizations.models import AuditEvent, Membership, Organization, Token, User, Workload


class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    """A tenant; `audit_head` is the hash of its newest audit event."""

    class Meta:
        model = Organization
        fields = ["slug", "name", "is_sample", "created_at", "audit_length", "audit_head"]
        read_only_fields = fields


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    """A member, as shown."""

    organization = OrganizationField()
    email = serializers.EmailField(source="user.email", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "organization", "email", "name", "rights", "created_at"]
        read_only_fields = ["organization"]


class NewMemberSerializer(serializers.ModelSerializer[Membership]):
    """A member to add; `name` is used only where there is no account yet."""

    organization = OrganizationField()
    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(max_length=150, required=False, allow_blank=True)

    class Meta:
        model = Membership
        fields = ["organization", "email", "name", "rights"]


class WorkloadSerializer(serializers.ModelSerializer[Workload]):
    """The system under assessment."""

    organization = OrganizationField()

    class Meta:
        model = Workload
        fields = ["id", "organization", "name", "description", "created_at"]
        # The action says whether the name is free, the same to all who ask.
        validators: list[object] = []


class WorkloadChangeSerializer(WorkloadSerializer):
    """A workload stays in its organization."""

    organization = OrganizationField(read_only=True)


class TokenSerializer(serializers.ModelSerializer[Token]):
    """A token, without its text."""

    class Meta:
        model = Token
        fields = [
            "id",
            "name",
            "scope",
            "prefix",
            "created_at",
            "expires_at",
            "last_used_at",
            "revoked_at",
        ]
        read_only_fields = ["revoked_at"]


class IssuedTokenSerializer(TokenSerializer):
    """A new token with its text, which is shown this once."""

    text = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "text"]


class AuditEventSerializer(serializers.ModelSerializer[AuditEvent]):
    """One thing somebody did."""

    organization = serializers.SlugRelatedField[Organization](slug_field="slug", read_only=True)

    class Meta:
        model = AuditEvent
        fields = [
            "organization",
            "sequence",
            "at",
            "actor_email",
            "verb",
            "subject_type",
            "subject_id",
            "subject_label",
            "detail",
            "previous_hash",
            "hash",
        ]
        read_only_fields = fields


class RightsSerializer(serializers.ModelSerializer[Membership]):
    """What the caller may do in one organization."""

    organization = serializers.SlugRelatedField[Organization](slug_field="slug", read_only=True)

    class Meta:
        model = Membership
        fields = ["organization", "rights"]


class MeSerializer(serializers.ModelSerializer[User]):
    """Who is calling."""

    memberships = RightsSerializer(many=True, read_only=True)

    class Meta:
        model = User
        fields = ["email", "name", "memberships"]
        read_only_fields = fields
