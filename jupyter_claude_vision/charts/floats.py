"""Whatever an artist holds, as floats."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .model import Numbers


def numbers(values: Iterable[Any]) -> Numbers:
    """Return values as floats, masked and missing ones as NaN."""
    return tuple(_number(value) for value in values)


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def converted(axis: Any, values: Any) -> Numbers:
    """Return what was plotted as the floats of a matplotlib axis."""
    return numbers(axis.convert_units(values))
