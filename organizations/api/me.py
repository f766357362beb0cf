"""Who is calling."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.api.fields import caller
from organizations.api.serializers import MeSerializer
from organizations.models import User


class MeView(APIView):
    """The caller, their organizations and their rights there."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who is calling; a first try for every script."""
        people = User.objects.prefetch_related("memberships__organization")
        return Response(MeSerializer(people.get(pk=caller(request).pk)).data)
