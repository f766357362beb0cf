"""How a fraction reads: as a level, a rating, a risk."""

from __future__ import annotations

import pytest

from assessments.scale import DEFAULT_SCALE, Rating, Risk, Scale, level, rating_of, risk_of


@pytest.mark.parametrize("values", [(), (0,), (2, 1), (0, 1, 1), (-1, 0, 1)])
def test_a_scale_that_does_not_rise_from_0_is_refused(values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="A scale rises"):
        Scale(values)


@pytest.mark.parametrize(
    ("fraction", "reached"),
    [(0.0, 0), (0.19, 0), (0.2, 1), (0.6 - 1e-16, 3), (0.5999, 2), (0.99, 4), (1.0, 5)],
)
def test_a_level_is_reached_only_whole_but_float_noise_is_forgiven(
    fraction: float, reached: int
) -> None:
    assert DEFAULT_SCALE.reached(fraction) == reached
    assert DEFAULT_SCALE.floor(fraction) == reached / 5


def test_below_the_lowest_level_of_a_scale_nothing_is_reached() -> None:
    assert Scale((1, 2, 3)).reached(0.2) == 0


@pytest.mark.parametrize(("fraction", "shown"), [(0.0, 0.0), (0.42, 2.1), (2 / 3, 3.3), (1.0, 5.0)])
def test_a_level_is_shown_to_one_decimal(fraction: float, shown: float) -> None:
    assert level(fraction, DEFAULT_SCALE) == shown


@pytest.mark.parametrize(
    ("fraction", "rating"),
    [
        (0.0, Rating.NOT),
        (0.15, Rating.NOT),
        (0.151, Rating.PARTIALLY),
        (0.5, Rating.PARTIALLY),
        (0.501, Rating.LARGELY),
        (0.85, Rating.LARGELY),
        (0.851, Rating.FULLY),
        (1.0, Rating.FULLY),
    ],
)
def test_the_rating_changes_above_its_bound(fraction: float, rating: Rating) -> None:
    assert rating_of(fraction) is rating


@pytest.mark.parametrize(
    ("fraction", "risk"),
    [
        (0.0, Risk.HIGH),
        (0.39, Risk.HIGH),
        (0.4, Risk.MEDIUM),
        (0.4 - 1e-16, Risk.MEDIUM),
        (0.79, Risk.MEDIUM),
        (0.8, Risk.NONE),
        (1.0, Risk.NONE),
    ],
)
def test_the_risk_falls_from_its_bound(fraction: float, risk: Risk) -> None:
    assert risk_of(fraction) is risk
