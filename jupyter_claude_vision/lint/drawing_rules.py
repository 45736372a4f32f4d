"""Rules that need more than the tables: colors, overplotting, sizes of text, bars in 3-D."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from ..imaging.prepare import SMALL_TEXT
from .color_cycles import find_cycle_colors
from .color_vision import DEFICIENCIES, measure_difference
from .report import Finding, round_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..charts.row_blocks import AxisRow, RowBlock
    from .chart import Chart, ChartPanel
    from .color_vision import Rgb

_DISTINCT: Final = 25.0
"""Distance of two colors that a reader without a deficiency tells apart at a glance."""

_ALIKE: Final = 10.5
"""Distance under which nobody tells two lines or small areas apart: pure red and green have 10.4,
and palettes that are made for color-blind readers at least 10.8."""

_FAR: Final = 0.3
"""Part of a color map from which on two of its values must not look alike."""

_FEWEST_POINTS: Final = 500
_CROWD: Final = 5
"""Opaque marks that share a place of a mark's size: what lies below cannot be seen."""

_WEB_MARKER: Final = 6.0
"""Diameter in pixels of plotly's and Altair's points, which the tables do not tell."""

_FACES: Final = 6


def find_small_text(chart: Chart) -> Iterator[Finding]:
    """Yield the sorts of text that are too small to be read on the picture as sent."""
    for text in chart.small_text:
        if text.height < SMALL_TEXT:
            sentence = (
                f"The letters of the {text.label} are {text.height:.1f} px high as sent; under "
                f"{SMALL_TEXT} px they are misread: raise the font size, or split the figure."
            )
            yield Finding("small text", sentence, region=text.box and round_box(text.box))


def find_solid_bars(chart: Chart) -> Iterator[Finding]:
    """Yield the panels with bars in three dimensions."""
    for panel in chart.panels:
        if any(axes.name == "3d" and _has_bars(axes) for axes in panel.artists):
            sentence = (
                "Bars in 3-D hide one another, and their heights cannot be read off: draw a heat "
                "map, or bars side by side."
            )
            yield Finding("3-D bars", sentence, panel.name, panel.region)


def _has_bars(axes: Any) -> bool:
    if any(type(container).__name__ == "BarContainer" for container in axes.containers):
        return True
    return any(_consists_of_boxes(collection) for collection in axes.collections)


def _consists_of_boxes(collection: Any) -> bool:
    """Return whether a collection of faces is one of boxes: as it is drawn.

    At each corner of a box three of its faces meet; at the rim of a surface one or two.
    """
    if type(collection).__name__ != "Poly3DCollection":
        return False
    counts: Counter[tuple[float, float]] = Counter()
    paths = collection.get_paths()
    for path in paths:
        corners = {(round(float(x), 9), round(float(y), 9)) for x, y in path.vertices}
        if len(corners) != 4:
            return False
        counts.update(corners)
    return bool(paths) and len(paths) % _FACES == 0 and all(n % 3 == 0 for n in counts.values())


def find_similar_colors(chart: Chart) -> Iterator[Finding]:
    """Yield the legends and color maps of which a color-blind reader confuses two colors."""
    for panel in chart.panels:
        for axes in panel.artists:
            for legend in _find_legends(axes):
                entries = _read_legend(legend)
                defaults = find_cycle_colors([color for *_, color in entries], axes)
                if fault := _find_confusion(entries, defaults):
                    yield Finding("similar colors", fault, panel.name, panel.region)
            for name, colors in _read_color_maps(axes):
                if fault := _find_map_confusion(name, colors):
                    yield Finding("similar colors", fault, panel.name, panel.region)
    for entries in chart.legends:
        if fault := _find_confusion(entries, set()):
            yield Finding("similar colors", fault)


def _find_legends(axes: Any) -> Iterator[Any]:
    legend = axes.get_legend()
    if legend is not None and legend.get_visible():
        yield legend
    yield from (a for a in axes.artists if type(a).__name__ == "Legend" and a.get_visible())


def _read_legend(legend: Any) -> list[tuple[str, tuple[Any, ...], Rgb]]:
    """Return the entries of a legend: text, what tells them apart besides color, and color."""
    entries = []
    for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=False):
        color = _find_color(handle)
        if color is not None:
            style = tuple(
                str(getattr(handle, f"get_{name}")())
                for name in ("linestyle", "marker", "hatch")
                if hasattr(handle, f"get_{name}")
            )
            entries.append((text.get_text(), style, color))
    return entries


def _find_color(handle: Any) -> Rgb | None:
    """Return the color of a legend's mark; None where it has none."""
    from matplotlib.colors import to_rgba_array

    for name in ("facecolor", "color", "edgecolor"):
        method = getattr(handle, f"get_{name}", None)
        colors: Any = to_rgba_array(method()) if method is not None else ()
        if len(colors) and colors[0][3] > 0:
            red, green, blue, _ = map(float, colors[0])
            return red, green, blue
    return None


def _find_confusion(entries: Iterable[tuple[str, tuple[Any, ...], Rgb]], defaults: set[Rgb]) -> str:
    """Return a sentence on two entries that only a color tells apart; empty for none."""
    for (first, style, color), (second, other_style, other_color) in combinations(entries, 2):
        if style != other_style or {color, other_color} <= defaults:
            continue
        deficiency = _find_deficiency(color, other_color)
        if deficiency is not None:
            return (
                f"The colors of {first!r} and {second!r} look alike with {deficiency}: choose "
                "others, or add markers, line styles or hatches."
            )
    return ""


