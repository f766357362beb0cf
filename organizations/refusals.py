"""Why an action was not done, in words for the person who asked.

Every action refuses with one of these; the web, the API, the admin and the commands each
translate them in one place.
"""

from __future__ import annotations


class Refused(Exception):
    """The request is understood and cannot be done as things stand. Nothing was changed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Forbidden(Refused):
    """This person's rights do not cover it."""


class Invalid(Refused):
    """What was given is wrong. `field` names the input, where one is to blame."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Conflict(Refused):
    """Somebody else changed it in between. Nothing was overwritten."""
