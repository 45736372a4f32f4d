"""Frames of answers as styled tables, with small pictures, in which no text is live.

pandas' ``Styler.format`` escapes nothing unless it is told to, and never what is no string; the
names of files and what a model wrote would be HTML in the user's own page.
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


def styled(frame: pd.DataFrame) -> Styler:
    """Return a frame of answers as a styled table.

    Raises
    ------
    MissingPackageError
        pandas styles no table without Jinja2.
    """
    if find_spec("jinja2") is None:
        msg = "A styled table needs a package: pip install jinja2."
        raise MissingPackageError(msg)
    table = frame.style.format(_cell, na_rep="")
    for axis in (0, 1):
        table = table.format_index(_label, axis=axis)
    return table


def _cell(value: object) -> str:
    """Return a cell as HTML: a picture as one, anything else as text."""
    if isinstance(value, Thumbnail):
        return value.html
    if isinstance(value, Regions):
        return html(", ".join(f"{region.number} {region.label}" for region in value))
    return html(f"{value:.6g}" if isinstance(value, float) else str(value))


def _label(value: object) -> str:
    return html(str(value))
