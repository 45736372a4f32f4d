"""The provider's prompt cache: where a request lets it keep what came until there.

The documented rules (Prompt caching and Structured outputs, checked 2026-11-25): what is kept is
found by the very same beginning, system prompt, format, effort and thinking included, and only
where a breakpoint was. A request has at most four, and each looks back over 20 blocks, which one
turn with many pictures exceeds: so one stands exactly where the last request of this kind had one.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..provider.request import Request

CacheLife: TypeAlias = Literal["off", "5m", "1h"]
"""How long the provider keeps what came; each reading renews it."""

_PER_REQUEST: Final = frozenset({"messages", "max_tokens"})
"""Parameters that do not tell caches apart: the first is looked at block by block."""


def prefix_key(request: Request, *, cites: bool) -> str:
    """Return what all requests have in common that can read each other's cache.

    Parameters
    ----------
    request : Request
    cites : bool
        Whether documents are to be cited, which changes the system prompt.
    """
    common = {k: v for k, v in request.parameters().items() if k not in _PER_REQUEST}
    text = json.dumps([common, cites], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def place_breakpoints(
    messages: Sequence[dict[str, Any]],
    earlier_keys: Sequence[str],
    key: str,
    life: CacheLife,
    *,
    words: int,
) -> None:
    """Mark the blocks up to which the provider is to keep a request, four at the most.

    Parameters
    ----------
    messages : sequence of dict
        Each earlier turn's question and answer, then the new question.
    earlier_keys : sequence of str
        `prefix_key` of the request of each earlier turn; empty where nothing was kept.
    key : str
        Of the new request.
    life : {"off", "5m", "1h"}
    words : int
        How many blocks at the end of the question are its words: what changes where a cell is
        edited and run again.
    """
    if life == "off" or not earlier_keys:
        return
    questions = messages[::2]
    newest, last = questions[-1]["content"], len(earlier_keys) - 1
    of_this_kind = [number for number, other in enumerate(earlier_keys) if other == key]
    # Where it was kept before, to be read; where the turn before ends, and before the words, for
    # this cell run again; and the end, for the next question. Only what is new is paid for.
    ends = [questions[number]["content"][-1] for number in {*of_this_kind[-1:], last}]
    for block in (*ends, *newest[: len(newest) - words][-1:], newest[-1]):
        block["cache_control"] = {"type": "ephemeral", **({"ttl": life} if life == "1h" else {})}
