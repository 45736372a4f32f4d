"""Height of the letters on a picture, estimated from its pixels.

A picture that is made smaller can lose its text without a word: a page of 1200 × 9500 px
arrives 325 px wide. The estimate looks at windows spread over the picture that are mostly of
one color, as paper and screens are. In them it marks corners, since lines, bars and frames
have few and letters have many, and looks for rows of corners with nothing above and below that
go on from one narrow strip to the next: lines of text, whose height is that of such rows.

Everything is done by Pillow on whole windows, and bounded whatever the picture's size.
"""

from __future__ import annotations

import re
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

from .pixels import eight_bit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

Span: TypeAlias = tuple[int, int]
"""First row, and the row after the last."""

_WINDOW: Final = 512
"""Side of a window in pixels, once it is reduced."""

_MOST_WINDOWS: Final = 12
_ACROSS: Final = 3

_STRIP: Final = 32
"""Width of a strip in pixels: a word or so."""

_CORNER: Final = 16
"""Half of the change in brightness from which on a pixel is a corner."""

_CORNERS: Final = 4
"""Corners on a row of a strip from which on it may be text."""

_PLAIN: Final = 0.4
"""Share of a window that has nearly the same brightness; text covers a tenth to a third."""

_NEARLY: Final = 6
"""Levels of brightness that are nearly the same."""

_LOWEST, _HIGHEST = 4, 40
"""Rows of what can be a line of text, in a window."""

_FEWEST: Final = 24
"""Pieces of lines from which on a picture holds text."""

_ALIKE: Final = 0.7
"""Share of the pieces that are about as high as most, since text keeps its size."""

_MOSTLY: Final = 0.6
"""Share of all rows with corners that belong to text; noise and foliage have others."""

_LETTERS: Final = 0.8
"""Height of capitals in parts of that of a line with its descenders."""

_INK: Final = re.compile(rb"\x01+")


def letter_height(image: Image.Image, limit: float) -> float | None:
    """Return about how high the letters of most of a picture's text are.

    Parameters
    ----------
    image : PIL.Image.Image
        Of any mode with 8 bits.
    limit : float
        The height in pixels that is of interest.

    Returns
    -------
    float or None
        In pixels, never over the limit; None where there is no text, or only higher one.
    """
    times = 1
    while times * 2 <= limit / 5:
        times *= 2
    while times:
        # Letters of the height that matters come apart where they are large, and into one row
        # where they are reduced.
        height = _line_height(image, times)
        if height is not None and (letters := height * _LETTERS) < limit:
            return letters
        times //= 2
    return None


def is_plain(gray: Image.Image) -> bool:
    """Tell whether much of a gray picture has nearly the same brightness."""
    counts = gray.histogram()
    near = [
        sum(counts[max(level - _NEARLY, 0) : level + _NEARLY + 1]) for level in range(len(counts))
    ]
    return max(near) >= _PLAIN * sum(counts)


def _line_height(image: Image.Image, times: int) -> float | None:
    """Return how high most lines of text are, looked at in a picture so many times reduced."""
    pieces: list[int] = []
    rows = 0
    for box in _sample_windows(image.size, _WINDOW * times, max(_MOST_WINDOWS // times, _ACROSS)):
        gray = _to_gray(image.crop(box)).reduce(times)
        if not is_plain(gray):
            continue
        strips = _ink_runs(gray)
        rows += sum(end - start for strip in strips for start, end in strip)
        pieces += [piece for pair in pairwise(strips) for piece in _going_on(*pair)]
    lines = [piece for piece in pieces if _LOWEST <= piece <= _HIGHEST]
    if len(lines) < _FEWEST or sum(lines) < _MOSTLY * rows:
        return None
    usual = median(lines)
    alike = sum(usual / 2 <= piece <= usual * 1.6 for piece in pieces)
    return usual * times if alike >= _ALIKE * len(pieces) else None


def _to_gray(image: Image.Image) -> Image.Image:
    """Return a picture in grays, laid on white where it is transparent."""
    from PIL import Image

    image, _ = eight_bit(image)
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("L")


def _sample_windows(
    size: tuple[int, int], side: int, limit: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield windows spread evenly over a picture."""
    across = min(max(size[0] // side, 1), _ACROSS)
    down = min(max(size[1] // side, 1), limit // across)
    across = min(max(size[0] // side, 1), limit // down)
    for left, right in _spread_positions(size[0], side, across):
        for top, bottom in _spread_positions(size[1], side, down):
            yield left, top, right, bottom


def _spread_positions(length: int, side: int, count: int) -> Iterator[Span]:
    side = min(side, length)
    for number in range(count):
        start = (length - side) * (2 * number + 1) // (2 * count)
        yield start, start + side


def _ink_runs(gray: Image.Image) -> list[list[Span]]:
    """Return where in each strip of a gray picture rows with corners begin and end."""
    from PIL import Image, ImageChops

    width, height = gray.width // _STRIP * _STRIP, gray.height - 1
    if width < 2 * _STRIP or height < _HIGHEST:
        return []
    across = ImageChops.subtract(
        gray.crop((0, 0, width - 1, gray.height)), gray.crop((1, 0, width, gray.height)), 2, 128
    )
    # What changes across, and changes in another way a row below: no straight line does.
    change = ImageChops.difference(
        across.crop((0, 0, width, height)), across.crop((0, 1, width, height + 1))
    )
    corners = change.point(lambda level: 255 * (level > _CORNER))
    enough = 255 * _CORNERS / _STRIP - 1
    ink = corners.reduce((_STRIP, 1)).point(lambda share: 1 * (share >= enough))
    flags = ink.transpose(Image.Transpose.TRANSPOSE).tobytes()
    return [
        [match.span() for match in _INK.finditer(flags[start : start + height])]
        for start in range(0, len(flags), height)
    ]


def _going_on(strip: list[Span], following: list[Span]) -> Iterator[int]:
    """Yield the heights of what goes on in the next strip, about as high and at that height."""
    ends = dict(following)
    for start, end in strip:
        near = max((end - start) // 4, 2)
        if any(abs(ends.get(start + off, -_WINDOW) - end) <= near for off in (0, 1, -1, 2, -2)):
            yield end - start
