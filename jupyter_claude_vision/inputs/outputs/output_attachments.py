"""Outputs of a cell as attachments: pictures as they were displayed, and text."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from ...errors import NotVisibleError
from ...redaction import hide_paths, redact_secrets
from ...visible import to_visible_text
from ..attachment import Attachment
from ..html import dashboards
from ..html.html_attachment import attach_html
from ..images import from_bytes
from ..loaded_modules import loaded_module
from ..rich_display import read_reply_image
from ..web_charts import from_altair, from_plotly, is_altair
from .history import SCRIPT, Display, Printed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..attachment import InputOptions
    from .history import Piece

LONGEST_TEXT: Final = 30_000
"""Characters of one output that are sent as text: some 8,000 tokens."""

_ESCAPE_SEQUENCE: Final = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])"
)
"""Of ECMA-48: colors and movements of a terminal, links and titles."""

_PLOTLY: Final = "application/vnd.plotly.v1+json"
_VEGA_LITE: Final = "application/vnd.vegalite."
_HOLOVIEWS: Final = "application/vnd.holoviews_exec.v0+json"
_CHARTS: Final = (
    (is_altair, from_altair),
    (dashboards.is_folium, dashboards.from_folium),
    (dashboards.is_bokeh, dashboards.from_bokeh),
    (dashboards.is_holoviews, dashboards.from_holoviews),
    (dashboards.is_panel, dashboards.from_panel),
    (dashboards.is_lets_plot, dashboards.from_lets_plot),
)
"""Charts whose HTML loads its library from elsewhere, so that they are drawn anew."""

_TEXTS: Final = ("text/markdown", "text/latex", "application/json", "text/plain")


def is_piece(value: object) -> bool:
    """Return whether a value is an output of a cell, as a widget holds one."""
    return isinstance(value, (Display, Printed))


def attach_piece(piece: Piece, name: str, options: InputOptions) -> Attachment:
    """Return one output as an attachment.

    Raises
    ------
    InputError
        It cannot be read, or its library is gone.
    NotVisibleError
        It holds nothing that can be looked at or read.
    """
    if isinstance(piece, Printed):
        return _attach_text(piece.to_text(), name, is_traceback=piece.origin == "traceback")
    chart = None if piece.origin is None else piece.origin()
    if chart is not None and read_reply_image(piece.bundle) is None:
        for matches, attach in _CHARTS:
            if matches(chart):
                return attach(chart, name, options)
    return _attach_bundle(piece.bundle, name, options)


def _attach_bundle(bundle: Mapping[str, Any], name: str, options: InputOptions) -> Attachment:
    chart = _attach_chart(bundle, name, options)
    if chart is not None:
        return chart
    if (data := read_reply_image(bundle)) is not None:
        return from_bytes(data, name, options)
    if isinstance(pdf := bundle.get("application/pdf"), (str, bytes)):
        return from_bytes(b64decode(pdf), name, options)
    if isinstance(html := bundle.get("text/html"), str) and html.strip():
        page = html
        if (script := bundle.get(SCRIPT)) or _HOLOVIEWS in bundle:
            page = f"{dashboards.bokeh_scripts()}{html}<script>{script or ''}</script>"
        return attach_html(lambda: page, name, options)
    for mime in _TEXTS:
        if (content := bundle.get(mime)) is not None:
            text = content if isinstance(content, str) else json.dumps(content, indent=1)
            return _attach_text(text, name)
    kinds = shorten(", ".join(bundle), 80)
    msg = f"{name} is nothing that can be looked at ({kinds})."
    raise NotVisibleError(msg)


def _attach_chart(bundle: Mapping[str, Any], name: str, options: InputOptions) -> Attachment | None:
    """Return the chart that a bundle describes in the words of its library; None for none."""
    plotly = loaded_module("plotly.graph_objects")
    if _PLOTLY in bundle and plotly is not None:
        description = {key: bundle[_PLOTLY].get(key) for key in ("data", "layout")}
        return from_plotly(plotly.Figure(description, skip_invalid=True), name, options)
    altair = loaded_module("altair")
    mime = next((mime for mime in bundle if mime.startswith(_VEGA_LITE)), None)
    if mime is not None and altair is not None:
        return from_altair(altair.Chart.from_dict(bundle[mime]), name, options)
    return None


def to_plain_lines(text: str) -> str:
    """Return what a terminal would show of text: without colors, and lines as overwritten last."""
    text = _ESCAPE_SEQUENCE.sub("", text).replace("\r\n", "\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def _attach_text(text: str, name: str, *, is_traceback: bool = False) -> Attachment:
    """Return text as it was seen, without secrets and folders, as an attachment."""
    text = to_visible_text(to_plain_lines(text)).strip("\n")
    text = hide_paths(redact_secrets(text), is_traceback=is_traceback)
    if len(text) > LONGEST_TEXT:
        half = LONGEST_TEXT // 2
        count = len(text) - 2 * half
        text = f"{text[:half]}\n[… {count:,} characters left out …]\n{text[-half:]}"
    return Attachment(name, "text", text=text)
