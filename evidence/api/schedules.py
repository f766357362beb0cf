"""Schedules over REST: jobs in, the week they make out. Nothing is stored."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from evidence.api.schedule_serializers import ScheduleAnalysisSerializer, ScheduleSerializer
from evidence.presets import presets
from evidence.schedules.analysis import analyse
from evidence.schedules.cron import ScheduleWrong
from organizations.refusals import Invalid

PRESET = "any.schedule_overlap"


class AnalyseSchedulesView(APIView):
    """Which jobs of a list run at the same time."""

    @extend_schema(
        operation_id="schedules_analyse",
        request=ScheduleSerializer,
        responses=ScheduleAnalysisSerializer,
    )
    def post(self, request: Request) -> Response:
        """The week of these jobs: what overlaps, how that is judged, and start minutes that would
        help. A line that is no job refuses the whole; nothing is stored."""
        asked = ScheduleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            found = analyse(asked.jobs, asked.stretch, presets()[PRESET].bounds)
        except ScheduleWrong as wrong:
            raise Invalid(str(wrong), "lines") from None
        shown: dict[str, Any] = ScheduleAnalysisSerializer(found).data
        return Response(shown)
