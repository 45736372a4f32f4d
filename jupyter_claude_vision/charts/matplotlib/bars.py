"""Bars, histograms and pies."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..model import Axis, Series
from .lines import data, error_of_bars

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..legend import Names
    from ..model import Numbers

_TOUCHING = 1e-6


def bars(axes: Any, x: Axis, y: Axis, names: Names) -> tuple[list[Series], set[int]]:
    """Return bars, histograms and pies, and the artists that they are made of.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : Axis
    names : Names
    """
    found: list[Series] = []
    used: set[int] = set()
    for container in axes.containers:
        if type(container).__name__ != "BarContainer":
            continue
        patches = [patch for patch in container.patches if patch.get_visible()]
        used |= {id(patch) for patch in container.patches}
        if not patches:
            continue
        errors, lines = _errors(axes, container)
        used |= lines
        found.append(_bars(container, (x, y), names.of(container, patches[0]), errors))
    found += _outlines(axes, x, y, names)
    found += _pie(axes)
    return found, used


def _bars(container: Any, axes: tuple[Axis, Axis], name: str, errors: dict[str, Numbers]) -> Series:
    patches = [patch for patch in container.patches if patch.get_visible()]
    horizontal = _is_horizontal(container, patches)
    where, value = axes[::-1] if horizontal else axes
    spans = [_span(patch, horizontal=horizontal) for patch in patches]
    starts = [span[0] for span in spans]
    ends = [span[0] + span[1] for span in spans]
    heights = tuple(span[3] for span in spans)
    bottoms = tuple(span[2] for span in spans)
    middles = tuple((a + b) / 2 for a, b in zip(starts, ends, strict=True))
    details: dict[str, Numbers] = dict(errors)
    if any(abs(bottom) > 0 for bottom in bottoms):
        details["bottom"] = bottoms
    if _touches(starts, ends) and not where.categories and len(patches) > 1:
        details |= {"left": tuple(starts), "right": tuple(ends)}
        return Series(name, "histogram", middles, heights, where, value, details)
    places = tuple(_place(middle, where) for middle in middles)
    return Series(name, "bar", places, heights, where, value, details)


def _is_horizontal(container: Any, patches: Sequence[Any]) -> bool:
    if container.orientation is not None:
        return bool(container.orientation == "horizontal")
    # seaborn tells no orientation; bars of one kind are equally thick.
    heights = {round(float(patch.get_height()), 9) for patch in patches}
    widths = {round(float(patch.get_width()), 9) for patch in patches}
    return len(heights) == 1 and len(widths) > 1


def _span(patch: Any, *, horizontal: bool) -> tuple[float, float, float, float]:
    """Return a bar's start and thickness, its bottom and its height."""
    box = (patch.get_x(), patch.get_width(), patch.get_y(), patch.get_height())
    x, width, y, height = (float(number) for number in box)
    return (y, height, x, width) if horizontal else (x, width, y, height)


def _place(middle: float, where: Axis) -> float:
    """Return a bar's position: its category's, for one of a group beside the others."""
    if not where.categories:
        return middle
    near = min(where.categories, key=lambda place: abs(place - middle))
    return near if abs(near - middle) <= 0.5 else middle


def _touches(starts: Sequence[float], ends: Sequence[float]) -> bool:
    width = max((abs(b - a) for a, b in zip(starts, ends, strict=True)), default=0)
    gaps = (abs(b - a) for a, b in zip(starts[1:], ends[:-1], strict=True))
    return all(gap <= _TOUCHING * max(width, 1e-12) for gap in gaps)


def _errors(axes: Any, container: Any) -> tuple[dict[str, Numbers], set[int]]:
    """Return the ends of the error bars on some bars, and the lines that they are, if any."""
    own = error_of_bars(container)
    if own:
        return own, {id(artist) for artist in container.errorbar.get_children()}
    # seaborn draws a line through each bar's end.
    found: dict[int, tuple[float, float]] = {}
    lines = set()
    for line in axes.lines:
        xs, ys = data(axes, line)
        if len(xs) not in {2, 6, 8}:  # with caps
            continue
        for number, patch in enumerate(container.patches):
            ends = _through(patch, xs, ys)
            if ends is not None:
                found[number] = ends
                lines.add(id(line))
    if len(found) != len(container.patches):
        return {}, set()
    pairs = [found[number] for number in range(len(found))]
    return {"low": tuple(p[0] for p in pairs), "high": tuple(p[1] for p in pairs)}, lines


def _through(patch: Any, xs: Numbers, ys: Numbers) -> tuple[float, float] | None:
    """Return the ends of a line along the middle of a bar through its end, else None."""
    for horizontal, at, along in ((False, xs, ys), (True, ys, xs)):
        start, thickness, bottom, height = _span(patch, horizontal=horizontal)
        middle, end = start + thickness / 2, bottom + height
        ends = [n for n in along if math.isfinite(n)]
        low, high = min(ends, default=math.nan), max(ends, default=math.nan)
        known = [n for n in at if math.isfinite(n)]
        around = max((abs(n - middle) for n in known), default=math.inf)
        centred = math.isclose(sum(known), middle * len(known), abs_tol=1e-6 * len(known) or 1)
        if centred and around <= thickness / 2 and low <= end <= high:
            return low, high
    return None


def _outlines(axes: Any, x: Axis, y: Axis, names: Names) -> Iterator[Series]:
    """Yield the histograms that are drawn as one outline (``histtype="step"``)."""
    for patch in axes.patches:
        if type(patch).__name__ != "Polygon" or not patch.get_visible():
            continue
        points = [(float(a), float(b)) for a, b in patch.get_xy()]
        upper = points[: len(points) // 2 + 1] if patch.get_closed() else points
        pairs = [(a, b) for a, b in pairwise(upper) if a[1] == b[1] and b[0] > a[0]]
        if len(pairs) < 2:
            continue
        lefts, rights = tuple(a[0] for a, _ in pairs), tuple(b[0] for _, b in pairs)
        middles = tuple((a + b) / 2 for a, b in zip(lefts, rights, strict=True))
        heights = tuple(a[1] for a, _ in pairs)
        details = {"left": lefts, "right": rights}
        yield Series(names.of(patch), "histogram", middles, heights, x, y, details)


def _pie(axes: Any) -> list[Series]:
    wedges = [patch for patch in axes.patches if type(patch).__name__ == "Wedge"]
    wedges = [wedge for wedge in wedges if wedge.get_visible()]
    if not wedges:
        return []
    labels = [str(wedge.get_label() or "") for wedge in wedges]
    texts = [text.get_text() for text in axes.texts]
    if all(label.startswith("_") or not label for label in labels) and len(texts) >= len(labels):
        labels = texts[: len(labels)]
    shares = tuple(abs(wedge.theta2 - wedge.theta1) / 360 for wedge in wedges)
    places = tuple(float(number) for number in range(len(wedges)))
    named = dict(zip(places, labels, strict=True))
    where = Axis(scale="category", limits=(0, len(wedges) - 1), categories=named)
    return [Series("", "pie", places, shares, where, Axis(label="share"))]
