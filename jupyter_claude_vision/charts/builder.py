"""Builder of chart tables: names of panels and series, their uniqueness, and what is left out.

One reader a library calls it, in drawing order::

    builder = TablesBuilder("plotly")
    panel = builder.add_panel("Sales")
    panel.add_axis("y", label="Price (USD)", low=0, high=10)
    series = panel.add_series("A", value_label="Price (USD)")
    series.add_rows("line", x=xs, y=ys, value=ys, axis="y", curve=Curve(xs, ys))
    series.add_rows("band", x=xs, low=lows, high=highs, axis="y")
    tables = builder.build()
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from .chart_tables import ChartTables
from .row_blocks import (
    KINDS,
    OUTSIDE_LIMITS,
    VALUE_COLUMNS,
    AxisRow,
    DateColumn,
    Omission,
    OmittedRow,
    RowBlock,
    TextRow,
    is_scalar,
)
from .units import unit_of_label

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from .row_blocks import Column, Curve, DrawnShapes, Scalar

REFERENCES: Final = frozenset({"rule", "span", "text"})
"""Kinds that stand beside a panel's data: a panel with a line and a rule has one series."""


@dataclass(eq=False)
class SeriesBuilder:
    """A series of a panel: rows of one kind or several, under one name.

    Attributes
    ----------
    name : str
        As the legend or the artist names it; empty where neither does.
    value_label : str
        The label of the axis that its values are on.
    blocks : list of RowBlock
    omissions : list of tuple
        How many of what are left out, and why.
    frame : tuple of str
        The names of the two axes that it is drawn on.
    """

    name: str
    value_label: str = ""
    blocks: list[RowBlock] = field(default_factory=list)
    omissions: list[tuple[str, str]] = field(default_factory=list)
    frame: tuple[str, str] = ("x", "y")

    def add_rows(
        self,
        kind: str,
        *,
        axis: str | None = None,
        curve: Curve | None = None,
        shapes: DrawnShapes | None = None,
        **columns: Column,
    ) -> None:
        """Add rows of one kind.

        Parameters
        ----------
        kind : str
            One of `KINDS`.
        axis : str, optional
            The axis whose unit `value` has.
        curve : Curve, optional
            The line that `value_at` follows; without it the rows' own x and value.
        shapes : DrawnShapes, optional
            Where the rows are drawn, as far as their columns do not tell.
        **columns : column
            Of `VALUE_COLUMNS`; those that are missing are NULL.

        Raises
        ------
        ValueError
            A kind or column is unknown, or columns have different lengths: a reader's mistake.
        """
        unknown = set(columns) - set(VALUE_COLUMNS)
        if kind not in KINDS or unknown:
            msg = f"There is no kind {kind!r} with columns {sorted(columns)}."
            raise ValueError(msg)
        all_columns: dict[str, Any] = {name: columns.get(name) for name in VALUE_COLUMNS}
        cells = {
            name: column.item() if getattr(column, "ndim", None) == 0 else column
            for name, column in all_columns.items()
            if column is not None
        }
        lengths = {len(column) for column in cells.values() if not is_scalar(column)}
        if len(lengths) > 1:
            msg = f"The columns {', '.join(cells)} have different lengths: {sorted(lengths)}."
            raise ValueError(msg)
        count = lengths.pop() if lengths else 1
        if count and cells:
            first = 1 + sum(block.count for block in self.blocks if block.kind == kind)
            block = RowBlock("", "", kind, axis, count, first, cells, curve)
            self.blocks.append(replace(block, frame=self.frame, shapes=shapes))

    def omit(self, count: int, noun: str, reason: str = OUTSIDE_LIMITS) -> None:
        """Count what is left out of the series.

        Parameters
        ----------
        count : int
            Nothing is noted where it is 0.
        noun : str
            In the plural: "points".
        reason : str
        """
        if count:
            self.omissions.append((count_things(count, noun), reason))

    @property
    def kinds(self) -> set[str]:
        """The kinds of its rows."""
        return {block.kind for block in self.blocks}

    def has_times(self) -> bool:
        """Return whether any of its dates has a time of day."""
        return any(
            isinstance(column, DateColumn) and column.has_times()
            for block in self.blocks
            for column in block.columns.values()
        )

    def name_blocks(self, panel: str, name: str, *, with_time: bool) -> Iterator[RowBlock]:
        """Yield its rows with the names of its panel and its own."""
        for block in self.blocks:
            yield replace(block, panel=panel, series=name, with_time=with_time)


