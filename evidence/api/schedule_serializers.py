"""Schedules as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from rest_framework import serializers

from evidence.evaluate import State
from evidence.forms.schedules import FIRST_DAY, LAST_DAY, LONGEST_TEXT
from evidence.schedules.cron import ScheduleWrong, zone_of
from evidence.schedules.lines import FORM, Job, jobs_in
from evidence.schedules.span import Stretch, week_of


class ScheduleSerializer(serializers.Serializer[Any]):
    """Jobs, one to a line, by whose clocks they start, and a day of the week to look at."""

    lines = serializers.CharField(max_length=LONGEST_TEXT, trim_whitespace=False, help_text=FORM)
    time_zone = serializers.CharField(
        default="UTC", max_length=64, help_text="As in “Europe/Lisbon”; UTC by default."
    )
    week = serializers.DateField(
        required=False,
        allow_null=True,
        validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
        help_text="Any day of the week to look at; today by default.",
    )

    def validate_lines(self, lines: str) -> str:
        """Every line is a job; each that is none is told by its number."""
        jobs, problems = jobs_in(lines)
        if problems:
            raise serializers.ValidationError([str(problem) for problem in problems])
        if not jobs:
            raise serializers.ValidationError("Write at least one job.")
        return lines

    def validate_time_zone(self, name: str) -> str:
        """There is such a zone."""
        try:
            zone_of(name)
        except ScheduleWrong as wrong:
            raise serializers.ValidationError(str(wrong)) from None
        return name

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs that were sent."""
        return jobs_in(self.validated_data["lines"])[0]

    @property
    def stretch(self) -> Stretch:
        """The week that was asked for."""
        zone = zone_of(self.validated_data["time_zone"])
        day: dt.date | None = self.validated_data.get("week")
        return week_of(day or timezone.now().astimezone(zone).date(), zone)


class ScheduledJobSerializer(serializers.Serializer[Any]):
    """A job and what it does in the week."""

    name = serializers.CharField(source="job.name")
    cron = serializers.CharField(source="job.cron")
    minutes = serializers.IntegerField(source="job.minutes", help_text="How long a run takes.")
    runs = serializers.IntegerField(help_text="How many runs the week has.")
    busy_minutes = serializers.IntegerField(source="minutes", help_text="In which it runs.")
    minutes_beside_itself = serializers.IntegerField(source="beside_itself")


class OverlappingPairSerializer(serializers.Serializer[Any]):
    """Two jobs that run at the same time; the same twice where it runs beside itself."""

    first = serializers.CharField()
    second = serializers.CharField()
    minutes = serializers.IntegerField()


class OverlappingTimeSerializer(serializers.Serializer[Any]):
    """A time in which two or more run, and on how many days it is the same."""

    start = serializers.DateTimeField(source="at", default_timezone=dt.UTC, help_text="The first.")
    minutes = serializers.IntegerField()
    times = serializers.IntegerField()
    jobs = serializers.ListField(source="names", child=serializers.CharField())


class StartMoveSerializer(serializers.Serializer[Any]):
    """Another start minute, and how much later that is (earlier where negative)."""

    name = serializers.CharField(source="job.name")
    cron = serializers.CharField()
    minutes = serializers.IntegerField()


class ScheduleAnalysisSerializer(serializers.Serializer[Any]):
    """What runs in the week. `share` is the overlapped part of the busy time, from 0 to 1; where
    nothing runs it is null and the state `no_data`. `pairs` begin with the worst; `together` are
    the ten longest times. `moves` let less overlap, and the last two say what then would."""

    start = serializers.DateTimeField(source="overlap.stretch.start", default_timezone=dt.UTC)
    end = serializers.DateTimeField(source="overlap.stretch.end", default_timezone=dt.UTC)
    state = serializers.ChoiceField(choices=[state.value for state in State])
    share = serializers.FloatField(source="overlap.share", allow_null=True)
    busy_minutes = serializers.IntegerField(source="overlap.busy")
    overlapped_minutes = serializers.IntegerField(source="overlap.overlapped")
    most_at_once = serializers.IntegerField(source="overlap.peak")
    jobs = ScheduledJobSerializer(source="overlap.lanes", many=True)
    pairs = OverlappingPairSerializer(source="overlap.pairs", many=True)
    together = OverlappingTimeSerializer(source="longest", many=True)
    moves = StartMoveSerializer(source="plan.moves", many=True)
    overlapped_minutes_then = serializers.IntegerField(source="plan.after.overlapped")
    share_then = serializers.FloatField(source="plan.after.share", allow_null=True)
