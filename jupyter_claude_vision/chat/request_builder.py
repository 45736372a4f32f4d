"""The request that a question makes: earlier turns, then the pictures, then the words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ..errors import RequestTooLargeError
from ..provider.request import Request, build_output_format
from .prompt_cache import place_breakpoints, prefix_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..answers.sent_attachment import SentImage
    from ..provider.delivery import Delivery
    from ..provider.provider import Provider
    from ..provider.request import Block
    from .conversation import Question, Turn


_SUMMARIZED: Final = {"type": "adaptive", "display": "summarized"}
"""Thinking as the models do it by themselves, with a summary, which is left out otherwise."""


@dataclass(frozen=True)
class Composed:
    """A request, and what it carries.

    Attributes
    ----------
    request : Request
    images, earlier : tuple of SentImage
        The question's and the earlier turns', as they go.
    changed : list of str
        Which of them go by another method than was chosen for them, and why.
    prefix_key : str
        What the provider keeps it under; empty where it is to keep nothing.
    """

    request: Request
    images: tuple[SentImage, ...]
    earlier: tuple[SentImage, ...]
    changed: list[str]
    prefix_key: str = ""


def compose(
    question: Question,
    images: Sequence[SentImage],
    history: Sequence[Turn],
    smaller: Mapping[int, SentImage],
    delivery: Delivery,
) -> Composed:
    """Return the request for a question, uploading what goes by ``file_id``.

    Parameters
    ----------
    question : Question
    images : sequence of SentImage
        Of the question.
    history : sequence of Turn
        What comes before, oldest first. Its blocks are as they were, so that the provider's
        prompt cache holds.
    smaller : mapping of int to SentImage
        Earlier images by number, where there are so many that they must be smaller.
    delivery : Delivery

    Raises
    ------
    RequestTooLargeError
        The pictures alone are more than a request may hold.
    """
    builder = _Builder(delivery, cite=question.cite)
    earlier: list[SentImage] = []
    chosen: list[SentImage] = []
    for turn in history:
        recalled = list(map(delivery.recall, _still_sent(turn.images, earlier, smaller)))
        chosen += recalled
        earlier += builder.add_user(recalled, *turn.texts)
        builder.messages.append({"role": "assistant", "content": turn.answer.said})
    sent = builder.add_user(images, *question.texts)
    _check_size([*earlier, *sent], delivery.provider)
    methods = {image.choice.method for image in (*earlier, *sent)}
    request = Request(
        question.model,
        question.max_tokens,
        builder.messages,
        question.system,
        builder.names,
        by_url="url" in methods,
        by_file="files" in methods,
        output=_output_config(question),
        thinking=dict(_SUMMARIZED) if question.thinking else None,
    )
    key = prefix_key(request, cites=question.cite) if history and question.caches else ""
    if key:
        words = sum(map(bool, (question.prompt, question.instructions)))
        keys = [turn.prefix_key for turn in history]
        place_breakpoints(builder.messages, keys, key, question.prompt_cache, words=words)
    changed = _changes([*chosen, *images], [*earlier, *sent])
    return Composed(request, sent, tuple(earlier), changed, key)


def _output_config(question: Question) -> dict[str, Any] | None:
    config: dict[str, Any] = {}
    if question.form:
        config["format"] = build_output_format(question.form.schema)
    if question.effort:
        config["effort"] = question.effort
    return config or None


class _Builder:
    """Gathers messages, and which image stands where."""

    def __init__(self, delivery: Delivery, *, cite: bool) -> None:
        self.messages: list[dict[str, Any]] = []
        self.names: dict[str, str] = {}
        self._delivery = delivery
        self._cite = cite

    def add_user(self, images: Iterable[SentImage], *texts: str) -> tuple[SentImage, ...]:
        """Add one user message, images first; return them as they go."""
        content: list[Block] = []
        sent = []
        for image in images:
            as_sent, blocks = self._delivery.blocks(image)
            if self._cite and blocks[-1]["type"] == "document":
                # Those of earlier turns, too: the API wants all of a request's or none.
                blocks[-1]["citations"] = {"enabled": True}
            content += blocks
            place = f"messages.{len(self.messages)}.content.{len(content) - 1}"
            self.names[place] = image.name
            sent.append(as_sent)
        content += [{"type": "text", "text": text} for text in texts if text]
        self.messages.append({"role": "user", "content": content})
        return tuple(sent)


def _still_sent(
    images: Iterable[SentImage], earlier: Sequence[SentImage], smaller: Mapping[int, SentImage]
) -> Iterator[SentImage]:
    """Yield a turn's images; one that was only named is sent where its turn is no more."""
    sent = {image.content.digest for image in earlier if image.content and not image.repeated}
    for image in images:
        if image.repeated and image.content and image.content.digest in sent:
            yield image
        else:
            yield replace(smaller.get(image.number, image), repeated=False)


def _changes(before: Sequence[SentImage], after: Sequence[SentImage]) -> list[str]:
    return [
        f"{new.name}: {new.choice.method}, {new.choice.why}"
        for old, new in zip(before, after, strict=True)
        if new.choice != old.choice
    ]


def _check_size(images: Sequence[SentImage], provider: Provider) -> None:
    inline = [i for i in images if i.choice.method == "base64" and not i.repeated]
    size = sum(len(image.content.data) for image in inline if image.content) * 4 // 3
    if size > provider.platform.body_bytes:
        able = "use --method files" if "files" in provider.methods else "ask about fewer"
        if pdf := next((image.name for image in inline if image.is_document), None):
            able = f"choose pages of {pdf} with --pages, {able}"
        what = "attachments" if pdf else "pictures"
        msg = (
            f"The {what} of this conversation are {size / 1e6:.0f} MB, more than "
            f"{provider.place} takes in one request: {able}, or start anew with --new."
        )
        raise RequestTooLargeError(msg)
