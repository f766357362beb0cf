"""What Google's errors mean to the owner of a source or of a query."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from google.api_core import exceptions as api
from google.auth import exceptions as auth

from evidence.connectors.base import SourceFailed

LONGEST = 300


class QueryRefused(Exception):
    """One query is wrong, and others are not; the message is for the query's owner."""


class NeverWritten(QueryRefused):
    """The metric is not known in the project: mistyped, or nothing was ever written to it."""


class NotAllowed(SourceFailed):
    """The account may not read this service; another it perhaps may."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service of Google as an error speaks of it: its name, its API and the role that reads."""

    label: str
    api: str
    role: str


MONITORING = Service("Cloud Monitoring", "monitoring.googleapis.com", "roles/monitoring.viewer")
SCHEDULER = Service(
    "Cloud Scheduler", "cloudscheduler.googleapis.com", "roles/cloudscheduler.viewer"
)


@contextlib.contextmanager
def asking(service: Service, project: str) -> Iterator[None]:
    """Turns the errors of Google's client within into QueryRefused or SourceFailed."""
    try:
        yield
    except api.GoogleAPIError as error:
        cause = getattr(error, "cause", None)
        said = cause if isinstance(cause, api.GoogleAPIError) else error
        raise _raised(said, service, project) from None


def _raised(error: api.GoogleAPIError, service: Service, project: str) -> Exception:
    if isinstance(error, api.NotFound):
        return _not_found(error, project)
    if isinstance(error, api.BadRequest):  # invalid argument, failed precondition, out of range
        return QueryRefused(shortened(f"{service.label} refuses this query: {_said(error)}"))
    if isinstance(error, api.Forbidden):
        return NotAllowed(_forbidden(error, service, project))
    words = next((words for kind, words in FAILED.items() if isinstance(error, kind)), UNREADABLE)
    return SourceFailed(
        words.format(service=service.label, project=project, kind=type(error).__name__),
        retry_after(error),
    )


def credentials_refused(error: auth.GoogleAuthError) -> SourceFailed:
    """What an error while credentials are found or a token is fetched means."""
    said = str(error)
    if isinstance(error, auth.DefaultCredentialsError):
        return SourceFailed(
            "No Google credentials are found here: give this source a key file, or run Plumbline "
            "where Application Default Credentials are set up."
        )
    if isinstance(error, auth.TransportError):
        return SourceFailed("Google's token service cannot be reached from here.")
    if "iat" in said and "exp" in said:
        return SourceFailed(
            "Google refuses the signature because of its time: the clock of this server is wrong. "
            "Set it by NTP."
        )
    return SourceFailed(
        "Google gives no access token for these credentials: the key or the login has expired, "
        "was deleted, or its account is disabled. Make a new one."
    )


def retry_after(error: Exception) -> dt.timedelta | None:
    """How long Google asked to be left alone, at most a day; None where it did not say."""
    for detail in getattr(error, "details", None) or ():
        delay: Any = getattr(detail, "retry_delay", None)
        if delay is not None:
            seconds = delay.seconds + delay.nanos / 1e9
            return dt.timedelta(seconds=min(max(seconds, 1), 86400))
    return None


def incomplete(messages: Iterable[str]) -> str:
    """The sentence for an answer that came only in part."""
    said = "; ".join(" ".join(message.split()) for message in messages)
    return shortened(f"Cloud Monitoring answered only in part, so nothing is read of it: {said}")


def shortened(text: str) -> str:
    """One line of at most 300 printable characters."""
    line = "".join(each for each in " ".join(text.split()) if each.isprintable())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _said(error: Exception) -> str:
    return str(getattr(error, "message", "") or error)


def _not_found(error: api.NotFound, project: str) -> QueryRefused:
    said = _said(error)
    if "metric" in said.lower():
        words = f"The project {project} knows no such metric: check its name. One that was never "
        words += f"written is not known, and a new one is after some minutes. Google says: {said}"
        return NeverWritten(shortened(words))
    return QueryRefused(shortened(f"Google does not find this in the project {project}: {said}"))


def _forbidden(error: api.Forbidden, service: Service, project: str) -> str:
    if error.reason == "SERVICE_DISABLED":
        return f"The API {service.api} is not enabled in the project {project}: enable it there."
    return (
        f"{service.label} lets these credentials read nothing in {project}: give their account "
        f"the role {service.role} there, or check the project's id."
    )


FAILED: dict[type[Exception], str] = {
    api.Unauthenticated: (
        "{service} does not accept the credentials: they have expired or were revoked, or the "
        "clock of this server is wrong."
    ),
    api.TooManyRequests: (
        "{service} takes no more requests for now: a quota of {project} is used up."
    ),
    api.DeadlineExceeded: "{service} did not answer in time.",
    api.ServiceUnavailable: "{service} cannot be reached, or is not available.",
    api.MethodNotImplemented: "What answers at this address is not {service}.",
}

UNREADABLE = "{service} failed ({kind}), or its answer cannot be read."
