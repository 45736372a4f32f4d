"""Properties of a plotly figure's traces and layout, with what its template adds."""

from __future__ import annotations

import base64
import html
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SURFACES: Final = frozenset(
    [
        "heatmap",
        "contour",
        "histogram2d",
        "histogram2dcontour",
        "surface",
        "mesh3d",
        "choropleth",
        "choroplethmap",
        "choroplethmapbox",
        "densitymap",
        "densitymapbox",
        "isosurface",
        "volume",
        "cone",
        "streamtube",
    ]
)
_DTYPES: Final = {"u1c": "u1"}
_NUMERIC: Final = "biuf"
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_DATE: Final = re.compile(
    r"\s*(-?\d{4})(?:-(\d?\d)(?:-(\d?\d)(?:[ Tt]([01]?\d|2[0-3])"
    r"(?::([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(?:Z|z|[+\-]\d\d(?::?\d\d)?)?)?)?)?)?\s*"
)
_PLAIN_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?")
_DAY_MILLISECONDS: Final = 86_400_000.0


@dataclass(frozen=True)
class Trace:
    """A trace of a figure.

    Attributes
    ----------
    source : plotly.basedatatypes.BaseTraceType
    index : int
        Its place in ``figure.data``.
    defaults : Mapping
        What the figure's template says of traces of its type.
    is_in_legend : bool
    """

    source: Any
    index: int
    defaults: Mapping[str, Any]
    is_in_legend: bool = False

    @property
    def type(self) -> str:
        """Name of its type, such as ``"bar"``."""
        return str(self.source.type)

    @property
    def is_drawn(self) -> bool:
        """True where it is on the picture: one that waits in the legend is not."""
        return self.get("visible", True) is True

    @property
    def name(self) -> str:
        """Its name as the legend has it; empty where it has none."""
        name = self.get("name")
        if name is None:
            return f"trace {self.index}" if self.is_in_legend else ""
        text = plain_text(name)
        # What plotly.express numbers is named nowhere on the picture.
        return "" if self.type in _SURFACES and text.isdigit() else text

    def get(self, path: str, default: Any = None) -> Any:
        """Return a property by its path, such as ``"line.shape"``.

        Parameters
        ----------
        path : str
        default : Any
            What to return where neither the trace nor the template has it.
        """
        value = None
        # plotly looks for the nearest name, slowly, where a type has no such property.
        if path.partition(".")[0] in self.source:
            try:
                value = self.source[path]
            except (KeyError, ValueError, TypeError):
                value = None
        if value is None:
            value = lookup(self.defaults, path)
        return default if value is None else value

    def has_part(self, name: str) -> bool:
        """Return whether the trace itself sets anything of a group of properties."""
        return name in self.source and bool(self.source[name].to_plotly_json())

    def column(self, path: str) -> Any:
        """Return a property that holds data as an array; None where it is not there."""
        value = self.get(path)
        return None if value is None else to_array(value)


def lookup(node: Any, path: str) -> Any:
    """Return a property of nested mappings by its path; None where it is not there."""
    for key in path.split("."):
        if not isinstance(node, dict):
            return None
        node = node.get(key)
    return node


