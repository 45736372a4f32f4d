"""matplotlib: what belongs to which figure, and what is blank.

matplotlib is never imported here: an object of its can only exist where it already is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import islice
from numbers import Number
from types import ModuleType
from typing import Any, Final

from ...errors import BlankFigureError, NotVisibleError
from ..attachment import Attachment, Fit, InputOptions, Raster
from ..containers import leaf_members
from ..live_figures import Live, still_here
from ..loaded_modules import loaded_module
from .axes_layout import TITLE_SIDES

_MOST_ARTISTS: Final = 10_000
"""How far into lists of artists we look: Tab asks this of every variable."""

_TABLE: Final = 2
"""Dimensions of the largest array that a plotting function returns beside its artists."""

_HELD_AS: Final = ("figure", "figure_", "fig")

_OF_BOXES: Final = frozenset({"whiskers", "caps", "boxes", "medians", "fliers", "means"})
_OF_VIOLINS: Final = frozenset(
    {"bodies", "cbars", "cmins", "cmaxes", "cmeans", "cmedians", "cquantiles"}
)
"""The keys of what ``boxplot`` and ``violinplot`` return."""

_CURRENT: Final = "the current figure"
_DISPLAYED_LAST: Final = "the figure displayed last"


def is_pyplot(value: object) -> bool:
    """Return whether a value is the module ``matplotlib.pyplot``."""
    return value is not None and value is sys.modules.get("matplotlib.pyplot")


def is_figure(value: object) -> bool:
    """Return whether a value is a matplotlib Figure or SubFigure."""
    return _is_kind(value, "matplotlib.figure", "FigureBase")


def is_axes(value: object) -> bool:
    """Return whether a value is a matplotlib Axes."""
    return _is_kind(value, "matplotlib.axes", "Axes")


def is_artist(value: object) -> bool:
    """Return whether a value is something else that matplotlib drew on a figure."""
    return _is_kind(value, "matplotlib.artist", "Artist")


def is_artists(value: object) -> bool:
    """Return whether a value holds artists of one figure, as plotting functions return them.

    A dict of a user's own, and a list of a figure and something else, are several things to look
    at: each under its own name.
    """
    if len(_figures_in(value)) != 1:
        return False
    if isinstance(value, Mapping) and not _is_of_artists(value):
        return False
    strangers = [leaf for leaf in _leaf_artists(value) if not (is_artist(leaf) or is_figure(leaf))]
    return not strangers or (_is_returned(value) and all(map(_is_by_product, strangers)))


def figure_of(value: object) -> Any:
    """Return the one figure that an artist, or what holds artists, belongs to; None for none."""
    figures = _figures_in(value)
    return figures[0] if len(figures) == 1 else None


def figure_held_by(value: object) -> Any:
    """Return the figure that an object says is its own; None for none.

    Grids of seaborn and xarray have it as ``figure``, displays of scikit-learn as ``figure_``.
    Nothing is computed to find out: an attribute counts that the object has, or seaborn's own.
    """
    if isinstance(value, (type, ModuleType)) or "matplotlib.figure" not in sys.modules:
        return None
    attributes = _own_attributes(value)
    figures = [attributes[name] for name in _HELD_AS if is_figure(attributes.get(name))]
    if not figures and any(kind.__module__ == "seaborn.axisgrid" for kind in type(value).__mro__):
        figures = [getattr(value, "figure", None)]
    return figures[0] if figures else None


def holds_figure(value: object) -> bool:
    """Return whether an object has a figure of its own, such as ``sns.pairplot`` returns."""
    return figure_held_by(value) is not None


def from_pyplot(plt: Any, name: str, options: InputOptions) -> Attachment:
    """Return pyplot's current figure, or else the one displayed last, as an attachment.

    Raises
    ------
    BlankFigureError
        There is none, or nothing is drawn on it.
    """
    # gcf() would make a new figure where there is none.
    if plt.get_fignums():
        return from_figure(plt.gcf(), name, options)
    figure = _last_figure(options)
    if figure is None:
        msg = f"{name} has no figure: draw one first."
        raise BlankFigureError(msg)
    return _figure_attachment(figure, name, _DISPLAYED_LAST)


def last_shown(options: InputOptions) -> tuple[Any, str] | None:
    """Return the figure that a question without a name means, and which one that is.

    It is pyplot's current one where something is drawn on it, else the one displayed last; None
    where there is neither.
    """
    plt = loaded_module("matplotlib.pyplot")
    if plt is not None and plt.get_fignums() and not is_blank(plt.gcf()):
        return plt.gcf(), _CURRENT
    last = _last_figure(options)
    return None if last is None else (last, _DISPLAYED_LAST)


def from_last_shown(figure: Any, name: str, origin: str) -> Attachment:
    """Return a figure that nobody named as an attachment, whose caption says which one it is."""
    return _figure_attachment(figure, name, origin)


def from_figure(figure: Any, name: str, options: InputOptions) -> Attachment:
    """Return a Figure or SubFigure as an attachment.

    A blank figure that pyplot has just made, as ``plt.gcf()`` does after the inline backend
    closed the others, stands for the figure displayed last; the caption says so.

    Raises
    ------
    BlankFigureError
        Nothing is drawn on it.
    """
    if not is_blank(figure):
        return _figure_attachment(figure, name)
    last = _last_figure(options) if _is_new(figure) else None
    if last is None:
        msg = f"{name} is a blank figure: draw something on it first."
        raise BlankFigureError(msg)
    return _figure_attachment(last, name, _DISPLAYED_LAST)


def from_axes(axes: Any, name: str, options: InputOptions) -> Attachment:  # noqa: ARG001
    """Return one Axes, without the rest of its figure, as an attachment.

    Raises
    ------
    BlankFigureError
        Nothing is drawn on it, or it is hidden, or on no figure any more.
    """
    if axes.figure is None:
        msg = f"{name} is on no figure any more."
    elif not axes.get_visible():
        msg = f"{name} is hidden: {name}.set_visible(True) shows it."
    elif _is_blank_axes(axes):
        msg = f"{name} is blank: draw something on it first."
    else:
        return _figure_attachment(axes, name)
    raise BlankFigureError(msg)


def from_artists(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return the figure that an artist, or a list of them, belongs to, as an attachment.

    Raises
    ------
    NotVisibleError
        It is an artist that is on no figure.
    """
    figures = _figures_in(value)
    if not figures:
        msg = f"{name} is on no figure: name the figure."
        raise NotVisibleError(msg)
    return from_figure(figures[0], name, options)


