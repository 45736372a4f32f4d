"""The mark at a point of a chart's picture: a bar, a point, a slice, a place on a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .mark_shapes import AREAS, CELLS, EDGES
from .row_blocks import DATA_COLUMNS, format_date
from .shape_building import place_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..imaging.geometry import Box
    from .chart_tables import ChartTables
    from .mark_shapes import Hit, PlacedBlock
    from .placement import PanelPlacement, PixelAxis

REACH: Final = 7.0
"""Pixels of the screen from which a mouse still reaches a point; of a finger, 20."""

_FEWEST_DIGITS: Final = 6
_MOST_DIGITS: Final = 12

_NOUNS: Final = {
    "line": "point of the line",
    "pie": "slice",
    "histogram": "bin",
    "errorbar": "error bar",
    "rule": "line across",
}


@dataclass(frozen=True)
class ChartMark:
    """One mark of a chart.

    Attributes
    ----------
    kind : str
        "bar", "bin", "point", "point of the line", "slice", "cell", "legend entry" …
    series : str
        Its series; empty where that is the panel's only one and has no name of its own.
    value : str
        What it shows, such as ``"Q2, 12"``.
    box : tuple of float
        Left, top, right and bottom in pixels of the original.
    """

    kind: str
    series: str
    value: str
    box: Box

    def __str__(self) -> str:
        of = f" of {self.series}" if self.series else ""
        return f"{self.kind}{of}: {self.value}" if self.value else f"{self.kind}{of}"


class MarkIndex:
    """The marks of a chart's picture, for many looks.

    Parameters
    ----------
    tables : ChartTables
        Of the chart as it was drawn.
    placements : sequence of PanelPlacement
        The topmost first.
    """

    def __init__(self, tables: ChartTables, placements: Sequence[PanelPlacement]) -> None:
        self.tables = tables
        self.panels: list[tuple[PanelPlacement, list[PlacedBlock]]] = list(
            place_blocks(tables, placements)
        )
        self._series = _find_only_series(tables)

    @property
    def placements(self) -> list[PanelPlacement]:
        """The panels on the picture, the topmost first."""
        return [placement for placement, _ in self.panels]

    @property
    def blocks(self) -> Iterator[PlacedBlock]:
        """The rows of all panels."""
        for _, blocks in self.panels:
            yield from blocks

    @property
    def has_marks(self) -> bool:
        """True where there is anything to point at."""
        return any(block.shapes for block in self.blocks) or any(
            placement.labels for placement, _ in self.panels
        )

    def find_mark(self, x: float, y: float, reach: float) -> ChartMark | None:
        """Return the mark at a point, or the nearest one within reach; None where there is none.

        Parameters
        ----------
        x, y, reach : float
            In pixels of the original.
        """
        entry = self._find_label("legend entry", x, y)
        if entry is not None:
            return entry
        for placement, blocks in self.panels:
            left, top, right, bottom = placement.box
            if left - reach <= x <= right + reach and top - reach <= y <= bottom + reach:
                hit, placed_block = _find_best(blocks, x, y, reach)
                if hit is None or EDGES < hit.rank != CELLS:
                    label = self._find_label("annotation", x, y)
                    if label is not None:
                        return label
                if hit is not None and placed_block is not None:
                    return self._name_hit(hit, placed_block, x, y)
        return self._find_label("annotation", x, y)

    def _find_label(self, kind: str, x: float, y: float) -> ChartMark | None:
        for placement, _ in self.panels:
            for label in placement.labels:
                left, top, right, bottom = label.box
                if label.kind == kind and left <= x <= right and top <= y <= bottom:
                    own_blocks = [b.block for b in self.blocks if b.block.series == label.text]
                    counts = sum(block.count for block in own_blocks)
                    value = f"the whole series, {counts:,} values" if counts else ""
                    if kind == "annotation":
                        return ChartMark(kind, "", label.text, label.box)
                    return ChartMark(kind, label.text, value, label.box)
        return None

    def _name_hit(self, hit: Hit, placed_block: PlacedBlock, x: float, y: float) -> ChartMark:
        block = placed_block.block
        series = "" if (block.panel, block.series) in self._series else block.series
        noun = hit.part or _NOUNS.get(block.kind, block.kind)
        if hit.row < 0:
            return ChartMark(block.kind, series, _name_between(hit, placed_block, x, y), hit.box)
        row = dict(zip(DATA_COLUMNS, block.take_rows([hit.row])[0], strict=True))
        if block.kind == "pie":
            return ChartMark(noun, row["x"] or "", _name_slice(row), hit.box)
        return ChartMark(noun, series, _name_row(row, hit, placed_block), hit.box)


def _find_only_series(tables: ChartTables) -> set[tuple[str, str]]:
    """Return the series without names of their own, which their panels' labels name."""
    labels = {(row.panel, row.label) for row in tables.axis_rows if row.label}
    names = {(block.panel, block.series) for block in tables.blocks}
    numbered_series = {pair for pair in names if pair[1].startswith("series ")}
    counts = {panel: sum(p == panel for p, _ in names) for panel, _ in names}
    references = {(b.panel, b.series) for b in tables.blocks if b.kind in {"rule", "span"}}
    alone = {pair for pair in (names & labels) | numbered_series if counts[pair[0]] == 1}
    return alone | (references & numbered_series)


