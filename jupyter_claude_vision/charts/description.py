"""What a figure holds, as text that a model and a reader can use.

Short series are told in full. Of a long one: how many points, the ends, the extremes and where
they are, the quartiles, and a sample that keeps the shape.
"""

from __future__ import annotations

import math
import statistics
from datetime import datetime
from typing import TYPE_CHECKING, Final

from .table_description import sample_points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Axis, Panel, Series, Value

IN_FULL: Final = 40
"""Points up to which a series is told in full."""

SAMPLE: Final = 24
"""Points that stand for a longer one."""

MOST: Final = 8000
"""Characters of a description."""


def description(title: str, panels: Sequence[Panel], notes: Sequence[str] = ()) -> str:
    """Return a figure's data as text.

    Parameters
    ----------
    title : str
    panels : sequence of Panel
    notes : sequence of str
        What is not in the data.
    """
    lines = [f"Title: {title}"] if title else []
    for number, panel in enumerate(panels, 1):
        if len(panels) > 1:
            lines.append(f"Panel {number}" + (f": {panel.title}" if panel.title else ""))
        elif panel.title:
            lines.append(f"Title: {panel.title}")
        lines += _panel(panel)
    lines += notes
    return _cut(lines) if lines else "The figure holds no data."


def _cut(lines: list[str]) -> str:
    """Return lines up to the most characters, and how many were left out."""
    length = 0
    for place, line in enumerate(lines):
        length += len(line) + 1
        if length > MOST:
            return "\n".join([*lines[:place], f"… and {len(lines) - place} more lines."])
    return "\n".join(lines)


def _panel(panel: Panel) -> Iterator[str]:
    if any(one.kind != "pie" for one in panel.series) or not panel.series:
        yield _axis("x axis", panel.x)
        yield _axis("y axis", panel.y)
    if panel.right is not None:
        yield _axis("right y axis", panel.right)
    if not panel.series:
        yield "Nothing with values is drawn on it."
    for one in panel.series:
        on = ", right y axis" if one.value is panel.right else ""
        yield from _series(one, on)
    if panel.annotations:
        yield "Annotations: " + "; ".join(panel.annotations[:20])


def _axis(which: str, axis: Axis) -> str:
    parts = [f"{which}: {axis.label or 'no label'}"]
    if axis.unit:
        parts.append(f"unit {axis.unit}")
    if axis.categories:
        names = [axis.categories[place] for place in sorted(axis.categories)]
        more = f" and {len(names) - 20} more" if len(names) > 20 else ""
        parts.append(f"categories {', '.join(names[:20])}{more}")
    else:
        low, high = (_shown(axis.show(limit), axis) for limit in axis.limits)
        parts.append(f"{axis.scale} from {low} to {high}")
    if axis.inverted:
        parts.append("inverted")
    return ", ".join(parts)


def _series(series: Series, on: str) -> Iterator[str]:
    name = f" {series.name!r}" if series.name else ""
    yield f"- {series.kind}{name}{on}: {_count(series)}"
    points = series.points
    if series.kind in {"hline", "vline", "contour", "violin"}:
        yield "  " + _lines(series)
    elif series.rows is not None:
        yield "  " + _cells(series)
    elif len(points) <= IN_FULL:
        yield "  " + "; ".join(_points(series, range(len(series))))
        if outliers := series.details.get("outliers"):
            yield "  outliers " + ", ".join(_number(y, series.value) for y in outliers[:IN_FULL])
    else:
        yield "  " + _summary(series, points)


def _count(series: Series) -> str:
    gaps = len(series) - len(series.points) if series.kind not in {"hline", "vline"} else 0
    what = f"{len(series)} point{'s' if len(series) != 1 else ''}"
    return what + (f", {gaps} of them missing" if 0 < gaps < len(series) else "")


