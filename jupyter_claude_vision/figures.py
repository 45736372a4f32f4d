"""Data of live figures: described, asked in SQL, and statements checked against them.

::

    from jupyter_claude_vision import figures

    figures.describe(fig)                   # titles, axes, units, limits, every series
    figures.describe(fig).to_frame()        # every point as a row
    figures.query(fig, "SELECT series, max(value) FROM data GROUP BY series")
    figures.tables(fig).data                # every value that is drawn, as a row
    figures.lint(fig)                       # what misleads in the chart itself, without a model
    figures.compare(fig, before=old)        # what a change made of it: findings, and the same data
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from numbers import Real
from typing import TYPE_CHECKING, Final

from .charts import ChartTables, Description, Rows, read_tables
from .claims import Claim, Claims, FigureTables, check_claims
from .errors import NotVisibleError, OptionError
from .ipython.current_client import current_session
from .lint import LintReport, lint_figure
from .lint.comparison import (
    FigureComparison,
    FigureSnapshot,
    compare_snapshots,
    take_snapshot,
)
from .options.validators import suggest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .claims.claim import Value

__all__ = ["check", "compare", "describe", "lint", "query", "tables"]


def describe(figure: object) -> Description:
    """Return what a live figure holds; printed, it is text.

    Parameters
    ----------
    figure : object
        A matplotlib Figure, Axes or artist, what plotting functions of pandas and seaborn return,
        a plotly figure, or an Altair chart.

    Returns
    -------
    Description
        Its axes and series; ``to_frame()`` has every value as a row.

    Raises
    ------
    NotVisibleError
        It is no live figure: a picture holds pixels only.
    """
    return Description(tables(figure))


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


def lint(figure: object) -> LintReport:
    """Return what in a live figure misleads or is hard to read, found without a model.

    Parameters
    ----------
    figure : object
        As in `describe`. One of matplotlib's is drawn once, as it is sent, and left as it was.

    Returns
    -------
    LintReport
        A sequence of findings, each with ``rule``, ``sentence``, ``panel`` and ``region`` (pixels
        of the picture as sent); a table in the notebook, and ``to_frame()`` a DataFrame. Empty
        where no rule is broken. Of plotly's figures and Altair's charts, colors are looked at
        where the specification chooses them, and plotly's sizes of text; bars in 3-D are
        matplotlib's only.

    Raises
    ------
    NotVisibleError
        It is no live figure.

    Examples
    --------
    >>> figures.lint(fig)  # doctest: +SKIP
    rule            panel  finding
    truncated bars  Sales  Bars start at 50 and not at zero on the y axis, so that their lengths …
    """
    report = lint_figure(figure)
    if report is None:
        raise NotVisibleError(_explain_what_is_live(figure))
    return report


def _explain_what_is_live(figure: object) -> str:
    kind = type(figure).__name__
    return f"A {kind} is no live figure: give one of matplotlib's, plotly's or Altair's."


def compare(figure: object, before: object) -> FigureComparison:
    """Return what a change made of a figure: pictures, findings of the lint, and data.

    Parameters
    ----------
    figure : object
        As in `describe`.
    before : object
        What it was: another figure, or the name of the variable that ``%claude_see fig --fix`` was
        asked about, of which the kernel keeps what it was then.

    Returns
    -------
    FigureComparison
        Both pictures side by side, the findings that are gone and new, and whether both show the
        same values.

    Raises
    ------
    NotVisibleError
        One of them is no live figure, or nothing was kept under that name.
    """
    if isinstance(before, str):
        snapshot = current_session().snapshots.get(before)
        if snapshot is None:
            msg = f"Nothing was kept of {before!r}: ask with %claude_see {before} --fix first."
            raise NotVisibleError(msg)
    else:
        snapshot = _take_snapshot(before, "before")
    return compare_snapshots(snapshot, _take_snapshot(figure, "after"))


def _take_snapshot(figure: object, name: str) -> FigureSnapshot:
    snapshot = take_snapshot(figure, name)
    if snapshot is None:
        raise NotVisibleError(_explain_what_is_live(figure))
    return snapshot


def check(figure: object, statements: Iterable[Mapping[str, object]]) -> Claims:
    """Check statements about a live figure against its data, as ``%claude_see fig --check`` does.

    Parameters
    ----------
    figure : object
        As in `describe`.
    statements : iterable of mapping
        Each with a "statement" in words, a "query" (one SELECT that gives one cell, as `query`
        runs it), and the "value" that is stated: a number, a text, a date as ``YYYY-MM-DD``,
        ``YYYY-MM`` or ``YYYY``, or True or False.

    Returns
    -------
    Claims
        Each with its verdict, in the order of the statements; ``to_frame()`` is a DataFrame.

    Raises
    ------
    OptionError
        A statement lacks a field, has one that does not exist, or a value of another type.
    NotVisibleError
        As `describe`.

    Examples
    --------
    >>> figures.check(
    ...     fig,
    ...     [
    ...         {
    ...             "statement": "Sales peaked at about 50.",
    ...             "query": "SELECT max(value) FROM data WHERE series = 'Sales'",
    ...             "value": 50,
    ...         }
    ...     ],
    ... )  # doctest: +SKIP
    """
    claims = [_to_claim(number, statement) for number, statement in enumerate(list(statements), 1)]
    return Claims(tuple(check_claims(claims, FigureTables({1: tables(figure)}))))


_FIELDS: Final = ("statement", "query", "value")


def _to_claim(number: int, statement: object) -> Claim:
    """Return a statement as a claim.

    Raises
    ------
    OptionError
        It is none: misspelt, it would be checked as another one.
    """
    if not isinstance(statement, Mapping):
        msg = f"Statement {number} is a {type(statement).__name__}: give a dict of {_FIELD_NAMES}."
        raise OptionError(msg)
    for name in statement:
        if name not in _FIELDS:
            near = suggest_name(str(name), _FIELDS) or f" There are {_FIELD_NAMES}."
            msg = f"Statement {number} has no field {name!r}.{near}"
            raise OptionError(msg)
    for name in _FIELDS:
        if name not in statement:
            msg = f"Statement {number} has no {name!r}: it takes {_FIELD_NAMES}."
            raise OptionError(msg)
    for name in ("statement", "query"):
        if not isinstance(statement[name], str) or not statement[name].strip():
            msg = f"Statement {number}: {name} is a text, not {statement[name]!r}."
            raise OptionError(msg)
    value = _to_plain_value(number, statement["value"])
    return Claim(" ".join(statement["statement"].split()), statement["query"], value)


_FIELD_NAMES: Final = '"statement", "query" and "value"'


def _to_plain_value(number: int, value: object) -> Value:
    """Return a value as one of Python's own types: numpy's are others."""
    plain = value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value
    if isinstance(plain, (date, datetime)):
        return plain.isoformat(" ") if isinstance(plain, datetime) else plain.isoformat()
    if isinstance(plain, (str, bool, int)):
        return plain
    if isinstance(plain, Real) and math.isfinite(plain):
        return float(plain)
    msg = f"Statement {number}: value is a number, a text, True or False, not {value!r}."
    raise OptionError(msg)
