"""Rows of what a plotly figure's layout draws: titles, annotations, lines, and spans."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from .specification import plain_text, to_array

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..builder import PanelBuilder, TablesBuilder
    from .axes import PlotAxis
    from .scatter_rows import CartesianPanel
    from .specification import Layout

Rectangle = tuple[float, float, float, float]
"""Left, right, bottom and top of a panel in the figure, from 0 to 1."""

_NEAR: Final = 0.02
_SIDEWAYS: Final = frozenset({90, -90, 270, -270})


def find_panel_titles(layout: Layout, panels: Sequence[Rectangle]) -> tuple[list[str], set[int]]:
    """Return the titles of panels, and which annotations they are.

    Subplots have no titles of their own: annotations stand over them, or at the ends of their
    columns and rows.
    """
    titles: list[str] = []
    title_numbers: set[int] = set()
    texts = list(enumerate(layout.list("annotations")))
    texts = [(n, a) for n, a in texts if _is_on_paper(a) and not a.get("showarrow", True)]
    for panel in panels:
        beside = [n for n, a in texts if _is_beside(a, panel, panels)]
        over = [n for n, a in texts if _is_over(a, panel, panels, in_grid=bool(beside))]
        title_numbers.update(over, beside)
        by_place = dict(texts)
        titles.append(", ".join(plain_text(by_place[n].get("text")) for n in (*over, *beside)))
    return titles, title_numbers


def _is_on_paper(part: Mapping[str, Any]) -> bool:
    return part.get("xref") == "paper" and part.get("yref") == "paper"


def _is_over(
    annotation: Mapping[str, Any],
    panel: Rectangle,
    panels: Sequence[Rectangle],
    *,
    in_grid: bool,
) -> bool:
    """Return whether an annotation is over a panel, or in a grid over the panel's column."""
    left, right, _, top = panel
    x, y = annotation.get("x"), annotation.get("y")
    if x is None or y is None or annotation.get("textangle") in _SIDEWAYS:
        return False
    if abs(x - (left + right) / 2) > _NEAR or not top - 0.01 <= y <= 1.05:
        return False
    if annotation.get("yanchor") not in {"bottom", None} and y < top + 0.001:
        return False
    if in_grid and y >= max(p[3] for p in panels) - 0.01:
        return True
    nearer = [p for p in panels if abs(p[0] - left) < 0.001 and top + 0.001 < p[3] <= y + 0.01]
    return bool(y - top < 0.06 and not nearer)


def _is_beside(
    annotation: Mapping[str, Any], panel: Rectangle, panels: Sequence[Rectangle]
) -> bool:
    """Return whether an annotation stands sideways at the right end of a panel's row."""
    _, _, bottom, top = panel
    x, y = annotation.get("x"), annotation.get("y")
    if x is None or y is None or annotation.get("textangle") not in _SIDEWAYS:
        return False
    rightmost = max(p[1] for p in panels)
    return bool(abs(y - (bottom + top) / 2) <= _NEAR and x >= rightmost - 0.001)


def add_annotations(
    layout: Layout,
    panels: Mapping[tuple[str, str], CartesianPanel],
    builder: TablesBuilder,
    title_numbers: Iterable[int],
) -> None:
    """Add the texts that the layout draws, but for those that are titles of panels."""
    titles = set(title_numbers)
    for n, annotation in enumerate(layout.list("annotations")):
        text = plain_text(annotation.get("text"))
        if n in titles:
            continue
        panel = _find_panel(annotation, panels)
        if panel is None:
            if len(builder.panels) == 1:
                builder.panels[0].add_text("annotation", text)
            else:
                builder.add_text("annotation", text)
            continue
        cells = [_cell(panel, annotation, letter) for letter in "xy"]
        panel.builder.add_text("annotation", text, *cells)


def _cell(panel: CartesianPanel, part: Mapping[str, Any], letter: str) -> float | str | None:
    axis = panel.axes.get(str(part.get(f"{letter}ref", letter)))
    value = part.get(letter)
    if axis is None or value is None:
        return None
    return axis.to_cell(_to_position(axis, value))


