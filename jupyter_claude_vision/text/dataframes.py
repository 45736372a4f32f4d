"""Columns as pandas DataFrames, where pandas is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def pandas(otherwise: str) -> Any:
    """Return the module; `otherwise` says what does without it.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        msg = f"A DataFrame needs pandas: pip install pandas. {otherwise}"
        raise MissingPackageError(msg) from error
    return pd


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
    pd = pandas("columns() gives the same without it.")
    made = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    made.index.name = index_name
    return made
