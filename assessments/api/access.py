"""What the views below one assessment share: finding it; a stranger meets a 404."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model
from django.shortcuts import get_object_or_404
from rest_framework.generics import GenericAPIView

from assessments.models import Assessment
from organizations.api.fields import caller

Row = TypeVar("Row", bound=Model)


class OfAssessment(GenericAPIView[Row]):
    """A view at `/assessments/{assessment}/…`."""

    def assessment(self) -> Assessment:
        """The assessment in the address, with its workload, framework and organization."""
        visible = Assessment.objects.visible_to(caller(self.request)).with_subject()
        return get_object_or_404(visible, pk=self.kwargs["assessment"])
