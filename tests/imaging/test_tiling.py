"""Tiles of a picture: where they lie, and the way back to the whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.imaging.geometry import OVERLAP, fits_tier, tile_boxes
from jupyter_claude_vision.models import HIGH, STANDARD

tiers = st.sampled_from([HIGH, STANDARD])


@given(st.integers(1, 20_000), st.integers(1, 20_000), tiers, st.sampled_from([2000, 8000]))
def test_tiles_cover_a_picture_and_each_is_seen_as_it_is(width, height, tier, side):
    boxes = tile_boxes(width, height, tier, side=side)
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
        assert fits_tier(right - left, bottom - top, tier)
        assert max(right - left, bottom - top) <= side
    assert boxes == tuple(sorted(boxes, key=lambda box: (box[1], box[0])))
    columns = sorted({(left, right) for left, _, right, _ in boxes})
    rows = sorted({(top, bottom) for _, top, _, bottom in boxes})
    assert len(boxes) == len(columns) * len(rows)
    for spans, length in ((columns, width), (rows, height)):
        assert spans[0][0] == 0
        assert spans[-1][1] == length
        for (_, end), (start, _) in pairwise(spans):
            assert end - start >= OVERLAP - 1


@given(st.integers(1, 1568), st.integers(1, 30_000), tiers)
def test_tiles_are_as_wide_as_the_picture_where_the_model_sees_that(width, height, tier):
    assert {(left, right) for left, _, right, _ in tile_boxes(width, height, tier)} == {(0, width)}


@pytest.mark.parametrize(
    ("size", "tier", "count"),
    [
        ((1200, 9500), HIGH, 4),
        ((1200, 9500), STANDARD, 11),
        ((9500, 1200), HIGH, 4),
        ((4032, 3024), HIGH, 4),
        ((1000, 1000), STANDARD, 1),
    ],
)
def test_there_are_no_more_tiles_than_are_needed(size, tier, count):
    assert len(tile_boxes(*size, tier)) == count
