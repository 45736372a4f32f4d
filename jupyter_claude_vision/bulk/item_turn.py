"""The turn of one item with tools: its requests, one after the other, until one is answered."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from ..answers.usage import Usage
from ..chat.events import ToolFinished
from ..chat.request_builder import Envelope, extend_request
from ..chat.rounds.call_runner import CallRunner
from ..chat.rounds.question_tools import choose_tools
from ..chat.rounds.tool_round import ToolRound, calls_of
from ..provider.reply_stream import replayable_blocks
from ..provider.request import ToolUse

if TYPE_CHECKING:
    from ..answers.reply import Reply
    from ..chat.conversation import Draft
    from ..provider.cancellation import Cancellation
    from ..provider.delivery import Delivery
    from ..provider.request import Request


class ItemTurn:
    """The turn of one item with tools.

    A request that is refused for now is sent again from where the turn is: what earlier rounds
    gave is kept.

    Parameters
    ----------
    draft : Draft
        With the tools that are offered.
    envelope : Envelope
        Of the first request.
    delivery : Delivery

    Attributes
    ----------
    usage : Usage
        Of the replies that called tools.
    """

    def __init__(self, draft: Draft, envelope: Envelope, delivery: Delivery) -> None:
        self.usage = Usage()
        self._draft = draft
        self._envelope = envelope
        self._delivery = delivery
        self._numbers = count(len(draft.images) + 1)

    @property
    def request(self) -> Request:
        """The next request, as it waits to be sent."""
        request = self._envelope.request
        return request.pack_body() if self._delivery.provider.platform.is_plain else request

    def waits_for_results(self, reply: Reply) -> bool:
        """Tell whether a reply calls tools, and another round is allowed."""
        may_call = len(self._draft.rounds) < self._draft.question.tools.rounds - 1
        return reply.stop_reason == "tool_use" and may_call and bool(_list_uses(reply))

    def run_calls(self, reply: Reply, cancellation: Cancellation) -> None:
        """Execute the calls of a reply, and build the request with their results.

        Raises
        ------
        ClaudeVisionError
            A result cannot be sent.
        """
        self.usage += reply.usage
        runner = CallRunner(
            self._delivery,
            lambda number: list(islice(self._numbers, number)),
            cancellation,
            lambda function: function(),
        )
        events = runner.run_calls(_list_uses(reply), self._draft)
        calls = [event.call for event in events if isinstance(event, ToolFinished)]
        content = replayable_blocks(reply.message["content"])
        rounds = (*self._draft.rounds, ToolRound(content, tuple(calls)))
        self._draft = replace(self._draft, rounds=rounds)
        self._envelope = extend_request(self._envelope, self._draft, self._delivery)

    def sum_up(self, reply: Reply) -> Reply:
        """Return the last reply with the calls and the usage of the whole turn."""
        return replace(
            reply,
            usage=self.usage + reply.usage,
            calls=calls_of(self._draft.rounds),
            requests=len(self._draft.rounds) + 1,
        )


def choose_item_tools(draft: Draft, delivery: Delivery) -> Draft:
    """Return the question about one of many items with the tools that it offers."""
    platform = delivery.provider.platform
    tools = choose_tools(draft.question, draft.images, {}, platform, earlier=())
    return replace(draft, tools=tools)


def _list_uses(reply: Reply) -> list[ToolUse]:
    message: Any = reply.message or {}
    blocks = [block for block in message.get("content", ()) if block["type"] == "tool_use"]
    return [ToolUse(str(block["id"]), str(block["name"]), block["input"]) for block in blocks]
