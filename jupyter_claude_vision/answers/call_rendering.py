"""Calls of tools as a user sees them: one line, its result folded, and a zoom's two pictures."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ..imaging.overlay import OverlayMark, draw_overlay
from ..text import escape_html
from ..visible import to_visible_line, to_visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from .sent_attachment import SentImage
    from .tool_calls import ToolCall

_GAP: Final = 12
_LONGEST_LINE: Final = 200
_LINE: Final = '<div style="font-size: 0.85em; opacity: 0.85; margin: 0 0 0.8em">{html}</div>'


def describe_call(call: ToolCall, source: SentImage | None = None) -> str:
    """Return a call and its result on one line.

    Parameters
    ----------
    call : ToolCall
    source : SentImage, optional
        The picture that it is about.
    """
    action, result = _describe_action(call, source), ""
    if call.is_error:
        result = f" → {to_visible_line(call.result)}"
    elif call.rows is not None:
        count = len(call.rows)
        result = f" → {count:,} row{'s' * (count != 1)}"
    elif call.box is None and call.result:
        result = f" → {to_visible_line(call.result)}"
    return f"{action}{_shorten_line(result)}"


def _describe_action(call: ToolCall, source: SentImage | None) -> str:
    if call.name == "zoom":
        corners = [call.input.get(first) for first in ("left", "top")]
        corners += [call.input.get(last) for last in ("right", "bottom")]
        if all(isinstance(corner, (int, float)) for corner in corners):
            left, top, right, bottom = (f"{corner:.0f}" for corner in corners)
            name = f" of {source.name}" if source is not None else ""
            return to_visible_line(f"looked closer at ({left}, {top})–({right}, {bottom}){name}")
    if call.name == "query" and isinstance(call.input.get("sql"), str):
        return f"asked the data: {_shorten_line(call.arguments)}"
    values = [f"{name}={_write_value(value)}" for name, value in call.input.items()]
    return _shorten_line(to_visible_line(f"called {call.name}({', '.join(values)})"))


def _write_value(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return str(value)


def _shorten_line(text: str) -> str:
    return text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"


def to_call_displays(
    call: ToolCall, source: SentImage | None
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the display data and metadata of a call: its pictures, where it has any, and a line.

    Pictures are displays of their own, since every front end, export and test of notebooks knows
    PNG and JPEG.
    """
    line = describe_call(call, source)
    if (picture := draw_call_picture(call, source)) is not None:
        data, media_type = picture
        text = to_visible_text(f"<{line}>")
        yield {media_type: data, "text/plain": text}, {media_type: {"alt": text[1:-1]}}
    html = _LINE.format(html=render_call_html(call, source))
    rows = "" if call.rows is None else f"\n{call.rows!r}"
    yield {"text/html": html, "text/plain": to_visible_text(f"{line}{rows}")}, {}


def render_call_html(call: ToolCall, source: SentImage | None = None) -> str:
    """Return a call as safe HTML: one line, under which its result is folded.

    A zoom's result is its picture (see `draw_call_picture`), so that nothing is folded.
    """
    line = escape_html(describe_call(call, source))
    if call.rows is not None:
        content = call.rows._repr_html_()
        query = f"<pre>{escape_html(to_visible_text(str(call.input.get('sql'))))}</pre>"
        return f"<details><summary>{line}</summary>{query}{content}</details>"
    if call.box is not None or not call.result or len(line) < _LONGEST_LINE:
        return f"<div>{line}</div>"
    result = f"<pre>{escape_html(to_visible_text(call.result))}</pre>"
    return f"<details><summary>{line}</summary>{result}</details>"


def draw_call_picture(call: ToolCall, source: SentImage | None) -> tuple[bytes, str] | None:
    """Return what a call gave as one small PNG or JPEG, and its media type; None for no picture.

    Beside a part stands the whole, with a box where the part is.
    """
    pictures = [image.prepared_image for image in call.images if image.prepared_image is not None]
    if not pictures:
        return None
    tiles = [picture.small_copy for picture in pictures]
    whole = source.prepared_image if source is not None else None
    if call.box is not None and whole is not None:
        mark = OverlayMark(0, "", "", tuple(map(float, call.box)), is_point=False)  # type: ignore[arg-type]
        tiles.insert(0, draw_overlay(whole.small_copy, [mark], whole.original_size, legend=False))
        pictures.insert(0, whole)
    is_photograph = any(picture.media_type == "image/jpeg" for picture in pictures)
    file = BytesIO()
    kind = "JPEG" if is_photograph else "PNG"
    _join_tiles(tiles).save(file, kind, **({"quality": 85} if is_photograph else {}))
    return file.getvalue(), f"image/{kind.lower()}"


def _join_tiles(tiles: list[Image.Image]) -> Image.Image:
    from PIL import Image

    width = sum(tile.width for tile in tiles) + _GAP * (len(tiles) - 1)
    sheet = Image.new("RGB", (width, max(tile.height for tile in tiles)), "white")
    x = 0
    for tile in tiles:
        sheet.paste(tile, (x, 0))
        x += tile.width + _GAP
    return sheet