def from_holder(holder: Any, name: str, options: InputOptions) -> Attachment:
    """Return the figure of an object that has one as an attachment."""
    return from_figure(figure_held_by(holder), name, options)


def _is_kind(value: object, module: str, kind: str) -> bool:
    library = loaded_module(module)
    return library is not None and isinstance(value, getattr(library, kind, ()))


def _figure_attachment(part: Any, name: str, *notes: str) -> Attachment:
    live = Live(part)

    def draw(fit: Fit) -> Raster:
        from .drawing import draw_part

        return draw_part(still_here(live, name), fit, notes=notes)

    return Attachment(name, "figure", draw, live=live)


def _last_figure(options: InputOptions) -> Any:
    return options.last_figure() if options.last_figure is not None else None


def _is_new(figure: Any) -> bool:
    """Return whether pyplot holds a figure on which not even an Axes is."""
    return not figure.axes and getattr(figure.canvas, "manager", None) is not None


def is_blank(figure: Any) -> bool:
    """Return whether nothing is drawn on a figure."""
    loose = (*figure.texts, *figure.lines, *figure.patches, *figure.images)
    return not (
        any(map(_is_seen, (*loose, *figure.legends, *figure.artists)))
        or any(axes.get_visible() and not _is_blank_axes(axes) for axes in figure.axes)
        or any(not is_blank(part) for part in getattr(figure, "subfigs", ()))
    )


def _is_blank_axes(axes: Any) -> bool:
    artists = (*axes.lines, *axes.patches, *axes.collections, *axes.images, *axes.texts)
    return not (
        any(map(_is_seen, (*artists, *axes.tables, *axes.artists)))
        or axes.get_legend() is not None
        or any(axes.get_title(side) for side in TITLE_SIDES)
        or any(not _is_blank_axes(inset) for inset in axes.child_axes if hasattr(inset, "lines"))
    )


def _is_seen(artist: Any) -> bool:
    return bool(artist.get_visible())


def _figures_in(value: object) -> list[Any]:
    """Return the figures, each once, that the artists in a value belong to."""
    if "matplotlib.artist" not in sys.modules:
        return []
    figures: dict[int, Any] = {}
    for item in _leaf_artists(value):
        if is_artist(item):
            figure = _root_figure(item)
            if figure is not None:
                figures[id(figure)] = figure
        elif is_figure(item):
            figures[id(item)] = item
    return list(figures.values())


def _leaf_artists(value: object) -> Iterator[Any]:
    return islice(leaf_members(value), _MOST_ARTISTS)


def _is_of_artists(value: Mapping[Any, object]) -> bool:
    """Return whether a dict is one of matplotlib's, such as ``boxplot`` returns, not a user's."""
    if set(value) <= _OF_BOXES or set(value) <= _OF_VIOLINS:
        return True
    is_named = any(isinstance(key, str) for key in value)
    return not is_named and not any(map(_is_whole, _leaf_artists(value)))  # voxels, by their place


def _is_returned(value: object) -> bool:
    """Return whether a value may be what ``plt.hist`` returns: artists, and what they show."""
    return isinstance(value, tuple) and not any(map(_is_whole, _leaf_artists(value)))


def _is_whole(value: object) -> bool:
    return is_figure(value) or is_axes(value)


def _is_by_product(value: Any) -> bool:
    """Return whether a value is what a plotting function computed: counts, edges, a spectrum."""
    if _is_kind(value, "numpy", "ndarray"):
        return value.dtype.kind in "fiuc" and value.dtype.itemsize > 1 and value.ndim <= _TABLE
    return value is None or isinstance(value, Number)


def _own_attributes(value: object) -> Mapping[str, Any]:
    try:
        return vars(value)
    except TypeError:  # it has slots, or none at all
        return {}


def _root_figure(artist: Any) -> Any:
    """Return the whole figure that an artist is on, or None."""
    figure = artist.figure
    return getattr(figure, "figure", None) or figure
