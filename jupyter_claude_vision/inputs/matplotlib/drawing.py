"""matplotlib figures drawn at the size that the model sees, and left as they were.

A figure is drawn once, by ``Figure.savefig`` into raw pixels: no PNG is made and read again.
The dpi fills what the model sees, up to twice the figure's own.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ...interrupts import check_stop
from ..attachment import Raster
from ..close_up import MOST_ENLARGED, CloseUp
from .axes_layout import add_labels, found_places
from .text_size import missing_glyphs, small_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image

    from ..attachment import Color, Fit

_PADDING: Final = 0.1
"""Inches around a single Axes: what ``savefig`` leaves with ``bbox_inches="tight"``."""

_OVER: Final = 0.001
"""Part of a pixel added to a size, since matplotlib cuts off what rounding takes away."""


UNDISTURBED: Final = threading.RLock()
"""Held while a figure is drawn or read.

While it is drawn it has another canvas, size and dpi. One lock for all figures, since they share
what matplotlib keeps for the whole process: ``rcParams`` and the parser of formulas.
"""


@dataclass(frozen=True, slots=True)
class _Scale:
    """A size in whole pixels, and the dpi that gives it.

    Attributes
    ----------
    width, height : int
        In pixels.
    dpi : float
    """

    width: int
    height: int
    dpi: float

    @property
    def inches(self) -> tuple[float, float]:
        """The size that yields exactly these pixels: at most half a pixel off the figure's."""
        return (self.width + _OVER) / self.dpi, (self.height + _OVER) / self.dpi


def draw_part(part: Any, fit: Fit, *, notes: tuple[str, ...] = ()) -> Raster:
    """Draw a Figure, a SubFigure or an Axes; of several threads, one after another.

    Parameters
    ----------
    part : matplotlib.figure.FigureBase or matplotlib.axes.Axes
    fit : callable
        The size in pixels that the model sees.
    notes : tuple of str
        What the caption says besides.
    """
    figure = root_figure(part)
    with UNDISTURBED, missing_glyphs() as glyphs, _left_as_it_was(figure):
        if part is figure:
            raster = _draw_figure(figure, fit)
        elif hasattr(part, "subfigs"):
            raster = _draw_subfigure(part, figure, fit)
        else:
            raster = _draw_axes(part, figure, fit)
    return Raster(
        raster.image,
        background=raster.background,
        drawn=True,
        notes=(*notes, *glyphs.notes),
        small_text=raster.small_text,
        places=raster.places,
        scalable=True,
        is_part=isinstance(fit, CloseUp),
        pixel_ratio=raster.pixel_ratio,
    )


def root_figure(part: Any) -> Any:
    """Return the whole figure that a part is on."""
    figure = part.figure
    while getattr(figure, "figure", figure) is not figure:
        figure = figure.figure
    return figure


def _draw_figure(figure: Any, fit: Fit) -> Raster:
    scale = _drawing_scale(figure, fit, *figure.get_size_inches())
    figure.set_size_inches(*scale.inches, forward=False)
    image = _draw_pixels(figure, scale, None, fit)
    ratio = scale.dpi / figure.dpi
    raster = Raster(image, background=_background_color(figure), pixel_ratio=ratio)
    if isinstance(fit, CloseUp):  # what stands on the whole is known
        return raster
    corner = (0, scale.height)
    places = found_places(figure.axes, ratio, corner)
    figure.set_dpi(scale.dpi)  # offsets of legends and annotations are still those of the drawing
    text = small_text(_with_subfigures(figure), figure.axes, scale.dpi, corner)
    places = add_labels(places, figure, scale.height)
    return replace(raster, small_text=text, places=places)


def _draw_subfigure(part: Any, figure: Any, fit: Fit) -> Raster:
    _lay_out(figure)
    region = part.bbox.transformed(figure.dpi_scale_trans.inverted())
    scale = _drawing_scale(figure, fit, region.width, region.height)
    image = _draw_pixels(figure, scale, region, fit)
    corner = _top_left(region, scale)
    text = small_text(_with_subfigures(part), part.axes, scale.dpi, corner)
    ratio = scale.dpi / figure.dpi
    places = found_places(part.axes, ratio, corner)
    raster = Raster(image, background=_background_color(part), pixel_ratio=ratio)
    return replace(raster, small_text=text, places=places)


