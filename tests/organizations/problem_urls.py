"""One view per sort of error, for tests of problem details."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import path
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.parsers import JSONParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from config import errors
from organizations.models import Scope
from organizations.refusals import Conflict, Forbidden, Invalid, Refused


class Item(serializers.Serializer[object]):
    """Nested once, so that pointers have steps."""

    count = serializers.IntegerField()


class Order(serializers.Serializer[object]):
    """Every sort of place an error can point at."""

    name = serializers.CharField()
    items = Item(many=True)

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Nobody may be called that."""
        if attrs["name"] == "nobody":
            raise serializers.ValidationError("No order is for nobody.")
        return attrs


RAISED: dict[str, Callable[[], Exception]] = {
    "refused": lambda: Refused("Not now."),
    "forbidden": lambda: Forbidden("Not you."),
    "invalid": lambda: Invalid("Not that.", "name"),
    "invalid-whole": lambda: Invalid("Not like that."),
    "conflict": lambda: Conflict("Somebody was faster."),
    "http404": Http404,
    "denied": PermissionDenied,
    "throttled": lambda: exceptions.Throttled(wait=2.5),
    "suspicious": lambda: SuspiciousOperation("hm"),
    "unforeseen": lambda: ZeroDivisionError("a secret"),
}


class Raising(APIView):
    """Raises what the address says; takes an order."""

    authentication_classes = []
    permission_classes = [AllowAny]
    parser_classes = [JSONParser]

    def get(self, request: Request, what: str) -> Response:
        """Raise it."""
        error = RAISED[what]()
        raise error

    def post(self, request: Request, what: str) -> Response:
        """Take an order, or raise."""
        if what != "order":
            return self.get(request, what)
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        return Response(order.validated_data)


class Guarded(APIView):
    """Behind the usual guards, and open to one narrow scope."""

    token_scope: Scope | None = Scope.EVIDENCE

    def get(self, request: Request) -> Response:
        """Anything."""
        return Response({"who": request.user.pk})

    def post(self, request: Request) -> Response:
        """Anything."""
        return Response({}, status=201)


class Closed(Guarded):
    """Open to no narrow scope."""

    token_scope = None


class Actions(ViewSet):
    """A viewset of a narrow scope, with one extra action that says so and one that does not."""

    token_scope: Scope | None = Scope.EVIDENCE

    def create(self, request: Request) -> Response:
        """Covered by the viewset's own word."""
        return Response({}, status=201)

    @action(detail=False, methods=["post"], token_scope=Scope.EVIDENCE)
    def revise(self, request: Request) -> Response:
        """Says it for itself."""
        return Response({}, status=201)

    @action(detail=False, methods=["post"])
    def accept(self, request: Request) -> Response:
        """Says nothing."""
        return Response({}, status=201)


router = SimpleRouter()
router.register("api/actions", Actions, basename="actions")

urlpatterns = [
    *router.urls,
    path("api/raise/<str:what>/", Raising.as_view()),
    path("api/guarded/", Guarded.as_view()),
    path("api/closed/", Closed.as_view()),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
