"""Turns of a panel as the browser gets them: each piece once, and all of them for a new view."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final

from ..answers.call_rendering import describe_call, draw_call_picture, render_call_html
from ..answers.claim_marks import render_claims_html, render_marked_blocks
from ..text import render_html, render_html_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.answer import Answer
    from ..answers.sent_attachment import SentImage
    from ..answers.tool_calls import ToolCall
    from ..claims import CheckedClaim

FINAL_STATUSES: Final = frozenset({"done", "stopped", "failed"})
"""Statuses of turns that do not change any more."""


class TurnFeed:
    """Record of what the browser has of each turn, so that only what is new is sent.

    Parameters
    ----------
    send : callable
        Sends a message to every view of the panel.

    Attributes
    ----------
    lock : threading.RLock
        Held while a turn is sent.
    """

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self.lock = threading.RLock()
        self._turns: dict[str, dict[str, Any]] = {}

    def send_turn(self, turn: dict[str, Any]) -> None:
        """Send what has changed in a turn.

        Parameters
        ----------
        turn : dict
            Its whole state; of its "blocks", those from the first that differs are sent.
        """
        with self.lock:
            previous = self._turns.get(turn["id"], {})
            blocks = list(turn["blocks"])
            start = _count_same(previous.get("blocks", ()), blocks)
            changes = {
                name: value
                for name, value in turn.items()
                if name != "blocks" and (name not in previous or previous[name] != value)
            }
            self._turns[turn["id"]] = {**turn, "blocks": blocks}
            news = {"changes": changes, "start": start, "blocks": blocks[start:]}
            self._send({"say": "turn", "id": turn["id"], **news})

    def send_turns(self) -> None:
        """Send all turns, for a view that has none of them."""
        with self.lock:
            self._send({"say": "turns", "turns": list(self._turns.values())})

    def drop_turns(self) -> None:
        """Forget all turns, here and in the browser."""
        with self.lock:
            self._turns.clear()
            self.send_turns()


def _count_same(before: Sequence[str], after: Sequence[str]) -> int:
    count = 0
    for old_block, new_block in zip(before, after, strict=False):
        if old_block != new_block:
            break
        count += 1
    return count


def describe_answer(answer: Answer) -> dict[str, Any]:
    """Return the state of a turn that has an answer."""
    is_checked = answer.findings.is_checked
    return {
        "status": "done",
        "prompt": answer.prompt,
        "blocks": render_marked_blocks(answer.text, answer.claims)
        if is_checked
        else render_html_blocks(answer.text),
        "verdicts": render_claims_html(answer.claims) if is_checked else "",
        "claims": [_describe_claim(claim) for claim in answer.claims] if is_checked else [],
        "thinking": render_html(answer.thinking),
        "captions": [image.caption for image in answer.images],
        "footer": answer.footer,
        "notice": answer.notice,
        "problem": " ".join(answer.findings.problems),
        "regions": [
            {
                "number": region.number,
                "label": region.label,
                "sentence": region.sentence,
                "picture": region.name,
                "bounds": list(region.bounds),
                "data": str(region.data) if region.data else "",
            }
            for region in answer.regions
        ],
    }


def describe_tool_call(call: ToolCall, source: SentImage | None) -> dict[str, Any]:
    """Return a call of a tool for the browser.

    Parameters
    ----------
    call : ToolCall
    source : SentImage or None
        The picture that it is about.
    """
    import pybase64

    picture, url = draw_call_picture(call, source), ""
    if picture is not None:
        data, media_type = picture
        url = f"data:{media_type};base64,{pybase64.b64encode_as_string(data)}"
    return {
        "html": render_call_html(call, source),
        "line": describe_call(call, source),
        "image": url,
        "picture": "" if source is None else source.name,
        "box": None if call.box is None else list(call.box),
    }


def _describe_claim(claim: CheckedClaim) -> dict[str, Any]:
    return {
        "verdict": claim.verdict,
        "mark": claim.mark,
        "quote": claim.claim.quote,
        "data": claim.data,
        "query": claim.claim.query,
    }