def _draw_axes(axes: Any, figure: Any, fit: Fit) -> Raster:
    _lay_out(figure)
    axes_list = _belonging_to(axes, figure)
    with _only_axes(axes_list, figure):
        region = _axes_region(axes_list, figure)
        scale = _drawing_scale(figure, fit, region.width, region.height)
        image = _draw_pixels(figure, scale, region, fit)
        corner = _top_left(region, scale)
        text = small_text((), axes_list, scale.dpi, corner)
        ratio = scale.dpi / figure.dpi
        places = found_places(axes_list, ratio, corner)
    raster = Raster(image, background=_background_color(axes.figure), pixel_ratio=ratio)
    return replace(raster, small_text=text, places=places)


def _top_left(region: Any, scale: _Scale) -> tuple[float, float]:
    """Return where the picture's top left corner lies on the whole figure, in pixels."""
    return region.x0 * scale.dpi, region.y0 * scale.dpi + scale.height


def _drawing_scale(figure: Any, fit: Fit, width: float, height: float) -> _Scale:
    """Return the size and dpi for some inches of a figure."""
    if isinstance(fit, CloseUp):  # the whole as it was, so that nothing on it moves
        return _Scale(*fit.whole, fit.whole[0] / width)
    columns, rows = fit(width, height)
    max_dpi = MOST_ENLARGED * figure.dpi
    if columns / width <= max_dpi:
        return _Scale(columns, rows, columns / width)
    return _Scale(max(round(width * max_dpi), 1), max(round(height * max_dpi), 1), max_dpi)


def _draw_pixels(figure: Any, scale: _Scale, region: Any, fit: Fit) -> Image.Image:
    """Draw a figure, or a region of it in inches, at exactly a size in pixels."""
    import matplotlib as mpl
    from matplotlib.transforms import Bbox
    from PIL import Image

    corner = (0.0, 0.0) if region is None else (region.x0, region.y0)
    if isinstance(fit, CloseUp):
        left, _, _, bottom = fit.box
        corner = (
            corner[0] + left / scale.dpi,
            corner[1] + (scale.height - bottom) / scale.dpi,
        )
        scale = _Scale(*fit.size, scale.dpi * fit.times)
    if region is not None or isinstance(fit, CloseUp):
        region = Bbox.from_bounds(corner[0], corner[1], *scale.inches)
    buffer = BytesIO()
    # A user's own habit of cropping files is no part of the figure as it is displayed.
    with mpl.rc_context({"savefig.bbox": None}):
        figure.savefig(
            buffer,
            format="rgba",
            dpi=scale.dpi,
            bbox_inches=region,
            facecolor="auto",
            edgecolor="auto",
            transparent=False,
        )
    size = (scale.width, scale.height)
    return Image.frombuffer("RGBA", size, buffer.getvalue(), "raw", "RGBA", 0, 1)


def _lay_out(figure: Any) -> None:
    """Put everything in its place as for a display, and keep it there."""
    figure.draw_without_rendering()
    # Once parts are hidden, a layout would give their room to the others.
    figure.set_layout_engine("none")


def _belonging_to(axes: Any, figure: Any) -> list[Any]:
    """Return an Axes, those that share its place (``twinx``), and its color bars."""
    place = axes.get_position().bounds
    twins = [ax for ax in figure.axes if ax.get_position().bounds == place and ax is not axes]
    artists = [artist for ax in (axes, *twins) for artist in (*ax.images, *ax.collections)]
    bars = [artist.colorbar.ax for artist in artists if getattr(artist, "colorbar", None)]
    hosts = [ax for ax in figure.axes if axes in ax.child_axes]
    return [axes, *twins, *bars, *hosts]


