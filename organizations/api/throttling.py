"""How often one caller may ask, and how the answer says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

if TYPE_CHECKING:
    # The settings name this module, and rest_framework.views reads the settings.
    from rest_framework.views import APIView


class PerCaller(UserRateThrottle):
    """Counts by user, or by address for callers without one.

    Every answer carries the policy and what is left of it, in the fields of the IETF's draft
    on rate limits; a refused one also carries Retry-After.
    """

    num_requests: int
    duration: int

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether this request still fits in."""
        allowed = super().allow_request(request, view)
        left = max(0, self.num_requests - len(self.history))
        wait = int(self.duration - (self.now - self.history[-1])) if self.history else 0
        view.headers["RateLimit-Policy"] = f'"caller";q={self.num_requests};w={self.duration}'
        view.headers["RateLimit"] = f'"caller";r={left};t={max(0, wait)}'
        return allowed
