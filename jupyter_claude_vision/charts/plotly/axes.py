"""plotly's axes: positions of data, what an axis shows, and how its ticks name it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..row_blocks import CategoryColumn, DateColumn, format_date
from ..units import read_tick_labels
from .axis_defaults import (
    Extremes,
    axis_ids,
    axis_length,
    detect_axis_type,
    find_range,
    initial_categories,
    is_horizontal,
    multicategory_texts,
    order_by_value,
    value_pairs,
)
from .specification import plain_text, to_array, to_day, to_days, to_number, to_numbers, to_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..builder import PanelBuilder
    from .specification import Layout, Trace

_CATEGORIES: Final = frozenset({"category", "multicategory"})
_FORMAT: Final = re.compile(r".*?([$]?)[^a-zA-Z%]*([a-zA-Z%]?)$")


@dataclass
class PlotAxis:
    """One axis of a plotly figure.

    Positions are numbers: of a linear or log axis the data, of a date axis days since
    1970-01-01, of categories their places.

    Attributes
    ----------
    id : str
        ``"x"``, ``"y2"``.
    layout : Layout
    type : {"linear", "log", "date", "category", "multicategory"}
    categories : list of str
        Shared by axes that match.
    extremes : Extremes
        What is drawn on it, for its automatic range.
    group : list of PlotAxis
        Itself, and the axes that show the same range.
    runs_backward : bool
        Whether it is inverted unless the layout says otherwise: below funnels and images.
    """

    id: str
    layout: Layout
    type: str = "linear"
    categories: list[str] = field(default_factory=list)
    extremes: Extremes = field(default_factory=Extremes)
    group: list[PlotAxis] = field(default_factory=list)
    runs_backward: bool = False
    _limits: tuple[float, float, bool] | None = None

    def get(self, path: str, default: Any = None) -> Any:
        """Return one of its properties."""
        return self.layout.get(f"{self.id[0]}axis{self.id[1:]}.{path}", default)

    @property
    def letter(self) -> str:
        """``"x"`` or ``"y"``."""
        return self.id[0]

    @property
    def is_category(self) -> bool:
        """True for a scale of categories."""
        return self.type in _CATEGORIES

    @property
    def label(self) -> str:
        """Its title, or that of an axis which it matches."""
        titles = (plain_text(axis.get("title.text")) for axis in (self, *self.group))
        return next((title for title in titles if title), "")

    def to_positions(self, values: Any) -> Any:
        """Return an array of data as positions, NaN where a value has none."""
        import numpy as np

        if self.is_category:
            return np.array(self._places(values), dtype=float)
        if values.ndim > 1:
            return np.full(len(values), np.nan)  # plotly draws nothing of them either
        if self.type == "date":
            return to_days(values)
        numbers = to_numbers(values)
        if self.type == "log":
            return np.where(numbers > 0, numbers, np.nan)
        return numbers

    def to_position(self, value: Any) -> float:
        """Return where the layout's own values stand: numbers are places of categories."""
        if self.is_category:
            if isinstance(value, str) and value in self.categories:
                return float(self.categories.index(value))
            return to_number(value)
        return to_day(value) if self.type == "date" else to_number(value)

    def _places(self, values: Any) -> list[float]:
        texts = self.to_names(values)
        places = {name: place for place, name in enumerate(self.categories)}
        for text in dict.fromkeys(texts):
            if text and text not in places:
                places[text] = len(self.categories)
                self.categories.append(text)
        return [places.get(text, math.nan) for text in texts]

    def to_names(self, values: Any) -> list[str]:
        """Return an array of data as names of categories."""
        if self.type == "multicategory" and len(values) == 2:
            return multicategory_texts(values)
        return to_texts(values)

    def to_column(self, positions: Any) -> Any:
        """Return positions as a column of the tables, in the terms of the tick labels."""
        import numpy as np

        if self.type == "date":
            return DateColumn(positions)
        names = self._names()
        if names is not None:
            finite = np.isfinite(positions)
            codes = np.where(finite, np.rint(np.where(finite, positions, 0)), -1).astype(int)
            return CategoryColumn(codes, names)
        texts = self._tick_texts()
        if texts and {*np.unique(positions[np.isfinite(positions)]).tolist()} <= texts.keys():
            return [texts.get(position) for position in positions.tolist()]
        return positions * self.factor if self.factor != 1 else positions

    def to_cell(self, position: float) -> float | str | None:
        """Return one position as a cell of the tables."""
        if not math.isfinite(position):
            return None
        if self.type == "date":
            return format_date(position, with_time=position % 1 != 0)
        names = self._names()
        if names is not None and position == round(position) and 0 <= position < len(names):
            return names[int(position)]
        return position if names is not None else position * self.factor

    def _names(self) -> list[str] | None:
        """Return its categories as the tick labels write them; None for other axes."""
        if not self.is_category:
            return None
        alias = self.get("labelalias") or {}
        names = [str(alias.get(name, name)) for name in self.categories]
        texts = self._tick_texts()
        return [plain_text(texts.get(float(n), name)) for n, name in enumerate(names)]

    def _tick_texts(self) -> dict[float, str]:
        """Return the texts that the layout gives its ticks, by their positions, if they name."""
        values, texts = self.get("tickvals"), self.get("ticktext")
        if values is None or texts is None or self.get("tickmode", "array") != "array":
            return {}
        names = [plain_text(text) for text in texts]
        if not any(math.isnan(to_number(name)) for name in names):
            return {}
        positions = [self.to_position(value) for value in to_array(values).tolist()]
        if read_tick_labels(positions, names).unit or self.type in {"date", "log"}:
            return {}
        return dict(zip(positions, names, strict=False))

    @property
    def factor(self) -> float:
        """From the data to the numbers that the tick labels show."""
        return self._shown()[0]

    @property
    def unit(self) -> str:
        """The unit that the tick labels show; empty where they show none."""
        return self._shown()[1]

    def _shown(self) -> tuple[float, str]:
        if self.is_category or self.type == "date":
            return 1.0, ""
        values, texts = self.get("tickvals"), self.get("ticktext")
        if values is not None and texts is not None:
            positions = to_numbers(to_array(values)).tolist()
            tick_unit = read_tick_labels(positions, [plain_text(text) for text in texts])
            return tick_unit.factor, tick_unit.unit
        return shown_unit(self.get)

    def limits(self) -> tuple[float, float, bool]:
        """Return the lower and upper end of what it shows, and whether it is inverted."""
        if self._limits is None:
            self._limits = find_range(self)
        return self._limits

    def contains(self, positions: Any) -> Any:
        """Return which positions lie within what the axis shows; all of them if it is automatic."""
        import numpy as np

        if not self.has_fixed_range:
            return np.ones(len(positions), dtype=bool)
        low, high, _ = self.limits()
        margin = abs(high - low) * 1e-9
        return (positions >= low - margin) & (positions <= high + margin)

    @property
    def has_fixed_range(self) -> bool:
        """True where the layout fixes its range."""
        return any(_is_fixed(axis) for axis in self.group or (self,))