@dataclass(eq=False)
class PanelBuilder:
    """A panel: its axes, series and texts.

    Attributes
    ----------
    title : str
    axes : list of AxisRow
    texts : list of TextRow
    series : list of SeriesBuilder
    omissions : list of tuple
    """

    title: str
    axes: list[AxisRow] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    series: list[SeriesBuilder] = field(default_factory=list)
    omissions: list[tuple[str, str]] = field(default_factory=list)

    def add_axis(
        self,
        name: str,
        *,
        label: str = "",
        unit: str | None = None,
        scale: str = "linear",
        low: Scalar = None,
        high: Scalar = None,
        inverted: bool = False,
        span_pixels: float | None = None,
    ) -> str:
        """Add an axis, and return its name: ``"right 2"`` where there is a ``"right"`` already.

        Parameters
        ----------
        name : {"y", "right", "x", "top", "color", "radius"}
        label : str
        unit : str, optional
            As tick labels name it; without it that of the label.
        scale : {"linear", "log", "symlog", "logit", "date", "category"}
        low, high : number or str, optional
            What it shows, in the unit of its tick labels; dates as text. In either order.
        inverted : bool
        span_pixels : float, optional
            Its length in the picture, in pixels.
        """
        label = _one_line(label)
        if isinstance(low, str) == isinstance(high, str) and low is not None and high is not None:
            low, high = sorted((low, high))
        unique = _unique_name(name, {row.axis for row in self.axes})
        own_unit = unit_of_label(label) if unit is None else unit
        self.axes.append(
            AxisRow("", unique, label, own_unit, scale, low, high, int(inverted), span_pixels)
        )
        return unique

    def add_series(self, name: str = "", value_label: str = "") -> SeriesBuilder:
        """Add a series.

        Parameters
        ----------
        name : str
            As the legend names it, else as the artist is labelled; empty where neither does.
        value_label : str
            The label of the axis that its values are on.
        """
        series = SeriesBuilder(_one_line(name), _one_line(value_label))
        self.series.append(series)
        return series

    def add_text(self, kind: str, text: str, x: Scalar = None, y: Scalar = None) -> None:
        """Add a text; one of white space only is none.

        Parameters
        ----------
        kind : {"title", "subtitle", "annotation", "legend title", "table cell"}
        text : str
        x, y : number, str or None
            Where it stands, as in `data`.
        """
        if _one_line(text):
            self.texts.append(TextRow("", kind, _one_line(text), x, y))

    def omit(self, subject: str, reason: str) -> None:
        """Name something drawn on the panel that the tables do not hold."""
        self.omissions.append((subject, reason))

    def name_series(self) -> Iterator[tuple[SeriesBuilder, str]]:
        """Yield each series with its name, which is unique for each of its kinds."""
        visible_series = [series for series in self.series if series.blocks or series.omissions]
        data = {
            id(s) if not s.name else s.name for s in visible_series if not s.kinds <= REFERENCES
        }
        kinds_by_name: dict[str, set[str]] = {}
        numbers: Counter[str] = Counter()
        own_names = {series.name for series in visible_series}
        for place, series in enumerate(visible_series, 1):
            kinds = series.kinds
            name = series.name
            if not name and len(data) == 1 and not kinds <= REFERENCES:
                name = series.value_label
            base = name or _unique_name(f"series {place}", own_names)
            name = base
            while kinds & kinds_by_name.get(name, set()) or (
                not series.name and name in kinds_by_name
            ):
                numbers[base] = max(numbers[base], 1) + 1
                name = f"{base} {numbers[base]}"
            kinds_by_name.setdefault(name, set()).update(kinds)
            yield series, name


