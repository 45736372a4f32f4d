"""A DataFrame of answers whose table in a notebook shows the small pictures.

Imported when a frame is made, since pandas is optional.
"""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...answers.regions import Regions
from ...errors import MissingPackageError
from ...text import escape_html
from .thumbnails import Thumbnail

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler


class AnswersFrame(pd.DataFrame):  # type: ignore[misc] # pandas is untyped here
    """A pandas DataFrame that a notebook shows with its pictures, all text escaped.

    What is selected from it, such as its rows with an error, is one, too.
    """

    @property
    def _constructor(self) -> type[AnswersFrame]:
        return AnswersFrame

    def _repr_html_(self) -> str:
        # pandas itself cannot be told which cells are HTML, so nothing is left for it to escape.
        most_rows = pd.get_option("display.max_rows")
        width = pd.get_option("display.max_colwidth")
        table = pd.DataFrame(self.rename(columns=_render_label, index=_render_label))
        table.columns.names = [name and _render_label(name) for name in self.columns.names]
        table.index.names = [name and _render_label(name) for name in self.index.names]
        formatters: list[Any] = [partial(_render_short_cell, width)] * len(table.columns)
        with pd.option_context("display.max_colwidth", None):  # it would cut a picture's data
            html: str = table.to_html(
                escape=False, formatters=formatters, max_rows=most_rows, show_dimensions=True
            )
        return html


def _render_short_cell(width: int | None, value: object) -> str:
    if isinstance(value, str) and width and len(value) > width:
        value = f"{value[: width - 1]}…"
    return "" if value is None else _render_cell(value)


def style_answers(frame: pd.DataFrame) -> Styler:
    """Return a data frame of answers as a styled table with small pictures, all text escaped.

    pandas' ``Styler.format`` escapes nothing by default, and strings only on request; file names
    and answers would be live HTML in the user's page.

    Raises
    ------
    MissingPackageError
        Jinja2, which pandas needs for it, is not installed.
    """
    if find_spec("jinja2") is None:
        msg = "A styled table needs a package: pip install jinja2."
        raise MissingPackageError(msg)
    table = frame.style.format(_render_cell, na_rep="")
    for axis in (0, 1):
        table = table.format_index(_render_label, axis=axis)
    return table


def _render_cell(value: object) -> str:
    """Return a cell as HTML: a picture, or escaped text."""
    if isinstance(value, Thumbnail):
        return value.html
    if isinstance(value, Regions):
        return escape_html(", ".join(f"{region.number} {region.label}" for region in value))
    return escape_html(f"{value:.6g}" if isinstance(value, float) else str(value))


def _render_label(value: object) -> str:
    return escape_html(str(value))