def _find_best(
    blocks: Iterable[PlacedBlock], x: float, y: float, reach: float
) -> tuple[Hit | None, PlacedBlock | None]:
    """Return the hit that is meant: by rank, then the nearest, then the one drawn last."""
    best: tuple[Hit, PlacedBlock] | None = None
    for placed_block in blocks:
        for shape in placed_block.shapes:
            hit = shape.find_hit(x, y, reach)
            if hit is None or math.isnan(hit.box[0]):
                continue
            if best is None or (hit.rank, hit.distance) <= (best[0].rank, best[0].distance):
                best = hit, placed_block
    return best or (None, None)


def _name_between(hit: Hit, placed_block: PlacedBlock, x: float, y: float) -> str:
    """Return the place between two rows of a line or area, and its value there."""
    at_x, at_y = hit.place or (x, y)
    block = placed_block.block
    if placed_block.x is None or placed_block.y is None:
        return ""
    if hit.rank == AREAS:
        along, across = (
            (placed_block.y, placed_block.x)
            if block.axis in {"x", "top"}
            else (placed_block.x, placed_block.y)
        )
        left, top, right, bottom = hit.box
        ends = (left, right) if across is placed_block.x else (bottom, top)
        low, high = (_name_place(across, end) for end in ends)
        at = _name_place(along, at_x if along is placed_block.x else at_y)
        return f"at {at}, from {low} to {high} (interpolated)"
    level = _name_place(placed_block.y, at_y)
    suffix = "" if block.kind == "step" else " (interpolated)"
    return f"at {_name_place(placed_block.x, at_x)}, {level}{suffix}"


def _name_place(axis: PixelAxis, pixel: float) -> str:
    """Return the value at a pixel, as precisely as the axis can be read there."""
    position = float(axis.to_positions(pixel))
    step = axis.measure_pixel(pixel)
    if axis.kind == "date":
        return format_date(position, with_time=step < 0.5) or ""
    name = axis.name_position(position)
    return name if isinstance(name, str) else format_number(name, step)


def format_number(value: float, step: float = 0.0) -> str:
    """Return a number as a reader writes it: to a step that can be told apart, else in full.

    Parameters
    ----------
    value : float
    step : float
        What an axis can be read to; 0 for a number that is known, which has at least six digits.
    """
    if not math.isfinite(value):
        return str(value)
    if step > 0:
        decimals = -math.floor(math.log10(step))
        rounded = round(value, decimals)
        if decimals <= 0:
            return f"{rounded:.0f}"
        return f"{rounded:.{min(decimals, _MOST_DIGITS)}f}"
    if value and not 1e-4 <= abs(value) < 1e15:
        return f"{value:.{_FEWEST_DIGITS}g}"
    if abs(value) >= 10 ** (_FEWEST_DIGITS - 1):
        text = f"{value:.2f}"
        return text.rstrip("0").rstrip(".")
    return f"{value:.{_FEWEST_DIGITS}g}"


def _to_text(cell: Any) -> str:
    return format_number(cell) if isinstance(cell, (int, float)) else str(cell)


def _name_slice(row: Mapping[str, Any]) -> str:
    share = row["share"]
    percent = "" if share is None else f"{share:.1%}"
    value = row["value"]
    if value is None or share is None or math.isclose(value, share * 100, rel_tol=1e-3):
        return percent or _to_text(value)
    return f"{_to_text(value)} ({percent})"