def _to_position(axis: PlotAxis, value: Any) -> float:
    """Return the position of a shape's or annotation's end: on a log axis it is an exponent."""
    return axis.to_position(value.item() if hasattr(value, "item") else value)


def _find_panel(
    part: Mapping[str, Any], panels: Mapping[tuple[str, str], CartesianPanel]
) -> CartesianPanel | None:
    """Return the panel that a shape or annotation stands on; None where it stands on the paper."""
    refs = [str(part.get(f"{letter}ref") or letter) for letter in "xy"]
    if refs == ["paper", "paper"]:
        return None
    x, y = (ref.removesuffix(" domain") for ref in refs)
    for pair, panel in panels.items():
        if (x in pair or x == "paper") and (y in pair or y == "paper"):
            return panel
    for panel in panels.values():
        if x in panel.axes and y in panel.axes and (x in panel.names or y in panel.names):
            return panel
    return None


def add_shapes(
    layout: Layout, panels: Mapping[tuple[str, str], CartesianPanel], builder: TablesBuilder
) -> None:
    """Add lines across as rules, stripes as spans, and name the other shapes."""
    for shape in layout.list("shapes"):
        panel = _find_panel(shape, panels)
        kind = str(shape.get("type", "rect"))
        text = plain_text((shape.get("label") or {}).get("text"))
        if panel is None:
            builder.omit(f"a {kind} of the layout", "it does not stand on axes")
            continue
        panel.builder.add_text("annotation", text)
        if kind not in {"line", "rect"} or not _add_shape(shape, kind, panel):
            panel.builder.omit(f"a {kind} of the layout", "it shows no values")


def _add_shape(shape: Mapping[str, Any], kind: str, panel: CartesianPanel) -> bool:
    """Add a line or a rectangle; False where its ends are on no axis."""
    axes = {
        letter: axis
        for letter in "xy"
        if (axis := panel.axes.get(str(shape.get(f"{letter}ref") or letter))) is not None
    }
    ends: dict[str, list[float]] = {}
    for letter, axis in axes.items():
        pair = [shape.get(f"{letter}0"), shape.get(f"{letter}1")]
        if None in pair:
            return False
        ends[letter] = [_to_position(axis, end) for end in pair]
    series = panel.builder.add_series(plain_text(shape.get("name")))
    columns = {
        letter: axis.to_column(to_array(sorted(ends[letter]) if kind == "rect" else ends[letter]))
        for letter, axis in axes.items()
    }
    if kind == "line" and len(axes) == 1:
        letter, axis = next(iter(axes.items()))
        if ends[letter][0] != ends[letter][1]:
            return False
        level = axis.to_column(to_array(ends[letter][:1]))
        name = panel.names.get(axis.id, letter)
        series.add_rows("rule", value=level, axis=name, **{letter: level})
        return True
    if kind == "line" and len(axes) == 2:
        name = panel.names.get(axes["y"].id, "y")
        series.add_rows("line", value=columns["y"], axis=name, **columns)
        return True
    spans: dict[str, Any] = {}
    for letter, axis in axes.items():
        low, high = (axis.to_column(to_array([end])) for end in sorted(ends[letter]))
        spans |= {f"{letter}_low": low, f"{letter}_high": high}
    series.add_rows("span", **spans)
    return bool(spans)


def name_other_parts(layout: Layout, builder: TablesBuilder) -> None:
    """Name the images and controls that the layout draws."""
    for name, noun in (("images", "image"), ("sliders", "slider"), ("updatemenus", "menu")):
        count = len(layout.list(name))
        if count:
            plural = "s" if count > 1 else ""
            builder.omit(f"{count} {noun}{plural}", "the tables hold values")


def add_legend_titles(layout: Layout, target: PanelBuilder | TablesBuilder) -> None:
    """Add the titles of the legends."""
    names = [name for name in layout.properties if re.fullmatch(r"legend\d*", name)]
    for name in names:
        target.add_text("legend title", plain_text(layout.get(f"{name}.title.text")))
