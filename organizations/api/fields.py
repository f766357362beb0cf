"""How the REST face names organizations, who is calling, and what was sent."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from organizations.models import Organization, User

Row = TypeVar("Row", bound=Model)


def caller(request: Request) -> User:
    """Who is calling. `WithinScope` lets nobody else in; without it this asks for a sign-in."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def sent(
    view: GenericAPIView[Any], kind: type[BaseSerializer[Any]], *, partial: bool = False
) -> dict[str, Any]:
    """What the request to this view brought, as `kind` takes it; refused with 400 where it is not
    valid. `partial` asks for none of the fields."""
    asked = kind(data=view.request.data, context=view.get_serializer_context(), partial=partial)
    asked.is_valid(raise_exception=True)
    brought: dict[str, Any] = asked.validated_data
    return brought


class NamedField(serializers.SlugRelatedField[Row]):
    """A row by a text of its own. A NUL names none: PostgreSQL does not even look for it."""

    def to_internal_value(self, data: Any) -> Row:
        """The row of that name."""
        if isinstance(data, str) and "\0" in data:
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(serializers.SlugField)
class OrganizationField(NamedField[Organization]):
    """An organization by its short name; on the way in only one of the caller's."""

    def __init__(self, *, read_only: bool = False) -> None:
        choices = None if read_only else Organization.objects.none()
        super().__init__(slug_field="slug", queryset=choices, read_only=read_only)

    def get_queryset(self) -> QuerySet[Organization]:
        """The caller's organizations."""
        return Organization.objects.visible_to(caller(self.context["request"]))


class InOrganization(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """`?organization=` with the short name, for lists of what belongs to an organization."""

    organization = filters.CharFilter(field_name="organization__slug", label="Short name")
