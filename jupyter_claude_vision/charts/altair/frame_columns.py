"""Columns of a large data frame, with the values that Vega has after Altair wrote them as JSON."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .instrumentation import DISCRETE_SCALES
from .mark_columns import CodedColumn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TRANSFORMER: Final = "jupyter-claude-vision"
_TRANSFORMER_LOCK: Final = threading.Lock()
"""Altair has one way to write data for all threads: it is changed by one at a time."""

_DAY_SECONDS: Final = 86_400
_FIRST_SECOND, _LAST_SECOND = 0, 4_102_444_800  # the years 1970 to 2099
_WRITTEN_ALIKE: Final = (1e-6, 1e21)
"""Numbers in between are written by JavaScript with the same digits as by Python."""


class NotRowWiseError(Exception):
    """A chart needs all of its rows to be evaluated by Vega."""


@dataclass(frozen=True, eq=False)
class FrameColumn:
    """A column of a data frame.

    Attributes
    ----------
    kind : {"number", "text", "date", "date text"}
        Booleans count as texts. A "date text" is a date that Vega has not parsed.
    values : array of float or CodedColumn
        Numbers, or milliseconds of dates, with NaN for null; texts are coded.
    is_wall_time : bool
        Whether dates have no time zone.
    """

    kind: str
    values: Any
    is_wall_time: bool = False

    @cached_property
    def valid(self) -> Any:
        """True for each value that is not null."""
        if isinstance(self.values, CodedColumn):
            is_value = np.array([value is not None for value in self.values.values], dtype=bool)
            return is_value[self.values.codes]
        return ~np.isnan(self.values)

    @cached_property
    def codes(self) -> Any:
        """A number for each distinct value."""
        if isinstance(self.values, CodedColumn):
            return self.values.codes
        return np.unique(self.values, return_inverse=True)[1].reshape(-1)

    def require_numbers(self) -> Any:
        """Return its numbers, or the milliseconds of its dates.

        Raises
        ------
        NotRowWiseError
            It has texts.
        """
        if self.kind not in {"number", "date"}:
            raise NotRowWiseError
        return self.values

    def spell_values(self, scale_type: str, rows: Any) -> Any:
        """Return some values as the description of a mark spells them.

        Parameters
        ----------
        scale_type : str
            Of the scale that they stand on; "" for none.
        rows : array of int

        Raises
        ------
        NotRowWiseError
            It is not known here how Vega spells them.
        """
        if scale_type in {"time", "utc"}:
            if self.kind != "date":
                raise NotRowWiseError
            return self._to_shown_time(scale_type)[rows]
        if self.kind in {"date", "date text"}:
            raise NotRowWiseError
        if isinstance(self.values, CodedColumn):
            own_rows = self.values.take(rows)
            return own_rows.map_values(_to_js_text) if scale_type in DISCRETE_SCALES else own_rows
        if scale_type and scale_type not in DISCRETE_SCALES:
            return self.values[rows]
        numbers, codes = np.unique(self.values[rows], return_inverse=True)
        values = [None if np.isnan(number) else number for number in numbers.tolist()]
        if scale_type:
            values = [_to_js_text(value) for value in values]
        return CodedColumn(codes.reshape(-1), values)

    def find_time_changes(self) -> Any:
        """Return the rows around each change of the clocks, which are dates to look at."""
        if self.kind != "date":
            return np.array([], dtype=np.intp)
        starts, offsets = _local_offsets(self.values)
        changes = starts[1:] + (offsets[:-1] if self.is_wall_time else 0)
        order = np.argsort(self.values, kind="stable")
        places = np.searchsorted(self.values[order], changes * 1000)
        near = (places[:, None] + np.arange(-3, 3)).reshape(-1)
        return order[near[(near >= 0) & (near < self.valid.sum())]]

    def parse_dates(self) -> FrameColumn:
        """Return numbers or texts of dates as the dates that Vega makes of them.

        Raises
        ------
        NotRowWiseError
            They are no dates.
        """
        if self.kind == "text":
            raise NotRowWiseError
        values = self.values
        if self.kind == "date text" and self.is_wall_time:
            starts, offsets = _local_offsets(values)
            for start, before, after in zip(starts[1:], offsets[:-1], offsets[1:], strict=True):
                # An hour that is skipped in spring is the next one to JavaScript.
                low, high = (start + before) * 1000, (start + after) * 1000
                values = np.where((values >= low) & (values < high), values + high - low, values)
        return FrameColumn("date", values, self.is_wall_time)

    def _to_shown_time(self, scale_type: str) -> Any:
        """Return milliseconds as an axis shows them."""
        starts, offsets = _local_offsets(self.values)
        if self.is_wall_time is (scale_type == "time"):
            return self.values
        if self.is_wall_time and len(offsets) > 1:
            raise NotRowWiseError
        sign = -1 if self.is_wall_time else 1
        places = np.searchsorted(starts, self.values / 1000, side="right") - 1
        return self.values + sign * 1000.0 * offsets[np.maximum(places, 0)]


def _local_offsets(milliseconds: Any) -> tuple[Any, Any]:
    """Return the seconds at which the local clocks change, and their distances to UTC after that.

    The first of them is the beginning of the time that the dates need.

    Raises
    ------
    NotRowWiseError
        The dates reach out of the years for which all agree on the time zones.
    """
    if np.isnan(milliseconds).all():
        return np.array([0.0]), np.array([0.0])
    first = int(np.nanmin(milliseconds) // 1000) - 2 * _DAY_SECONDS
    last = int(np.nanmax(milliseconds) // 1000) + 2 * _DAY_SECONDS
    if first < _FIRST_SECOND or last > _LAST_SECOND:
        raise NotRowWiseError
    starts, offsets = [first], [_local_offset(first)]
    for second in range(first, last + _DAY_SECONDS, _DAY_SECONDS):
        offset = _local_offset(second)
        if offset != offsets[-1]:
            before, after = second - _DAY_SECONDS, second
            while after - before > 1:
                middle = (before + after) // 2
                if _local_offset(middle) == offsets[-1]:
                    before = middle
                else:
                    after = middle
            starts.append(after)
            offsets.append(offset)
    return np.array(starts, dtype=float), np.array(offsets, dtype=float)


def _local_offset(second: int) -> int:
    return time.localtime(second).tm_gmtoff


def _to_js_text(value: Any) -> str:
    """Return a value as JavaScript writes it.

    Raises
    ------
    NotRowWiseError
        JavaScript may write the number in another way.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, float):
        return str(value)
    if value and not _WRITTEN_ALIKE[0] <= abs(value) < _WRITTEN_ALIKE[1]:
        raise NotRowWiseError
    return str(int(value)) if value.is_integer() else repr(value)


