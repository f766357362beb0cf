"""`/metrics`: what every app tells Prometheus, and who may read it.

No anonymous caller reads it unless the operator says so: by a token (PLUMBLINE_METRICS_TOKEN, sent
as a bearer) or by the networks it is scraped from (PLUMBLINE_METRICS_NETWORKS; `make run` trusts
this machine). An operator who has signed in may always look.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from config.callers import comes_from
from evidence.metrics import SourceMetrics
from jobs.metrics import JobMetrics

COLLECTORS: tuple[Collector, ...] = (JobMetrics(), SourceMetrics())
"""What each app contributes. A new one goes here."""

REFUSAL = (
    "Metrics are for the operator. Send the token of PLUMBLINE_METRICS_TOKEN as a bearer, or "
    "name the networks you scrape from in PLUMBLINE_METRICS_NETWORKS. See docs/jobs.md.\n"
)


def _registry() -> CollectorRegistry:
    """Ours and the process's own: of the one web process that answers."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    for collector in COLLECTORS:
        registry.register(collector)
    return registry


REGISTRY = _registry()


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure in the text format that the caller's `Accept` asks for."""
    if not _may_read(request):
        return HttpResponse(
            REFUSAL,
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": 'Bearer realm="Plumbline metrics"'},
        )
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(REGISTRY), content_type=content_type)


def _may_read(request: HttpRequest) -> bool:
    if request.user.is_active and request.user.is_superuser:
        return True
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.METRICS_TOKEN
    if wanted and scheme.lower() == "bearer" and constant_time_compare(token.strip(), wanted):
        return True
    return comes_from(request, settings.METRICS_NETWORKS, settings.ALLAUTH_TRUSTED_PROXY_COUNT)
