"""Claims, and their verdicts: values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args, overload

from ..errors import PromptError
from ..text import escape_html
from ..text.dataframes import to_dataframe
from ..visible import to_visible_text
from .verdict_html import render_verdict_table, shorten_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Verdict: TypeAlias = Literal["right", "wrong", "cannot tell", "not checked"]
Value: TypeAlias = "float | int | str | bool | None"

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
MARKS: Final[dict[Verdict, str]] = {
    "right": "✓",
    "wrong": "✗",
    "cannot tell": "?",
    "not checked": "○",
}


@dataclass(frozen=True)
class Claim:
    """A statement of an answer, and the query that computes what it states.

    Attributes
    ----------
    quote : str
        The exact words of the answer, or a statement of the user's own.
    query : str
        One SELECT on the chart tables that gives one cell.
    value : float, int, str, bool or None
        What is stated, in the query's terms.
    image : int or None
        The number of the image that it is about; None where that is not said.
    call : int or None
        The number of the call of a tool that it rests on, from 1; None for none.
    """

    quote: str
    query: str = ""
    value: Value = None
    image: int | None = None
    call: int | None = None


@dataclass(frozen=True)
class CheckedClaim:
    """A claim and its verdict.

    Attributes
    ----------
    claim : Claim
    verdict : {"right", "wrong", "cannot tell", "not checked"}
    result : float, int, str or None
        What the query gives on the figure's data.
    reason : str
        Why it cannot be told, or was not checked.
    low, high : float or None
        The range of results that a careful reader could have got.
    span : tuple of int or None
        Where the quote stands in the answer's text.
    """

    claim: Claim
    verdict: Verdict
    result: Value = None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    span: tuple[int, int] | None = None

    @property
    def mark(self) -> str:
        """One sign for the verdict."""
        return MARKS[self.verdict]

    @property
    def data(self) -> str:
        """The data's value, or the reason why there is none."""
        is_truth = isinstance(self.claim.value, bool) and self.result in {0, 1}
        text = format_value(bool(self.result) if is_truth else self.result)
        return f"{text} ({self.reason})" if text and self.reason else text or self.reason


@dataclass(frozen=True, eq=False)
class Claims(Sequence[CheckedClaim]):
    """The claims of an answer, each with its verdict, then the statements that none quotes.

    Attributes
    ----------
    results : tuple of CheckedClaim
    """

    results: tuple[CheckedClaim, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.results)

    @overload
    def __getitem__(self, key: int) -> CheckedClaim: ...

    @overload
    def __getitem__(self, key: slice) -> Claims: ...

    def __getitem__(self, key: int | slice) -> CheckedClaim | Claims:
        """Return a claim, or several by a slice."""
        return Claims(self.results[key]) if isinstance(key, slice) else self.results[key]

    def __iter__(self) -> Iterator[CheckedClaim]:
        return iter(self.results)

    def of(self, verdict: Verdict) -> Claims:
        """Return those with one verdict."""
        return Claims(tuple(claim for claim in self if claim.verdict == verdict))

    @property
    def summary(self) -> str:
        """The number of claims of each verdict, as a sentence."""
        if not self:
            return "Checked against the figure's own data: the answer makes no claims."
        counts = ", ".join(f"{len(self.of(verdict))} {verdict}" for verdict in VERDICTS)
        has_own = any(claim.claim.query for claim in self)
        rest = "" if has_own else " The answer lists no claims of its own."
        return f"Checked against the figure's own data: {counts}.{rest}"

    def build_repair_prompt(self) -> str:
        """Return the question that gives the data's values of the wrong statements.

        Raises
        ------
        PromptError
            None is wrong.
        """
        wrong = self.of("wrong")
        if not wrong:
            msg = "No statement of this answer was found wrong: there is nothing to repair."
            raise PromptError(msg)
        lines = [f'- "{claim.claim.quote}": {_describe_result(claim)}' for claim in wrong]
        return "\n".join([_REPAIR, *lines, _REPAIRED])

    def columns(self) -> dict[str, list[Any]]:
        """Return them as columns."""
        return {
            "statement": [claim.claim.quote for claim in self],
            "verdict": [claim.verdict for claim in self],
            "value": [claim.claim.value for claim in self],
            "data": [claim.result for claim in self],
            "low": [claim.low for claim in self],
            "high": [claim.high for claim in self],
            "reason": [claim.reason for claim in self],
            "query": [claim.claim.query for claim in self],
        }

    def table_rows(self) -> list[tuple[str, ...]]:
        """Return mark, statement, verdict, the data and query of each, as a table shows them."""
        return [
            (
                claim.mark,
                shorten_cell(claim.claim.quote),
                claim.verdict,
                shorten_cell(claim.data),
                shorten_cell(" ".join(claim.claim.query.split())),
            )
            for claim in self
        ]

    def to_frame(self) -> Any:
        """Return them as a pandas DataFrame, one row a claim.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        return to_dataframe(self.columns())

    def __repr__(self) -> str:
        lines = [
            f"{claim.mark} {claim.claim.quote} [{claim.verdict}"
            f"{f': {claim.data}' if claim.data else ''}]"
            for claim in self
        ]
        return to_visible_text("\n".join([*lines, self.summary]))

    def _repr_html_(self) -> str:
        table = render_verdict_table(self.table_rows()) if self else ""
        return f"{table}<p>{escape_html(self.summary)}</p>"


def restore_claims(claims: Iterable[Mapping[str, Any]], text: str) -> Claims:
    """Return stored claims with their verdicts.

    Parameters
    ----------
    claims : iterable of mapping
        As `dataclasses.asdict` gives them.
    text : str
        The answer's, in which they stand; what is no place in it is left out.
    """
    checked_claims = []
    for facts in claims:
        span = facts["span"]
        is_in_text = span is not None and 0 <= span[0] <= span[1] <= len(text)
        own_facts = {"claim": Claim(**facts["claim"]), "span": tuple(span) if is_in_text else None}
        checked_claims.append(CheckedClaim(**{**facts, **own_facts}))
    return Claims(tuple(checked_claims))


_REPAIR: Final = (
    "These statements of your last answer do not agree with the data that the chart was drawn from:"
)
_REPAIRED: Final = (
    "Write that answer again with these corrected, and with what follows from them. Change nothing "
    "else."
)


def _describe_result(claim: CheckedClaim) -> str:
    if isinstance(claim.claim.value, bool):
        return "the data say otherwise"
    return f"the data give {format_value(claim.result)}"


def format_value(value: Value) -> str:
    """Return a value as a reader writes it; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e15:
            return f"{value:.0f}"
        return f"{value:.6g}"
    return str(value)
