"""Rules about marks: bins, intervals, slices, and the order of categories."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from ..charts.row_blocks import parse_date
from .category_order import has_own_order, parse_interval, parse_position
from .report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .chart import Chart, ChartPanel

MOST_SLICES: Final = 7
FEWEST_CATEGORIES: Final = 6
"""Categories from which on their order matters: fewer are seen at once."""

_UNEQUAL: Final = 1.5
"""Times that the widest is the narrowest, at least, where they are called unequal."""

_WEEKEND: Final = 5.0
"""Days that daily data may leave out: a weekend with a holiday on either side."""

_SORTED_TAU: Final = 0.6
"""Kendall's tau from which on categories count as sorted by their values."""

_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")


def find_unequal_bins(chart: Chart) -> Iterator[Finding]:
    """Yield the histograms that show counts in bins of unequal widths."""
    for panel in chart.panels:
        for series, bins in _read_bins(panel).items():
            ratio = _measure_widths(panel, [(low, high) for low, high, _ in bins])
            if ratio < _UNEQUAL or _is_density(bins):
                continue
            sentence = (
                f"The bins of {series} are of unequal widths (the widest is {ratio:.3g} times the "
                "narrowest) and show counts: wide bins look fuller. Use equal bins, or densities."
            )
            yield Finding("unequal bins", sentence, panel.name, panel.region)


def _read_bins(panel: ChartPanel) -> dict[str, list[tuple[float, float, float]]]:
    """Return the bins of each series: both edges, and the value."""
    bins: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for row in panel.iterate_rows("histogram"):
        low, high = (row.get("x_low"), row.get("x_high"))
        if low is None:
            low, high = row.get("y_low"), row.get("y_high")
        if isinstance(low, str) and isinstance(high, str):
            low, high = parse_date(low), parse_date(high)
        if low is not None and high is not None and row.get("value") is not None:
            bins[row["series"]].append((low, high, row["value"]))
    return bins


def _measure_widths(panel: ChartPanel, bins: Sequence[tuple[float, float]]) -> float:
    """Return how many times the narrowest the widest bin is, as they are drawn."""
    row = next((row for row in panel.iterate_rows("histogram")), {})
    place = "x" if row.get("axis") in {"y", "right"} else "y"
    is_log = place in panel.axis_rows and panel.axis_rows[place].scale == "log"
    widths = [math.log(high / low) if is_log else high - low for low, high in bins if high > low]
    return max(widths) / min(widths) if len(widths) > 1 else 1.0


def _is_density(bins: Sequence[tuple[float, float, float]]) -> bool:
    """Return whether values are no counts: they are fractions, as densities are."""
    return any(abs(value - round(value)) > 1e-6 for *_, value in bins)


def find_unequal_intervals(chart: Chart) -> Iterator[Finding]:
    """Yield the panels whose categories are numbers, dates or ranges with unequal steps."""
    for panel in chart.panels:
        names = _read_category_names(panel, "bar")
        intervals = [interval for name in names if (interval := parse_interval(name))]
        if len(intervals) > 1 and len(intervals) >= len(names) - 2:
            widths = [high - low for low, high in intervals if high > low]
            if widths and max(widths) >= _UNEQUAL * min(widths):
                yield _report_intervals(panel, names, "ranges of unequal widths")
            continue
        names = names or _read_category_names(panel, "line", "step", "area")
        if names and _has_unequal_steps(names, is_line="bar" not in panel.kinds):
            yield _report_intervals(panel, names, "unequal steps")


def _report_intervals(panel: ChartPanel, names: Sequence[str], fault: str) -> Finding:
    sentence = (
        f"The categories {names[0]}, {names[1]} … {names[-1]} are {fault} drawn as equal ones: "
        "slopes and shapes mislead. Draw them on a scale of numbers or dates."
    )
    return Finding("unequal intervals", sentence, panel.name, panel.region)


def _has_unequal_steps(names: Sequence[str], *, is_line: bool) -> bool:
    """Return whether categories are numbers (on lines) or dates that rise by unequal steps."""
    places = [parse_position(name) for name in names]
    numbers = [place.value for place in places if place and (is_line or place.is_date)]
    if len(numbers) < max(len(names), 3):
        return False
    steps = [high - low for low, high in pairwise(numbers)]
    if min(steps) <= 0 < max(steps):
        return False
    lengths = [abs(step) for step in steps]
    if places[0] and places[0].is_day and max(lengths) <= _WEEKEND:
        return False
    if min(numbers) > 0 and not (places[0] and places[0].is_date):
        ratios = [high / low for low, high in pairwise(numbers)]
        if max(ratios) / min(ratios) < 1.05:  # 1, 10, 100
            return False
    return max(lengths) >= _UNEQUAL * min(lengths)


