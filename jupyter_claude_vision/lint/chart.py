"""A live figure as the rules see it: its tables by panel and, of matplotlib, its Axes."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from ..charts.readers import read_tables
from ..imaging.geometry import largest_size
from .report import round_box
from .specified_styles import measure_specified_text, read_legends

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..charts.chart_tables import ChartTables
    from ..charts.row_blocks import AxisRow, RowBlock
    from ..inputs.attachment import Raster, SmallText
    from ..models import Tier
    from .report import Region
    from .specified_styles import Entry

_MOST_ROWS: Final = 20_000
"""Rows that a rule looks at one by one: nobody sees more bars than these."""


@dataclass(frozen=True, eq=False)
class ChartPanel:
    """A panel: its rows, axes and texts and, of matplotlib, its Axes.

    Attributes
    ----------
    name : str
    blocks : tuple of RowBlock
    axis_rows : mapping of str to AxisRow
        By name: ``"y"``, ``"right"``, ``"x"`` …
    texts : tuple of str
        Its annotations.
    title : str
    artists : tuple of matplotlib.axes.Axes
        Those that lie on one another here; none for another library.
    region : tuple of int or None
        Its place on the picture as sent.
    """

    name: str
    blocks: tuple[RowBlock, ...] = ()
    axis_rows: Mapping[str, AxisRow] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    title: str = ""
    artists: tuple[Any, ...] = ()
    region: Region | None = None

    @property
    def kinds(self) -> set[str]:
        """The kinds of its rows."""
        return {block.kind for block in self.blocks}

    def iterate_rows(self, *kinds: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of some kinds as the table ``data`` has them, up to a limit."""
        count = 0
        for block in self.blocks:
            if block.kind not in kinds:
                continue
            facts = {"series": block.series, "kind": block.kind, "axis": block.axis}
            for cells in chain.from_iterable(block.to_chunks(0)):
                count += 1
                if count > _MOST_ROWS:
                    return
                yield facts | dict(zip(block.columns, cells[1:], strict=True))


@dataclass(frozen=True, eq=False)
class Chart:
    """A live figure as the rules see it.

    Attributes
    ----------
    panels : tuple of ChartPanel
        In reading order.
    small_text : tuple of SmallText
        The smallest letters of each sort, in pixels as sent; none where the library does not tell.
    legends : tuple of list
        The entries of the legends of other libraries than matplotlib.
    """

    panels: tuple[ChartPanel, ...]
    small_text: tuple[SmallText, ...] = ()
    legends: tuple[list[Entry], ...] = ()


def read_chart(figure: object, tier: Tier) -> Chart | None:
    """Return a live figure as the rules see it; None for anything else.

    Parameters
    ----------
    figure : object
        As `read_tables` takes it.
    tier : Tier
        What the model sees of its picture.
    """
    tables = read_tables(figure)
    if tables is None:
        return None
    if tables.library != "matplotlib":
        text = measure_specified_text(figure, partial(largest_size, tier=tier))
        return Chart(tuple(_split_tables(tables, {}, {})), text, tuple(read_legends(figure)))
    from ..charts.matplotlib.panel_layout import find_panel_axes
    from ..charts.readers import find_matplotlib_part
    from ..inputs.matplotlib.drawing import UNDISTURBED, draw_part

    part = find_matplotlib_part(figure)
    with UNDISTURBED:
        axes_by_panel = find_panel_axes(part)
        raster = draw_part(part, partial(largest_size, tier=tier))
    panels = _split_tables(tables, axes_by_panel, _find_regions(raster))
    return Chart(tuple(panels), raster.small_text)


def _find_regions(raster: Raster) -> dict[int, Region]:
    """Return the place of each Axes on a picture, by its identity."""
    boxes = ((place.live(), place.box) for place in raster.places)
    return {id(axes): round_box(box) for axes, box in boxes}


def _split_tables(
    tables: ChartTables, axes_by_panel: Mapping[str, list[Any]], regions: Mapping[int, Region]
) -> Iterator[ChartPanel]:
    """Yield the panels of a figure's tables, in reading order."""
    panels = [row.panel for row in tables.axis_rows] + [block.panel for block in tables.blocks]
    for name in dict.fromkeys((*axes_by_panel, *panels)):
        axes = axes_by_panel.get(name, [])
        texts = [row for row in tables.text_rows if row.panel == name]
        yield ChartPanel(
            name,
            tuple(block for block in tables.blocks if block.panel == name),
            {row.axis: row for row in tables.axis_rows if row.panel == name},
            tuple(row.text for row in texts if row.kind == "annotation"),
            next((row.text for row in texts if row.kind == "title"), ""),
            tuple(axes),
            next((regions[id(part)] for part in axes if id(part) in regions), None),
        )
