"""What languages are called."""

from __future__ import annotations

import pytest

from assessments.languages import language_name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("en", "English"),
        ("fr", "French"),
        ("pt_BR", "Brazilian Portuguese"),
        ("tlh", "tlh"),
        ("", ""),
    ],
)
def test_a_language_has_a_name_where_one_is_known(tag: str, name: str) -> None:
    assert language_name(tag) == name
