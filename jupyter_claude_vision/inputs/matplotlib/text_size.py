"""The text on a matplotlib figure: how high it is, and which glyphs are missing."""

from __future__ import annotations

import logging
import re
import threading
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ...thread_warnings import collect_warnings
from ..attachment import SmallText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CAP_HEIGHT: Final = 0.73
"""Height of capitals and digits in parts of the font size (DejaVu Sans, matplotlib's own)."""

_IN_TEXT: Final = re.compile(
    r"Glyph (\d+) \(.*\) missing from (?:font\(s\)|current font) ?(.*?)\.?$"
)
_IN_FORMULA: Final = re.compile(r"Font '(.*)' does not have a glyph for .*\[U\+([0-9a-fA-F]+)\]")


class MissingGlyphs:
    """Collects the characters that fonts lack, while a figure is drawn."""

    def __init__(self) -> None:
        self._characters: dict[str, None] = {}
        self._fonts: dict[str, None] = {}
        self._thread = threading.get_ident()  # the log is everybody's

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes for the caption: none, or one."""
        if not self._characters:
            return ()
        fonts = f" ({', '.join(self._fonts)})" if self._fonts else ""
        text = "".join(self._characters)
        return (f"missing glyphs: {text}{fonts}: choose a font that has them",)

    def is_about_text(self, message: str) -> bool:
        """Take note of a warning, if it is one about a missing glyph."""
        if (match := _IN_TEXT.match(message)) is None:
            return False
        self._characters[chr(int(match[1]))] = None
        self._fonts.update(dict.fromkeys(font for font in match[2].split(", ") if font))
        return True

    def filter_record(self, record: logging.LogRecord) -> bool:
        """Take note of a log record about a missing glyph in a formula; let others pass."""
        match = _IN_FORMULA.match(record.getMessage())
        if match is None or record.thread != self._thread:
            return True
        self._characters[chr(int(match[2], 16))] = None
        return False


@contextmanager
def missing_glyphs() -> Iterator[MissingGlyphs]:
    """Catch what matplotlib says of missing glyphs; other warnings reach the user as ever."""
    glyphs = MissingGlyphs()
    log = logging.getLogger("matplotlib.mathtext")
    log.addFilter(glyphs.filter_record)
    records: list[warnings.WarningMessage] = []
    try:
        # Also where the user turned warnings off, or into errors.
        with collect_warnings() as records:
            yield glyphs
    finally:
        log.removeFilter(glyphs.filter_record)
        strangers = [
            warning for warning in records if not glyphs.is_about_text(str(warning.message))
        ]
        for warning in strangers:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )


def small_text(
    figures: Iterable[Any], axes: Iterable[Any], dpi: float, corner: tuple[float, float]
) -> tuple[SmallText, ...]:
    """Return the smallest letters of each sort of text that can be seen.

    Parameters
    ----------
    figures : iterable of matplotlib.figure.FigureBase
        Those whose own texts and legends count.
    axes : iterable of matplotlib.axes.Axes
    dpi : float
        At which they are drawn.
    corner : tuple of float
        Where the picture's top left corner lies on the figure, in pixels of the picture.

    Returns
    -------
    tuple of SmallText
        Heights of capitals and digits (`CAP_HEIGHT`), in pixels.
    """
    smallest: dict[str, tuple[float, Any]] = {}
    for label, text in _visible_texts(figures, axes):
        if text.get_visible() and text.get_text().strip():
            height = text.get_fontsize() * dpi / 72 * CAP_HEIGHT
            if label not in smallest or height < smallest[label][0]:
                smallest[label] = (height, text)
    return tuple(
        SmallText(label, height, _find_box(text, dpi, corner))
        for label, (height, text) in smallest.items()
    )


def _find_box(
    text: Any, dpi: float, corner: tuple[float, float]
) -> tuple[float, float, float, float]:
    """Return where a text stands on the picture."""
    box, (left, top) = text.get_window_extent(), corner
    times = dpi / text.figure.dpi
    return (
        float(box.x0 * times - left),
        float(top - box.y1 * times),
        float(box.x1 * times - left),
        float(top - box.y0 * times),
    )


def _visible_texts(figures: Iterable[Any], axes: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    for ax in axes:
        if ax.get_visible():
            yield from _texts_on(ax)
    for figure in figures:
        figure_texts = {figure.get_suptitle(), figure.get_supxlabel(), figure.get_supylabel()}
        for text in figure.texts:
            yield "titles" if text.get_text() in figure_texts else "annotations", text
        for legend in figure.legends:
            yield from _in_legend(legend)


def _texts_on(axes: Any) -> Iterator[tuple[str, Any]]:
    from matplotlib.legend import Legend
    from matplotlib.table import Table
    from matplotlib.text import Text

    if axes.axison:
        for axis in _axis_of(axes):
            yield "axis labels", axis.label
            for label in (*axis.get_ticklabels(which="both"), axis.get_offset_text()):
                yield "tick labels", label
    for child in axes.get_children():
        if isinstance(child, Text):
            # What is not among the user's texts are the three titles.
            yield "annotations" if child in axes.texts else "titles", child
        elif isinstance(child, Legend):
            yield from _in_legend(child)
        elif isinstance(child, Table):
            yield from (("annotations", cell.get_text()) for cell in child.get_celld().values())
    for inset in axes.child_axes:
        if inset.get_visible():
            yield from _texts_on(inset)


def _axis_of(axes: Any) -> Iterator[Any]:
    for name in ("xaxis", "yaxis", "zaxis"):
        axis = getattr(axes, name, None)
        if axis is not None and axis.get_visible():
            yield axis


def _in_legend(legend: Any) -> Iterator[tuple[str, Any]]:
    if legend.get_visible():
        for text in (*legend.get_texts(), legend.get_title()):
            yield "legend", text
