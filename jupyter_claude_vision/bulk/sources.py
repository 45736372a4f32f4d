"""The many pictures that a user named: globs, folders, columns, lists, generators."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Mapping, Sized
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, NotVisibleError
from ..inputs.attachment import Attachment
from ..inputs.containers import is_numbered
from ..inputs.files.paths import expand_path, looks_like_a_file
from ..inputs.files.typed_paths import natural_key
from ..inputs.named_inputs import own_name, variable_name, word_for
from ..inputs.registry import is_visible
from ..text.surrogates import replace_surrogates
from ..visible import visible_line
from .items import Item

if TYPE_CHECKING:
    from collections.abc import Iterator


def sources(images: Any, variables: Mapping[str, object]) -> tuple[Iterator[Item], int | None]:
    """Return what is to be asked about, one by one, and how many there are where that is known.

    Parameters
    ----------
    images : object
        A glob, a folder, or a mapping, Series or any iterable of what `see` takes. An iterator is
        not read ahead.
    variables : mapping
        The user's, which name what has no name of its own.

    Raises
    ------
    InputError
        Nothing matches, or it is nothing of the kind.
    """
    if isinstance(images, (str, os.PathLike)):
        paths = _paths(os.fspath(images))
        return _items((path, path) for path in paths), len(paths)
    if isinstance(images, Mapping):
        return _items((str(name), value) for name, value in images.items()), len(images)
    if isinstance(images, Attachment) or is_visible(images):
        own = _own_name(images) or variable_name(images, variables) or word_for(images)
        return _items([(own, images)]), 1
    if hasattr(images, "iloc") and hasattr(images, "columns"):
        columns = ", ".join(map(repr, list(images.columns)[:5]))
        msg = f"That is a whole DataFrame: name the column with the pictures, of {columns}."
        raise NotVisibleError(msg)
    if hasattr(images, "iloc") and hasattr(images, "index"):
        return _items(_of_series(images, variables)), len(images)
    if not isinstance(images, Iterable):
        msg = f"{type(images).__name__} is not many pictures: give a list, a folder or a glob."
        raise NotVisibleError(msg)
    name = variable_name(images, variables)
    named = ((_name(value, n, name, variables), value) for n, value in enumerate(images))
    return _items(named), len(images) if isinstance(images, Sized) else None


def _items(named: Iterable[tuple[str, Any]]) -> Iterator[Item]:
    for position, (name, value) in enumerate(named):
        yield Item(position, visible_line(replace_surrogates(name)), value)


def _paths(text: str) -> list[str]:
    """Return the files that a glob, a folder or a path names, run2 before run10."""
    place = expand_path(text)
    if place.is_dir():
        found = [str(entry) for entry in place.iterdir() if looks_like_a_file(entry.name)]
        kind = "no pictures in"
    else:
        found = glob.glob(str(place), recursive=True)  # noqa: PTH207 - the user's own spelling stays
        kind = "no file that matches"
    files = [path for path in sorted(found, key=natural_key) if Path(path).is_file()]
    if not files:
        msg = f"There is {kind} {text}."
        raise InputError(msg)
    return files


def _of_series(series: Any, variables: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    """Yield a column's values, by their index where that says more than a number."""
    numbered = is_numbered(series)
    name = variable_name(series, variables)
    for number, (label, value) in enumerate(series.items()):
        yield _name(value, number, name, variables) if numbered else str(label), value


def _name(value: Any, number: int, name: str, variables: Mapping[str, object]) -> str:
    """Return what a member is called: its own name, its place in what has one, or its number."""
    if own := _own_name(value):
        return own
    if name:
        return f"{name}[{number}]"
    return variable_name(value, variables) or f"{word_for(value)} {number + 1}"


def _own_name(value: Any) -> str:
    """Return the name that a value brings itself, a path as it is given; empty for none."""
    if isinstance(value, Attachment):
        return value.name
    return str(value) if isinstance(value, os.PathLike) else own_name(value)