def _lines(series: Series) -> str:
    if series.kind == "violin":
        low, high = series.details["low"][0], series.details["high"][0]
        at = _shown(series.where.show(series.x[0]), series.where)
        text = f"at {at} from {_number(low, series.value)} to {_number(high, series.value)}"
        if math.isfinite(series.y[0]):
            text += f", median {_number(series.y[0], series.value)}"
        quarters = [
            _number(series.details[q][0], series.value) for q in ("q1", "q3") if q in series.details
        ]
        return f"{text}, quartiles {' and '.join(quarters)}" if quarters else text
    if series.kind == "vline":
        return "at x " + ", ".join(_shown(series.where.show(x), series.where) for x in series.x)
    return "at y " + ", ".join(_number(y, series.value) for y in series.y[:IN_FULL])


def _points(series: Series, rows: Sequence[int]) -> Iterator[str]:
    """Yield points as text: x: y, with what else is known of each."""
    extras = {
        key: values
        for key, values in series.details.items()
        if len(values) == len(series) and key not in {"left", "right"}
    }
    for row in rows:
        if series.kind == "histogram":
            left = _shown(series.details["left"][row], series.where)
            right = _shown(series.details["right"][row], series.where)
            place = f"{left} to {right}"
        else:
            place = _shown(series.where.show(series.x[row]), series.where)
        more = ", ".join(f"{key} {_number(v[row], series.value)}" for key, v in extras.items())
        text = f"{place}: {_number(series.y[row], series.value)}"
        yield f"{text} ({more})" if more else text


def _summary(series: Series, points: list[tuple[float, float]]) -> str:
    where, value = series.where, series.value
    ys = [y for _, y in points]
    low, high = min(points, key=lambda p: p[1]), max(points, key=lambda p: p[1])
    quarters = statistics.quantiles(ys, n=4)
    first, last = min(x for x, _ in points), max(x for x, _ in points)
    kept = sample_points(points, SAMPLE) if series.is_curve or series.kind == "step" else []
    parts = [
        f"x from {_shown(where.show(first), where)} to {_shown(where.show(last), where)}",
        f"minimum {_number(low[1], value)} at {_shown(where.show(low[0]), where)}",
        f"maximum {_number(high[1], value)} at {_shown(where.show(high[0]), where)}",
        "quartiles " + ", ".join(_number(q, value) for q in quarters),
        f"mean {_number(statistics.fmean(ys), value)}",
    ]
    if kept:
        shown = "; ".join(f"{_shown(where.show(x), where)}: {_number(y, value)}" for x, y in kept)
        parts.append(f"some of them: {shown}")
    return ", ".join(parts)


def _cells(series: Series) -> str:
    assert series.rows is not None  # noqa: S101 - the caller saw to it
    rows = series.details["row"]
    known = [row for row in range(len(series)) if math.isfinite(series.y[row])]
    if not known:
        return "no values"

    def at(row: int) -> str:
        assert series.rows is not None  # noqa: S101 - for the type checker
        x = _shown(series.where.show(series.x[row]), series.where)
        y = _shown(series.rows.show(rows[row]), series.rows)
        return f"{_number(series.y[row], series.value)} at x {x}, y {y}"

    low, high = min(known, key=series.y.__getitem__), max(known, key=series.y.__getitem__)
    label = f"{series.value.label}: " if series.value.label else ""
    if len(known) <= IN_FULL:
        return label + "; ".join(at(row) for row in known)
    middle = statistics.median(series.y[row] for row in known)
    return f"{label}minimum {at(low)}; maximum {at(high)}; median {_number(middle, series.value)}"


def _number(value: float, axis: Axis) -> str:
    """Return a number with as many digits as its axis resolves, and one more."""
    if not math.isfinite(value):
        return "missing"
    if axis.scale == "log" or not axis.span:
        return f"{value:.4g}"
    digits = max(3, math.ceil(math.log10(max(abs(value), 1e-300) / axis.span)) + 4)
    return f"{value:.{min(digits, 12)}g}"


def _shown(value: Value, axis: Axis) -> str:
    if isinstance(value, datetime):
        whole_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return f"{value:%Y-%m-%d}" if whole_day or axis.span > 20 else f"{value:%Y-%m-%d %H:%M:%S}"
    return _number(value, axis) if isinstance(value, (int, float)) else value
