"""Calls of tools by the offline reader: a closer look at small text, a query for a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .pictures import ReceivedPicture
    from .structured_output import TextLine
    from .tool_rules import AnsweredCall

    Span: TypeAlias = tuple[float, float]

Call: TypeAlias = tuple[str, dict[str, Any]]
"""Name and input."""

SMALL_LETTERS: Final = 12
"""Height in pixels under which letters are read again, closer."""

_LETTERS: Final = 0.7
"""Height of capitals in parts of the box that the recognizer draws around a line."""

_MOST_PICTURES: Final = 2
_COMPACT: Final = 0.6
"""Share of a picture's side up to which small text is looked at in one part."""

_MARGIN: Final = 24.0
"""Pixels around a line, so that no part cuts it."""

_EDGE: Final = 3.0
"""Pixels from a part's edge within which a line is one that goes on beyond it."""

_BY_SERIES: Final = "FROM data WHERE value IS NOT NULL GROUP BY panel, series"
_EXTREME: Final = (
    "SELECT panel, series, x, value FROM data WHERE value IS NOT NULL ORDER BY value {} LIMIT 1"
)
_QUERIES: Final = {
    r"highest|largest|most|maximum|max|peak|best|top": _EXTREME.format("DESC"),
    r"lowest|smallest|least|minimum|min|worst": _EXTREME.format("ASC"),
    r"mean|average": f"SELECT panel, series, avg(value) AS mean {_BY_SERIES}",
    r"median": f"SELECT panel, series, median(value) AS median {_BY_SERIES}",
    r"sum|total": f"SELECT panel, series, sum(value) AS total {_BY_SERIES}",
    r"how many|count": f"SELECT panel, series, count(*) AS count {_BY_SERIES}",
    r"how much|how far|values?|numbers?|range": (
        f"SELECT panel, series, min(value) AS lowest, max(value) AS highest {_BY_SERIES}"
    ),
}
"""Queries for the words of a question; the first that occurs."""


def find_query(prompt: str) -> str:
    """Return the query that a question for a number asks; empty where it asks for none."""
    places = [
        (match.start(), sql)
        for words, sql in _QUERIES.items()
        if (match := re.search(rf"\b(?:{words})\b", prompt, re.IGNORECASE))
    ]
    return min(places)[1] if places else ""


def choose_parts(
    picture: ReceivedPicture, lines: Sequence[TextLine], number: int
) -> Iterator[Call]:
    """Yield closer looks at the small text on a picture: one part of it, or its quarters."""
    small_lines = [line for line in lines if is_small(line)]
    if not small_lines:
        return
    left, right = _join_spans([(line.box[0], line.box[2]) for line in small_lines], picture.width)
    top, bottom = _join_spans([(line.box[1], line.box[3]) for line in small_lines], picture.height)
    is_compact = (
        right - left <= _COMPACT * picture.width and bottom - top <= _COMPACT * picture.height
    )
    columns = [(left, right)] if is_compact else _halve(picture.width)
    rows = [(top, bottom)] if is_compact else _halve(picture.height)
    for y in rows:
        for x in columns:
            if any(_lies_in(line, x, y) for line in small_lines):
                box = {"left": x[0], "top": y[0], "right": x[1], "bottom": y[1]}
                yield "zoom", {"image": number, **{side: round(n) for side, n in box.items()}}


def is_small(line: TextLine) -> bool:
    """Tell whether a line's letters are better read closer."""
    across, down = line.box[2] - line.box[0], line.box[3] - line.box[1]
    return min(across, down) * _LETTERS < SMALL_LETTERS


def find_whole_lines(picture: ReceivedPicture, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines on a part of a picture that its edges do not cut."""
    return [
        line
        for line in lines
        if min(line.box[0], line.box[1]) > _EDGE
        and line.box[2] < picture.width - _EDGE
        and line.box[3] < picture.height - _EDGE
    ]


def _join_spans(spans: Sequence[Span], length: float) -> Span:
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    return max(low - _MARGIN, 0.0), min(high + _MARGIN, length)


def _halve(length: float) -> list[Span]:
    return [(0.0, min(length / 2 + _MARGIN, length)), (max(length / 2 - _MARGIN, 0.0), length)]


def _lies_in(line: TextLine, across: Span, down: Span) -> bool:
    x, y = (line.box[0] + line.box[2]) / 2, (line.box[1] + line.box[3]) / 2
    return across[0] <= x <= across[1] and down[0] <= y <= down[1]


def describe_queries(calls: Sequence[AnsweredCall]) -> Iterator[str]:
    """Yield what queries gave, as Markdown; their errors where none gave anything."""
    queries = [call for call in calls if call.name == "query"]
    for call in [call for call in queries if not call.is_error] or queries:
        yield f"The figure's data, by `{call.input.get('sql')}`:\n\n```\n{call.result}\n```"


def limit_pictures(pictures: Sequence[ReceivedPicture]) -> Sequence[ReceivedPicture]:
    """Return the pictures that are looked at closer."""
    return pictures[:_MOST_PICTURES]
