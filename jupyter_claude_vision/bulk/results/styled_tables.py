"""Data frames of answers as styled tables with small pictures, all text escaped.

pandas' ``Styler.format`` escapes nothing by default, and strings only on request; file names and
answers would be live HTML in the user's page.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ...answers.regions import Regions
from ...errors import MissingPackageError
from ...text import html
from .thumbnails import Thumbnail

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler


def style_answers(frame: pd.DataFrame) -> Styler:
    """Return a data frame of answers as a styled table.

    Raises
    ------
    MissingPackageError
        Jinja2, which pandas needs for it, is not installed.
    """
    if find_spec("jinja2") is None:
        msg = "A styled table needs a package: pip install jinja2."
        raise MissingPackageError(msg)
    table = frame.style.format(_cell_to_html, na_rep="")
    for axis in (0, 1):
        table = table.format_index(_label_to_html, axis=axis)
    return table


def _cell_to_html(value: object) -> str:
    """Return a cell as HTML: a picture, or escaped text."""
    if isinstance(value, Thumbnail):
        return value.html
    if isinstance(value, Regions):
        return html(", ".join(f"{region.number} {region.label}" for region in value))
    return html(f"{value:.6g}" if isinstance(value, float) else str(value))


def _label_to_html(value: object) -> str:
    return html(str(value))
