"""plotly figures and Altair charts, drawn by the exporters that their libraries use."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from io import BytesIO, StringIO
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from ..errors import BlankFigureError, InputError, MissingPackageError
from ..interrupts import run_abandonable
from .attachment import Attachment, Fit, InputOptions, Raster
from .close_up import CloseUp, drawn_size
from .live_figures import Live, still_here
from .loaded_modules import loaded_module
from .matplotlib.text_size import CAP_HEIGHT
from .svg.rasterize import draw_with

if TYPE_CHECKING:
    from collections.abc import Callable

_PLOTLY_SIZE: Final = (700, 500)
"""What plotly exports a figure at that has no size, in pixels."""

_PLOTLY_FONT: Final = 12
_ALTAIR_FONT: Final = 10
"""Size of tick labels in CSS pixels, unless a figure says otherwise."""


def is_plotly(value: object) -> bool:
    """Return whether a value is a plotly figure."""
    module = loaded_module("plotly.basedatatypes")
    return module is not None and isinstance(value, module.BaseFigure)


def from_plotly(figure: Any, name: str, options: InputOptions) -> Attachment:  # noqa: ARG001
    """Return a plotly figure as an attachment.

    Raises
    ------
    BlankFigureError
        There is nothing on it.
    """
    layout = figure.layout
    if not (figure.data or layout.annotations or layout.shapes or layout.images):
        msg = f"{name} is a blank figure: add a trace first."
        raise BlankFigureError(msg)
    return _chart_attachment(figure, name, _draw_plotly)


def is_altair(value: object) -> bool:
    """Return whether a value is an Altair chart."""
    module = loaded_module("altair")
    return module is not None and isinstance(value, getattr(module, "TopLevelMixin", ()))


def from_altair(chart: Any, name: str, options: InputOptions) -> Attachment:  # noqa: ARG001
    """Return an Altair chart as an attachment."""
    return _chart_attachment(chart, name, _draw_altair)


def _chart_attachment(chart: Any, name: str, draw: Callable[[Any, str, Fit], Raster]) -> Attachment:
    live = Live(chart)
    return Attachment(
        name, "figure", lambda fit: draw(still_here(live, name), name, fit), live=live
    )


def find_plotly_size(figure: Any) -> tuple[float, float]:
    """Return the width and height that plotly exports a figure at, in CSS pixels."""
    return figure.layout.width or _PLOTLY_SIZE[0], figure.layout.height or _PLOTLY_SIZE[1]


def _draw_plotly(figure: Any, name: str, fit: Fit) -> Raster:
    from PIL import Image

    width, height = find_plotly_size(figure)
    scale = drawn_size(fit, width, height)[0] / width

    def export() -> bytes:
        return bytes(figure.to_image(format="png", width=width, height=height, scale=scale))

    remedy = "kaleido draws plotly figures with Chrome: install one, or run plotly_get_chrome"
    package = '"jupyter-claude-vision[plotly]"'
    png = _run_exporter(partial(run_abandonable, export), name, "kaleido", package, remedy)
    image = Image.open(BytesIO(png), formats=["PNG"])
    letters = _PLOTLY_FONT * CAP_HEIGHT * scale
    raster = Raster(image, data=png, drawn=True, scalable=True, usual_letters=letters)
    return replace(raster, pixel_ratio=scale)


def _draw_altair(chart: Any, name: str, fit: Fit) -> Raster:
    def export() -> bytes:
        text = StringIO()
        chart.save(text, format="svg")
        return text.getvalue().encode()

    def render(svg: str) -> bytes:
        import vl_convert

        return bytes(vl_convert.svg_to_png(svg, scale=1.0))

    # The chart's size is known once it is laid out, so it is laid out as SVG, once, and that
    # is drawn at the size that fits.
    svg = _run_exporter(export, name, "vl_convert", "vl-convert-python", "look at the chart's data")
    size = fit if isinstance(fit, CloseUp) else partial(drawn_size, fit)
    raster, scale = draw_with(render, svg, name, size)
    letters = _ALTAIR_FONT * CAP_HEIGHT * scale
    return replace(raster, usual_letters=letters, pixel_ratio=scale)


def _run_exporter(
    export: Callable[[], bytes], name: str, module: str, package: str, remedy: str
) -> bytes:
    """Return what an exporter makes.

    Raises
    ------
    MissingPackageError
        The exporter is not installed.
    InputError
        It cannot draw the chart.
    """
    try:
        return export()
    except Exception as error:
        if find_spec(module) is None:
            msg = f"{name} needs {module} to be drawn: pip install {package}."
            raise MissingPackageError(msg) from error
        reason = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
        msg = f"{name} could not be drawn ({shorten(reason, 100).rstrip('.')}): {remedy}."
        raise InputError(msg) from error