def _find_deficiency(first: Rgb, second: Rgb) -> str | None:
    """Return the deficiency with which two distinct colors look alike; None for none."""
    if measure_difference(first, second) < _DISTINCT:
        return None
    return next((d for d in DEFICIENCIES if measure_difference(first, second, d) < _ALIKE), None)


def _read_color_maps(axes: Any) -> Iterator[tuple[str, list[Rgb]]]:
    """Yield the color maps of arrays that an Axes draws, sampled."""
    for artist in (*axes.images, *axes.collections):
        values = artist.get_array()
        if values is None or getattr(values, "ndim", 1) == 3 or not artist.get_visible():
            continue
        samples = artist.cmap([step / 16 for step in range(17)])
        colors = [(float(red), float(green), float(blue)) for red, green, blue, _ in samples]
        yield artist.cmap.name, colors


def _find_map_confusion(name: str, colors: list[Rgb]) -> str:
    """Return a sentence on a color map with two values far apart that look alike."""
    last = len(colors) - 1
    for (place, first), (later_place, second) in combinations(enumerate(colors), 2):
        if later_place - place >= _FAR * last and (deficiency := _find_deficiency(first, second)):
            ends = f"{place / last:.0%} and {later_place / last:.0%}"
            return (
                f"The color map {name!r} looks alike at {ends} of its range with {deficiency}: "
                "choose one like 'viridis' or 'coolwarm'."
            )
    return ""


def find_overplotting(chart: Chart) -> Iterator[Finding]:
    """Yield the panels where most points lie under others."""
    for panel in chart.panels:
        shares = [_measure_hidden(*cloud) for axes in panel.artists for cloud in _read_clouds(axes)]
        if not panel.artists:
            shares = [_measure_hidden_rows(panel, b) for b in panel.blocks if b.kind == "point"]
        share, count = max(shares, default=(0.0, 0))
        if share >= 0.5:
            sentence = (
                f"Of {count:,} points {share:.0%} lie on {_CROWD} or more others, so that how many "
                "there are cannot be seen: make them small and transparent, or draw densities."
            )
            yield Finding("overplotting", sentence, panel.name, panel.region)


def _read_clouds(axes: Any) -> Iterator[tuple[Any, float, float]]:
    """Yield the points of each scatter plot in pixels, with their diameter and alpha."""
    import numpy as np

    scale = axes.figure.dpi / 72
    for collection in axes.collections:
        if type(collection).__name__ != "PathCollection" or not collection.get_visible():
            continue
        offsets = np.ma.filled(collection.get_offsets().astype(float), np.nan)
        points = collection.get_offset_transform().transform(offsets)
        sizes, colors = collection.get_sizes(), collection.get_facecolor()
        diameter = float(np.sqrt(np.median(sizes))) * scale if len(sizes) else 0.0
        yield points, diameter, float(np.median(colors[:, 3])) if len(colors) else 0.5
    for line in axes.lines:
        marker = line.get_marker()
        if line.get_linestyle() in {"None", "none", "", " "} and marker and line.get_visible():
            points = line.get_transform().transform(line.get_xydata())
            size = line.get_markersize() * scale * (0.5 if marker == "." else 1)
            yield points, 1.0 if marker == "," else size, float(line.get_alpha() or 1)


def _measure_hidden(points: Any, diameter: float, alpha: float) -> tuple[float, int]:
    """Return the share of points that lie on a crowd of others, and how many points there are."""
    import numpy as np

    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < _FEWEST_POINTS or diameter <= 0 or alpha <= 0:
        return 0.0, len(points)
    cells = np.floor(points / max(diameter, 1.0)).astype(np.int64)
    keys = cells[:, 0] * (1 << 32) + cells[:, 1]
    _, counts = np.unique(keys, return_counts=True)
    crowd = counts[counts > _CROWD / alpha].sum()
    return float(crowd / len(points)), len(points)


def _measure_hidden_rows(panel: ChartPanel, block: RowBlock) -> tuple[float, int]:
    """Return the same of rows, whose marks are taken to be of the library's own size."""
    if block.count < _FEWEST_POINTS:
        return 0.0, block.count
    places = [
        _to_pixels(block.columns.get(name), panel.axis_rows.get(axis))
        for name, axis in (("x", "x"), ("y" if "y" in block.columns else "value", "y"))
    ]
    if not all(places):
        return 0.0, block.count
    import numpy as np

    points = np.array(places, dtype=float).T
    return _measure_hidden(points, _WEB_MARKER, 0.5)  # their points are hollow or may be clear


def _to_pixels(column: Any, axis: AxisRow | None) -> list[float]:
    """Return numbers of a linear axis in pixels; none where they are no such numbers."""
    if axis is None or axis.scale != "linear" or not axis.span_pixels:
        return []
    if not isinstance(axis.low, float | int) or not isinstance(axis.high, float | int):
        return []
    values = column.tolist() if hasattr(column, "tolist") else column
    if not isinstance(values, list) or not all(isinstance(v, float | int) for v in values):
        return []
    factor = axis.span_pixels / (axis.high - axis.low) if axis.high != axis.low else 0.0
    return [(value - axis.low) * factor for value in values]
