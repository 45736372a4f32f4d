"""Variables whose names stay ordinary words of a prompt."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
import numbers
import types
from typing import Final

from .images import is_base64, is_data_url, is_file_id, is_path_text
from .outputs.references import is_output_reference

SHELLS_OWN: Final = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})
"""Names that IPython puts into the user's namespace: "In which month …?" is about none of them."""

_WORDS: Final = (
    numbers.Number,
    dt.date,
    dt.time,
    dt.timedelta,
    type,
    types.ModuleType,
    functools.partial,
)


def is_ordinary(value: object) -> bool:
    """Return whether a value is nothing that a user would point at.

    A number, a date, text that names no picture, a function, a class or a module: a word that
    happens to be the name of one stays a word. Everything else was meant to be looked at.
    """
    if isinstance(value, str):
        return not names_a_picture(value)
    # Scalars of numpy and of the tensor libraries are no numbers by Python's own classes.
    return isinstance(value, _WORDS) or getattr(value, "ndim", None) == 0 or _is_function(value)


def names_a_picture(text: str) -> bool:
    """Return whether text is a path, an address, a ``file_id`` or a picture, or meant as one."""
    first_word = text.partition(" ")[0]
    is_address = "://" in first_word or is_data_url(text) or is_output_reference(text)
    return is_address or is_base64(text) or is_path_text(text) or is_file_id(text)


def _is_function(value: object) -> bool:
    # Compiled functions are none of Python's own, but have a name as those have; models, which
    # can be called too, have none.
    has_name = inspect.getattr_static(value, "__name__", None) is not None
    return inspect.isroutine(value) or (callable(value) and has_name)
