"""A table that was read off a chart, against the figure's own data."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from . import positions as places
from .tolerance import distance, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..charts import ChartData, Panel, Series
    from .chart_table import Reading, ReadSeries


_HELPERS: Final = frozenset({"hline", "vline", "contour"})


@dataclass(frozen=True)
class Difference:
    """A value that was read off a chart, and the one that was drawn.

    Attributes
    ----------
    series : str
    x : float, datetime or str
        As it was read.
    read, drawn : float
        NaN for `drawn` where nothing is drawn there.
    off : float
        How many tolerances it is off: up to 1 it is as near as it can be read.
    """

    series: str
    x: Any
    read: float
    drawn: float
    off: float

    @property
    def place(self) -> str:
        """The x as a reader writes it."""
        if isinstance(self.x, datetime):
            return f"{self.x:%Y-%m-%d}"
        return self.x if isinstance(self.x, str) else f"{self.x:g}"


@dataclass(frozen=True)
class Comparison:
    """What is off in a table that was read off a chart.

    Attributes
    ----------
    values : tuple of Difference
        Of every value that could be compared.
    problems : tuple of str
        What could not.
    """

    values: tuple[Difference, ...]
    problems: tuple[str, ...] = ()

    @property
    def off(self) -> tuple[Difference, ...]:
        """The values that are off, the worst first."""
        wrong = [value for value in self.values if value.off > 1]
        return tuple(sorted(wrong, key=lambda value: -value.off))

    @property
    def summary(self) -> str:
        """One sentence."""
        if not self.values:
            return "Nothing of the table could be compared with the figure's own data."
        right = len(self.values) - len(self.off)
        return (
            f"Compared with the figure's own data: {right} of {len(self.values)} values are as "
            "near as they can be read off its axis."
        )

    def columns(self) -> dict[str, list[Any]]:
        """Return every compared value as a row."""
        return {
            "series": [value.series for value in self.values],
            "x": [value.x for value in self.values],
            "read": [value.read for value in self.values],
            "drawn": [value.drawn for value in self.values],
            "off by": [value.read - value.drawn for value in self.values],
        }

    def to_frame(self) -> Any:
        """Return every compared value as a row of a pandas DataFrame."""
        from ..text.dataframes import to_dataframe

        return to_dataframe(self.columns())


def compare(reading: Reading, charts: Mapping[int, ChartData | None]) -> Comparison:
    """Return what is off in a table.

    Parameters
    ----------
    reading : Reading
    charts : mapping of int to ChartData or None
        By image; None for a picture, whose data are not here.
    """
    found: list[Difference] = []
    problems: list[str] = []
    for one in reading.series:
        chart = charts.get(one.image) if len(charts) != 1 else next(iter(charts.values()))
        if chart is None:
            problems.append("A picture's own data are not here, so its values were not compared.")
            continue
        drawn = _drawn(one, chart)
        if drawn is None:
            problems.append(f"The figure has no series {one.name!r} to compare with.")
            continue
        found += [_difference(one, x, y, drawn) for x, y in zip(one.x, one.y, strict=True)]
    return Comparison(tuple(found), tuple(dict.fromkeys(problems)))


def _drawn(one: ReadSeries, chart: ChartData) -> Series | None:
    """Return the drawn series that was read."""
    panels: list[Panel] = [panel for panel in chart.panels if panel.series]
    chosen = [p for p in panels if one.panel and p.title.casefold() == one.panel.casefold()]
    found = [s for panel in chosen or panels for s in _find_series(one.name, panel.series)]
    if not found and len(chosen or panels) == 1:
        main = [s for s in (chosen or panels)[0].series if s.kind not in {"hline", "vline"}]
        found = main if len(main) == 1 else []
    return found[0] if found else None


def _difference(one: ReadSeries, x: Any, y: float, drawn: Series) -> Difference:
    text = x.isoformat() if isinstance(x, datetime) else str(x)
    value = _value(text, drawn)
    off = math.inf if math.isnan(value) else distance(y, value, drawn.value)
    return Difference(one.name or drawn.name, x, y, value, off if math.isfinite(y) else math.inf)


def _value(text: str, drawn: Series) -> float:
    place = places.find(text, drawn)
    if place is None:
        return math.nan
    if place.between is not None:
        return places.between(drawn, place.between)
    values = [drawn.y[row] for row in place.rows if math.isfinite(drawn.y[row])]
    return sum(values) / len(values) if values else math.nan


def as_text(value: Difference) -> tuple[str, ...]:
    """Return a difference as the cells of a table."""
    if math.isnan(value.drawn):
        return value.series, value.place, shown(value.read), "nothing", ""
    gap = shown(value.read - value.drawn)
    return value.series, value.place, shown(value.read), shown(value.drawn), gap


def _find_series(name: str, series: tuple[Series, ...]) -> list[Series]:
    """Return the series that a name can mean."""
    wanted = _folded(name)
    known = {_folded(one.name): one.name for one in series if one.name}
    if not known:
        main = [one for one in series if one.kind not in _HELPERS]
        # A single series without a legend may be called whatever the axis is.
        return main if len(main) == 1 else []
    if wanted not in known:
        partly = [k for k in known if wanted and (wanted in k or k in wanted)]
        close = partly if len(partly) == 1 else get_close_matches(wanted, known, n=2, cutoff=0.8)
        if len(close) != 1:
            return []
        wanted = close[0]
    same = [one for one in series if _folded(one.name) == wanted]
    return [one for one in same if one.kind not in _HELPERS] or same


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-]+", " ", text.casefold()).removesuffix(" (right)").strip()
