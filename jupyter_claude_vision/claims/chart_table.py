"""A chart's values as they were read off it, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from ..errors import InputError
from ..text.dataframes import to_dataframe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PIL import Image

AxisKind: TypeAlias = Literal["number", "date", "text"]
_KINDS: Final[tuple[str, ...]] = get_args(AxisKind)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Quantity on an axis.

    Attributes
    ----------
    name, unit : str
    kind : {"number", "date", "text"}
    """

    name: str
    unit: str = ""
    kind: str = "number"


@dataclass(frozen=True)
class ReadSeries:
    """The values of one series.

    Attributes
    ----------
    name, unit, panel : str
        As the chart calls them; may be empty.
    image : int
        Which image of the conversation it was read off.
    x : tuple of float, datetime or str
    y : tuple of float
        NaN where it could not be read.
    """

    name: str
    unit: str
    panel: str
    image: int
    x: tuple[Any, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """A chart's values as they were read off it.

    Attributes
    ----------
    x, y : Quantity
    series : tuple of ReadSeries
    draw : callable or None
        Draws the comparison with the figure's own data; see `overlay`.
    """

    x: Quantity
    y: Quantity
    series: tuple[ReadSeries, ...] = field(default=())
    draw: Callable[[int], Image.Image] | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return sum(len(series.x) for series in self.series)

    @property
    def units(self) -> dict[str, str]:
        """The units of the columns that have one."""
        unit_by_name = {self.x.name or "x": self.x.unit}
        unit_by_name |= {
            name: series.unit or self.y.unit for name, series in self._series_by_name().items()
        }
        return {name: unit for name, unit in unit_by_name.items() if unit}

    def columns(self) -> dict[str, list[Any]]:
        """Return the values as columns.

        One column for x and one for each series, where a series has no x twice; else a row for
        each point, with its series.
        """
        if not self.series:
            return {self.x.name or "x": [], self.y.name or "y": []}
        if len(self._series_by_name()) == len(self.series) and all(map(_is_function, self.series)):
            return self._to_wide_columns()
        return self._to_long_columns()

    def to_frame(self) -> Any:
        """Return the values as a pandas DataFrame; its ``attrs["units"]`` has the units.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        frame = to_dataframe(self.columns())
        if self.x.kind == "date" and len(frame):
            frame[self.x.name or "x"] = frame[self.x.name or "x"].astype("datetime64[ns]")
        if "series" in frame and "series" not in self._series_by_name():
            frame["series"] = frame["series"].astype("category")
        frame.attrs["units"] = self.units
        return frame

    def overlay(self, picture: int = 0) -> Image.Image:
        """Return a picture as it was sent, with the points that are wrong or missing marked on it.

        A wrong point has a ring where it is drawn and a line to where the table has it; a missing
        one has a ring. The legend under the picture has the numbers.

        Parameters
        ----------
        picture : int
            Its index among the pictures that the table was read off.

        Raises
        ------
        InputError
            It was not compared with a figure's own data, or it is not known where the figure's
            points are drawn.
        NotVisibleError
            The figure is not in this kernel any more.
        """
        if self.draw is None:
            msg = "The table was not compared with a figure's own data: ask about a live figure."
            raise InputError(msg)
        return self.draw(picture)

    def _series_by_name(self) -> dict[str, ReadSeries]:
        panels = {series.panel for series in self.series}
        names = {}
        for series in self.series:
            name = series.name or self.y.name or "y"
            names[f"{series.panel}: {name}" if len(panels) > 1 else name] = series
        return names

    def _to_wide_columns(self) -> dict[str, list[Any]]:
        values_by_name = {
            name: dict(zip(series.x, series.y, strict=True))
            for name, series in self._series_by_name().items()
        }
        places = list(dict.fromkeys(x for values in values_by_name.values() for x in values))
        if self.x.kind != "text":
            places.sort()
        columns: dict[str, list[Any]] = {self.x.name or "x": places}
        for name, values in values_by_name.items():
            key = name if name not in columns else f"{name} (y)"
            columns[key] = [values.get(x, math.nan) for x in places]
        return columns

    def _to_long_columns(self) -> dict[str, list[Any]]:
        rows = [
            (name, x, y)
            for name, series in self._series_by_name().items()
            for x, y in zip(series.x, series.y, strict=True)
        ]
        names, xs, ys = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 3
        y_name = self.y.name or "y"
        x_name = self.x.name or "x"
        return {"series": names, x_name: xs, y_name if y_name != x_name else f"{y_name} (y)": ys}


def _is_function(series: ReadSeries) -> bool:
    return len(set(series.x)) == len(series.x)


def read_table(table: object) -> tuple[Reading | None, tuple[str, ...]]:
    """Return the table of an answer, and what of it is malformed.

    Parameters
    ----------
    table : dict
        As `WireTable` describes it; anything else is reported.
    """
    if not isinstance(table, dict) or not isinstance(table.get("series"), list):
        return None, ("The table is not in the form that was asked for.",)
    x, y = _parse_quantity(table.get("x")), _parse_quantity(table.get("y"))
    problems: list[str] = []
    series_list = []
    for place, item in enumerate(table["series"], 1):
        series = _parse_series(item, x)
        if series is None:
            problems.append(f"Series {place} of the table was left out: its x and y do not match.")
        else:
            series_list.append(series)
    return Reading(x, y, tuple(series_list)), tuple(problems)


def _parse_quantity(item: object) -> Quantity:
    facts: Mapping[str, Any] = item if isinstance(item, dict) else {}
    kind = facts.get("kind")
    return Quantity(
        str(facts.get("name") or ""),
        str(facts.get("unit") or ""),
        kind if kind in _KINDS else "number",
    )


def _parse_series(item: object, x: Quantity) -> ReadSeries | None:
    if not isinstance(item, dict):
        return None
    places, values = item.get("x"), item.get("y")
    if not (isinstance(places, list) and isinstance(values, list) and len(places) == len(values)):
        return None
    if not all(value is None or isinstance(value, (int, float)) for value in values):
        return None
    x_values = [_parse_place(place, x.kind) for place in places]
    if any(place is None for place in x_values):
        return None
    image = item.get("image")
    return ReadSeries(
        name=str(item.get("name") or ""),
        unit=str(item.get("unit") or ""),
        panel=str(item.get("panel") or ""),
        image=image if isinstance(image, int) else 1,
        x=tuple(x_values),
        y=tuple(math.nan if value is None else float(value) for value in values),
    )


def _parse_place(text: object, kind: str) -> Any:
    """Return an x as a value of its kind; None where it is none."""
    try:
        if kind == "number":
            return float(str(text).replace(",", ""))
        return _date(str(text)) if kind == "date" else str(text)
    except ValueError:
        return None


def _date(text: str) -> datetime:
    """Return a date that may end with its year or month."""
    for form in ("%Y", "%Y-%m"):
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - an axis has no time zone
        except ValueError:
            continue
    return datetime.fromisoformat(text).replace(tzinfo=None)