@dataclass(eq=False)
class LargeFrame:
    """A data frame that Altair is kept from writing as JSON.

    Attributes
    ----------
    frame : narwhals.DataFrame
    """

    frame: Any
    _columns: dict[str, FrameColumn] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.frame)

    def read_column(self, name: str) -> FrameColumn:
        """Return a column.

        Raises
        ------
        NotRowWiseError
            There is none of that name, or it is not known here how Altair writes its values.
        """
        if name not in self._columns:
            if name not in self.frame.columns:
                raise NotRowWiseError
            self._columns[name] = _read_series(self.frame[name])
        return self._columns[name]

    def to_records(self, rows: Any = None) -> list[dict[str, Any]]:
        """Return some rows as Altair writes them; all without `rows`."""
        import altair as alt

        part = self.frame if rows is None else self.frame[rows]
        data: Any = alt.default_data_transformer(part.to_native(), max_rows=None)
        return list(data["values"])


def _read_series(series: Any) -> FrameColumn:
    import narwhals.stable.v1 as nw

    kind = series.dtype
    if kind.is_numeric() and not kind.is_decimal():
        return FrameColumn("number", _read_numbers(series))
    if kind == nw.Boolean:
        return FrameColumn("text", _encode_cells(series.to_list(), bool))
    if kind in {nw.String, nw.Categorical}:
        return FrameColumn("text", _encode_cells(series.to_list(), str))
    if kind == nw.Datetime:
        zone = getattr(kind, "time_zone", None)
        milliseconds = series.dt.timestamp("ms").to_numpy().astype(float)
        return FrameColumn("date text", milliseconds, is_wall_time=zone is None)
    raise NotRowWiseError


def _read_numbers(series: Any) -> Any:
    numbers = series.to_numpy()
    if numbers.dtype.kind not in "fiu":
        raise NotRowWiseError
    numbers = numbers.astype(float)
    is_pandas = series.implementation.is_pandas()
    if np.isinf(numbers).any() or (not is_pandas and np.isnan(numbers).sum() > series.null_count()):
        raise NotRowWiseError
    return numbers


def _encode_cells(cells: Sequence[Any], kind: type) -> CodedColumn:
    codes: dict[Any, int] = {}
    places = [codes.setdefault(cell, len(codes)) for cell in cells]
    values = [cell if isinstance(cell, kind) else None for cell in codes]
    column = CodedColumn(np.array(places, dtype=np.intp), values)
    return column.map_values(lambda value: value) if values.count(None) > 1 else column


def capture_frames(chart: Any, rows: int) -> tuple[dict[str, Any], Mapping[str, LargeFrame]]:
    """Return a chart's specification, with its large data frames apart, by their names in it.

    Parameters
    ----------
    chart : altair.TopLevelMixin
    rows : int
        Frames with more rows are large. All others are in the specification, wherever Altair
        would put them.
    """
    import altair as alt

    frames: dict[str, LargeFrame] = {}
    names: dict[int, str] = {}
    thread = threading.get_ident()

    def transform(data: Any) -> Any:
        if threading.get_ident() != thread:
            return usual_transform(data)  # a chart that is drawn at the same time
        frame = _to_plain_frame(data)
        if frame is None or len(frame) <= rows:
            return alt.default_data_transformer(data, max_rows=None)
        name = names.setdefault(id(data), f"large-frame-{len(names)}")
        frames[name] = LargeFrame(frame)
        return {"name": name}

    with _TRANSFORMER_LOCK:
        usual_transform: Any = alt.data_transformers.get()
        alt.data_transformers.register(_TRANSFORMER, transform)
        try:
            with alt.data_transformers.enable(_TRANSFORMER):
                spec: dict[str, Any] = chart.to_dict(format="vega-lite")
        finally:
            alt.data_transformers.register(_TRANSFORMER, None)
    return spec, frames


def _to_plain_frame(data: Any) -> Any:
    """Return data as a narwhals frame; None for what is none, or has other than text as names."""
    import narwhals.stable.v1 as nw

    if hasattr(data, "__geo_interface__"):
        return None
    try:
        frame = nw.from_native(data, eager_only=True, pass_through=True)
    except ValueError:
        return None  # two columns of one name
    is_plain = isinstance(frame, nw.DataFrame) and all(isinstance(n, str) for n in frame.columns)
    return frame if is_plain else None