@dataclass(eq=False)
class TablesBuilder:
    """The tables of a figure in the making.

    Attributes
    ----------
    library : {"matplotlib", "plotly", "altair"}
    panels : list of PanelBuilder
        In reading order.
    texts : list of TextRow
        Of the whole figure.
    omissions : list of tuple
        Of the whole figure.
    """

    library: str
    panels: list[PanelBuilder] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    omissions: list[tuple[str, str]] = field(default_factory=list)

    def add_panel(self, title: str = "") -> PanelBuilder:
        """Add a panel; the next in reading order.

        Parameters
        ----------
        title : str
            Empty where it has none: it is then called by its place.
        """
        panel = PanelBuilder(_one_line(title))
        self.panels.append(panel)
        return panel

    def add_text(self, kind: str, text: str) -> None:
        """Add a text of the whole figure, such as its title."""
        if _one_line(text):
            self.texts.append(TextRow(None, kind, _one_line(text), None, None))

    def omit(self, subject: str, reason: str) -> None:
        """Name something drawn on no panel that the tables do not hold."""
        self.omissions.append((subject, reason))

    def build(self) -> ChartTables:
        """Return the tables."""
        blocks: list[RowBlock] = []
        axes: list[AxisRow] = []
        texts = list(self.texts)
        omissions = [Omission(OmittedRow(None, *text)) for text in self.omissions]
        for panel, name in zip(self.panels, self.name_panels(), strict=True):
            axes += [row._replace(panel=name) for row in panel.axes]
            texts += [row._replace(panel=name) for row in panel.texts]
            omissions += [Omission(OmittedRow(name, *text)) for text in panel.omissions]
            names = list(panel.name_series())
            timed = {series_name for series, series_name in names if series.has_times()}
            for series, series_name in names:
                blocks += series.name_blocks(name, series_name, with_time=series_name in timed)
                omissions += [
                    Omission(OmittedRow(name, f"{subject} of {series_name}", reason), series_name)
                    for subject, reason in series.omissions
                ]
        return ChartTables(
            self.library, tuple(_number_rows(blocks)), tuple(axes), tuple(texts), tuple(omissions)
        )

    def name_panels(self) -> list[str]:
        """Return the unique names of its panels: their titles, or their places."""
        titles = {panel.title for panel in self.panels}
        names: list[str] = []
        for place, panel in enumerate(self.panels, 1):
            base = panel.title or _unique_name(f"panel {place}", titles)
            names.append(_unique_name(base, names))
        return names


def stack_shares(
    columns: Sequence[Sequence[float | None]],
) -> list[list[float | None]]:
    """Return each segment's share of its stack.

    Parameters
    ----------
    columns : sequence of sequence of float or None
        The segments of each series, by place; None or NaN where a series has none.

    Returns
    -------
    list of list of float or None
        0 to 1. Segments above and below zero are two stacks. None where a stack is empty.
    """
    return [
        list(row) for row in zip(*map(_compute_shares, zip(*columns, strict=True)), strict=True)
    ]


def _compute_shares(segments: Iterable[float | None]) -> list[float | None]:
    lengths = [0.0 if s is None or math.isnan(s) else s for s in segments]
    up, down = sum(s for s in lengths if s > 0), -sum(s for s in lengths if s < 0)
    totals = [up if s > 0 else down if s < 0 else up or down for s in lengths]
    return [abs(s) / total if total else None for s, total in zip(lengths, totals, strict=True)]


def _number_rows(blocks: Iterable[RowBlock]) -> Iterator[RowBlock]:
    """Yield rows whose `n` goes on where the same series and kind began before."""
    counts: Counter[Any] = Counter()
    for block in blocks:
        key = (block.panel, block.series, block.kind)
        yield replace(block, first=counts[key] + 1)
        counts[key] += block.count


def _one_line(text: str) -> str:
    return " ".join(str(text or "").split())


def _unique_name(base: str, names: Container[str]) -> str:
    """Return a name with the first number after it that makes it new."""
    name, number = base, 1
    while name in names:
        number += 1
        name = f"{base} {number}"
    return name


def count_things(count: int, noun: str) -> str:
    """Return a number with a noun, which is given in the plural: ``"1 point"``."""
    return f"{count:,} {noun if count != 1 else _to_singular(noun)}"


def _to_singular(noun: str) -> str:
    if noun.endswith("xes"):
        return noun[:-2]
    return noun.removesuffix("s")
