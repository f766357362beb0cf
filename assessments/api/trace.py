"""Why a number is what it is, over REST."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.api.access import OfAssessment
from assessments.api.score_serializers import NumberSerializer
from assessments.disclosure import questions_open_to
from assessments.models import Assessment
from assessments.picture import Picture, take
from organizations.api.fields import caller
from organizations.models import User
from organizations.refusals import Forbidden

AT = OpenApiParameter(
    "at", str, description="Key of a section or question. Without it: the whole assessment."
)


class TraceView(OfAssessment[Assessment]):
    """One number and what it is made of; follow `parts` to the next."""

    queryset = Assessment.objects.none()
    serializer_class = NumberSerializer
    pagination_class = None
    filter_backends: list[Any] = []

    @extend_schema(parameters=[AT])
    def get(self, request: Request, assessment: int) -> Response:
        """The number at `?at=`, with its trace."""
        picture = take(self.assessment())
        number = _number(picture, request.query_params.get("at", ""), caller(request))
        return Response(NumberSerializer(number, context={"maximum": picture.maximum}).data)


def _number(picture: Picture, key: str, user: User) -> dict[str, Any]:
    score = picture.score
    if not key:
        return {"kind": "assessment", "score": score.overall}
    if key in score.sections:
        return {"kind": "section", "score": score.sections[key]}
    if key not in score.questions:
        raise Http404
    if key not in questions_open_to(user, picture):
        raise Forbidden("You see what others said to this question once you have answered it.")
    return {"kind": "question", "score": score.questions[key]}
