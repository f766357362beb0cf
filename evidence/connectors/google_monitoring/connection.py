"""Connections to Google: whose credentials, which address, and every request counted."""

from __future__ import annotations

import contextlib
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import google.auth
import grpc  # type: ignore[import-untyped]  # no types
from google.api_core import exceptions as api
from google.api_core import retry as retries
from google.auth import exceptions as auth
from google.auth.credentials import Credentials
from google.auth.transport.requests import Request
from google.cloud.monitoring_v3 import MetricServiceClient
from google.cloud.monitoring_v3.services.metric_service.transports import (
    MetricServiceGrpcTransport,
)
from google.cloud.scheduler_v1 import CloudSchedulerClient
from google.cloud.scheduler_v1.services.cloud_scheduler.transports import (
    CloudSchedulerGrpcTransport,
)
from google.oauth2 import service_account

from evidence.connectors.base import Account, SourceFailed
from evidence.connectors.google_monitoring.refusals import credentials_refused
from evidence.guarded import checked_address
from evidence.pinned import addresses_of

SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
"""Cloud Scheduler takes no narrower one; the roles of the account decide what may be read."""

PATIENCE = 30.0
"""Seconds for which an unavailable service is asked again."""

FIRST_PAUSE = 0.5
"""Seconds before it is asked again for the first time, at the most; each pause doubles."""

TIMEOUT = 60.0
"""Seconds for one request."""

TOKEN_TIMEOUT = 30.0
"""Seconds for the request of an access token."""

LARGEST = 64 * 1024 * 1024
OPTIONS = (("grpc.max_receive_message_length", LARGEST),)
PROJECT = re.compile(r"[a-z0-9][a-z0-9.:-]{0,99}")


class Counted(grpc.UnaryUnaryClientInterceptor):  # type: ignore[misc]  # grpc has no types
    """Adds every request to the account's calls, each page and each repetition by itself."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def intercept_unary_unary(
        self, continuation: Callable[[Any, Any], Any], details: Any, request: Any
    ) -> Any:
        """Passes the request on unchanged."""
        self.account.calls += 1
        return continuation(details, request)


@dataclass(frozen=True, slots=True)
class Connection:
    """The clients of both services, for one project."""

    account: Account
    project: str
    metrics: MetricServiceClient
    scheduler: CloudSchedulerClient

    @property
    def patience(self) -> dict[str, Any]:
        """How every request is sent: repeated while the service is unavailable, and no longer."""
        retry = retries.Retry(
            predicate=retries.if_exception_type(api.ServiceUnavailable),
            initial=FIRST_PAUSE,
            maximum=10.0,
            multiplier=2.0,
            timeout=PATIENCE,
        )
        return {"retry": retry, "timeout": TIMEOUT}


@contextlib.contextmanager
def connected(account: Account) -> Iterator[Connection]:
    """A connection that is closed in the end. Raises SourceFailed where there are no credentials
    that Google takes."""
    project = str(account.settings.get("project") or "").strip()
    if not PROJECT.fullmatch(project):
        raise SourceFailed(f"“{project[:60]}” is no id of a Google Cloud project.")
    with contextlib.ExitStack() as stack:
        open_channel = _opener(account)

        def channel(transport: Any) -> Any:
            opened = open_channel(transport)
            stack.callback(opened.close)
            return grpc.intercept_channel(opened, Counted(account))

        metrics = MetricServiceGrpcTransport(channel=channel(MetricServiceGrpcTransport))
        scheduler = CloudSchedulerGrpcTransport(channel=channel(CloudSchedulerGrpcTransport))
        yield Connection(
            account,
            project,
            MetricServiceClient(transport=metrics),
            CloudSchedulerClient(transport=scheduler),
        )


def _opener(account: Account) -> Callable[[Any], Any]:
    """Opens a channel for a transport: to Google with credentials, or to a stand-in without."""
    stand_in = str(account.settings.get("endpoint") or "").strip()
    if stand_in:
        target = _pinned(stand_in)
        options = (*OPTIONS, ("grpc.enable_http_proxy", 0))
        return lambda transport: grpc.insecure_channel(target, options)
    found = credentials(account)
    encrypted = grpc.ssl_channel_credentials()
    return lambda transport: transport.create_channel(
        _host(transport),
        credentials=found,
        scopes=SCOPES,
        ssl_credentials=encrypted,
        options=OPTIONS,
    )


def _host(transport: Any) -> str:
    host = str(transport.DEFAULT_HOST)
    return host if ":" in host else f"{host}:443"


def _pinned(stand_in: str) -> str:
    """Where gRPC connects to for `host:port`: an address that was checked, by its number."""
    host, _, port = stand_in.rpartition(":")
    if not host or not port.isdecimal():
        raise SourceFailed("The address of a stand-in is a host and a port: stand-in:8080.")
    checked_address(f"http://{stand_in}")
    number = addresses_of(host.strip("[]"), int(port))[0]
    return f"ipv6:[{number}]:{port}" if ":" in number else f"ipv4:{number}:{port}"


def credentials(account: Account) -> Credentials:
    """The credentials of this source with a fresh access token. Raises SourceFailed.

    The token is fetched before anything is asked: inside of a request a refusal would look like
    a service that is not available.
    """
    reference = str(account.settings.get("credentials") or "").strip()
    try:
        if reference:
            found = _of_service_account(account.secret(reference))
        else:
            account.use_own_identity()
            found, _ = google.auth.default(scopes=SCOPES)
        account.calls += 1
        request = functools.partial(Request(), timeout=TOKEN_TIMEOUT)
        found.refresh(request)  # type: ignore[no-untyped-call]  # google-auth's own lack of types
    except auth.GoogleAuthError as error:
        raise credentials_refused(error) from None
    return found


def _of_service_account(text: str) -> Credentials:
    # Only this kind of file: others name addresses or programs that would be asked for a token.
    try:
        info = json.loads(text)
        if not isinstance(info, dict) or info.get("type") != "service_account":
            raise SourceFailed("The key file is not that of a service account.")
        made: Credentials = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]  # google-auth's own lack of types
            info, scopes=SCOPES
        )
    except (ValueError, auth.MalformedError):
        raise SourceFailed(
            "The key file of the service account cannot be read: it must be the JSON file as "
            "Google made it."
        ) from None
    return made