def _is_fixed(axis: PlotAxis) -> bool:
    limits = axis.get("range")
    bounds = (axis.get("minallowed"), axis.get("maxallowed"))
    is_range = limits is not None and axis.get("autorange") in {None, False}
    return is_range or any(bound is not None for bound in bounds)


def shown_unit(axis: Any) -> tuple[float, str]:
    """Return the factor and the unit of an axis' or color bar's tick labels.

    Parameters
    ----------
    axis : callable
        Returns a property of the axis by its name.
    """
    tick_format = str(axis("tickformat") or "")
    match = _FORMAT.fullmatch(tick_format)
    symbol, kind = (match[1], match[2]) if match else ("", "")
    factor = 100.0 if kind in {"%", "p"} else 1.0
    before, after = plain_text(axis("tickprefix")), plain_text(axis("ticksuffix"))
    suffix = ("%" if factor == 100 else "") + after
    numbers = [2.0, 4.0, 6.0]
    tick_unit = read_tick_labels(numbers, [f"{symbol}{before}{n:g}{suffix}" for n in numbers])
    return factor * tick_unit.factor, tick_unit.unit


def build_axes(traces: Sequence[Trace], layout: Layout) -> dict[str, PlotAxis]:
    """Return the axes of a figure's traces by their ids, with their types and categories."""
    users: dict[str, list[Trace]] = {}
    for trace in traces:
        for axis_id in axis_ids(trace):
            users.setdefault(axis_id, []).append(trace)
    axes = {axis_id: PlotAxis(axis_id, layout) for axis_id in users}
    for axis in axes.values():
        axis_type = axis.get("type")
        strict = axis.get("autotypenumbers") or layout.get("autotypenumbers", "convert types")
        finite = axis_type not in {None, "-"}
        axis.runs_backward = axis.letter == "y" and any(map(_runs_backward, users[axis.id]))
        axis.type = axis_type if finite else detect_axis_type(axis.id, traces, str(strict))
    for group in _match_axes(axes):
        names: list[str] = []
        for axis in group:
            axis.group, axis.categories = group, names
        _fill_categories(group, [trace for axis in group for trace in users[axis.id]])
    return axes


def _runs_backward(trace: Trace) -> bool:
    return trace.type == "image" or (trace.type == "funnel" and is_horizontal(trace))


def _match_axes(axes: dict[str, PlotAxis]) -> Iterable[list[PlotAxis]]:
    """Return groups of axes that match one another."""
    groups: dict[str, list[PlotAxis]] = {}
    for axis in axes.values():
        root, ids = axis.id, set()
        while root not in ids:
            ids.add(root)
            match = PlotAxis(root, axis.layout).get("matches")
            root = str(match) if match else root
        groups.setdefault(root, []).append(axis)
    return groups.values()


def _fill_categories(group: Sequence[PlotAxis], traces: Sequence[Trace]) -> None:
    axis = group[0]
    if not axis.is_category:
        return
    drawn_traces = [trace for trace in traces if trace.get("visible", True) is True]
    columns = [c for t in drawn_traces if (c := t.column(axis.letter)) is not None and len(c)]
    axis.categories += initial_categories(axis.get, columns, axis.to_names)
    for column in columns:
        axis.to_positions(column)
    if axis.type == "multicategory":
        outer = list(dict.fromkeys(name.partition(", ")[0] for name in axis.categories))
        axis.categories.sort(key=lambda name: outer.index(name.partition(", ")[0]))
    pairs = (pair for trace in drawn_traces for pair in value_pairs(trace, axis.letter))
    categories = order_by_value(str(axis.get("categoryorder")), axis.categories, pairs)
    if categories is not None:
        axis.categories[:] = categories


def add_axis_row(axis: PlotAxis, name: str, builder: PanelBuilder) -> str:
    """Add an axis to a panel's tables, and return the name that it has there."""
    low, high, inverted = axis.limits()
    is_date = axis.type == "date"
    ends: list[Any] = [low * axis.factor, high * axis.factor]
    if is_date:
        with_time = low % 1 != 0 or high % 1 != 0
        ends = [format_date(end, with_time=with_time) for end in (low, high)]
    return builder.add_axis(
        name,
        label=axis.label,
        unit=axis.unit if axis.unit or is_date or axis.is_category else None,
        scale={"multicategory": "category"}.get(axis.type, axis.type),
        low=ends[0],
        high=ends[1],
        inverted=inverted,
        span_pixels=axis_length(axis),
    )
