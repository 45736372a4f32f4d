"""Answers about many pictures as tables in HTML, all text escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ...text import escape_html, to_plain_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .outcome import Outcome

ROWS_PER_PAGE: Final = 50

_OPEN_ROWS: Final = 10
"""Rows that are seen at once."""

_FOLDED_PAGES: Final = 4
"""Pages that are in the output, folded: each picture in it takes 5 kB of the saved notebook."""

_MAX_TEXT_LENGTH: Final = 300


def render_first_rows(answers: Sequence[Outcome]) -> str:
    """Return a table of the first answers, the next ones folded, and how many it does not show."""
    row_count = min(len(answers), ROWS_PER_PAGE * _FOLDED_PAGES)
    parts = [_render_rows(answers[:_OPEN_ROWS])]
    for start in range(0, row_count, ROWS_PER_PAGE):
        first, last = max(start, _OPEN_ROWS), min(start + ROWS_PER_PAGE, row_count)
        if first < last:
            label = f"Rows {first + 1:,} to {last:,} of {len(answers):,}"
            rows = _render_rows(answers[first:last])
            parts.append(f"<details><summary>{label}</summary>{rows}</details>")
    if rest := len(answers) - row_count:
        page = row_count // ROWS_PER_PAGE + 1
        parts.append(
            f"<p>{rest:,} more rows are not shown: <code>answers.to_page({page})</code> shows the "
            "next ones, <code>answers.to_frame()</code> has all.</p>"
        )
    return "".join(parts)


@dataclass(frozen=True, eq=False)
class AnswersPage:
    """A page of the table of answers, which displays itself.

    Attributes
    ----------
    answers : sequence of Outcome
        All of them.
    positions : range
        Of the rows on this page.
    """

    answers: Sequence[Outcome]
    positions: range

    def __repr__(self) -> str:
        first, last = self.positions.start + 1, self.positions.stop
        return f"<rows {first:,} to {last:,} of {len(self.answers):,}>"

    def _repr_html_(self) -> str:
        rows = _render_rows([self.answers[position] for position in self.positions])
        return f"<p>{escape_html(repr(self)[1:-1])}</p>{rows}"


def _render_rows(outcomes: Iterable[Outcome]) -> str:
    rows = "".join(_to_html_row(outcome) for outcome in outcomes)
    head = "<tr><th></th><th>picture</th><th>answer</th></tr>"
    return f"<table>{head}{rows}</table>"


def _to_html_row(outcome: Outcome) -> str:
    picture = outcome.thumbnail
    legend = "".join(
        f"<br>{region.number} {escape_html(region.label)}" for region in outcome.regions
    )
    text = escape_html(_shorten_text(outcome.error or to_plain_line(outcome.text))) + legend
    cells = (picture.html if picture else "", escape_html(outcome.name), text)
    return "<tr>" + "".join(f'<td style="text-align: left">{cell}</td>' for cell in cells) + "</tr>"


def _shorten_text(text: str) -> str:
    return text if len(text) <= _MAX_TEXT_LENGTH else text[: _MAX_TEXT_LENGTH - 1] + "…"
