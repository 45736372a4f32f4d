"""Any object becomes an attachment, or an error that says what to do instead.

`RECOGNIZERS` is the one table, read from the top. Libraries are recognized through
``sys.modules``: an object of theirs can only exist where they are imported.
"""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import NotVisibleError
from . import arrays, images, widgets
from . import rich_display as richreprs
from . import web_charts as charts
from .attachment import Attachment, InputOptions
from .files.outside_sources import from_remote_file, is_remote_address
from .html import dashboards
from .matplotlib import animations, figures
from .outputs.output_attachments import attach_piece, is_piece
from .pdf import document as documents

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RECOGNIZERS", "InputOptions", "Recognizer", "is_visible", "recognize_input"]

_LONGEST_QUOTE: Final = 40


@dataclass(frozen=True, slots=True)
class Recognizer:
    """One row of the table.

    Attributes
    ----------
    label : str
        What a user would call it.
    matches : callable
        Whether an object is one, by its type or, for text, its form.
    attachment : callable
        Makes the attachment of the object, the user's name for it, and the options.
    visible : callable or None
        Whether it can be looked at, where `matching_files` takes in more than that: cheap, draws
        nothing, reads no more than a file's beginning. None where `matching_files` says it all.
    """

    label: str
    matches: Callable[[Any], bool]
    attachment: Callable[[Any, str, InputOptions], Attachment]
    visible: Callable[[Any], bool] | None = None


def _never(_: object) -> bool:
    return False


def _text(test: Callable[[str], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and test(value)


# The special before the general: an Axes is an artist, and a chart has a bundle. Text is never
# visible by itself: a variable that holds a path is a string first.
RECOGNIZERS: Final = (
    Recognizer("PIL image", images.is_pil, images.from_pil),
    Recognizer("pyplot", figures.is_pyplot, figures.from_pyplot),
    Recognizer("matplotlib figure", figures.is_figure, figures.from_figure),
    Recognizer("matplotlib Axes", figures.is_axes, figures.from_axes),
    Recognizer("matplotlib artist", figures.is_artist, figures.from_artists, figures.is_artists),
    Recognizer("list of artists", figures.is_artists, figures.from_artists),
    Recognizer("plotly figure", charts.is_plotly, charts.from_plotly),
    Recognizer("Altair chart", charts.is_altair, charts.from_altair),
    Recognizer("folium map", dashboards.is_folium, dashboards.from_folium),
    Recognizer("Bokeh chart", dashboards.is_bokeh, dashboards.from_bokeh),
    Recognizer("HoloViews element", dashboards.is_holoviews, dashboards.from_holoviews),
    Recognizer("Panel object", dashboards.is_panel, dashboards.from_panel),
    Recognizer("lets-plot chart", dashboards.is_lets_plot, dashboards.from_lets_plot),
    Recognizer("matplotlib animation", animations.is_animation, animations.from_animation),
    Recognizer("object with a figure", figures.holds_figure, figures.from_holder),
    Recognizer("PdfPages", documents.is_pdf_pages, images.from_pdf_pages),
    Recognizer("output of a cell", is_piece, attach_piece),
    Recognizer("widget", widgets.is_widget, widgets.from_widget, widgets.shows_picture),
    Recognizer("IPython Image", richreprs.is_ipython_image, richreprs.from_ipython_image),
    Recognizer("data URL", _text(images.is_data_url), images.from_data_url, _never),
    Recognizer("URL", _text(images.is_url), images.from_url, _never),
    Recognizer("address of fsspec", _text(is_remote_address), from_remote_file, _never),
    Recognizer("file_id", _text(images.is_file_id), images.from_file_id, _never),
    Recognizer("base64 text", _text(images.is_base64), images.from_base64, _never),
    Recognizer("path", _text(images.is_path_text), images.from_path, _never),
    Recognizer("path", images.is_path, images.from_path, images.is_file),
    Recognizer("bytes", images.is_bytes, images.from_bytes, images.holds_a_picture),
    Recognizer("array", arrays.is_array, arrays.from_array, arrays.is_image),
    Recognizer(
        "object with _repr_png_, _repr_jpeg_, _repr_svg_, _repr_html_ or _repr_mimebundle_",
        richreprs.is_rich,
        richreprs.from_rich,
        richreprs.looks_like_a_picture,
    ),
)


def recognize_input(obj: object, name: str, *, options: InputOptions) -> Attachment:
    """Return an object as an attachment.

    Parameters
    ----------
    obj : object
        Anything.
    name : str
        What the user calls it.
    options : InputOptions
        Limits on what is read, and where to look besides.

    Raises
    ------
    InputError
        It cannot be used: `NotVisibleError` where it is nothing that can be looked at.
    """
    row = _matching_row(obj)
    if row is None:
        msg = f"{name} {_what_instead(obj, name)}"
        raise NotVisibleError(msg)
    return row.attachment(obj, name, options)


def is_visible(obj: object) -> bool:
    """Return whether an object can be looked at; cheap, for Tab and for the magic's grammar.

    Nothing is drawn or fetched, and no ``_repr_*_`` is called. Strings are not visible, also
    where they name a file.
    """
    row = _matching_row(obj)
    return row is not None and (row.visible is None or row.visible(obj))


def _matching_row(obj: object) -> Recognizer | None:
    if isinstance(obj, type):  # a class claims its objects' methods
        return None
    return next((row for row in RECOGNIZERS if row.matches(obj)), None)


def _what_instead(obj: object, name: str) -> str:
    """Say what an object is that cannot be seen, and what to do."""
    kind = type(obj).__name__
    kind_phrase = f"{'an' if kind[0] in 'AEIOaeio' or kind == 'HTML' else 'a'} {kind}"
    if isinstance(obj, str):
        return _about_text(obj)
    if obj is None:
        return "is None: name the figure that was drawn on."
    if isinstance(obj, types.ModuleType):
        return "is a module, not a picture."
    if isinstance(obj, type) or callable(obj):
        return f"is not a picture, but what may make one: call it, {name}(…)."
    if hasattr(type(obj), "plot"):
        return f"is {kind_phrase}, which is data, not a picture. Plot it: {name}.plot()."
    if isinstance(obj, (list, tuple)) and any(map(is_visible, obj)):
        return f"is {kind_phrase} of several things: name the picture that is meant, {name}[0]."
    return f"is {kind_phrase}, which cannot be looked at: name a figure, an image, a file or a URL."


def _about_text(text: str) -> str:
    if "://" in text:
        return "is a URL that is not fetched: http(s) are, and with fsspec s3, gs, az and file."
    quote = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
    return f"is the text {quote!r}, not an image: name a file, a URL or a variable."
