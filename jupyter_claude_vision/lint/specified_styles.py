"""Colors and sizes of text that the specification of a plotly figure or an Altair chart names."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..inputs import web_charts
from ..inputs.attachment import SmallText
from ..inputs.close_up import drawn_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..inputs.attachment import Fit
    from .color_vision import Rgb

Entry: TypeAlias = "tuple[str, tuple[Any, ...], Rgb]"
"""An entry of a legend: its text, what tells it apart besides color, and its color."""

_CAP_HEIGHT: Final = 0.73
"""Height of capitals and digits in parts of the font size, as of most sans serifs."""

_FONT_SIZE: Final = 12
"""plotly's own, in pixels."""

_SIZE: Final = (700, 500)
"""Size in pixels at which plotly exports a figure that has none."""

_COLOR_CHANNELS: Final = ("color", "fill", "stroke")
_STYLE_CHANNELS: Final = ("shape", "strokeDash", "size", "facet", "row", "column", "x", "y")


def read_legends(figure: Any) -> list[list[Entry]]:
    """Return the entries of legends whose colors a plotly figure or an Altair chart chooses."""
    if web_charts.is_plotly(figure):
        return [list(_read_traces(figure))]
    if web_charts.is_altair(figure):
        return [list(_read_scale(*pair)) for pair in _find_color_scales(figure.to_dict())]
    return []


def _read_traces(figure: Any) -> Iterator[Entry]:
    """Yield the traces with a color of their own: none of the template's cycle."""
    template = figure.layout.template.layout.colorway or ()
    cycle = {_parse_color(color) for color in (*template, *(figure.layout.colorway or ()))}
    for trace in figure.data:
        facts = trace.to_plotly_json()
        marker, line = facts.get("marker") or {}, facts.get("line") or {}
        color = next(
            filter(None, map(_parse_color, (marker.get("color"), line.get("color")))), None
        )
        is_listed = facts.get("visible", True) is True and facts.get("showlegend", True)
        if is_listed and facts.get("name") and color is not None and color not in cycle:
            pattern = (marker.get("pattern") or {}).get("shape")
            style = (facts.get("type"), line.get("dash"), marker.get("symbol"), pattern)
            yield str(facts["name"]), tuple(map(str, style)), color


def _parse_color(color: Any) -> Rgb | None:
    """Return a color as CSS names it; None for anything else."""
    from PIL import ImageColor

    if not isinstance(color, str):
        return None
    try:
        red, green, blue = ImageColor.getrgb(color)[:3]
    except ValueError:
        return None
    return red / 255, green / 255, blue / 255


def _find_color_scales(node: Any) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield the categories and colors of scales whose colors alone tell categories apart."""
    if isinstance(node, list):
        yield from chain.from_iterable(map(_find_color_scales, node))
    elif isinstance(node, dict):
        encoding = node.get("encoding") or {}
        for channel in _COLOR_CHANNELS:
            definition = encoding.get(channel)
            if not isinstance(definition, dict):
                continue
            scale = definition.get("scale")
            if isinstance(scale, dict) and not _is_told_otherwise(definition, encoding):
                colors, names = scale.get("range"), scale.get("domain")
                if isinstance(colors, list) and isinstance(names, list):
                    yield names, colors
        for key, part in node.items():
            if key not in {"datasets", "data", "encoding", "config"}:
                yield from _find_color_scales(part)


def _is_told_otherwise(definition: Mapping[str, Any], encoding: Mapping[str, Any]) -> bool:
    """Return whether a field is shown by more than its color, or is a quantity."""
    definitions = [encoding.get(channel) for channel in _STYLE_CHANNELS]
    fields = [facts.get("field") for facts in definitions if isinstance(facts, dict)]
    return definition.get("field") in fields or definition.get("type") == "quantitative"


def _read_scale(names: list[Any], colors: list[Any]) -> Iterator[Entry]:
    for name, text in zip(names, colors, strict=False):
        color = _parse_color(text)
        if color is not None:
            yield str(name), (), color


def measure_specified_text(figure: Any, fit: Fit) -> tuple[SmallText, ...]:
    """Return the smallest letters of a plotly figure by sort, in pixels as sent.

    Parameters
    ----------
    figure : object
        For another library's nothing is told: its chart's size is known once it is drawn.
    fit : callable
        The size in pixels that the model sees.
    """
    if not web_charts.is_plotly(figure) or not figure.data:
        return ()
    layout = figure.layout.to_plotly_json()
    size = figure.layout.width or _SIZE[0], figure.layout.height or _SIZE[1]
    times = drawn_size(fit, *size)[0] / size[0] * _CAP_HEIGHT
    base = (layout.get("font") or {}).get("size") or _FONT_SIZE
    axes = [part for name, part in layout.items() if name[1:].startswith("axis")]
    axes = [axis for axis in axes if isinstance(axis, dict) and axis.get("visible", True)]
    fonts = {
        "tick labels": [axis.get("tickfont") for axis in axes if axis.get("showticklabels", True)],
        "legend": [(layout.get("legend") or {}).get("font")],
        "annotations": [note.get("font") for note in layout.get("annotations") or ()],
    }
    return tuple(
        SmallText(label, min((font or {}).get("size") or base for font in group) * times)
        for label, group in fonts.items()
        if group
    )
