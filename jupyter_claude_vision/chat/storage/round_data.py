"""Rounds of a turn with tools as plain data, for the files of conversations and answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...answers.tool_calls import ToolCall, ToolCalls
from ...charts.sql.rows import MOST_SHOWN, Rows
from ..rounds.tool_round import ToolRound, calls_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...answers.answer import Answer
    from ...answers.sent_attachment import SentImage


def round_to_data(tool_round: ToolRound) -> dict[str, Any]:
    """Return a round; its pictures are named by their numbers."""
    calls = [call_to_data(call) for call in tool_round.calls]
    return {"content": tool_round.content, "calls": calls}


def rounds_from_data(
    data: Iterable[dict[str, Any]], images: Iterable[SentImage]
) -> tuple[ToolRound, ...]:
    """Return rounds as `round_to_data` gave them.

    Parameters
    ----------
    data : iterable of dict
    images : iterable of SentImage
        Those of the turn.

    Raises
    ------
    ValueError
        A picture of a result is not among the images.
    """
    by_number = {image.number: image for image in images}
    return tuple(
        ToolRound(
            tuple(entry["content"]),
            tuple(call_from_data(call, by_number) for call in entry["calls"]),
        )
        for entry in data
    )


def add_calls(answer: Answer, rounds: Iterable[ToolRound]) -> Answer:
    """Return an answer with the calls of its turn."""
    return replace(answer, tool_calls=ToolCalls(calls_of(rounds)))


def call_to_data(call: ToolCall) -> dict[str, Any]:
    """Return a call; its pictures are named by their numbers."""
    rows = call.rows
    cells = [] if rows is None else [[_to_cell(cell) for cell in row] for row in rows[:MOST_SHOWN]]
    return {
        "name": call.name,
        "input": dict(call.input),
        "result": call.result,
        "images": [image.number for image in call.images],
        "source": call.source,
        "box": call.box,
        "columns": None if rows is None else list(rows.columns),
        "rows": cells,
        "is_error": call.is_error,
        "seconds": call.seconds,
        "tokens": call.tokens,
        "round": call.round,
        "id": call.id,
    }


def _to_cell(cell: object) -> object:
    return f"{len(cell)} bytes" if isinstance(cell, bytes) else cell


def call_from_data(data: Mapping[str, Any], images: Mapping[int, SentImage]) -> ToolCall:
    """Return a call as `call_to_data` gave it.

    Parameters
    ----------
    data : mapping
    images : mapping of int to SentImage
        Those of its turn, by number.

    Raises
    ------
    ValueError
        A picture of its result is not among the images.
    """
    columns = data["columns"]
    if missing := [number for number in data["images"] if number not in images]:
        msg = f"There is no image {missing[0]}, which a tool gave."
        raise ValueError(msg)
    rows = None if columns is None else Rows(columns, map(tuple, data["rows"]))
    return ToolCall(
        name=data["name"],
        input=data["input"],
        result=data["result"],
        images=tuple(images[number] for number in data["images"]),
        source=data["source"],
        box=data["box"] and tuple(data["box"]),
        rows=rows,
        is_error=data["is_error"],
        seconds=data["seconds"],
        tokens=data["tokens"],
        round=data["round"],
        id=data["id"],
    )
