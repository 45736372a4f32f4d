"""A large chart as Vega evaluates a sample of it, with the data of all rows filled in.

Vega takes a third of a minute for a million points, most of it to read and write JSON. Where each
mark shows one row of a data frame, it needs the rows of a `SamplePlan` only to lay the chart out.
Everything that is computed here for all rows is compared with what Vega made of the sample: where
a single value or the order differs, the chart is evaluated with all of its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .evaluation import evaluate_vega
from .frame_columns import NotRowWiseError
from .instrumentation import DISCRETE_SCALES, Instrumentation, read_channel
from .mark_columns import CodedColumn, encode_values, to_numbers
from .row_sources import unquote_field
from .sample_plan import SamplePlan, resolve_field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .evaluation import EvaluatedChart, EvaluatedMark, EvaluatedPanel
    from .frame_columns import LargeFrame
    from .instrumentation import Spec
    from .sample_plan import MarkPlan

_ROW: Final = "jupyter-claude-vision row"
"""The field that holds the number of a row of the frame."""

_EVEN_SCALES: Final = frozenset({"linear", "log", "time", "utc"})
_RESOLUTION: Final = 1e-13
"""Positions closer than this, in parts of the largest one, may be drawn at the same place."""

_SIDES: Final = {"x": ("x", "width"), "y": ("y", "height")}


def evaluate_sample(vega: Spec, frames: Mapping[str, LargeFrame]) -> EvaluatedChart | None:
    """Return a chart with everything computed; None where Vega needs all rows for that.

    Parameters
    ----------
    vega : dict
        A Vega specification without the rows of the frames; it is changed here.
    frames : mapping of str to LargeFrame
        By the names of their data in it.
    """
    try:
        plan = SamplePlan(frames)
        plan.visit_chart(vega)
        for source in vega.get("data", ()):
            if source["name"] in frames:
                source["values"] = _sample_records(plan, source["name"])
        return _evaluate_plan(vega, plan)
    except (NotRowWiseError, LookupError, TypeError, ValueError, AttributeError):
        # Apart from what is not computed here, parts of a specification may have another form.
        return None


def _sample_records(plan: SamplePlan, name: str) -> list[dict[str, Any]]:
    frame, rows = plan.frames[name], plan.choose_rows(name)
    if len(rows) > len(frame) / 2:
        raise NotRowWiseError
    records = frame.to_records(rows)
    return [{**record, _ROW: row} for record, row in zip(records, rows.tolist(), strict=True)]


def _evaluate_plan(vega: Spec, plan: SamplePlan) -> EvaluatedChart:
    probe = Instrumentation(vega, _ROW)
    chart = evaluate_vega(vega, probe)
    plan_by_spec = {id(mark_plan.spec): mark_plan for mark_plan in plan.marks}
    plans = {
        id(definition): plan_by_spec.get(id(spec))
        for (definition, _), spec in zip(probe.marks, probe.specs, strict=True)
    }
    for panel in chart.panels:
        for mark in panel.marks:
            mark_plan = plans[id(mark.definition)]
            sample = mark.columns.pop(f"datum.{_ROW}")
            if mark_plan is not None:
                _fill_mark(mark, mark_plan, panel, to_numbers(sample).astype(np.intp))
    return chart


def _fill_mark(mark: EvaluatedMark, plan: MarkPlan, panel: EvaluatedPanel, sample: Any) -> None:
    """Put all rows into a mark that has those of the sample, whose numbers are `sample`.

    Raises
    ------
    NotRowWiseError
        Vega has other values or another order.
    """
    source = plan.source
    panel_codes = source.combine_codes(source.panel_fields)
    rows = source.rows[panel_codes[source.rows] == panel_codes[sample[0]]]
    groups = source.group_rows(rows)
    rows = np.concatenate([_sort_rows(plan, group, panel) for group in groups])
    places = np.flatnonzero(np.isin(rows, sample))
    if not np.array_equal(rows[places], sample):
        raise NotRowWiseError
    columns = {}
    for name, column in mark.columns.items():
        columns[name] = _fill_column(name, column, plan, panel, rows)
        if not _is_equal(columns[name], column, places):
            raise NotRowWiseError
    if plan.category_fields:
        mark.item_numbers = _find_items(mark, plan, panel, rows, places)
    mark.columns = columns


def _fill_column(name: str, column: Any, plan: MarkPlan, panel: EvaluatedPanel, rows: Any) -> Any:
    """Return the values of all rows for one of the columns of a mark."""
    source = plan.source
    if name.startswith("datum."):
        path = resolve_field(name[6:])
        if not source.has_column(path):
            return CodedColumn(np.zeros(len(rows), dtype=np.intp), [None])
        return source.find_column(path).spell_values("", rows)
    channel = read_channel(plan.properties.get(name), name)
    if channel is None:
        raise NotRowWiseError
    if name == "defined":
        return source.find_valid(channel.signal)[rows]
    if channel.field:
        scale = panel.scales.get(channel.scale)
        scale_type = scale.type if scale is not None else ""
        if scale_type == "cyclic":
            raise NotRowWiseError
        return source.find_column(resolve_field(channel.field)).spell_values(scale_type, rows)
    if channel.signal:
        raise NotRowWiseError
    constants = encode_values(column)
    if len(constants.values) != 1:
        raise NotRowWiseError
    if isinstance(constants[0], float):
        return np.full(len(rows), constants[0])
    return CodedColumn(np.zeros(len(rows), dtype=np.intp), constants.values)


def _is_equal(column: Any, sample: list[Any], places: Any) -> bool:
    """Return whether a column has the values of the sample at its places."""
    if isinstance(column, CodedColumn):
        return list(column.take(places)) == sample
    if column.dtype == bool:
        return bool(column[places].tolist() == sample)
    if any(not isinstance(value, float) for value in sample if value is not None):
        return False
    return np.array_equal(column[places], to_numbers(sample), equal_nan=True)


def _sort_rows(plan: MarkPlan, rows: Any, panel: EvaluatedPanel) -> Any:
    """Return the rows of a path in the order in which it is drawn."""
    sort = plan.spec.get("sort")
    if sort is None:
        return rows
    fields, orders = sort["field"], sort.get("order", "ascending")
    fields = [fields] if isinstance(fields, str) else fields
    orders = [orders] if isinstance(orders, str) else orders
    if len(fields) != 1 or not set(orders) <= {"ascending", "descending"}:
        raise NotRowWiseError
    if fields[0] in _SIDES:
        keys = _find_pixel_keys(plan, fields[0], rows, panel)
    elif fields[0].startswith("datum[") and fields[0].endswith("]"):
        name = unquote_field(fields[0][6:-1])
        keys = plan.source.find_column(name).require_numbers()[rows]
    else:
        raise NotRowWiseError
    if np.isnan(keys).any():
        raise NotRowWiseError
    return rows[np.argsort(-keys if "descending" in orders else keys, kind="stable")]


def _find_pixel_keys(plan: MarkPlan, letter: str, rows: Any, panel: EvaluatedPanel) -> Any:
    """Return numbers that rise with the places of rows on the screen."""
    channel = read_channel(plan.properties.get(letter), letter)
    scale = panel.scales.get(channel.scale) if channel is not None else None
    if channel is None or scale is None or not channel.field or channel.offset_field:
        raise NotRowWiseError
    column = plan.source.find_column(resolve_field(channel.field))
    if scale.is_discrete:
        texts = column.spell_values(scale.type, rows)
        positions = {text: place for place, text in enumerate(scale.domain)}
        keys = np.array([positions.get(text, np.nan) for text in texts.values])[texts.codes]
        return keys if scale.centers[0] <= scale.centers[1] else -keys
    if scale.type not in _EVEN_SCALES or scale.ends is None:
        raise NotRowWiseError
    keys, ends = column.require_numbers()[rows], np.array(scale.ends)
    if scale.type == "log":
        if (keys <= 0).any():
            raise NotRowWiseError
        keys, ends = np.log(keys), np.log(np.abs(ends))
    gaps = np.diff(np.unique(keys))
    if len(gaps) and gaps.min() < _RESOLUTION * max(np.abs(keys).max(), np.abs(ends).max()):
        raise NotRowWiseError
    rises = (scale.pixels[1] > scale.pixels[0]) is (scale.ends[1] > scale.ends[0])
    return keys if rises else -keys


def _find_items(
    mark: EvaluatedMark, plan: MarkPlan, panel: EvaluatedPanel, rows: Any, places: Any
) -> Any:
    """Return for each row the item of the sample that stands at the same categories."""
    codes = plan.source.combine_codes(plan.category_fields)[rows]
    sample_codes, first_items = np.unique(codes[places], return_index=True)
    indices = np.searchsorted(sample_codes, codes).clip(max=len(sample_codes) - 1)
    if not np.array_equal(sample_codes[indices], codes):
        raise NotRowWiseError
    numbers = first_items[indices]
    for channel_name, channel in mark.definition.channels.items():
        scale = panel.scales.get(channel.scale)
        if channel_name[0] in _SIDES and scale is not None and scale.type in DISCRETE_SCALES:
            for side in _SIDES[channel_name[0]]:
                sides = np.array([float(item.get(side) or 0) for item in mark.items])
                if not np.array_equal(sides, sides[numbers[places]]):
                    raise NotRowWiseError
    return numbers
