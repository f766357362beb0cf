"""A model's own rules, refused in the words that every edge understands."""

from __future__ import annotations

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from organizations.refusals import Invalid


def require_valid(row: models.Model) -> None:
    """Go on, or raise Invalid with the first thing that is wrong with the unsaved row."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], None if field == NON_FIELD_ERRORS else field) from error
