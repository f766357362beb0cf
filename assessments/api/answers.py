"""Answers over REST: nothing is overwritten unseen, and nobody anchors."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.actions import answers
from assessments.actions.answers import AnswerConflict, Said
from assessments.api import answer_serializers as serializers
from assessments.api.access import OfAssessment
from assessments.api.preconditions import may_write, not_modified
from assessments.disclosure import answers_open_to
from assessments.models import Answer, AnswerVersion, Assessment, Participant, Question, Role
from organizations.api.fields import caller
from organizations.api.problems import CONTENT_TYPE, problem
from organizations.refusals import Forbidden

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="`etag` of the version it was made from."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="`*`: only if there is no answer yet.",
)
NOT_MODIFIED = OpenApiResponse(description="The caller has this version.")


class AnswerFilter(filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """By question, role, standing, or being of the caller's own roles."""

    question = filters.CharFilter(field_name="question__key", label="Key of the question")
    role = filters.CharFilter(field_name="role__key", label="Key of the role")
    mine = filters.BooleanFilter(label="Of my roles", method="of_mine")

    class Meta:
        model = Answer
        fields = ["standing"]

    def of_mine(self, found: QuerySet[Answer], name: str, value: bool) -> QuerySet[Answer]:
        """Those of the caller's roles, or of the other roles."""
        mine = Participant.objects.filter(
            user=caller(self.request),
            assessment=self.request.parser_context["kwargs"]["assessment"],
        )
        of_mine = {"role__in": mine.values("role")}
        return found.filter(**of_mine) if value else found.exclude(**of_mine)


class OpenAnswers(OfAssessment[Any]):
    """A view of answers that the caller may see: a member those of others after their own."""

    def open_answers(self) -> QuerySet[Answer]:
        """With question, role and people."""
        found = answers_open_to(caller(self.request), self.assessment())
        return found.select_related("question", "role", "said_by", "refused_by", "approved_by")

    def answer(self) -> Answer:
        """The one in the address."""
        return get_object_or_404(
            self.open_answers(),
            question__key=self.kwargs["question"],
            role__key=self.kwargs["role"],
        )


class AnswerListView(OpenAnswers, generics.ListAPIView[Answer]):
    """What roles say in one assessment."""

    queryset = Answer.objects.none()
    serializer_class = serializers.AnswerSerializer
    filterset_class = AnswerFilter

    def get_queryset(self) -> QuerySet[Answer]:
        """Those the caller may see."""
        return self.open_answers()


class AnswerView(OpenAnswers):
    """What one role says to one question."""

    queryset = Answer.objects.none()
    serializer_class = serializers.AnswerSerializer

    @extend_schema(responses={200: serializers.AnswerSerializer, 304: NOT_MODIFIED})
    def get(self, request: Request, assessment: int, question: str, role: str) -> HttpResponseBase:
        """The answer, with its entity tag."""
        found = self.answer()
        return not_modified(request, found.etag) or _shown(found)

    @extend_schema(
        request=serializers.SaidSerializer,
        parameters=[IF_MATCH, IF_NONE_MATCH],
        responses={
            200: serializers.AnswerSerializer,
            201: serializers.AnswerSerializer,
            (412, CONTENT_TYPE): serializers.AnswerConflictSerializer,
        },
    )
    def put(self, request: Request, assessment: int, question: str, role: str) -> Response:
        """Answer in one of the caller's roles.

        A change names the version it was made from in `If-Match`; without it, 428. Where
        somebody saved another version meanwhile: 412 with both, and nothing is overwritten.
        """
        me = self._me()
        current = _current(me, question)
        asked = current.question if current else _question(me, question)
        given = serializers.SaidSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        said = given.said()
        if not may_write(request, current.etag if current else None):
            return _conflict(current, said)
        seen = current.version if current else 0
        try:
            saved = answers.save(
                participant=me, question=asked, said=said, seen=seen, by=caller(request)
            )
        except AnswerConflict as conflict:
            return _conflict(conflict.current, said)
        return _shown(saved, status.HTTP_200_OK if current else status.HTTP_201_CREATED)

    def _me(self) -> Participant:
        """The caller in the role in the address."""
        user, key = caller(self.request), self.kwargs["role"]
        found = (
            Participant.objects.current()
            .filter(
                user=user,
                assessment=self.kwargs["assessment"],
                assessment__in=Assessment.objects.visible_to(user),
                role__key=key,
            )
            .select_related("role", "assessment__framework", "assessment__organization")
            .first()
        )
        if found is None:
            role = get_object_or_404(Role, framework=self.assessment().framework_id, key=key)
            raise Forbidden(f"You do not answer as {role} here. The lead gives roles.")
        return found


class AnswerHistoryView(OpenAnswers, generics.ListAPIView[AnswerVersion]):
    """Every version of one answer, oldest first."""

    queryset = AnswerVersion.objects.none()
    serializer_class = serializers.AnswerVersionSerializer

    def get_queryset(self) -> QuerySet[AnswerVersion]:
        """Those of the answer in the address."""
        return self.answer().versions.select_related("said_by")


class AnswerRefusalView(OpenAnswers):
    """A reviewer's no to a “not applicable”."""

    queryset = Answer.objects.none()
    serializer_class = serializers.AnswerSerializer

    @extend_schema(request=serializers.RefusalSerializer)
    def post(self, request: Request, assessment: int, question: str, role: str) -> Response:
        """Refuse it: it counts as unanswered until it is answered."""
        given = serializers.RefusalSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        refused = answers.refuse(answer=self.answer(), by=caller(request), **given.validated_data)
        return _shown(refused)


class AnswerApprovalView(OpenAnswers):
    """A reviewer's yes to a “not applicable”."""

    queryset = Answer.objects.none()
    serializer_class = serializers.AnswerSerializer

    @extend_schema(request=None)
    def post(self, request: Request, assessment: int, question: str, role: str) -> Response:
        """Approve it: where answers are read strictly, it counts from now on."""
        return _shown(answers.approve(answer=self.answer(), by=caller(request)))


def _current(me: Participant, question: str) -> Answer | None:
    found = Answer.objects.filter(
        assessment=me.assessment_id, role=me.role_id, question__key=question
    )
    return found.select_related("question", "role", "said_by", "refused_by", "approved_by").first()


def _question(me: Participant, key: str) -> Question:
    return get_object_or_404(Question, framework=me.assessment.framework_id, key=key)


def _shown(answer: Answer, code: int = status.HTTP_200_OK) -> Response:
    data = serializers.AnswerSerializer(answer).data
    return Response(data, status=code, headers={"ETag": answer.etag})


def _conflict(current: Answer | None, said: Said) -> Response:
    """Both versions, for the caller to choose from."""
    code = status.HTTP_412_PRECONDITION_FAILED
    detail = "Another version stands than the one this was made from. Nothing was overwritten."
    body = problem(code, detail) | {
        "current": serializers.AnswerSerializer(current).data if current else None,
        "attempted": serializers.SaidSerializer(said).data,
    }
    headers = {"ETag": current.etag} if current else {}
    return Response(body, status=code, headers=headers, content_type=CONTENT_TYPE)
