"""What Azure's clients raise, in words for the owner of a source."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from azure.core.exceptions import (
    AzureError,
    IncompleteReadError,
    ServiceRequestError,
    ServiceResponseError,
)
from azure.core.pipeline.policies import RetryPolicy
from azure.identity import CredentialUnavailableError

from evidence.connectors.azure_monitor.answers import shortened
from evidence.connectors.azure_monitor.wire import Wire, throttled
from evidence.connectors.base import SourceFailed

SKEW = 300
CODE = re.compile(r"AADSTS\d+")
SIGN_INS = {
    "AADSTS7000215": "The client secret is wrong: name the secret's value, not its id.",
    "AADSTS7000222": "The client secret has expired: make a new one for the app registration.",
    "AADSTS700016": "There is no application of this client id in the tenant.",
    "AADSTS7000112": "The application of this client id is switched off.",
    "AADSTS90002": "There is no tenant of this id.",
    "AADSTS900023": "The tenant id is no tenant id.",
    "AADSTS700024": "The sign-in was refused because of its time: set this machine's clock.",
    "AADSTS500011": "The tenant does not know Azure Monitor's address: is it the right cloud?",
}
WHOLE_SOURCE = frozenset({"SubscriptionNotFound", "InvalidSubscriptionId", "InvalidTenantId"})
THROTTLES = frozenset({429, 529})


class Refused(Exception):
    """Azure takes this request for wrong; the message is its own, and says why."""


def raise_for(error: Exception, wire: Wire, where: str) -> NoReturn:
    """Raises Refused where the request is wrong, and SourceFailed for everything else.

    `where` names what was asked: "Azure Monitor".
    """
    response = getattr(error, "response", None)
    if isinstance(error, ValueError):
        # Azure's client takes every error to be JSON, and forgets the answer where it is not.
        response = wire.last
    if response is None or response.status_code == 200:
        raise _unanswered(error, where) from None
    status = int(response.status_code)
    code, message = said(response)
    if status in THROTTLES:
        raise throttled(_wait(response)) from None
    if status in (401, 403):
        raise SourceFailed(_not_let_in(status, code, where, wire)) from None
    if status >= 500 or status == 408:
        raise SourceFailed(f"{where} is out of order: it answered {status}.") from None
    words = " ".join(part for part in (f"({status} {code}):".replace(" )", ")"), message) if part)
    if code in WHOLE_SOURCE:
        raise SourceFailed(shortened(f"{where} refuses the source {words}")) from None
    raise Refused(f"{where} refuses this query {words}") from None


def _unanswered(error: Exception, where: str) -> SourceFailed:
    if isinstance(error, ServiceRequestError):
        return SourceFailed(f"{where} {_unreachable(error)}")
    if isinstance(error, ServiceResponseError | IncompleteReadError):
        return SourceFailed(f"{where} broke off, or gave no answer in time.")
    return SourceFailed(f"{where} gave an answer that cannot be read.")


def sign_in_failed(error: AzureError) -> SourceFailed:
    """Why no token was had."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, SourceFailed):
            return cause
        if isinstance(cause, ServiceRequestError):
            return SourceFailed(f"Azure's sign-in {_unreachable(cause)}")
        cause = cause.__cause__ or cause.__context__
    words = str(error)
    found = CODE.search(words)
    if found:
        reason = SIGN_INS.get(found[0], "Azure refuses the sign-in: check tenant, client, secret.")
        return SourceFailed(f"{reason} ({found[0]})")
    if isinstance(error, CredentialUnavailableError) or words.startswith("DefaultAzureCredential"):
        return SourceFailed(
            "No identity was found here to sign in to Azure with. Give tenant, client and secret, "
            "or run Plumbline where a managed identity is."
        )
    return SourceFailed("Azure's sign-in gave no token, and no reason that can be read.")


def said(response: Any) -> tuple[str, str]:
    """The code and the message of an error answer, both empty where it has none."""
    try:
        whole = json.loads(response.text())
    except Exception:  # noqa: BLE001  (whatever an error page holds, its status says enough)
        return "", ""
    inner = whole.get("error", whole) if isinstance(whole, dict) else None
    if not isinstance(inner, dict):
        return "", ""
    code, message = inner.get("code"), inner.get("message")
    return str(code or ""), str(message or "")


def _wait(response: Any) -> float | None:
    try:
        return RetryPolicy().parse_retry_after(response.headers["Retry-After"])
    except (KeyError, ValueError):
        return None


def _not_let_in(status: int, code: str, where: str, wire: Wire) -> str:
    if status == 403:
        return (
            f"{where} refuses this identity (403 {code}). Give it the role Monitoring Reader on "
            "the subscription; a new role takes some minutes."
        ).replace(" )", ")")
    if abs(wire.ahead) > SKEW:
        side = "slow" if wire.ahead > 0 else "fast"
        return (
            f"{where} does not accept the sign-in (401), and this machine's clock is "
            f"{abs(wire.ahead) / 60:.0f} minutes {side}: set it right."
        )
    return (
        f"{where} does not accept the sign-in (401): it has expired or is of another tenant. "
        "Check the tenant, the client and the secret."
    )


def _unreachable(error: ServiceRequestError) -> str:
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words:
        return "cannot be reached: its certificate is not trusted here."
    if "resolve" in words or "Name or service" in words:
        return "cannot be reached: its name is not known. Are region and cloud right?"
    return "cannot be reached: nothing takes the connection."
