"""Arguments of `see` as attachments, with the user's names for them."""

from __future__ import annotations

import inspect
import os
from functools import partial
from pathlib import PurePath
from textwrap import shorten
from typing import TYPE_CHECKING, Final

from ..errors import InputError
from .arrays import is_array
from .attachment import short_name
from .containers import check_depth, is_container, keyed_members, leaf_members
from .containers import container_members as members_of
from .files.outside_sources import CLIPBOARD, read_clipboard
from .files.paths import path_exists
from .files.typed_paths import matching_files
from .images import BASE64_TEXT, is_base64, is_data_url, is_pil
from .matplotlib.figures import (
    figure_of,
    from_last_shown,
    holds_figure,
    is_artist,
    is_artists,
    last_shown,
)
from .ordinary_words import names_a_picture
from .outputs.references import attach_output, is_output_reference
from .registry import is_visible, recognize_input
from .widgets import holds_outputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from .attachment import Attachment
    from .registry import InputOptions

_PACKAGE: Final = __package__.partition(".")[0]

MOST_IMAGES: Final = 600
"""Of one request, by the Vision page of the platform documentation (checked 2026-11-23)."""

_LONGEST: Final = 200
"""Characters of an address or a path that are a name still."""


def names_in_reach(notebook: Mapping[str, object]) -> dict[str, object]:
    """Return the variables of whoever called this package: a function's own, then the notebook's.

    Parameters
    ----------
    notebook : mapping
        The user's namespace; empty in a script.
    """
    frame = inspect.currentframe()
    while frame and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        frame = frame.f_back
    caller_names = dict(frame.f_locals) if frame else {}
    return {**caller_names, **notebook, **caller_names}  # its own first in order, too


def attachments_of(
    target: object, variables: Mapping[str, object], options: InputOptions
) -> list[Attachment]:
    """Return what is to be looked at: one thing, or several in lists and dicts, in their order.

    Raises
    ------
    InputError
        One of them cannot be looked at, or there is none in them. None and an empty list stand
        for a picture that is not there; only ``...`` is nothing at all.
    """
    if target is ...:
        return []
    name = "" if isinstance(target, str) else variable_name(target, variables)
    pairs = visible_members(target, name, partial(variable_name, variables=variables))
    check_number(len(pairs), target if isinstance(target, str) else name)
    return [
        attachment for name, value in pairs for attachment in attach_member(name, value, options)
    ]


def attach_member(name: str, value: object, options: InputOptions) -> list[Attachment]:
    """Return one of `visible_members` as attachments: a reference to outputs can be several.

    Raises
    ------
    InputError
        It cannot be looked at.
    """
    if isinstance(value, str) and is_output_reference(value):
        return attach_output(value, options, name if name != value else None)
    if isinstance(value, str) and value == CLIPBOARD:
        return attach_clipboard(name, options)
    return [recognize_input(value, name, options=options)]


def attach_clipboard(name: str, options: InputOptions) -> list[Attachment]:
    """Return what the clipboard holds as attachments.

    Raises
    ------
    InputError
        It holds no picture, or there is none.
    """
    pictures = read_clipboard()
    names = [name] if len(pictures) == 1 else [own_name(picture) or name for picture in pictures]
    return [
        recognize_input(picture, label, options=options)
        for picture, label in zip(pictures, names, strict=True)
    ]


def check_number(number: int, name: str) -> None:
    """Raise where more is named than one question takes, before any of it is opened.

    Raises
    ------
    InputError
        It says how to ask about each by itself.
    """
    if number > MOST_IMAGES:
        msg = (
            f"{name or 'That'} is {number:,} pictures, and one question takes {MOST_IMAGES} at "
            "most: ask about each by itself with --each, in Python with see_many(…)."
        )
        raise InputError(msg)


def visible_members(
    value: object, name: str, name_of: Callable[[object], str] = lambda _: ""
) -> list[tuple[str, object]]:
    """Return what can be looked at in a value, in its order, each with the user's name for it.

    A figure's artists are their figure. Of a list, each member has its own name, such as a
    file's, or its place behind the list's (``figs[0]``); of a dict, its key. Where nothing in a
    list can be looked at, the list itself is returned: the recognizer says what to do instead.

    Parameters
    ----------
    value : object
    name : str
        What the user calls it; empty for what was only written down, such as ``[fig, photo]``.
    name_of : callable, optional
        Returns the variable that holds a member of such a list; empty for none.

    Raises
    ------
    NotVisibleError
        Lists stand in lists without end.
    """
    if isinstance(value, str) and not path_exists(value) and (files := matching_files(value)):
        return [(path, path) for path in files]
    is_list_of_one = type(value) in {list, tuple} and len(value) == 1  # type: ignore[arg-type]
    if (not is_list_of_one and _is_one(value)) or not _holds_any(value):
        label = name or own_name(value) or name_of(value) or name_of(figure_of(value))
        return [(label or word_for(value), value)]
    pairs = list(_nested_members(value, name, name_of, 1))
    numbers = [f" {number}" for number in range(1, len(pairs) + 1)] if len(pairs) > 1 else [""]
    return [
        (label or f"{word_for(member)}{number}", member)
        for number, (label, member) in zip(numbers, pairs, strict=True)
    ]


def _nested_members(
    value: object, name: str, name_of: Callable[[object], str], depth: int
) -> Iterator[tuple[str, object]]:
    check_depth(depth, name)
    by_key = keyed_members(value) if depth == 1 else None
    for key, member in by_key or members_of(value):
        label = key if by_key else own_name(member)
        if not label:
            label = f"{name}{key}" if name else name_of(member)
        if _is_one(member) or not _holds_any(member):
            yield label, member
        else:
            yield from _nested_members(member, label, name_of, depth + 1)


def _is_one(value: object) -> bool:
    """Return whether a value is one thing to look at, or none, rather than several."""
    return not is_container(value) or (is_visible(value) and not holds_outputs(value))


def _holds_any(value: object) -> bool:
    """Return whether a list holds anything that may be meant to be looked at."""
    return any(
        names_a_picture(leaf) if isinstance(leaf, str) else is_visible(leaf)
        for leaf in leaf_members(value)
    )


def figure_shown_last(variables: Mapping[str, object], options: InputOptions) -> list[Attachment]:
    """Return the figure that is meant where nothing is named, if there is one."""
    last = last_shown(options)
    if last is None:
        return []
    figure, origin = last
    return [from_last_shown(figure, variable_name(figure, variables) or "figure", origin)]


def variable_name(value: object, variables: Mapping[str, object]) -> str:
    """Return the name of the variable that holds a value; empty where none does."""
    if value is None:
        return ""
    names = (name for name, candidate in list(variables.items()) if candidate is value)
    return next((str(name) for name in names if not name.startswith("_")), "")


def own_name(value: object) -> str:
    """Return the name that a value brings itself: a file's, an address; empty where it has none."""
    if isinstance(value, os.PathLike):
        return PurePath(os.fsdecode(value)).name
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    return "" if is_data_url(value) or is_base64(value) else value


def word_for(value: object) -> str:
    """Return a word for a value that nobody gave a name; the last part of a long address."""
    if isinstance(value, str):
        if is_base64(value):
            return BASE64_TEXT
        return "data URL" if is_data_url(value) else shorten(short_name(value), 60, placeholder="…")
    if is_artist(value) or is_artists(value) or holds_figure(value):
        return "figure"
    if is_pil(value):
        return "image"
    return "array" if is_array(value) else type(value).__name__.lower()
