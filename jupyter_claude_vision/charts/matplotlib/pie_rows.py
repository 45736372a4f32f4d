"""Rows of pies and donuts, and of tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import DrawnShapes
from ..units import read_number
from .series_names import find_color, read_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .axes_reading import AxesReading

_DIGITS: Final = 6
"""Digits of a share: matplotlib keeps the angles of slices as small floats."""


def read_pies(reading: AxesReading) -> None:
    """Add the pies of an Axes: a series for each ring of wedges."""
    wedges = list(reading.pick_visible(reading.axes.patches, "Wedge"))
    reading.take(*wedges)
    rings: list[list[Any]] = []
    for wedge in wedges:
        if rings and _continues(rings[-1], wedge):
            rings[-1].append(wedge)
        else:
            rings.append([wedge])
    texts = [text for text in reading.axes.texts if text.get_visible() and text.get_text().strip()]
    for ring in rings:
        _add_ring(reading, ring, texts)


def _continues(ring: Sequence[Any], wedge: Any) -> bool:
    """Return whether a wedge is the next slice of a ring."""
    last = ring[-1]
    total = sum(abs(w.theta2 - w.theta1) for w in (*ring, wedge))
    is_next = any(
        math.isclose(a, b, abs_tol=1e-3)
        for a, b in ((last.theta2, wedge.theta1), (last.theta1, wedge.theta2))
    )
    return bool(wedge.r == last.r and wedge.width == last.width and is_next and total <= 360.001)


def _add_ring(reading: AxesReading, ring: Sequence[Any], texts: Sequence[Any]) -> None:
    import numpy as np

    shares = np.array([abs(wedge.theta2 - wedge.theta1) / 360 for wedge in ring])
    labels = [_find_texts(wedge, texts) for wedge in ring]
    names = [
        _name_slice(reading, wedge, words) or f"slice {place}"
        for place, (wedge, words) in enumerate(zip(ring, labels, strict=True), 1)
    ]
    numbers = [next(filter(None, map(read_number, reversed(words))), None) for words in labels]
    series = reading.add_series(ring[0], "", None)
    series.add_rows(
        "pie",
        x=names,
        value=_find_amounts(shares, numbers),
        share=[float(f"{share:.{_DIGITS}g}") for share in shares],
        shapes=DrawnShapes(wedges=np.array([_measure_wedge(wedge) for wedge in ring])),
    )


def _measure_wedge(wedge: Any) -> tuple[float, ...]:
    """Return the center, the inner and outer radius, and the angles of a slice."""
    inner = wedge.r - wedge.width if wedge.width else 0.0
    return (*wedge.center, inner, wedge.r, *sorted((wedge.theta1, wedge.theta2)))


def _find_amounts(shares: Any, numbers: Sequence[tuple[float, str] | None]) -> list[float]:
    """Return the slices' amounts where their labels tell them, else their percentages."""
    pairs = [(share, n[0]) for share, n in zip(shares, numbers, strict=True) if n is not None]
    is_percent = any(n is not None and "%" in n[1] for n in numbers)
    total = sum(number for _, number in pairs) / (sum(share for share, _ in pairs) or 1)
    fits = len(pairs) == len(shares) and all(
        abs(number - share * total) <= max(0.02 * total, 0.51) for share, number in pairs
    )
    if fits and not is_percent and total > 0:
        return [number for _, number in pairs]
    return [float(f"{share * 100:.{_DIGITS}g}") for share in shares]


def _find_texts(wedge: Any, texts: Sequence[Any]) -> list[str]:
    """Return the texts that stand on a wedge, or beside it, from the rim inward."""
    x, y = wedge.center
    inner = wedge.r - wedge.width if wedge.width else 0.0
    result = []
    for text in texts:
        at_x, at_y = text.get_position()
        distance = math.hypot(at_x - x, at_y - y)
        angle = math.degrees(math.atan2(at_y - y, at_x - x))
        low, high = sorted((wedge.theta1, wedge.theta2))
        middle, half = (low + high) / 2, (high - low) / 2
        off = abs((angle - middle + 180) % 360 - 180)
        # Labels stand on the middle line of their wedge.
        if off <= min(half, 1.0) and inner * 0.99 <= distance <= wedge.r * 1.5:
            result.append((-distance, " ".join(text.get_text().split())))
    return [words for _, words in sorted(result)]


def _name_slice(reading: AxesReading, wedge: Any, words: Sequence[str]) -> str:
    """Return a slice's name: its label, the legend's for its color, or the text beside it."""
    legend = reading.names.name_color(find_color(wedge))
    beside = next((text for text in words if read_number(text) is None), "")
    return read_label(wedge) or beside or legend


def read_tables(reading: AxesReading) -> None:
    """Add the cells of tables: their numbers, and all of their texts."""
    for table in reading.axes.tables:
        if not table.get_visible():
            continue
        cells = {
            place: " ".join(cell.get_text().get_text().split())
            for place, cell in sorted(table.get_celld().items())
            if cell.get_visible()
        }
        rows = sorted({row for row, _ in cells})
        first_row = [
            text for (row, column), text in cells.items() if row == rows[0] and column >= 0
        ]
        has_header = bool(first_row) and all(read_number(text) is None for text in first_row)
        series = reading.add_series(table, read_label(table), None)
        body = []
        for (row, column), text in cells.items():
            header = cells.get((rows[0], column), "") if has_header else str(column + 1)
            name = cells.get((row, -1), "") or str(row + (not has_header))
            is_body = column >= 0 and not (has_header and row == rows[0])
            place = (header, name) if is_body else (None, None)
            reading.panel.add_text("table cell", text, *place)
            number = read_number(text)
            if is_body and text:
                body.append((header, name, None if number is None else number[0]))
        if body:
            columns, names, values = map(list, zip(*body, strict=True))
            series.add_rows("cell", x=columns, y=names, value=values)
