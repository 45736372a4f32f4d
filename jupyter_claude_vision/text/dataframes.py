"""Conversion of columns to pandas DataFrames, where pandas is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import MissingPackageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def import_pandas(alternative: str) -> Any:
    """Return the pandas module.

    Parameters
    ----------
    alternative : str
        A sentence on what works without it, for the error message.

    Raises
    ------
    MissingPackageError
        It is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        msg = f"A DataFrame needs pandas: pip install pandas. {alternative}"
        raise MissingPackageError(msg) from error
    return pd


def to_dataframe(
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
    pd = import_pandas("columns() gives the same without it.")
    frame = pd.DataFrame({name: list(values) for name, values in columns.items()}, index=index)
    frame.index.name = index_name
    return frame
