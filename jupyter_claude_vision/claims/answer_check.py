"""The claims of an answer, checked, and what its text states besides."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from .claim import CheckedClaim, Claim, Claims
from .query_check import check_queries
from .verdicts import find_mismatch
from .wording.quotes import QuotedText
from .wording.scanner import KnownNames, find_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..charts.chart_tables import ChartTables
    from ..charts.row_blocks import AxisRow

_IMAGE: Final = re.compile(r"(?<=')image (\d+): ", re.IGNORECASE)
_NO_DATA: Final = "the data of the picture are not here"


@dataclass(frozen=True)
class FigureTables:
    """The tables that the claims of an answer can be about.

    Attributes
    ----------
    by_image : mapping of int to ChartTables or None
        None for a picture, whose data are not here.
    newest : tuple of int
        The images of the question itself.
    prompt : str
    queries : tuple of str
        The query of each call of a tool, which a claim can cite; empty for other tools.
    """

    by_image: Mapping[int, ChartTables | None] = field(default_factory=dict)
    newest: tuple[int, ...] = ()
    prompt: str = ""
    queries: tuple[str, ...] = ()

    def complete_claim(self, claim: Claim) -> Claim:
        """Return a claim with the query of the call that it cites, where it has none of its own."""
        is_cited = claim.call is not None and claim.call <= len(self.queries)
        if claim.query.strip() or not is_cited or claim.call is None:
            return claim
        return replace(claim, query=self.queries[claim.call - 1])

    @property
    def live(self) -> dict[int, ChartTables]:
        """The tables that are here."""
        return {n: tables for n, tables in self.by_image.items() if tables is not None}

    def find_subjects(self, claim: Claim) -> list[tuple[Claim, ChartTables]]:
        """Return what a claim can be about, with its query as it is run there."""
        live = self.live
        numbers = {int(number) for number in _IMAGE.findall(claim.query)}
        if len(live) > 1 and len(numbers) == 1 and (number := min(numbers)) in live:
            return [(replace(claim, query=_IMAGE.sub("", claim.query)), live[number])]
        newest = [live[number] for number in self.newest if number in live]
        if len(newest) == 1 and not numbers:
            return [(claim, newest[0])]
        return [(claim, tables) for tables in newest or live.values()]


NO_TABLES: Final = FigureTables()


def parse_claims(items: object) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the claims of an answer's form, and what of them is malformed.

    Parameters
    ----------
    items : list of dict
        As `WireClaim` describes them; anything else is reported.
    """
    if not isinstance(items, list):
        return (), ("The claims are not in the form that was asked for.",)
    claims = [_parse_claim(item) for item in items]
    malformed = claims.count(None)
    problems = (
        (f"{malformed} claim{'s' * (malformed > 1)} not in the form that was asked for.",)
        if malformed
        else ()
    )
    return tuple(claim for claim in claims if claim is not None), problems


def _parse_claim(item: object) -> Claim | None:
    if not isinstance(item, dict):
        return None
    quote, query, value = item.get("quote"), item.get("query"), item.get("value")
    is_value = value is None or isinstance(value, (str, bool, int, float))
    if not (isinstance(quote, str) and quote.strip() and isinstance(query, str) and is_value):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    call = item.get("call")
    is_call = isinstance(call, int) and not isinstance(call, bool) and call > 0
    return Claim(" ".join(quote.split()), query, value, call=call if is_call else None)


def check_answer(text: str, claims: Iterable[Claim], figures: FigureTables) -> Claims:
    """Return the claims of an answer with their verdicts, then what no claim quotes.

    Parameters
    ----------
    text : str
    claims : iterable of Claim
    figures : FigureTables
    """
    quotes = QuotedText(text)
    known_names = collect_names(figures)
    entries = []
    for claim in map(figures.complete_claim, claims):
        span = quotes.find(claim.quote)
        reason = "its words are not in the answer"
        if span is not None:
            reason = find_mismatch(claim, known_names.names)
        entries.append(CheckedClaim(claim, "not checked", reason=reason, span=span))
    pending = [claim.claim for claim in entries if not claim.reason]
    verdicts = iter(check_claims(pending, figures))
    entries = [c if c.reason else replace(next(verdicts), span=c.span) for c in entries]
    spans = [claim.span for claim in entries if claim.span is not None]
    for start, end in find_statements(text, spans, known_names):
        claim = Claim(" ".join(text[start:end].split()))
        reason = "no claim states it"
        entries.append(CheckedClaim(claim, "not checked", reason=reason, span=(start, end)))
    return Claims(tuple(entries))


