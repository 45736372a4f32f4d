"""Messages of a request, block by block: questions, rounds of calls, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...answers.sent_attachment import SentImage
    from ...answers.tool_calls import ToolCall
    from ...provider.delivery import Delivery
    from ...provider.request import Block
    from .tool_round import ToolRound


class MessageBuilder:
    """Messages of a request, and what their blocks carry.

    Parameters
    ----------
    delivery : Delivery
        Uploads what goes by ``file_id``.
    cite : bool
        Documents are to be cited.
    messages : iterable of dict
        The messages to go on from, which stay as they are.
    names : mapping of str to str
        Their attachments' names by place.

    Attributes
    ----------
    messages : list of dict
    names : dict of str to str
        Names of attachments by place, such as ``"messages.0.content.1"``.
    images_before, images_sent : list of SentImage
        The images as they were to travel, and as they do.
    ends : list of dict
        Of each question, the last block that it or a result before its answer has.
    """

    def __init__(
        self,
        delivery: Delivery,
        *,
        cite: bool,
        messages: Iterable[dict[str, Any]] = (),
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.messages = list(messages)
        self.names = dict(names or {})
        self.images_before: list[SentImage] = []
        self.images_sent: list[SentImage] = []
        self.ends: list[Block] = []
        self._delivery = delivery
        self._cite = cite

    def add_question(self, images: Iterable[SentImage], texts: Iterable[str]) -> None:
        """Add a user's message: pictures, then words."""
        content: list[Block] = []
        self._add_images(images, content, f"messages.{len(self.messages)}.content")
        content += [{"type": "text", "text": text} for text in texts if text]
        self.messages.append({"role": "user", "content": content})
        self.ends.append(content[-1])

    def add_round(self, tool_round: ToolRound) -> ToolRound:
        """Add a reply with calls and a message with their results; return the round as sent."""
        self.messages.append({"role": "assistant", "content": list(tool_round.content)})
        place = f"messages.{len(self.messages)}.content"
        count = len(self.images_sent)
        content = [
            self._build_result(call, f"{place}.{number}.content")
            for number, call in enumerate(tool_round.calls)
        ]
        self.messages.append({"role": "user", "content": content})
        if self.ends:
            self.ends[-1] = content[-1]
        return tool_round.with_images({image.number: image for image in self.images_sent[count:]})

    def add_answer(self, text: str) -> None:
        """Add an answer of Claude's."""
        self.messages.append({"role": "assistant", "content": text})

    def _build_result(self, call: ToolCall, place: str) -> Block:
        result: Block = {"type": "tool_result", "tool_use_id": call.id}
        if call.is_error:
            return {**result, "content": call.result, "is_error": True}
        texts: list[Block] = [{"type": "text", "text": call.result}] if call.result.strip() else []
        self._add_images(call.images, texts, place)
        return {**result, "content": texts}

    def _add_images(self, images: Iterable[SentImage], content: list[Block], place: str) -> None:
        for image in images:
            as_sent, blocks = self._delivery.build_blocks(image)
            if self._cite and blocks[-1]["type"] == "document":
                # Those of earlier turns, too: the API wants all of a request's or none.
                blocks[-1]["citations"] = {"enabled": True}
            content += blocks
            self.names[f"{place}.{len(content) - 1}"] = image.attachment.name
            self.images_before.append(image)
            self.images_sent.append(as_sent)
