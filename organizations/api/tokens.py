"""The caller's tokens over REST."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from organizations.actions import tokens
from organizations.api.fields import caller, sent
from organizations.api.permissions import NotByToken
from organizations.api.serializers import IssuedTokenSerializer, TokenSerializer
from organizations.models import Token


class TokenViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GenericViewSet[Token],
):
    """One's own tokens. A new one's text is in the answer to its creation and nowhere else."""

    queryset = Token.objects.none()
    serializer_class = TokenSerializer

    def get_queryset(self) -> QuerySet[Token]:
        """The caller's own."""
        return Token.objects.visible_to(caller(self.request))

    def get_permissions(self) -> Any:
        """A token makes no token: revoking one must end what it opened."""
        needed = super().get_permissions()
        return [*needed, NotByToken()] if self.action == "create" else needed

    @extend_schema(request=TokenSerializer, responses={201: IssuedTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token."""
        issued = tokens.create(by=caller(request), **sent(self, TokenSerializer))
        shown = TokenSerializer(issued.token).data | {"text": issued.text}
        return Response(shown, status=status.HTTP_201_CREATED)

    def perform_destroy(self, instance: Token) -> None:
        """Revoke it; it stays in the list."""
        tokens.revoke(token=instance, by=caller(self.request))
