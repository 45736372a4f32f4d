"""Columns of the data behind marks: numbers as arrays, all else by its distinct values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """Values as positions in a list of the distinct ones.

    Attributes
    ----------
    codes : array of int
    values : list
        Texts, numbers, booleans or None.
    """

    codes: Any
    values: list[Any]

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, item: int) -> Any:
        return self.values[self.codes[item]]

    def __iter__(self) -> Iterator[Any]:
        return map(self.values.__getitem__, self.codes.tolist())

    def take(self, items: Any) -> CodedColumn:
        """Return some of the values."""
        return CodedColumn(self.codes[items], self.values)

    def map_values(self, function: Callable[[Any], Any]) -> CodedColumn:
        """Return what a function makes of each value."""
        distinct = encode_values([function(value) for value in self.values])
        return CodedColumn(distinct.codes[self.codes], distinct.values)


def encode_values(column: Iterable[Any]) -> CodedColumn:
    """Return a column by its distinct values."""
    if isinstance(column, CodedColumn):
        return column
    codes: dict[Any, int] = {}
    values: list[Any] = []
    places = []
    for value in column.tolist() if isinstance(column, np.ndarray) else column:
        key = type(value), value
        if key not in codes:
            codes[key] = len(values)
            values.append(value)
        places.append(codes[key])
    return CodedColumn(np.array(places, dtype=np.intp), values)


def to_numbers(column: Any) -> Any:
    """Return a column as an array of numbers, with NaN where a value is none."""
    if isinstance(column, np.ndarray):
        return column
    if isinstance(column, CodedColumn):
        return np.array([_to_number(value) for value in column.values], dtype=float)[column.codes]
    return np.array([_to_number(value) for value in column], dtype=float)


def _to_number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return np.nan


def join_codes(columns: list[CodedColumn]) -> CodedColumn:
    """Return the rows of several columns as tuples."""
    if len(columns) == 1:
        return CodedColumn(columns[0].codes, [(value,) for value in columns[0].values])
    stacked = np.stack([column.codes for column in columns], axis=1)
    distinct, codes = np.unique(stacked, axis=0, return_inverse=True)
    values = [
        tuple(column.values[code] for column, code in zip(columns, row, strict=True))
        for row in distinct.tolist()
    ]
    return CodedColumn(codes.reshape(-1), values)


def group_items(codes: Any, items: Any) -> list[Any]:
    """Return items in groups of one code each, in the order in which the codes appear first.

    Parameters
    ----------
    codes : array of int
        Of every item.
    items : array of int
        Those to be grouped, rising.
    """
    if not len(items):
        return []
    item_codes = codes[items]
    order = np.argsort(item_codes, kind="stable")
    starts = np.flatnonzero(np.diff(item_codes[order])) + 1
    groups = np.split(items[order], starts)
    return sorted(groups, key=lambda group: int(group[0]))
