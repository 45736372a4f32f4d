"""What a whole figure holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..visible import to_visible_text
from .description import description

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Panel, Series, Value
    from .table_description import Description


@dataclass(frozen=True)
class ChartData:
    """What a live figure holds.

    Attributes
    ----------
    title : str
        Of the whole figure.
    panels : tuple of Panel
    library : {"matplotlib", "plotly", "altair"}
    notes : tuple of str
        What of the figure is not in here.
    description : Description or None
        Of the chart tables, where there is a reader of them.
    """

    title: str
    panels: tuple[Panel, ...]
    library: str
    notes: tuple[str, ...] = ()
    description: Description | None = field(default=None, repr=False, compare=False)

    @property
    def series(self) -> tuple[Series, ...]:
        """Every panel's series."""
        return tuple(one for panel in self.panels for one in panel.series)

    def columns(self) -> dict[str, list[Any]]:
        """Return every point as a row: panel, series, x as a reader names it, and y."""
        rows = list(self._rows())
        names = ("panel", "series", "kind", "x", "y")
        return {name: [row[place] for row in rows] for place, name in enumerate(names)}

    def _rows(self) -> Iterator[tuple[str, str, str, Value, float]]:
        for number, panel in enumerate(self.panels, 1):
            for one in panel.series:
                for x, y in zip(one.x, one.y, strict=True):
                    yield panel.title or str(number), one.name, one.kind, one.where.show(x), y

    def to_frame(self) -> Any:
        """Return every point as a row of a pandas DataFrame."""
        from ..text.dataframes import to_dataframe

        return to_dataframe(self.columns())

    def __str__(self) -> str:
        if self.description is not None:
            return self.description.text
        return to_visible_text(description(self.title, self.panels, self.notes))

    def __repr__(self) -> str:
        return str(self)
