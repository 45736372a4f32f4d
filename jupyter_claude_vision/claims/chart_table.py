"""A chart's values as they were read off it, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from ..text.dataframes import to_dataframe

if TYPE_CHECKING:
    from collections.abc import Mapping

AxisKind: TypeAlias = Literal["number", "date", "text"]
_KINDS: Final[tuple[str, ...]] = get_args(AxisKind)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is on an axis.

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
    """

    x: Quantity
    y: Quantity
    series: tuple[ReadSeries, ...] = field(default=())

    def __len__(self) -> int:
        return sum(len(one.x) for one in self.series)

    @property
    def units(self) -> dict[str, str]:
        """The units of the columns that have one."""
        named = {self.x.name or "x": self.x.unit}
        named |= {name: one.unit or self.y.unit for name, one in self._named().items()}
        return {name: unit for name, unit in named.items() if unit}

    def columns(self) -> dict[str, list[Any]]:
        """Return the values as columns.

        One column for x and one for each series, where a series has no x twice; else a row for
        each point, with its series.
        """
        if not self.series:
            return {self.x.name or "x": [], self.y.name or "y": []}
        if len(self._named()) == len(self.series) and all(map(_is_function, self.series)):
            return self._wide()
        return self._long()

    def to_frame(self) -> Any:
        """Return the values as a pandas DataFrame; its ``attrs["units"]`` has the units.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        made = to_dataframe(self.columns())
        if self.x.kind == "date" and len(made):
            made[self.x.name or "x"] = made[self.x.name or "x"].astype("datetime64[ns]")
        if "series" in made and "series" not in self._named():
            made["series"] = made["series"].astype("category")
        made.attrs["units"] = self.units
        return made

    def _named(self) -> dict[str, ReadSeries]:
        panels = {one.panel for one in self.series}
        names = {}
        for one in self.series:
            name = one.name or self.y.name or "y"
            names[f"{one.panel}: {name}" if len(panels) > 1 else name] = one
        return names

    def _wide(self) -> dict[str, list[Any]]:
        found = {name: dict(zip(one.x, one.y, strict=True)) for name, one in self._named().items()}
        places = list(dict.fromkeys(x for values in found.values() for x in values))
        if self.x.kind != "text":
            places.sort()
        columns: dict[str, list[Any]] = {self.x.name or "x": places}
        for name, values in found.items():
            key = name if name not in columns else f"{name} (y)"
            columns[key] = [values.get(x, math.nan) for x in places]
        return columns

    def _long(self) -> dict[str, list[Any]]:
        rows = [
            (name, x, y)
            for name, one in self._named().items()
            for x, y in zip(one.x, one.y, strict=True)
        ]
        names, xs, ys = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 3
        y_name = self.y.name or "y"
        x_name = self.x.name or "x"
        return {"series": names, x_name: xs, y_name if y_name != x_name else f"{y_name} (y)": ys}


def _is_function(series: ReadSeries) -> bool:
    return len(set(series.x)) == len(series.x)


def read_table(found: object) -> tuple[Reading | None, tuple[str, ...]]:
    """Return the table of an answer, and what of it is malformed.

    Parameters
    ----------
    found : dict
        As `WireTable` describes it; anything else is reported.
    """
    if not isinstance(found, dict) or not isinstance(found.get("series"), list):
        return None, ("The table is not in the form that was asked for.",)
    x, y = _quantity(found.get("x")), _quantity(found.get("y"))
    problems: list[str] = []
    series = []
    for place, item in enumerate(found["series"], 1):
        one = _series(item, x)
        if one is None:
            problems.append(f"Series {place} of the table was left out: its x and y do not match.")
        else:
            series.append(one)
    return Reading(x, y, tuple(series)), tuple(problems)


def _quantity(found: object) -> Quantity:
    facts: Mapping[str, Any] = found if isinstance(found, dict) else {}
    kind = facts.get("kind")
    return Quantity(
        str(facts.get("name") or ""),
        str(facts.get("unit") or ""),
        kind if kind in _KINDS else "number",
    )


def _series(item: object, x: Quantity) -> ReadSeries | None:
    if not isinstance(item, dict):
        return None
    places, values = item.get("x"), item.get("y")
    if not (isinstance(places, list) and isinstance(values, list) and len(places) == len(values)):
        return None
    if not all(value is None or isinstance(value, (int, float)) for value in values):
        return None
    converted = [_place(place, x.kind) for place in places]
    if any(place is None for place in converted):
        return None
    image = item.get("image")
    return ReadSeries(
        name=str(item.get("name") or ""),
        unit=str(item.get("unit") or ""),
        panel=str(item.get("panel") or ""),
        image=image if isinstance(image, int) else 1,
        x=tuple(converted),
        y=tuple(math.nan if value is None else float(value) for value in values),
    )


def _place(text: object, kind: str) -> Any:
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