def _name_row(row: Mapping[str, Any], hit: Hit, placed_block: PlacedBlock) -> str:
    """Return what a row shows."""
    kind, is_flat = row["kind"], (row["axis"] or "").startswith(("x", "top"))
    place = row["y"] if is_flat else row["x"]
    place_text = "" if place is None else _to_text(place)
    low, high, value = row["low"], row["high"], row["value"]
    if kind in {"line", "step", "point", "vector"}:
        parts = [_to_text(cell) for cell in (row["x"], row["y"]) if cell is not None]
        is_placed = isinstance(row["x"], str) and isinstance(row["y"], str)
        shows_value = value is not None and (kind == "vector" or is_placed)
        return _join(*parts, _to_text(value) if shows_value else "")
    if kind == "histogram":
        letter = "y" if is_flat else "x"
        ends = row[f"{letter}_low"], row[f"{letter}_high"]
        bounds = f"{_to_text(ends[0])} to {_to_text(ends[1])}" if None not in ends else place_text
        return _join(bounds, _to_text(value))
    if kind == "bar":
        share = row["share"]
        part = "" if share is None else f" ({share:.1%} of its stack)"
        return _join(place_text, _to_text(value)) + part
    if kind in {"area", "band", "errorbar"}:
        own_text = _to_text(value) if value is not None and kind != "band" else ""
        span = "" if low is None or high is None else f"{_to_text(low)} to {_to_text(high)}"
        return _join(place_text, own_text, "" if kind == "area" else span)
    if kind in {"box", "violin"}:
        return _name_box(row, hit, placed_block, place_text)
    if kind == "cell":
        return _name_cell(row)
    if kind == "contour":
        if low is not None and high is not None:
            return f"{_to_text(low)} to {_to_text(high)}"
        return f"level {_to_text(value)}"
    if kind in {"span", "interval"}:
        letter = "y" if row["x_low"] is None else "x"
        ends = row[f"{letter}_low"], row[f"{letter}_high"]
        other_cell = row["x" if letter == "y" else "y"]
        bounds = f"{_to_text(ends[0])} to {_to_text(ends[1])}" if None not in ends else ""
        return _join("" if other_cell is None else _to_text(other_cell), bounds)
    return _join(place_text if kind != "rule" else "", _to_text(value) if value is not None else "")


def _name_box(row: Mapping[str, Any], hit: Hit, placed_block: PlacedBlock, place_text: str) -> str:
    low, high, value = row["low"], row["high"], row["value"]
    if hit.part == "median":
        return _join(place_text, _to_text(value))
    if hit.part == "whisker":
        is_upper = placed_block.shapes[2:3] and _is_upper(hit, row, placed_block)
        return _join(place_text, f"{'upper' if is_upper else 'lower'}, to "
                     f"{_to_text(high if is_upper else low)}")  # fmt: skip
    parts = [f"{_to_text(low)} to {_to_text(high)}"] if row["kind"] == "violin" else []
    if row["q1"] is not None and row["q3"] is not None:
        parts.append(f"quartiles {_to_text(row['q1'])} to {_to_text(row['q3'])}")
    if value is not None:
        parts.append(f"median {_to_text(value)}")
    return _join(place_text, *parts)


def _is_upper(hit: Hit, row: Mapping[str, Any], placed_block: PlacedBlock) -> bool:
    """Return whether a whisker is the one above its box."""
    is_flat = (row["axis"] or "").startswith(("x", "top"))
    axis = placed_block.x if is_flat else placed_block.y
    left, top, right, bottom = hit.box
    middle = (left + right) / 2 if is_flat else (top + bottom) / 2
    if axis is None:
        return False
    box_middle = (float(row["q1"]) + float(row["q3"])) / 2
    return float(axis.to_positions(middle)) > box_middle


def _name_cell(row: Mapping[str, Any]) -> str:
    bounds = []
    for letter in ("x", "y"):
        ends = row[f"{letter}_low"], row[f"{letter}_high"]
        if None not in ends:
            bounds.append(f"{_to_text(ends[0])} to {_to_text(ends[1])}")
        elif row[letter] is not None:
            bounds.append(_to_text(row[letter]))
    value = "" if row["value"] is None else _to_text(row["value"])
    place = ", ".join(bounds)
    return f"{place}: {value}" if place else value


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
