"""Lists in pages that stay right while rows are added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

if TYPE_CHECKING:
    # The settings name this module, and rest_framework.views reads the settings.
    from rest_framework.views import APIView


class ByCursor(CursorPagination):
    """50 rows a page, up to 200 with `?page_size=`; follow `next`. Oldest first.

    A view with `ordering` (one or more fields that together are unique) is listed by that.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "pk"

    def get_ordering(
        self, request: Request, queryset: QuerySet[Any], view: APIView
    ) -> tuple[str, ...]:
        """The view's own order, else by primary key."""
        ordering: str | tuple[str, ...] = getattr(view, "ordering", None) or self.ordering
        return (ordering,) if isinstance(ordering, str) else tuple(ordering)
