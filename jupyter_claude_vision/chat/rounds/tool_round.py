"""One round of a turn: a reply that calls tools, and the results of its calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...answers.sent_attachment import SentImage
    from ...answers.tool_calls import ToolCall
    from ...provider.request import Block

_THINKING: Final = frozenset({"thinking", "redacted_thinking"})

NO_CALLS: Final[dict[str, Any]] = {"type": "none"}
"""The tool choice that keeps the tools in a request, and lets none be called."""


@dataclass(frozen=True)
class ToolRound:
    """A reply that calls tools, and the results of its calls.

    Attributes
    ----------
    content : tuple of dict
        The reply's blocks as they came.
    calls : tuple of ToolCall
        In the order of the reply.
    """

    content: tuple[Block, ...]
    calls: tuple[ToolCall, ...]

    @property
    def has_thinking(self) -> bool:
        """True if the API binds the reply to what came before it."""
        return any(block["type"] in _THINKING for block in self.content)

    def without_thinking(self) -> ToolRound:
        """Return the round as requests of later turns repeat it."""
        content = tuple(block for block in self.content if block["type"] not in _THINKING)
        return replace(self, content=content)

    @property
    def images(self) -> tuple[SentImage, ...]:
        """The pictures of its results, in their order."""
        return tuple(image for call in self.calls for image in call.images)

    def with_images(self, images: Mapping[int, SentImage]) -> ToolRound:
        """Return the round with other records of its pictures, by number."""
        calls = tuple(
            replace(call, images=tuple(images.get(i.number, i) for i in call.images))
            for call in self.calls
        )
        return replace(self, calls=calls)


def calls_of(rounds: Iterable[ToolRound]) -> tuple[ToolCall, ...]:
    """Return the calls of all rounds, in their order."""
    return tuple(call for tool_round in rounds for call in tool_round.calls)


def images_of(rounds: Iterable[ToolRound]) -> tuple[SentImage, ...]:
    """Return the pictures of the results of all rounds, in their order."""
    return tuple(image for tool_round in rounds for image in tool_round.images)