def _read_category_names(panel: ChartPanel, *kinds: str) -> list[str]:
    """Return the categories of marks on an axis of categories, in drawing order."""
    for name in ("x", "y"):
        axis = panel.axis_rows.get(name)
        if axis is not None and axis.scale == "category":
            names = [row.get(name) for row in panel.iterate_rows(*kinds) if row["axis"] != name]
            return [text for text in dict.fromkeys(names) if isinstance(text, str)]
    return []


def find_many_slices(chart: Chart) -> Iterator[Finding]:
    """Yield the pies of more slices than can be compared."""
    for panel in chart.panels:
        for series, rows in _read_pies(panel).items():
            count = sum(1 for row in rows if row.get("share") or row.get("value"))
            if count > MOST_SLICES:
                sentence = (
                    f"{series} has {count} slices; over {MOST_SLICES} cannot be told apart: draw "
                    "bars, or put the smallest together."
                )
                yield Finding("many slices", sentence, panel.name, panel.region)


def find_false_totals(chart: Chart) -> Iterator[Finding]:
    """Yield the pies whose slices, or the percentages beside them, do not add up to a whole."""
    for panel in chart.panels:
        for series, rows in _read_pies(panel).items():
            total = _find_false_total(panel, rows)
            if total is not None:
                sentence = (
                    f"The slices of {series} add up to {total:.4g} % and not to 100 %: a pie shows "
                    "parts of one whole. Draw bars, or correct the parts."
                )
                yield Finding("pie total", sentence, panel.name, panel.region)


def _read_pies(panel: ChartPanel) -> dict[str, list[dict[str, object]]]:
    pies: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in panel.iterate_rows("pie"):
        pies[row["series"]].append(row)
    return pies


def _find_false_total(panel: ChartPanel, rows: Sequence[dict[str, object]]) -> float | None:
    """Return the sum of a pie's percentages where it is not 100; None where it is."""
    shares = [share for row in rows if isinstance(share := row.get("share"), float)]
    if len(shares) == len(rows) and 0 < sum(shares) < 0.99:
        return 100 * sum(shares)
    names = [str(row.get("x") or "") for row in rows]
    for texts in (names, panel.texts):
        percents = [float(m[1].replace(",", ".")) for m in map(_PERCENT.search, texts) if m]
        # Half a percent each may be rounded away, or up; small slices may have no text.
        slack = 0.5 * len(percents) + 0.5
        is_whole = len(percents) >= len(rows)
        if sum(percents) > 100 + slack or (is_whole and sum(percents) < 100 - slack):
            return sum(percents)
    values = [value for row in rows if isinstance(value := row.get("value"), float | int)]
    if "%" in panel.title or "percent" in panel.title.lower():
        is_whole = any(math.isclose(sum(values), whole, rel_tol=0.02) for whole in (1, 100))
        return None if is_whole else sum(values)
    return None


def find_unordered_categories(chart: Chart) -> Iterator[Finding]:
    """Yield the panels with many bars whose categories follow no order."""
    for panel in chart.panels:
        names = _read_category_names(panel, "bar")
        if len(names) < FEWEST_CATEGORIES or has_own_order(names):
            continue
        values = _sum_by_category(panel, names)
        if not any(_measure_order(column) >= _SORTED_TAU for column in values):
            sentence = (
                f"The {len(names)} categories follow no order, neither by value nor by name: sort "
                "the bars by their values."
            )
            yield Finding("unordered categories", sentence, panel.name, panel.region)


def _sum_by_category(panel: ChartPanel, names: Sequence[str]) -> list[list[float]]:
    """Return the values of each series in the order of the categories, and their sums."""
    columns: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(names, 0.0))
    place = next(name for name in ("x", "y") if panel.axis_rows[name].scale == "category")
    for row in panel.iterate_rows("bar"):
        name, value = row.get(place), row.get("value")
        if name in columns[""] and value is not None:
            columns[""][name] += value
            columns[f"series {row['series']}"][name] += value
    return [list(column.values()) for column in columns.values()]


def _measure_order(values: Sequence[float]) -> float:
    """Return the larger of Kendall's tau of values with their places, and of its negative.

    1 is sorted, either way; ties count as sorted.
    """
    pairs = list(combinations(values, 2))
    rising = sum(1 for first, second in pairs if first <= second)
    falling = sum(1 for first, second in pairs if first >= second)
    return max(2 * rising / len(pairs) - 1, 2 * falling / len(pairs) - 1)
