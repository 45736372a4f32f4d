"""Members of lists, tuples, dicts, arrays of objects and columns, each with its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, ValuesView
from typing import Any, Final

from ..errors import NotVisibleError
from .loaded_modules import loaded_module
from .widgets import holds_outputs, widget_pieces

DEEPEST: Final = 8
"""How many containers may stand in one another; a list that holds itself has no end."""


def is_container(value: object) -> bool:
    """Return whether a value holds others: a list, a tuple, a dict, a column or array of objects.

    Text, bytes and arrays of numbers hold nothing that could be looked at by itself.
    """
    if isinstance(value, (str, bytes, bytearray, memoryview, range)):
        return False
    return (
        isinstance(value, (Mapping, Sequence, ValuesView))
        or _is_of_objects(value)
        or _is_pie(value)
        or holds_outputs(value)
    )


def container_members(value: Any) -> Iterator[tuple[str, object]]:
    """Yield what a container holds, and what a user would write behind its name to get it.

    Parameters
    ----------
    value : object
        One that `is_container`.

    Yields
    ------
    tuple of str and object
        ``"[0]"``, ``"['before']"`` or ``"[0, 1]"``, and the member.
    """
    if holds_outputs(value):
        yield from ((f"[{n}]", piece) for n, piece in enumerate(widget_pieces(value.model_id)))
    elif isinstance(value, Mapping) or _is_column(value):
        for key, member in value.items():
            yield f"[{key!r}]", member
    elif _is_of_objects(value):
        from numpy import ndindex

        for place in ndindex(value.shape):
            yield f"[{', '.join(map(str, place))}]", value[place]
    else:
        for number, member in enumerate(value):
            yield f"[{number}]", member


def keyed_members(value: Any) -> Iterator[tuple[str, object]] | None:
    """Return a container's members by the user's own names for them; None where it has none.

    The numbers that pandas gives to rows of a column are no names.
    """
    if isinstance(value, Mapping) or (_is_column(value) and not is_numbered(value)):
        return ((str(key), member) for key, member in value.items())
    return None


def leaf_members(value: object, depth: int = DEEPEST) -> Iterator[object]:
    """Yield what a container, and those in it, hold; what is none is yielded as it is."""
    if depth == 0 or not is_container(value):
        yield value
        return
    for _, member in container_members(value):
        yield from leaf_members(member, depth - 1)


def check_depth(depth: int, name: str) -> None:
    """Raise where containers stand in one another without end.

    Raises
    ------
    NotVisibleError
    """
    if depth > DEEPEST:
        msg = f"{name.partition('[')[0]} holds lists in lists in lists: name one of them."
        raise NotVisibleError(msg)


def _is_pie(value: object) -> bool:
    """Return whether a value is what ``plt.pie`` returns: no sequence, though it is unpacked."""
    module = loaded_module("matplotlib.container")
    return module is not None and isinstance(value, getattr(module, "PieContainer", ()))


def _is_of_objects(value: Any) -> bool:
    numpy = loaded_module("numpy")
    is_array = numpy is not None and isinstance(value, getattr(numpy, "ndarray", ()))
    return _is_column(value) or (is_array and value.dtype == object and value.ndim > 0)


def is_numbered(column: Any) -> bool:
    """Return whether a column's rows have no names but the numbers that pandas gives them."""
    return type(column.index).__name__ == "RangeIndex"


def _is_column(value: Any) -> bool:
    """Return whether a value is a pandas Series of objects, such as ``groupby().plot()`` returns.

    One of text is none of them: pandas has a dtype for it, and it may be any words.
    """
    pandas = loaded_module("pandas")
    is_series = pandas is not None and isinstance(value, getattr(pandas, "Series", ()))
    return is_series and value.dtype == object
