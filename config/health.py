"""Alive, and ready: what a load balancer asks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection
from kombu.exceptions import OperationalError

BROKER_PATIENCE_SECONDS = 1


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all; asks nothing of anything else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, holds every migration, and the broker can be reached;
    else 503. The body says which of them is wrong and gives no address away."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database_answers,
        "migrations": _migrations_applied,
        "broker": _broker_answers,
    }
    found = {name: "ok" if check() else "failed" for name, check in checks.items()}
    return JsonResponse(found, status=503 if "failed" in found.values() else 200)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _migrations_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _broker_answers() -> bool:
    limits = {
        "socket_connect_timeout": BROKER_PATIENCE_SECONDS,
        "socket_timeout": BROKER_PATIENCE_SECONDS,
    }
    try:
        with Connection(settings.BROKER_URL, transport_options=limits) as broker:
            broker.ensure_connection(
                max_retries=1, interval_start=0, timeout=BROKER_PATIENCE_SECONDS
            )
    except (OperationalError, OSError):
        return False
    return True
