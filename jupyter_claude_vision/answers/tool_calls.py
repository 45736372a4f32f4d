"""Calls of tools that Claude made before it answered, with their results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final, overload

from ..text.dataframes import to_dataframe
from ..text.text_tables import render_plain_table
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..charts.sql.rows import Rows
    from ..imaging.geometry import PixelBox
    from .sent_attachment import SentImage

_HEADER: Final = ("round", "tool", "input", "result", "tokens", "seconds")
_LONGEST_CELL: Final = 80


@dataclass(frozen=True)
class ToolCall:
    """One call of a tool, and its result.

    Attributes
    ----------
    name : str
        ``"zoom"``, ``"query"``, or the name of a function of the user's.
    input : mapping
        The arguments, as Claude wrote them.
    result : str
        The text that Claude got.
    images : tuple of SentImage
        The pictures that Claude got: the part of a picture, or those of a user's function.
    source : int or None
        The number of the picture that the call is about.
    box : tuple of int, or None
        Of a zoom: the part, in pixels of the original of picture `source`.
    rows : Rows or None
        Of a query: the rows; those that were loaded from a file are the first ones.
    is_error : bool
        The call failed, and `result` says why.
    seconds : float
        The time of the work in this kernel, without the request.
    tokens : int
        Estimated input tokens of the result.
    round : int
        The round of requests in which it was called, from 1.
    id : str
        The API's identifier of the call.
    """

    name: str
    input: Mapping[str, Any]
    result: str
    images: tuple[SentImage, ...] = ()
    source: int | None = None
    box: PixelBox | None = None
    rows: Rows | None = field(default=None, repr=False)
    is_error: bool = False
    seconds: float = 0.0
    tokens: int = 0
    round: int = 1
    id: str = ""

    @property
    def arguments(self) -> str:
        """The input on one line: the text of a single argument, else the input as JSON."""
        if list(self.input) in (["sql"], ["image", "sql"]):
            return to_visible_line(str(self.input["sql"]))
        return to_visible_line(json.dumps(dict(self.input), ensure_ascii=False, default=str))


class ToolCalls(Sequence[ToolCall]):
    """The calls of an answer, in their order; a table in the notebook.

    Parameters
    ----------
    calls : iterable of ToolCall
    """

    def __init__(self, calls: Iterable[ToolCall] = ()) -> None:
        self._calls = tuple(calls)

    @overload
    def __getitem__(self, index: int) -> ToolCall: ...
    @overload
    def __getitem__(self, index: slice) -> ToolCalls: ...
    def __getitem__(self, index: int | slice) -> ToolCall | ToolCalls:
        return ToolCalls(self._calls[index]) if isinstance(index, slice) else self._calls[index]

    def __len__(self) -> int:
        return len(self._calls)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ToolCalls):
            return self._calls == other._calls
        return self._calls == tuple(other) if isinstance(other, (list, tuple)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    @property
    def images(self) -> tuple[SentImage, ...]:
        """The pictures of all calls, in the order in which Claude got them."""
        return tuple(image for call in self._calls for image in call.images)

    def to_frame(self) -> Any:
        """Return the calls as a pandas DataFrame.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        names = ("round", "name", "input", "result", "is_error", "tokens", "seconds")
        return to_dataframe({name: [getattr(c, name) for c in self._calls] for name in names})

    def __repr__(self) -> str:
        return render_plain_table(_HEADER, self._lines()) if self else "No tool was called."

    def _repr_html_(self) -> str:
        if not self:
            return f"<p>{self!r}</p>"
        head = "".join(f"<th>{name}</th>" for name in _HEADER)
        lines = ("".join(f"<td>{escape(cell)}</td>" for cell in line) for line in self._lines())
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _lines(self) -> list[list[str]]:
        return [
            [
                str(call.round),
                to_visible_line(call.name),
                _shorten_cell(call.arguments),
                _shorten_cell(to_visible_line(call.result)),
                f"{call.tokens:,}",
                f"{call.seconds:.2f}",
            ]
            for call in self._calls
        ]


def _shorten_cell(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
