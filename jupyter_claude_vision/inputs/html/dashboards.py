"""Bokeh, HoloViews, Panel and lets-plot: each turns into HTML, SVG or a figure in a way of its own.

Their scripts are put into the page, so that nothing has to be loaded.
"""

from __future__ import annotations

from io import StringIO
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from ...errors import InputError, NotVisibleError
from ..attachment import Attachment
from ..images import bytes_raster
from ..loaded_modules import loaded_module
from ..matplotlib.figures import from_figure, is_figure
from ..web_charts import from_plotly
from .html_attachment import attach_html

if TYPE_CHECKING:
    from ..attachment import Fit, InputOptions, Raster


def is_bokeh(value: object) -> bool:
    """Return whether a value is a Bokeh chart, or a layout of them."""
    return _is_instance(value, "bokeh.models", "LayoutDOM")


def from_bokeh(chart: Any, name: str, options: InputOptions) -> Attachment:
    """Return a Bokeh chart as an attachment."""
    return attach_html(lambda: _render_bokeh(chart), name, options, source=chart)


def bokeh_scripts() -> str:
    """Return Bokeh's scripts and styles as HTML; nothing where Bokeh is not imported."""
    resources = loaded_module("bokeh.resources")
    return "" if resources is None else str(resources.INLINE.render())


def is_holoviews(value: object) -> bool:
    """Return whether a value is an element, an overlay or a layout of HoloViews."""
    return _is_instance(value, "holoviews.core", "Dimensioned")


def from_holoviews(element: Any, name: str, options: InputOptions) -> Attachment:
    """Return a HoloViews element as its backend draws it: matplotlib, Bokeh or plotly.

    Raises
    ------
    InputError
        Its backend cannot draw it.
    """
    holoviews = loaded_module("holoviews")
    backend = holoviews.Store.current_backend  # type: ignore[union-attr]
    try:
        drawing = holoviews.render(element, backend=backend)  # type: ignore[union-attr]
    except Exception as error:
        reason = shorten(str(error) or type(error).__name__, 100).rstrip(".")
        msg = f"{name} could not be drawn by HoloViews ({reason}): hv.extension('bokeh') first."
        raise InputError(msg) from error
    if is_figure(drawing):
        return from_figure(drawing, name, options)
    if is_bokeh(drawing):
        return from_bokeh(drawing, name, options)
    plotly = loaded_module("plotly.graph_objects")
    if plotly is None:
        msg = f"{name} is drawn by {backend}, which is not known here: hv.extension('bokeh')."
        raise NotVisibleError(msg)
    return from_plotly(plotly.Figure(drawing), name, options)


def is_panel(value: object) -> bool:
    """Return whether a value is a pane, a widget or a layout of Panel."""
    return _is_instance(value, "panel.viewable", "Viewable")


def from_panel(viewable: Any, name: str, options: InputOptions) -> Attachment:
    """Return something of Panel as an attachment, as it stands, without a server."""

    def build_html() -> str:
        from bokeh.resources import INLINE

        page = StringIO()
        viewable.save(page, resources=INLINE, embed=False)
        return page.getvalue()

    return attach_html(build_html, name, options, source=viewable)


def is_folium(value: object) -> bool:
    """Return whether a value is a map of folium."""
    return _is_instance(value, "folium", "Map")


def from_folium(chart: Any, name: str, options: InputOptions) -> Attachment:
    """Return a map of folium as an attachment; its tiles are not fetched."""
    return attach_html(lambda: str(chart.get_root().render()), name, options, source=chart)


def is_lets_plot(value: object) -> bool:
    """Return whether a value is a plot, or a grid of plots, of lets-plot."""
    return any(
        _is_instance(value, module, kind)
        for module, kind in (
            ("lets_plot.plot.core", "PlotSpec"),
            ("lets_plot.plot.subplots", "SupPlotsSpec"),
        )
    )


def from_lets_plot(plot: Any, name: str, options: InputOptions) -> Attachment:
    """Return a lets-plot chart as an attachment, drawn from the SVG that it writes itself."""

    def draw(fit: Fit) -> Raster:
        return bytes_raster(plot.to_svg().encode(), name, fit, options)

    return Attachment(name, "image", draw, source=plot)


def _is_instance(value: object, module_name: str, class_name: str) -> bool:
    module = loaded_module(module_name)
    return module is not None and isinstance(value, getattr(module, class_name, ()))


def _render_bokeh(chart: Any) -> str:
    from bokeh.embed import file_html
    from bokeh.resources import INLINE

    return str(file_html(chart, INLINE, suppress_callback_warning=True))
