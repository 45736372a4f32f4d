"""Data of live figures: described, asked in SQL, and statements checked against them.

::

    from jupyter_claude_vision import figures

    figures.describe(fig)                   # titles, axes, units, limits, every series
    figures.describe(fig).to_frame()        # every point as a row
    figures.query(fig, "SELECT series, max(value) FROM data GROUP BY series")
    figures.tables(fig).data                # every value that is drawn, as a row
"""

from __future__ import annotations

import math
from functools import cache
from numbers import Real
from typing import TYPE_CHECKING, Any

from . import claims
from .charts import ChartData, ChartTables, Rows, read, read_tables
from .errors import NotVisibleError, OptionError
from .options.validators import suggest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .claims import Claims

__all__ = ["check", "describe", "query", "tables"]


@cache
def _fields() -> dict[str, dict[str, Any]]:
    """Return the schema of each field of a statement."""
    from .answers.structured.wire_models import WireClaim

    properties: dict[str, dict[str, Any]] = WireClaim.model_json_schema()["properties"]
    return properties


def describe(figure: object) -> ChartData:
    """Return what a live figure holds; printed, it is a description.

    Parameters
    ----------
    figure : object
        A matplotlib Figure, Axes or artist, what plotting functions of pandas and seaborn return,
        a plotly figure, or an Altair chart.

    Returns
    -------
    ChartData
        Its panels, axes and series; ``to_frame()`` has every point as a row.

    Raises
    ------
    NotVisibleError
        It is no live figure: a picture holds pixels only.
    """
    found = read(figure)
    if found is None:
        raise NotVisibleError(_explain_what_is_live(figure))
    return found


def tables(figure: object) -> ChartTables:
    """Return what a live figure holds as four tables: ``data``, ``axes``, ``texts``, ``omitted``.

    Parameters
    ----------
    figure : object
        As in `describe`.

    Returns
    -------
    ChartTables
        A mapping of their names to `Rows`, which are attributes, too. The figure is read now;
        the rows are made when something asks for them.

    Raises
    ------
    NotVisibleError
        It is no live figure.
    """
    chart_tables = read_tables(figure)
    if chart_tables is None:
        raise NotVisibleError(_explain_what_is_live(figure))
    return chart_tables


def query(figure: object, sql: str) -> Rows:
    """Return the rows of one SELECT on the tables of a live figure.

    Parameters
    ----------
    figure : object
        As in `describe`.
    sql : str
        One SELECT on ``data``, ``axes``, ``texts`` and ``omitted``; nothing else runs. Besides
        SQLite's own functions there are ``median(v)``, ``quantile(v, p)``, ``stdev(v)``,
        ``corr(a, b)``, ``slope(x, y)`` and ``value_at(panel, series, x)``.

    Returns
    -------
    Rows
        A sequence of tuples with ``columns``; ``value`` is a single cell, ``to_frame()`` a
        DataFrame.

    Raises
    ------
    NotVisibleError
        It is no live figure.
    QueryError
        It is no SELECT, names what the tables lack, or passes a limit of time, rows or bytes.
    """
    return tables(figure).query(sql)


def _explain_what_is_live(figure: object) -> str:
    kind = type(figure).__name__
    return f"A {kind} is no live figure: give one of matplotlib's, plotly's or Altair's."


def check(figure: object, statements: Iterable[dict[str, object]]) -> Claims:
    """Check statements about a live figure against its data, as ``%claude_see fig --check`` does.

    Parameters
    ----------
    figure : object
        As in `describe`.
    statements : iterable of dict
        Each with a "statement" in words, a "kind" ("value", "maximum", "minimum", "order",
        "comparison", "trend", "count", "mean", "total"), and of "series", "x", "x_to", "row",
        "other_series", "other_x", "relation", "value" and "unit" what it needs.

    Returns
    -------
    Claims
        Each with its verdict; ``to_frame()`` is a table.

    Raises
    ------
    OptionError
        A statement has a field that there is not, or one that cannot have its value.
    NotVisibleError
        As `describe`.
    """
    given = list(statements)
    for number, statement in enumerate(given, 1):
        _check_fields(number, statement)
    listed, _ = claims.read_claims(list(map(_with_plain_value, given)))
    return claims.check(listed, {1: describe(figure)})


def _check_fields(number: int, statement: object) -> None:
    """Raise where a statement is misspelt: it would be checked as another one."""
    for name, value in statement.items() if isinstance(statement, dict) else ():
        if name not in _fields():
            near = suggest_name(name, _fields()) or f" There are {', '.join(_fields())}."
            msg = f"Statement {number} has no field {name!r}.{near}"
            raise OptionError(msg)
        _check_value(number, name, value)
    if not isinstance(statement, dict) or not str(statement.get("statement") or "").strip():
        msg = f'Statement {number} is no dict with a "statement" in words.'
        raise OptionError(msg)


def _check_value(number: int, name: str, value: object) -> None:
    values = _fields()[name].get("enum")
    if values is not None and value not in (None, "", *values):
        listed = ", ".join(value for value in values if value)
        near = suggest_name(value, values)
        msg = f"Statement {number}: {name} is one of {listed}, not {value!r}.{near}"
        raise OptionError(msg)
    if name == "value" and value is not None and not _is_number(value):
        msg = f"Statement {number}: value is a number, not {value!r}."
        raise OptionError(msg)


def _is_number(value: object) -> bool:
    return type(value) is not bool and isinstance(value, Real) and math.isfinite(value)


def _with_plain_value(statement: dict[str, Any]) -> dict[str, Any]:
    """Return a statement with its value as a number of Python's own: numpy's are others."""
    value = statement.get("value")
    return statement if value is None else {**statement, "value": float(value)}
