"""Sources, and the kinds there are, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from evidence.actions.sources import Wanted
from evidence.connectors.base import Connector
from evidence.models import Source
from organizations.api.fields import OrganizationField

LEAST_SECONDS = 10
MOST_SECONDS = 366 * 86400


class AskedFieldSerializer(serializers.Serializer[Any]):
    """Something to fill in. What is filled into a `secret` is a reference to it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name is the API's
    help = serializers.CharField()
    kind = serializers.CharField()
    required = serializers.BooleanField()  # type: ignore[assignment]  # the name is the API's
    default = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    discover = serializers.CharField()
    example = serializers.CharField()


class ConnectorSerializer(serializers.Serializer[Connector]):
    """A kind of metrics system: what a source of it asks for, and a query that no preset makes."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the name is the API's
    version = serializers.CharField()
    requires = serializers.CharField(help_text="The extra of Plumbline that brings its client.")
    settings = AskedFieldSerializer(many=True)
    query_fields = AskedFieldSerializer(many=True)


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A metrics system. `last_error` says in words what is wrong with it, if anything is."""

    organization = OrganizationField(read_only=True)

    class Meta:
        model = Source
        fields = [
            "id",
            "organization",
            "name",
            "connector",
            "settings",
            "is_enabled",
            "is_urgent",
            "every_seconds",
            "next_due_at",
            "last_collected_at",
            "last_calls",
            "last_error",
            "failures",
            "created_at",
        ]
        read_only_fields = fields


class ChangedSourceSerializer(serializers.Serializer[Any]):
    """What can change of a source."""

    name = serializers.CharField(max_length=120)
    every_seconds = serializers.IntegerField(min_value=LEAST_SECONDS, max_value=MOST_SECONDS)
    is_urgent = serializers.BooleanField(required=False)
    settings = serializers.DictField(
        child=serializers.CharField(max_length=2000, allow_blank=True), required=False
    )


class NewSourceSerializer(ChangedSourceSerializer):
    """A new source."""

    organization = OrganizationField()
    connector = serializers.CharField(max_length=40)


class CheckSerializer(serializers.Serializer[Any]):
    """A source to try."""

    organization = OrganizationField()
    connector = serializers.CharField(max_length=40)
    settings = serializers.DictField(
        child=serializers.CharField(max_length=2000, allow_blank=True), required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Without settings there are none."""
        return {"settings": {}, **attrs}


class AnsweredSerializer(serializers.Serializer[Any]):
    """What a source said when it was tried."""

    answered = serializers.CharField()


class KnownSerializer(serializers.Serializer[Any]):
    """What there is to choose from."""

    values = serializers.ListField(child=serializers.CharField())


class SwitchSerializer(serializers.Serializer[Any]):
    """Whether to collect."""

    on = serializers.BooleanField()


def wanted(given: Mapping[str, Any]) -> Wanted:
    """What was sent, as the action takes it."""
    return Wanted(
        name=given["name"],
        every_seconds=given["every_seconds"],
        settings=given.get("settings", {}),
        is_urgent=given.get("is_urgent", True),
    )


def as_it_is(source: Source) -> dict[str, Any]:
    """What can change of a source, as it is."""
    return {
        name: getattr(source, name) for name in ("name", "every_seconds", "settings", "is_urgent")
    }
