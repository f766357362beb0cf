"""What the error codes of AWS mean: its services have many names for the same. Pure."""

from __future__ import annotations

import enum


class Kind(enum.Enum):
    """What an error is about, as far as somebody can act on it."""

    DENIED = "a right is missing"
    ABSENT = "there is nothing of that name"
    QUERY = "the query is wrong"
    THROTTLED = "too many calls"
    EXPIRED = "the credentials have expired"
    UNKNOWN_KEY = "the credentials are not known"
    WRONG_SECRET = "the secret is not that of the key"  # noqa: S105  (words, not a secret)
    CLOCK = "the clock is wrong"
    FAULT = "AWS has a fault"
    OTHER = "something else"


_CODES: dict[Kind, tuple[str, ...]] = {
    Kind.DENIED: ("AccessDenied", "UnauthorizedOperation", "NotAuthorized"),
    Kind.ABSENT: (
        "ResourceNotFound",
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        "DataUnavailable",
    ),
    Kind.QUERY: (
        "ValidationError",
        "Validation",
        "InvalidParameterValue",
        "InvalidParameterCombination",
        "InvalidParameterInput",
        "MissingParameter",
        "MissingRequiredParameter",
    ),
    Kind.THROTTLED: (
        "Throttling",
        "Throttled",
        "RequestThrottled",
        "RequestLimitExceeded",
        "TooManyRequests",
        "LimitExceeded",
        "SlowDown",
    ),
    Kind.EXPIRED: ("ExpiredToken", "TokenRefreshRequired"),
    Kind.UNKNOWN_KEY: (
        "InvalidClientTokenId",
        "UnrecognizedClient",
        "InvalidAccessKeyId",
        "AuthFailure",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "OptInRequired",
    ),
    Kind.WRONG_SECRET: ("SignatureDoesNotMatch", "InvalidSignature"),
    Kind.CLOCK: ("RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture"),
}
_KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}
_STATUSES = {403: Kind.DENIED, 429: Kind.THROTTLED}


def kind_of(code: str, message: str, status: int) -> Kind:
    """What an error with this code, message and HTTP status is about.

    The JSON services end their codes with “Exception”, the older ones do not.
    """
    kind = _KINDS.get(code.removesuffix("Exception"))
    if kind is Kind.WRONG_SECRET and _skewed(message.lower()):
        return Kind.CLOCK
    if kind is None:
        kind = Kind.FAULT if status >= 500 else _STATUSES.get(status, Kind.OTHER)
    return kind


def _skewed(message: str) -> bool:
    """A signature that is too old or too new is refused by the code of one that is wrong."""
    return "signature expired" in message or "not yet current" in message
