"""Widgets that hold pictures: `ipywidgets.Image`, `Output`, boxes of them, canvases.

What a widget holds is read off the state that ipywidgets would save with the notebook.
"""

from __future__ import annotations

import re
from base64 import b64decode
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from ..errors import NotVisibleError
from .files.file_types import START, looks_like_a_picture
from .images import from_bytes
from .loaded_modules import loaded_module
from .outputs.history import Display, Printed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .attachment import Attachment, InputOptions
    from .outputs.history import Piece

VIEW: Final = "application/vnd.jupyter.widget-view+json"
"""MIME type of a widget that is displayed: it holds the id of its model."""

_REFERENCE: Final = "IPY_MODEL_"
_PICTURES: Final = ("value", "image_data")
"""Names under which widgets hold the bytes of a picture; the second is ipycanvas's."""

_DEEPEST: Final = 8


def is_widget(value: object) -> bool:
    """Return whether a value is a widget of ipywidgets."""
    module = loaded_module("ipywidgets")
    return module is not None and isinstance(value, getattr(module, "Widget", ()))


def holds_outputs(value: Any) -> bool:
    """Return whether a value is a widget that can hold several pictures: a box, an `Output`."""
    return is_widget(value) and (value.has_trait("outputs") or value.has_trait("children"))


def shows_picture(value: Any, depth: int = _DEEPEST) -> bool:
    """Return whether a widget holds a picture, or outputs."""
    for name in _PICTURES:
        data = getattr(value, name, None) if value.has_trait(name) else None
        if isinstance(data, (bytes, memoryview)) and looks_like_a_picture(bytes(data[:START])):
            return True
    if value.has_trait("outputs") and value.outputs:
        return True
    children = value.children if depth and value.has_trait("children") else ()
    return any(is_widget(child) and shows_picture(child, depth - 1) for child in children)


def from_widget(widget: Any, name: str, options: InputOptions) -> Attachment:
    """Return the picture of a widget as an attachment.

    Raises
    ------
    NotVisibleError
        It holds none.
    """
    for piece in widget_pieces(widget.model_id):
        if isinstance(piece, Display) and (data := piece.bundle.get("image/png")) is not None:
            return from_bytes(data, name, options)
    kind = type(widget).__name__
    msg = f"{name} is a widget ({kind}) that holds no picture here: name what it shows."
    raise NotVisibleError(msg)


def widget_pieces(model_id: str) -> list[Piece]:
    """Return the pictures and outputs that a widget, and those in it, hold; empty for none."""
    return list(_walk_models(model_id, _read_states(), _DEEPEST))


def describe_widget(model_id: str) -> Printed | None:
    """Return the values that a widget, and those in it, show, as text; None for none."""
    lines = list(_walk_values(model_id, _read_states(), _DEEPEST))
    piece = Printed("stdout")
    piece.add("\n".join(lines))
    return piece if lines else None


def _read_states() -> Mapping[str, Any]:
    module = loaded_module("ipywidgets")
    return {} if module is None else dict(module.Widget.get_manager_state()["state"])


def _walk_values(model_id: str, states: Mapping[str, Any], depth: int) -> Iterator[str]:
    model = states.get(model_id)
    if model is None or depth == 0:
        return
    state, value = model["state"], model["state"].get("value")
    if isinstance(value, (str, int, float, list)) and str(value).strip():
        text = unescape(re.sub(r"<[^>]*>", "", str(value))).strip()
        kind, label = model["model_name"].removesuffix("Model"), state.get("description", "")
        yield f"{kind} {label}: {text}" if label else f"{kind}: {text}"
    for child in state.get("children") or ():
        if isinstance(child, str) and child.startswith(_REFERENCE):
            yield from _walk_values(child.removeprefix(_REFERENCE), states, depth - 1)


def _walk_models(model_id: str, states: Mapping[str, Any], depth: int) -> Iterator[Piece]:
    model = states.get(model_id)
    if model is None or depth == 0:
        return
    for buffer in model.get("buffers", ()):
        if buffer["path"] in [[name] for name in _PICTURES]:
            data = b64decode(buffer["data"])
            if looks_like_a_picture(data[:START]):
                yield Display({"image/png": data})
    for output in model["state"].get("outputs", ()):
        yield from _read_output(output)
    for child in model["state"].get("children", ()):
        if isinstance(child, str) and child.startswith(_REFERENCE):
            yield from _walk_models(child.removeprefix(_REFERENCE), states, depth - 1)


def _read_output(output: Mapping[str, Any]) -> Iterator[Piece]:
    """Yield an output as the notebook format has it (nbformat 4)."""
    if "data" in output:
        yield Display(output["data"])
    elif "text" in output:
        piece = Printed("stderr" if output.get("name") == "stderr" else "stdout")
        piece.add(str(output["text"]))
        yield piece
    elif "traceback" in output:
        piece = Printed("traceback")
        piece.add("\n".join(output["traceback"]))
        yield piece
