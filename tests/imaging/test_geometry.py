"""The resize rule against the documented table, and as properties."""

from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_claude_vision.imaging.geometry import (
    Transform,
    fits_tier,
    fitted_size,
    largest_size,
    visual_tokens,
    whole_pixels,
)
from jupyter_claude_vision.models import HIGH, STANDARD

sides = st.integers(1, 30_000)
tiers = st.sampled_from([STANDARD, HIGH])


@pytest.mark.parametrize(
    ("size", "tier", "expected", "cost"),
    [
        ((200, 200), STANDARD, (200, 200), 64),
        ((1000, 1000), STANDARD, (1000, 1000), 1296),
        ((1092, 1092), STANDARD, (1092, 1092), 1521),
        ((1075, 1520), STANDARD, (924, 1307), 1551),
        ((1920, 1080), STANDARD, (1456, 819), 1560),
        ((2000, 1500), STANDARD, (1269, 952), 1564),
        ((3840, 2160), STANDARD, (1456, 819), 1560),
        ((200, 200), HIGH, (200, 200), 64),
        ((1000, 1000), HIGH, (1000, 1000), 1296),
        ((1092, 1092), HIGH, (1092, 1092), 1521),
        ((1075, 1520), HIGH, (1075, 1520), 2145),
        ((1920, 1080), HIGH, (1920, 1080), 2691),
        ((2000, 1500), HIGH, (2000, 1500), 3888),
        ((3840, 2160), HIGH, (2576, 1449), 4784),
    ],
)
def test_every_row_of_the_documented_table_holds(size, tier, expected, cost):
    assert fitted_size(*size, tier) == expected
    assert visual_tokens(*expected) == cost


@given(sides, sides, tiers)
@example(2000, 1500, STANDARD)
def test_a_fitted_size_fits(width, height, tier):
    assert fits_tier(*fitted_size(width, height, tier), tier)


@given(sides, sides, tiers)
def test_what_fits_keeps_its_size(width, height, tier):
    fitted = fitted_size(width, height, tier)
    assert fitted_size(*fitted, tier) == fitted
    assert (fitted == (width, height)) == fits_tier(width, height, tier)


@given(sides, sides, tiers)
def test_the_next_larger_long_side_would_not_fit(width, height, tier):
    fitted = fitted_size(width, height, tier)
    if fitted == (width, height):
        return
    longer = max(fitted) + 1
    short = max(int(longer * min(width, height) / max(width, height) + 0.5), 1)
    assert not fits_tier(longer, short, tier)


@given(sides, sides, tiers)
def test_the_aspect_ratio_is_kept_within_rounding(width, height, tier):
    long, short = sorted(fitted_size(width, height, tier), reverse=True)
    exact = long * min(width, height) / max(width, height)
    assert short == 1 or abs(short - exact) <= 0.5 + 1e-9


@given(sides, sides, tiers)
def test_a_picture_on_its_side_is_fitted_alike(width, height, tier):
    assert fitted_size(height, width, tier) == fitted_size(width, height, tier)[::-1]
    assert largest_size(height, width, tier) == largest_size(width, height, tier)[::-1]


@given(sides, sides, tiers)
def test_the_largest_size_is_what_an_endless_picture_would_be_fitted_to(width, height, tier):
    huge = fitted_size(width * 4096, height * 4096, tier)
    assert largest_size(width, height, tier) == huge


@given(sides, sides, tiers, st.integers(1, 3000))
def test_a_requests_own_limit_on_a_side_is_kept(width, height, tier, side):
    fitted = fitted_size(width, height, tier, side=side)
    assert max(fitted) <= side
    assert fits_tier(*fitted, tier)


def test_a_figure_is_enlarged_to_what_the_model_sees():
    assert largest_size(4, 3, STANDARD) == (1269, 952)
    assert largest_size(16, 9, HIGH) == (2576, 1449)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5)])
def test_a_picture_without_pixels_has_no_size(size):
    with pytest.raises(ValueError, match="no pixels"):
        fitted_size(*size, HIGH)


@pytest.mark.parametrize("size", [(nan, 5), (inf, 5), (0.0, 5), (5, -1.0)])
def test_a_figure_without_an_area_has_no_size(size):
    with pytest.raises(ValueError, match="no pixels"):
        largest_size(*size, HIGH)


def test_a_point_of_the_documented_page_is_where_the_documentation_says():
    page = Transform(original=(1075, 1520), target=(924, 1307))
    assert page.to_original(462, 653.5) == (537.5, 760)
    assert page.to_sent(537.5, 760) == (462, 653.5)


def test_a_point_outside_is_clamped_before_it_is_rescaled():
    page = Transform(original=(1075, 1520), target=(924, 1307))
    assert page.to_original(-3, 2000) == (0, 1520)
    assert page.to_original(930, 0) == (1075, 0)


@given(sides, sides, tiers, st.floats(0, 1), st.floats(0, 1))
def test_a_point_comes_back_to_where_it_was(width, height, tier, across, down):
    way = Transform((width, height), fitted_size(width, height, tier))
    there = way.to_sent(across * width, down * height)
    assert way.to_original(*there) == pytest.approx((across * width, down * height))


@pytest.mark.parametrize(
    ("box", "padding", "expected"),
    [
        ((10.0, 20.0, 30.0, 40.0), 0, (10, 20, 30, 40)),
        ((10.2, 20.9, 29.1, 39.8), 0, (10, 20, 30, 40)),  # what a box touches is in it
        ((10.0, 20.0, 30.0, 40.0), 5, (5, 15, 35, 45)),
        ((10.5, 20.5, 29.5, 39.5), 2, (8, 18, 32, 42)),
        ((10.0004, 19.9996, 29.9996, 40.0004), 0, (10, 20, 30, 40)),  # a hair off a whole pixel
        ((10.002, 20.002, 30.002, 40.002), 0, (10, 20, 31, 41)),  # more than a hair
        ((2.0, 3.0, 98.0, 57.0), 5, (0, 0, 100, 60)),  # no further than the picture
        ((-20.0, -20.0, 500.0, 500.0), 0, (0, 0, 100, 60)),
        ((50.0, 30.0, 50.0, 30.0), 0, (50, 30, 51, 31)),  # a point is a pixel
        ((100.0, 60.0, 100.0, 60.0), 0, (99, 59, 100, 60)),  # also at the very edge
        ((150.0, 90.0, 160.0, 95.0), 0, (99, 59, 100, 60)),  # and beyond it
        ((-9.0, -9.0, -5.0, -5.0), 0, (0, 0, 1, 1)),
    ],
)
def test_a_box_in_whole_pixels_holds_what_it_touches_and_stays_on_the_picture(
    box, padding, expected
):
    assert whole_pixels(box, padding, (100, 60)) == expected


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((50.0, 30.0, 50.0, 30.0), (50, 30, 58, 38)),
        ((50.0, 30.0, 53.0, 38.0), (50, 30, 58, 38)),
        ((50.0, 30.0, 59.0, 39.0), (50, 30, 59, 39)),  # large enough already
        ((97.0, 58.0, 99.0, 59.0), (92, 52, 100, 60)),  # moved, where there is no room
        ((92.0, 52.0, 93.0, 53.0), (92, 52, 100, 60)),
    ],
)
def test_a_box_in_whole_pixels_is_never_smaller_than_it_may_be(box, expected):
    assert whole_pixels(box, 0, (100, 60), min_side=8) == expected
