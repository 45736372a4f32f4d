"""Objects that IPython would show as an image: ``_repr_png_`` and its like.

What is looked for, and in which order, is IPython's: a bundle first, then one format each.
Registered formatters, which libraries use for objects that are not theirs (sympy's
``init_printing``), come before both.
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeAlias

from ..errors import NotVisibleError
from .attachment import Attachment, Fit, InputOptions, Raster
from .html.html_attachment import describe_rows, draw_html
from .images import bytes_raster, from_bytes, from_path, from_url
from .loaded_modules import loaded_module

_METHODS: Final = {
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "image/svg+xml": "_repr_svg_",
}
PICTURE_TYPES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")
"""Media types of pictures in a display bundle, the one to take first."""

_BUNDLE: Final = "_repr_mimebundle_"
_PAGE: Final = "_repr_html_"
_HTML: Final = "text/html"

_Reply: TypeAlias = object
"""What a ``_repr_*_`` method returns: data, or data and metadata, or None."""


def is_rich(value: object) -> bool:
    """Return whether a value has a method that may show it as an image, or as HTML."""
    return any(_has_method(value, method) for method in (*_METHODS.values(), _BUNDLE, _PAGE))


def looks_like_a_picture(value: object) -> bool:
    """Return whether a value most likely shows itself as an image or HTML, without asking it.

    A bundle alone says little: widgets have one that only their front end understands.
    """
    if any(_has_method(value, method) for method in (*_METHODS.values(), _PAGE)):
        return True
    return _has_method(value, _BUNDLE) and not hasattr(type(value), "_view_name")


def from_rich(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return an object that shows itself as an image or as HTML, as an attachment.

    It is asked when it is drawn; `NotVisibleError` says where it does not answer.
    """
    return Attachment(name, "image", lambda fit: _draw(value, name, fit, options), source=value)


def is_ipython_image(value: object) -> bool:
    """Return whether a value is an ``Image`` or a ``Video`` of ``IPython.display``."""
    module = loaded_module("IPython.display")
    kinds = () if module is None else (module.Image, module.Video)
    return isinstance(value, kinds)


def from_ipython_image(value: Any, name: str, options: InputOptions) -> Attachment:
    """Return what an ``Image`` or ``Video`` of IPython holds, or points at, as an attachment.

    Raises
    ------
    NotVisibleError
        It holds nothing.
    InputError
        As for the bytes, the file or the URL.
    """
    if value.data is not None:
        data = value.data.encode() if isinstance(value.data, str) else value.data
        return from_bytes(_decode_reply(data), name, options)
    if value.filename:
        return from_path(value.filename, name, options)
    if value.url:
        return from_url(value.url, name, options)
    msg = f"{name} is an empty {type(value).__name__}."
    raise NotVisibleError(msg)


def _has_method(value: object, method: str) -> bool:
    # On the type: mocks, modules and proxies claim to have every attribute.
    return callable(getattr(type(value), method, None)) and not isinstance(value, type)


def _draw(value: Any, name: str, fit: Fit, options: InputOptions) -> Raster:
    failure: Exception = LookupError("every _repr_*_ returned None, or no image")
    problem = "does not show itself as an image."
    for ask in _image_methods(value, options):
        try:
            data = read_reply_image(ask())
        except Exception as error:  # noqa: BLE001 - another way may do; else it is the cause
            failure, problem = error, f"cannot be shown: {type(error).__name__}: {error}"
            continue
        if data is not None:
            return bytes_raster(data, name, fit, options)
    if (html := _find_html(value, options)) is not None:
        return draw_html(html, name, options, describe_rows(value))
    msg = f"{name} ({type(value).__name__}) {problem}{_missing_image_advice(value, name)}"
    raise NotVisibleError(msg) from failure


def _find_html(value: Any, options: InputOptions) -> str | None:
    """Return the HTML as which an object shows itself; None for none."""
    methods: list[Callable[[], _Reply]] = []
    formatter = options.formatters.get(_HTML)
    if formatter is not None:
        with suppress(KeyError):  # nothing is registered for it
            methods.append(partial(formatter.lookup(value), value))
    if _has_method(value, _BUNDLE):
        methods.append(partial(getattr(value, _BUNDLE), include=None, exclude=None))
    if _has_method(value, _PAGE):
        methods.append(getattr(value, _PAGE))
    for ask in methods:
        try:
            reply = ask()
        except Exception:  # noqa: BLE001, S112 - another way may do; the caller has an error of its own
            continue
        content = reply[0] if isinstance(reply, tuple) and reply else reply
        html = content.get(_HTML) if isinstance(content, Mapping) else content
        if isinstance(html, str) and html.strip():
            return html
    return None


def _image_methods(value: Any, options: InputOptions) -> Iterator[Callable[[], _Reply]]:
    """Yield the ways to ask an object for an image, in the order in which IPython would."""
    for mime in _METHODS:
        formatter = options.formatters.get(mime)
        if formatter is not None:
            try:
                printer = formatter.lookup(value)
            except KeyError:
                continue  # nothing is registered for it
            yield partial(printer, value)
    if _has_method(value, _BUNDLE):
        yield partial(getattr(value, _BUNDLE), include=None, exclude=None)
    for method in _METHODS.values():
        if _has_method(value, method):
            yield getattr(value, method)


def read_reply_image(reply: _Reply) -> bytes | None:
    """Return the image in what a method returned, or a MIME bundle; None where there is none."""
    if isinstance(reply, tuple):  # with its metadata
        reply = reply[0]
    if isinstance(reply, Mapping):
        reply = next((reply[mime] for mime in PICTURE_TYPES if reply.get(mime)), None)
    if isinstance(reply, str):
        reply = reply.encode()
    return _decode_reply(reply) if isinstance(reply, bytes) and reply else None


def _decode_reply(data: bytes) -> bytes:
    """Return an image's bytes, which a notebook's messages carry as base64."""
    if data.lstrip()[:1] == b"<" or any(byte > 127 for byte in data[:64]):
        return data
    try:
        return b64decode(data, validate=False)
    except binascii.Error:
        return data


def _missing_image_advice(value: object, name: str) -> str:
    if type(value).__module__.startswith("sympy."):
        return " Call sympy.init_printing() first, or plot it: sympy.plot(…)."
    if hasattr(type(value), "plot"):
        return f" Plot it: {name}.plot()."
    return ""
