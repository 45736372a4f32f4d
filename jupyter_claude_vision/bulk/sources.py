"""Items of a run from what the user passed: globs, folders, columns, lists, generators."""

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
from ..visible import to_visible_line
from .items import Item

if TYPE_CHECKING:
    from collections.abc import Iterator


def resolve_items(
    images: Any, variables: Mapping[str, object]
) -> tuple[Iterator[Item], int | None]:
    """Return the items of a run, and their number where it is known.

    Parameters
    ----------
    images : object
        A glob, a folder, or a mapping, Series or any iterable of what `see` takes. An iterator is
        not read ahead.
    variables : mapping
        The user's variables, from which items without a name of their own are named.

    Raises
    ------
    InputError
        Nothing matches, or the object holds no items.
    """
    if isinstance(images, (str, os.PathLike)):
        paths = _list_paths(os.fspath(images))
        return _number_items((path, path) for path in paths), len(paths)
    if isinstance(images, Mapping):
        return _number_items((str(key), value) for key, value in images.items()), len(images)
    if hasattr(images, "iloc") and hasattr(images, "columns"):
        columns = ", ".join(map(repr, list(images.columns)[:5]))
        msg = f"That is a whole DataFrame: name the column with the pictures, of {columns}."
        raise NotVisibleError(msg)
    if isinstance(images, Attachment) or is_visible(images):
        name = _find_own_name(images) or variable_name(images, variables) or word_for(images)
        return _number_items([(name, images)]), 1
    if hasattr(images, "iloc") and hasattr(images, "index"):
        return _number_items(_iterate_series(images, variables)), len(images)
    if not isinstance(images, Iterable):
        msg = f"{type(images).__name__} is not many pictures: give a list, a folder or a glob."
        raise NotVisibleError(msg)
    container = variable_name(images, variables)
    pairs = (
        (_name_member(value, number, container, variables), value)
        for number, value in enumerate(images)
    )
    return _number_items(pairs), len(images) if isinstance(images, Sized) else None


def _number_items(pairs: Iterable[tuple[str, Any]]) -> Iterator[Item]:
    for position, (name, value) in enumerate(pairs):
        yield Item(position, to_visible_line(replace_surrogates(name)), value)


def _list_paths(pattern: str) -> list[str]:
    """Return the files that a glob, a folder or a path names, run2 before run10."""
    path = expand_path(pattern)
    if path.is_dir():
        matches = [str(entry) for entry in path.iterdir() if looks_like_a_file(entry.name)]
        kind = "no pictures in"
    else:
        matches = glob.glob(str(path), recursive=True)  # noqa: PTH207 - keeps the user's spelling
        kind = "no file that matches"
    files = [match for match in sorted(matches, key=natural_key) if Path(match).is_file()]
    if not files:
        msg = f"There is {kind} {pattern}."
        raise InputError(msg)
    return files


def _iterate_series(series: Any, variables: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    """Yield the names and values of a column; an index that only numbers them gives no names."""
    has_numbers = is_numbered(series)
    container = variable_name(series, variables)
    for number, (label, value) in enumerate(series.items()):
        name = _name_member(value, number, container, variables) if has_numbers else str(label)
        yield name, value


def _name_member(value: Any, number: int, container: str, variables: Mapping[str, object]) -> str:
    """Return the name of a member of a container.

    It is the member's own name, else its place in a container that has a name, else its variable,
    else its number.
    """
    if name := _find_own_name(value):
        return name
    if container:
        return f"{container}[{number}]"
    return variable_name(value, variables) or f"{word_for(value)} {number + 1}"


def _find_own_name(value: Any) -> str:
    """Return the name that a value brings along, such as its path; empty for none."""
    if isinstance(value, Attachment):
        return value.name
    return str(value) if isinstance(value, os.PathLike) else own_name(value)
