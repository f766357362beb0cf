"""From what somebody says to what it claims."""

from __future__ import annotations

import pytest

from assessments.answer_values import (
    Band,
    fraction_of_boolean,
    fraction_of_choice,
    fraction_of_number,
    number_words,
)

BANDS: tuple[Band, ...] = ((None, 1.0), (4, 0.5), (24.5, 0.0))


def test_yes_claims_all_and_no_claims_nothing() -> None:
    assert (fraction_of_boolean(value=True), fraction_of_boolean(value=False)) == (1.0, 0.0)


def test_a_choice_claims_its_score() -> None:
    scores = {"often": 1.0, "never": 0.0, "other": None}
    said = [fraction_of_choice(scores, key) for key in ("often", "never", "other", "gone")]
    assert said == [1.0, 0.0, None, None]


@pytest.mark.parametrize(
    ("value", "fraction", "words"),
    [
        (-3, 1.0, "-3 hours, below 4"),
        (3.999, 1.0, "3.999 hours, below 4"),
        (4, 0.5, "4 hours, from 4 to below 24.5"),
        (24.4, 0.5, "24.4 hours, from 4 to below 24.5"),
        (24.5, 0.0, "24.5 hours, from 24.5"),
        (1234567, 0.0, "1234567 hours, from 24.5"),
    ],
)
def test_a_number_claims_the_score_of_its_band(value: float, fraction: float, words: str) -> None:
    assert fraction_of_number(BANDS, value) == fraction
    assert number_words(BANDS, value, "hours") == words


def test_one_band_takes_every_number() -> None:
    assert fraction_of_number([(None, 0.3)], 7) == 0.3
    assert number_words([(None, 0.3)], 7) == "7, whatever the number"


@pytest.mark.parametrize("bands", [[], [(5, 1.0)]])
def test_a_number_can_lie_in_no_band(bands: list[Band]) -> None:
    assert fraction_of_number(bands, 4.9) is None
    assert number_words(bands, 4.9) == "4.9, in no band"


def test_what_is_no_number_lies_in_the_band_that_takes_everything() -> None:
    assert fraction_of_number(BANDS, float("nan")) == 1.0
    assert fraction_of_number(BANDS[1:], float("nan")) is None