def _axes_region(axes_list: Iterable[Any], figure: Any) -> Any:
    """Return the part of a figure that some Axes take up with their labels, in inches."""
    from matplotlib.transforms import Bbox

    boxes = [ax.get_tightbbox() for ax in axes_list if ax.get_visible()]
    region = Bbox.union([box for box in boxes if box is not None])
    return region.transformed(figure.dpi_scale_trans.inverted()).padded(_PADDING)


@contextmanager
def _only_axes(axes_list: Iterable[Any], figure: Any) -> Iterator[None]:
    """Hide everything on a figure but some Axes."""
    ids = {id(ax) for ax in axes_list}
    artists = [ax for ax in figure.axes if id(ax) not in ids]
    for part in _with_subfigures(figure):
        artists += [*part.texts, *part.legends, *part.lines, *part.patches]
        artists += [*part.images, *part.artists]
    with ExitStack() as stack:
        for ax in artists:
            stack.callback(ax.set_visible, ax.get_visible())
            ax.set_visible(False)
        yield


def _with_subfigures(figure: Any) -> Iterator[Any]:
    yield figure
    for part in figure.subfigs:
        yield from _with_subfigures(part)


@contextmanager
def _left_as_it_was(figure: Any) -> Iterator[None]:
    """Give a figure back its canvas, size, layout and places, unnoticed by whoever shows it."""
    with _hidden_from_pyplot(figure), _layout_kept(figure), _canvas_of_ours(figure):
        yield


@contextmanager
def _hidden_from_pyplot(figure: Any) -> Iterator[None]:
    """Keep changes from pyplot, which would have an interactive canvas draw itself anew."""
    stale, callback = figure.stale, figure.stale_callback
    figure.stale_callback = None
    try:
        yield
    finally:
        figure.stale = stale
        figure.stale_callback = callback


@contextmanager
def _canvas_of_ours(figure: Any) -> Iterator[None]:
    """Lend a figure a canvas, so that the user's is neither drawn on nor resized."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas, dpi, size = figure.canvas, figure.dpi, tuple(figure.get_size_inches())
    _watch_stop(FigureCanvasAgg(figure))
    try:
        # A canvas on a high-resolution screen counts its pixels into the figure's dpi.
        figure.set_dpi(dpi / canvas.device_pixel_ratio)
        yield
    finally:
        figure.set_dpi(dpi)
        figure.set_size_inches(*size, forward=False)
        figure.set_canvas(canvas)


def _watch_stop(canvas: Any) -> None:
    """Let a canvas look, before it draws an artist, if the work was stopped."""
    get_renderer = canvas.get_renderer

    def get_watched_renderer() -> Any:
        renderer = get_renderer()
        renderer.open_group = lambda *_, **__: check_stop()
        return renderer

    canvas.get_renderer = get_watched_renderer


@contextmanager
def _layout_kept(figure: Any) -> Iterator[None]:
    """Undo what laying out changes: the engine, the margins, and the places of all Axes."""
    engine, parts = figure.get_layout_engine(), list(_with_subfigures(figure))
    margins = [(part.subplotpars, vars(part.subplotpars).copy()) for part in parts]
    places = [
        (ax, ax.get_position(original=True).frozen(), ax.get_position().frozen())
        for ax in figure.axes
    ]
    try:
        yield
    finally:
        if figure.get_layout_engine() is not engine:
            figure.set_layout_engine(engine)
        for pars, values in margins:
            pars.update(**values)
        for place in places:
            _put_back(*place)


def _put_back(axes: Any, original: Any, active: Any) -> None:
    in_layout = axes.get_in_layout()
    for name, place in (("original", original), ("active", active)):
        if axes.get_position(original=name == "original").bounds != place.bounds:
            axes.set_position(place, which=name)
    axes.set_in_layout(in_layout)  # `set_position` takes it out


def _background_color(part: Any) -> Color | None:
    """Return the color of a part's face, or that of the figure under it, if it is opaque."""
    from matplotlib.colors import to_rgba

    while True:
        red, green, blue, alpha = to_rgba(part.get_facecolor(), part.patch.get_alpha())
        if alpha == 1 and part.patch.get_visible():
            return round(red * 255), round(green * 255), round(blue * 255)
        if part.figure is part:
            return None
        part = part.figure
