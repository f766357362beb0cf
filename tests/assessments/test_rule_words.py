"""Conditions as people read them."""

from __future__ import annotations

import pytest

from assessments.pages.rule_words import condition_words, letter

LETTERS = {f"choice_{place}": letter(place) for place in range(8)}


@pytest.mark.parametrize(
    ("place", "said"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_choices_are_lettered_as_columns_of_a_sheet_are(place: int, said: str) -> None:
    assert letter(place) == said


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("choice_0", "A"),
        ("!choice_0", "not A"),
        ("choice_0 && choice_1", "A and B"),
        ("choice_0 && choice_1 && choice_3", "A, B and D"),
        ("choice_0 && choice_1 && choice_2 && choice_3", "all of A to D"),
        ("choice_4 || choice_5 || choice_6 || choice_7", "any of E to H"),
        ("choice_1 && choice_0 && choice_2 && choice_3", "B, A, C and D"),
        ("choice_0 && (choice_1 || choice_2)", "A and (B or C)"),
        ("choice_0 && choice_1 || !(choice_2 && choice_3)", "(A and B) or not (C and D)"),
        ("choice_0 && gone", "A and “gone”"),
        ("a && b && c && d", "“a”, “b”, “c” and “d”"),
        ("choice_0 &&", "cannot be read"),
    ],
)
def test_a_condition_is_said_in_letters(condition: str, said: str) -> None:
    assert condition_words(condition, LETTERS, first=False) == said


def test_a_default_is_what_is_left_or_all_there_is() -> None:
    assert condition_words("default", LETTERS, first=False) == "otherwise"
    assert condition_words("default", LETTERS, first=True) == "always"
