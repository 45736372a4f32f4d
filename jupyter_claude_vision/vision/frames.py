"""Columns as pandas DataFrames, where pandas is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def frame(
    columns: Mapping[str, Sequence[Any]],
    *,
    index: Sequence[Any] | None = None,
    index_name: str | None = None,
) -> Any:
    """Return columns as a DataFrame.

    Raises
    ------
    MissingPackageError
        pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        msg = "A DataFrame needs pandas: pip install pandas. columns() gives the same without it."
        raise MissingPackageError(msg) from error
    made = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    made.index.name = index_name
    return made