def check_claims(claims: list[Claim], figures: FigureTables) -> list[CheckedClaim]:
    """Return claims with the verdicts that their queries give, in their order.

    Parameters
    ----------
    claims : list of Claim
    figures : FigureTables
    """
    results: list[list[CheckedClaim]] = [[] for _ in claims]
    by_tables: dict[int, tuple[ChartTables, list[tuple[int, Claim]]]] = {}
    for place, claim in enumerate(claims):
        for subject, tables in figures.find_subjects(claim):
            by_tables.setdefault(id(tables), (tables, []))[1].append((place, subject))
    for tables, subjects in by_tables.values():
        for (place, _), result in zip(
            subjects, check_queries([claim for _, claim in subjects], tables), strict=True
        ):
            results[place].append(replace(result, claim=claims[place]))
    return [_choose_result(*pair) for pair in zip(claims, results, strict=True)]


def _choose_result(claim: Claim, results: list[CheckedClaim]) -> CheckedClaim:
    """Return the one verdict on a claim, of those on each figure that it can be about."""
    if not results:
        return CheckedClaim(claim, "cannot tell", reason=_NO_DATA)
    certain = [result for result in results if result.verdict != "cannot tell"]
    if len({result.verdict for result in certain}) == 1:
        return certain[0]
    if not certain:
        return results[0]
    return CheckedClaim(claim, "cannot tell", reason="it does not say which image it is about")


def collect_names(figures: FigureTables) -> KnownNames:
    """Return the words and numbers that name parts of the figures or of the question."""
    names: dict[str, None] = {}
    places: set[float] = set()
    limits: set[float] = set()
    for tables in figures.live.values():
        for sql in _NAME_QUERIES:
            for (cell,) in tables.query(sql):
                if isinstance(cell, str) and cell.strip():
                    names[cell.strip()] = None
        for sql in _PLACE_QUERIES:
            places |= {float(cell) for (cell,) in tables.query(sql)}
        for axis in tables.axis_rows:
            limits |= {float(end) for end in (axis.low, axis.high) if isinstance(end, (int, float))}
            places |= set(map(float, _list_years(axis)))
    places |= {number for name in names if (number := _to_number(name)) is not None}
    return KnownNames(tuple(names), frozenset(places), frozenset(limits), figures.prompt)


_NAME_QUERIES: Final = (
    "SELECT DISTINCT panel FROM data",
    "SELECT DISTINCT series FROM data",
    "SELECT DISTINCT label FROM axes",
    "SELECT text FROM texts WHERE kind <> 'annotation'",
    "SELECT DISTINCT x FROM data WHERE typeof(x) = 'text' LIMIT 2000",
    "SELECT DISTINCT y FROM data WHERE typeof(y) = 'text' LIMIT 2000",
)
_MOST_YEARS: Final = 1_000
_PLACE_QUERIES: Final = (
    "SELECT DISTINCT x FROM data WHERE typeof(x) = 'real' AND x = round(x) LIMIT 2000",
    (
        "SELECT DISTINCT CAST(substr(x, 1, 4) AS INTEGER) FROM data "
        "WHERE x GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*'"
    ),
)


def _list_years(axis: AxisRow) -> Iterable[int]:
    """Return the years that an axis of dates may have at its ticks."""
    low, high = axis.low, axis.high
    if not (axis.scale == "date" and isinstance(low, str) and isinstance(high, str)):
        return ()
    first, last = int(low[:4]), int(high[:4])
    return range(first, last + 2) if last - first < _MOST_YEARS else ()


def _to_number(name: str) -> float | None:
    try:
        number = float(name)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
