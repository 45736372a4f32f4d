"""Claims checked: each query run on a figure's tables, and on copies moved by the reading error."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..charts.sql.database import QueryLimits
from ..charts.sql.moved_database import EPSILON, MovedDatabase
from ..errors import QueryError
from .claim import CheckedClaim
from .reading_error import measure_moves
from .verdicts import Judgement, QueryResults, judge_claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..charts.chart_tables import ChartTables
    from .claim import Claim, Value

_COPIES: Final = ((5_000, 24), (50_000, 12))
"""Copies of tables up to a number of rows: single rows weigh less the more there are."""

_FEWEST_COPIES: Final = 6
_SLOW_COPIES: Final = 4
"""Copies of many rows for statistics that Python computes: they hardly move there."""

_SLOW: Final = re.compile(r"\b(?:median|quantile|stdev|corr|slope)\s*\(", re.IGNORECASE)
_PLACE_COPIES: Final = 4
_PARTS: Final = (0.25, 0.5, 0.75)
"""Parts of the way to a copy, where it is to be known whether a result jumps."""
_LIMITS: Final = QueryLimits(seconds=5.0, rows=100, bytes=100_000)
_MOST_SECONDS: Final = 60.0
"""Of all claims together: what is left then cannot be told."""

_PLACE: Final = re.compile(r"(?<!\w)[xy](?:_low|_high)?(?!\w)|\*", re.IGNORECASE)
_PLACES: Final = r"(?<!\w)[{axes}](?:_low|_high)?(?!\w)|\*"


@dataclass
class _QueryRun:
    """A query and its results so far."""

    query: str
    original: Value = None
    reason: str = ""
    visited_keys: set[tuple[str, str]] = field(default_factory=set)
    copies: tuple[Value, ...] = ()
    shifts: tuple[float, ...] = ()
    paths: tuple[tuple[Value, ...], ...] = ()
    is_exact: bool = False

    @property
    def is_number(self) -> bool:
        return isinstance(self.original, (int, float))

    @property
    def is_fractional(self) -> bool:
        return isinstance(self.original, float) and self.original != round(self.original)

    @property
    def needs_copies(self) -> bool:
        return not self.reason


def check_queries(claims: Iterable[Claim], tables: ChartTables) -> list[CheckedClaim]:
    """Return claims with the verdicts that a figure's tables give.

    Parameters
    ----------
    claims : iterable of Claim
    tables : ChartTables
    """
    claims = list(claims)
    runs = {claim.query: _QueryRun(claim.query) for claim in claims}
    if not runs:
        return []
    checker = _QueryChecker(tables)
    checker.run_all(list(runs.values()))
    judgements = [_judge_run(claim, runs[claim.query]) for claim in claims]
    by_range = [claim.query for claim, j in zip(claims, judgements, strict=True) if j.is_by_range]
    moving = [runs[query] for query in dict.fromkeys(by_range)]
    checker.find_paths([run for run in moving if not _names_share(run)])
    return [_to_checked(claim, runs[claim.query]) for claim in claims]


def _judge_run(claim: Claim, run: _QueryRun) -> Judgement:
    if run.reason or run.original is None or isinstance(run.original, bool):
        return Judgement("cannot tell", run.reason)
    results = QueryResults(run.original, run.copies, run.shifts, run.paths, run.is_exact)
    return judge_claim(claim, results)


def _to_checked(claim: Claim, run: _QueryRun) -> CheckedClaim:
    judgement = _judge_run(claim, run)
    return CheckedClaim(
        claim, judgement.verdict, run.original, judgement.reason, judgement.low, judgement.high
    )


class _QueryChecker:
    """The queries of an answer's claims on one figure's tables."""

    def __init__(self, tables: ChartTables) -> None:
        omission_keys = {
            (omission.row.panel or "", omission.series)
            for omission in tables.omissions
            if omission.series is not None and not omission.is_outside
        }
        self._reasons = {
            (omission.row.panel or "", omission.series): omission.row
            for omission in tables.omissions
            if not omission.is_outside
        }
        rows = tables.count_rows()
        self._copies = next((n for limit, n in _COPIES if rows <= limit), _FEWEST_COPIES)
        self._slow_copies = self._copies if self._copies > _FEWEST_COPIES else _SLOW_COPIES
        self._deadline = time.monotonic() + _MOST_SECONDS
        self._database = MovedDatabase(tables, measure_moves(tables), omission_keys)
        self._has_omissions = bool(omission_keys)

    def run_all(self, runs: Sequence[_QueryRun]) -> None:
        """Run every query on the tables as they are, and on copies."""
        database = self._database
        database.show_original()
        for run in runs:
            self._run_original(run)
        self._find_uncertain([run for run in runs if run.needs_copies])
        with_shares = [run for run in runs if run.needs_copies and _names_share(run)]
        plain = [run for run in runs if run.needs_copies and not _names_share(run)]
        for group, has_shares in ((plain, False), (with_shares, True)):
            for number in range(self._copies if group else 0):
                database.show_copy(number, with_shares=has_shares)
                for run in group:
                    if number >= self._slow_copies and _SLOW.search(run.query):
                        continue
                    run.copies = (*run.copies, self._read_cell(run))
        self._find_exact([run for run in runs if run.needs_copies and run.is_number])
        self._run_shifted([run for run in runs if run.needs_copies and run.is_fractional])

    def find_paths(self, runs: Sequence[_QueryRun]) -> None:
        """Find the results on the way to each copy of queries."""
        for number in range(self._copies if runs else 0):
            paths: list[list[Value]] = [[run.original] for run in runs]
            for part in _PARTS:
                self._database.show_copy(number, with_shares=False, part=part)
                for run, path in zip(runs, paths, strict=True):
                    path.append(self._read_cell(run))
            for run, path in zip(runs, paths, strict=True):
                end = run.copies[number] if number < len(run.copies) else None
                run.paths = (*run.paths, (*path, end))

    def _run_original(self, run: _QueryRun) -> None:
        self._database.visited_keys.clear()
        try:
            rows = self._database.query(run.query, _LIMITS)
        except QueryError as error:
            run.reason = str(error)
            return
        run.visited_keys = set(self._database.visited_keys)
        if len(rows.columns) != 1 or len(rows) > 1:
            run.reason = f"the query gives {len(rows)} rows of {len(rows.columns)} columns"
        elif not rows or rows[0][0] is None:
            run.reason = "the query gives nothing"
        elif isinstance(rows[0][0], bytes) or rows[0][0] in {math.inf, -math.inf}:
            run.reason = "the query gives neither a number nor a text"
        else:
            run.original = rows[0][0]

    def _find_uncertain(self, runs: Sequence[_QueryRun]) -> None:
        """Give a reason to queries whose result depends on a series that is not all here."""
        suspects = [run for run in runs if run.visited_keys]
        if not suspects:
            return
        for change in (
            self._database.hide_touched,
            lambda: self._database.show_scaled(factor=1000.0, only_touched=True),
            lambda: self._database.show_scaled(factor=-1000.0, only_touched=True),
        ):
            change()
            for run in suspects:
                if not run.reason and not _is_same(self._read_cell(run), run.original):
                    key = min(run.visited_keys)
                    row = self._reasons[key]
                    run.reason = f"not all that is drawn is known: {row.what} ({row.why})"

    def _find_exact(self, runs: Sequence[_QueryRun]) -> None:
        """Find the results that are not read off an axis: counts, ranks, years."""
        whole = [run for run in runs if not run.is_fractional]
        if not whole:
            return
        self._database.show_scaled()
        for run in whole:
            scaled_cell = self._read_cell(run)
            if isinstance(run.original, int):
                run.is_exact = not (_is_cast(run) and _is_moved(scaled_cell, run.original))
            elif all(copy == run.original for copy in (*run.copies, scaled_cell)):
                run.is_exact = True
            else:
                run.is_exact = bool(_PLACE.search(run.query)) and all(
                    map(self._is_place, (run.original, scaled_cell, *set(run.copies)))
                )

    def _is_place(self, cell: Value) -> bool:
        """Return whether a cell is a whole number at which something stands."""
        if not isinstance(cell, float) or cell != round(cell):
            return False
        return bool(self._database.query(f"SELECT 1 FROM data WHERE x = {cell!r} LIMIT 1"))  # noqa: S608

    def _run_shifted(self, runs: Sequence[_QueryRun]) -> None:
        """Add what fractional places can be misread by to the results that come from them."""
        if not runs:
            return
        axes = "".join(axis for axis in "xy" if self._database.has_fractional_places(axis))
        if not axes:
            return
        names = re.compile(_PLACES.format(axes=axes), re.IGNORECASE)
        affected_runs = [run for run in runs if names.search(run.query)]
        for number in range(_PLACE_COPIES if affected_runs else 0):
            self._database.show_shifted_places(number)
            for run in affected_runs:
                cell, original = self._read_cell(run), run.original
                if isinstance(cell, float) and isinstance(original, float):
                    change = cell - original
                    # A larger one is no shift: another row is met.
                    if abs(change) <= 1e-3 * max(abs(original), 1.0):
                        run.shifts = (*run.shifts, change / EPSILON)

    def _read_cell(self, run: _QueryRun) -> Value:
        """Return what a query gives on a copy; None for nothing."""
        if time.monotonic() > self._deadline:
            run.reason = run.reason or "the queries take too long"
        if run.reason:
            return None
        try:
            rows = self._database.query(run.query, _LIMITS)
        except QueryError:
            return None
        cell: Value = rows[0][0] if len(rows) == 1 else None
        return None if isinstance(cell, bytes) else cell


def _names_share(run: _QueryRun) -> bool:
    return "share" in run.query.casefold() or "*" in run.query


def _is_cast(run: _QueryRun) -> bool:
    return "cast" in run.query.casefold()


def _is_moved(cell: Value, original: int) -> bool:
    return isinstance(cell, (int, float)) and abs(cell - original) > 0.2 * abs(original)


def _is_same(cell: Value, original: Value) -> bool:
    if isinstance(cell, float) and isinstance(original, float):
        return math.isclose(cell, original, rel_tol=1e-12, abs_tol=0.0)
    return cell == original