@dataclass(frozen=True)
class Layout:
    """A figure's layout, with what its template adds.

    Attributes
    ----------
    properties, template : Mapping
    """

    properties: Mapping[str, Any]
    template: Mapping[str, Any]

    def get(self, path: str, default: Any = None) -> Any:
        """Return a property by its path: of an axis such as ``"xaxis2.title.text"``, too."""
        value = lookup(self.properties, path)
        if value is None:
            first, dot, rest = path.partition(".")
            value = lookup(self.template, re.sub(r"\d+$", "", first) + dot + rest)
        return default if value is None else value

    def list(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return the shapes, annotations, images or controls; those that are hidden left out."""
        defaults = lookup(self.template, name[:-1] + "defaults") or {}
        parts = [{**defaults, **part} for part in self.properties.get(name) or ()]
        return [part for part in parts if part.get("visible", True) is True]


def read_figure(figure: Any) -> tuple[list[Trace], Layout]:
    """Return a figure's traces and its layout."""
    layout = figure.layout.to_plotly_json()
    template = layout.pop("template", None) or {}
    of_traces = template.get("data") or {}
    counts: dict[str, int] = {}
    traces = []
    in_legend = [t for t in figure.data if _may_be_in_legend(t)]
    has_legend = layout.get("showlegend", len(in_legend) > 1)
    for index, source in enumerate(figure.data):
        defaults: Any = of_traces.get(source.type) or ({},)
        place = counts[source.type] = counts.get(source.type, -1) + 1
        is_in_legend = bool(has_legend) and _may_be_in_legend(source)
        traces.append(Trace(source, index, defaults[place % len(defaults)], is_in_legend))
    return traces, Layout(layout, template.get("layout") or {})


def _may_be_in_legend(source: Any) -> bool:
    if "showlegend" not in source:
        return False
    showlegend = source["showlegend"]
    has_color_bar = source.type in _SURFACES
    is_default = showlegend is None and not has_color_bar and source.visible is not False
    return showlegend is True or is_default


def plain_text(text: Any) -> str:
    """Return a text of plotly's without its markup, on one line."""
    bare = re.sub(r"<br\s*/?>", " ", str(text or ""))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", bare)).split())


def to_array(values: Any) -> Any:
    """Return values as a numpy array: numbers, dates, or objects.

    Parameters
    ----------
    values : array, sequence, or dict
        A dict is plotly's typed array, of base64 ("bdata").
    """
    import numpy as np

    if isinstance(values, dict) and "bdata" in values:
        data = base64.b64decode(values["bdata"])
        kind = str(values.get("dtype", "f8"))
        array = np.frombuffer(data, np.dtype(_DTYPES.get(kind, kind)).newbyteorder("<"))
        shape = values.get("shape")
        if shape is None:
            return array
        sides = str(shape).split(",") if isinstance(shape, str) else shape
        return array.reshape([int(side) for side in sides])
    if isinstance(values, np.ndarray):
        return values if values.dtype.kind != "O" else _narrowed(values)
    if isinstance(values, str) or not hasattr(values, "__len__"):
        values = [values]
    if any(isinstance(value, str) for value in values):
        return _objects(values)
    try:
        return _narrowed(np.array(values))
    except (ValueError, TypeError):
        return _objects(values)


def _objects(values: Any) -> Any:
    import numpy as np

    array = np.empty(len(values), dtype=object)
    array[:] = [value.tolist() if hasattr(value, "tolist") else value for value in values]
    return array


def _narrowed(array: Any) -> Any:
    """Return numbers that stand in an array of objects as numbers."""
    if array.dtype.kind == "O" and array.ndim == 1 and not _holds_texts(array):
        try:
            return array.astype(float)
        except (ValueError, TypeError):
            return array
    return array


def _holds_texts(array: Any) -> bool:
    values = (value for value in array if value is not None)
    return any(not isinstance(value, (int, float)) or isinstance(value, bool) for value in values)


def is_numeric(array: Any) -> bool:
    """Return whether an array holds numbers by its type."""
    return array.dtype.kind in "iuf"


def to_number(value: Any) -> float:
    """Return a value as plotly reads it as a number; NaN where it is none."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        text = value.strip("'\" \t%,$#").replace(",", "")
        if _NUMBER.fullmatch(text):
            return float(text)
    elif hasattr(value, "__float__") and not isinstance(value, bool):
        return float(value)
    return math.nan


def to_numbers(array: Any) -> Any:
    """Return an array of floats, NaN where a value is no number."""
    import numpy as np

    if array.ndim > 1 or array.dtype.kind == "b":
        return np.full(len(array), np.nan)
    if array.dtype.kind in "iuf":
        return array.astype(float, copy=False)
    if array.dtype.kind == "M":
        return to_days(array) * _DAY_MILLISECONDS
    return np.array([to_number(value) for value in array.tolist()], dtype=float)


def is_date(value: Any) -> bool:
    """Return whether plotly reads a value as a date."""
    if isinstance(value, str):
        return _DATE.fullmatch(value) is not None
    return hasattr(value, "isoformat")


def to_days(array: Any) -> Any:
    """Return dates as days since 1970-01-01 in wall time, NaN where a value is no date."""
    import numpy as np

    if array.dtype.kind == "M":
        finite = ~np.isnat(array)
        days = array.astype("datetime64[us]").astype("int64") / (_DAY_MILLISECONDS * 1000)
        return np.where(finite, days, np.nan)
    if array.dtype.kind in "iuf":
        return array.astype(float) / _DAY_MILLISECONDS
    values = array.tolist()
    days = _parse_plain_dates(values)
    return np.array([to_day(value) for value in values], dtype=float) if days is None else days


def _parse_plain_dates(values: list[Any]) -> Any:
    """Return dates that are texts of one form without time zone as days; None for others."""
    import numpy as np

    first = values[0] if values else None
    if not isinstance(first, str) or not _PLAIN_DATE.fullmatch(first):
        return None
    if not all(isinstance(value, str) and len(value) == len(first) for value in values):
        return None
    try:
        return to_days(np.array(values, dtype="datetime64[us]"))
    except ValueError:
        return None


def to_day(value: Any) -> float:
    """Return a date as days since 1970-01-01; numbers are milliseconds; NaN for no date."""
    import numpy as np

    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) / _DAY_MILLISECONDS
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    if isinstance(value, np.datetime64):
        value = str(value)
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return math.nan
    year, month, day, hour, minute, second = match.groups()
    text = f"{int(year):04d}-{int(month or 1):02d}-{int(day or 1):02d}"
    try:
        day_number = float(np.datetime64(text, "D").astype("int64"))
    except ValueError:
        return math.nan
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + float(second or 0)
    return day_number + seconds / 86_400


def to_texts(array: Any) -> list[str]:
    """Return values as JavaScript writes them: 2010.0 as "2010", None as an empty text."""
    if array.ndim > 1:
        return [""] * len(array)
    return [_text(value) for value in array.tolist()]


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return str(value)
