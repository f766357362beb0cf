"""What Amazon's client raises, in words that the owner of a source can act on.

Only what Amazon says against a query is repeated. Its words on identities and signatures are not:
some hold parts of what was signed. Of those the right that lacks is taken, by its form.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping

from botocore import exceptions as raised
from botocore.parsers import ResponseParserError

from evidence.connectors.base import SourceFailed
from evidence.connectors.cloudwatch.error_codes import Kind, kind_of

LONGEST_WAIT = 86400
_RIGHT = re.compile(r"not authorized to perform:? ([A-Za-z0-9-]+:[A-Za-z0-9*]+)")


class Refused(Exception):
    """One call was refused for what it asked: others may be answered. The message says why."""

    def __init__(self, message: str, *, asked_wrongly: bool) -> None:
        super().__init__(message)
        self.asked_wrongly = asked_wrongly


@contextlib.contextmanager
def in_words(region: str) -> Iterator[None]:
    """Whatever a call raises inside becomes Refused or SourceFailed."""
    try:
        yield
    except raised.ClientError as error:
        raise of_answer(error) from None
    except raised.BotoCoreError as error:
        raise SourceFailed(of_client(error, region)) from None
    except (ResponseParserError, AttributeError, LookupError, TypeError, ValueError, RuntimeError):
        # Whatever the parsers of the client stumble over in an answer that is not Amazon's.
        raise SourceFailed(
            f"What answers for AWS in {region} does not speak its language. "
            "Look at the address of the source, and at proxies on the way."
        ) from None


def of_answer(error: raised.ClientError) -> Refused | SourceFailed:
    """What an error that AWS answered with means."""
    told = error.response.get("Error", {})
    meta = error.response.get("ResponseMetadata", {})
    code = str(told.get("Code", ""))
    message = " ".join(str(told.get("Message", "")).split())
    status = int(meta.get("HTTPStatusCode", 0))
    kind = kind_of(code, message, status)
    if kind is Kind.DENIED:
        found = _RIGHT.search(message)
        right = found[1] if found else f"the call {error.operation_name}"
        said = f"AWS does not allow {right} to this source. Add it to the policy of its identity."
        return Refused(said, asked_wrongly=False)
    if kind is Kind.ABSENT:
        said = "AWS knows nothing of that name in this account and region."
        return Refused(said, asked_wrongly=False)
    if kind is Kind.QUERY:
        return Refused(f"AWS refuses the query: {message[:200]}", asked_wrongly=True)
    words = _OF_ANSWER[kind].format(
        code=code[:60], operation=error.operation_name, status=status
    )  # fmt: skip
    return SourceFailed(words, retry_after(meta.get("HTTPHeaders", {})))


def of_client(error: raised.BotoCoreError, region: str) -> str:
    """What an error means that Amazon's client raised before there was an answer."""
    for kinds, words in _OF_CLIENT.items():
        if isinstance(error, kinds):
            return words.format(region=region)
    return f"The client of AWS stopped ({type(error).__name__})."


def retry_after(headers: Mapping[str, str]) -> dt.timedelta | None:
    """How long the answer asks to be left alone, where it says so in whole seconds."""
    wait = str(headers.get("retry-after", ""))
    if not wait.isascii() or not wait.isdigit():
        return None
    return dt.timedelta(seconds=min(int(wait[:9]), LONGEST_WAIT))


_OF_ANSWER: Mapping[Kind, str] = {
    Kind.THROTTLED: (
        "AWS asks to be left alone for a while: this account makes more calls than it may. "
        "Collect less often, or ask Amazon for a higher quota."
    ),
    Kind.EXPIRED: (
        "The credentials of this source have expired. "
        "Renew them, or use a role or a key that does not expire."
    ),
    Kind.UNKNOWN_KEY: (
        "AWS does not know the credentials of this source. "
        "Look at the access key ID, and whether the region is switched on for the account."
    ),
    Kind.WRONG_SECRET: (
        "The secret access key does not belong to the access key ID. Look at both."
    ),
    Kind.CLOCK: (
        "AWS takes the signature for too old or too new: the clock of this machine is wrong. "
        "Set it by a time server; the credentials are not to blame."
    ),
    Kind.FAULT: (
        "AWS had a fault of its own (error {status}) and did not recover while it was asked "
        "again. The next collection asks again."
    ),
    Kind.OTHER: "AWS refused {operation} with the error “{code}”.",
}

_OF_CLIENT: Mapping[tuple[type[Exception], ...], str] = {
    (raised.NoCredentialsError, raised.PartialCredentialsError): (
        "There are no credentials for AWS: name an access key with its secret, "
        "or give the machine that Plumbline runs on an identity."
    ),
    (
        raised.CredentialRetrievalError,
        raised.TokenRetrievalError,
        raised.MetadataRetrievalError,
        raised.ProfileNotFound,
    ): (
        "The identity of this machine could not be fetched. "
        "Look at its role, its profile or its sign-in to AWS."
    ),
    (raised.NoRegionError, raised.InvalidRegionError, raised.UnknownRegionError): (
        "“{region}” is no region of AWS. Write it as eu-central-1."
    ),
    (raised.SSLError,): (
        "The certificate of what answers for AWS in {region} is not trusted. "
        "Look at proxies on the way."
    ),
    (raised.ProxyConnectionError,): (
        "The proxy to AWS is not reached. Look at the proxy settings of Plumbline's processes."
    ),
    (raised.ReadTimeoutError, raised.ConnectTimeoutError): (
        "AWS in {region} did not answer in time. The next collection asks again."
    ),
    (raised.ConnectionError, raised.HTTPClientError): (
        "AWS in {region} is not reached from here. "
        "Look at the region, the name servers and the firewall."
    ),
    (raised.ParamValidationError,): "The client of AWS does not take the query.",
}
