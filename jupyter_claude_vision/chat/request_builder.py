"""The request that a question makes: earlier turns, then the pictures, then the words.

Where the provider is to keep a conversation for its next question is marked here, too. The
documented rules (Prompt caching and Structured outputs, checked 2026-11-25): what is kept is
found by the very same beginning, system prompt, format, effort and thinking included, and only
where a breakpoint was. A request has at most four, and each looks back over 20 blocks, which one
turn with many pictures exceeds: so one stands exactly where the last request of this kind had one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ..errors import RequestTooLargeError
from ..provider.request import Request, build_output_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..answers.sent_attachment import SentImage
    from ..provider.delivery import Delivery
    from ..provider.provider import Provider
    from ..provider.request import Block
    from ..settings import CacheLife
    from .conversation import Draft
    from .question import Question

_SUMMARIZED: Final = {"type": "adaptive", "display": "summarized"}
"""Thinking as the models do it by themselves, with a summary, which is left out otherwise."""

_PER_REQUEST: Final = frozenset({"messages", "max_tokens"})
"""Parameters that do not tell prompt caches apart: messages are compared block by block."""


@dataclass(frozen=True)
class Envelope:
    """A request, and what it carries.

    Attributes
    ----------
    request : Request
    images, earlier : tuple of SentImage
        The question's and the earlier turns', as they go.
    changes : tuple of str
        Which of them go by another method than was chosen for them, and why.
    prefix_key : str
        What the provider keeps it under; empty where it is to keep nothing.
    """

    request: Request
    images: tuple[SentImage, ...] = ()
    earlier: tuple[SentImage, ...] = ()
    changes: tuple[str, ...] = ()
    prefix_key: str = ""


NO_ENVELOPE: Final = Envelope(Request("", 0, [], "", {}))
"""Before a request was built."""


def build_request(draft: Draft, delivery: Delivery) -> Envelope:
    """Return the request for a question, uploading what goes by ``file_id``.

    The blocks of earlier turns are as they were, so that the provider's prompt cache holds.

    Raises
    ------
    RequestTooLargeError
        The pictures alone are more than a request may hold.
    """
    question, history = draft.question, draft.history
    messages: list[dict[str, Any]] = []
    names: dict[str, str] = {}
    images_chosen: list[SentImage] = []
    images_sent: list[SentImage] = []
    own_start = 0
    for turn in (*history, None):
        own_start = len(images_sent)
        images: Sequence[SentImage] = draft.images
        texts = question.texts
        if turn is not None:
            images = [
                delivery.refresh_choice(i) for i in _still_sent(turn.images, images_sent, draft)
            ]
            texts = turn.texts
        content: list[Block] = []
        for image in images:
            as_sent, blocks = delivery.build_blocks(image)
            if question.cite and blocks[-1]["type"] == "document":
                # Those of earlier turns, too: the API wants all of a request's or none.
                blocks[-1]["citations"] = {"enabled": True}
            content += blocks
            names[f"messages.{len(messages)}.content.{len(content) - 1}"] = image.attachment.name
            images_chosen.append(image)
            images_sent.append(as_sent)
        content += [{"type": "text", "text": text} for text in texts if text]
        messages.append({"role": "user", "content": content})
        if turn is not None:
            messages.append({"role": "assistant", "content": turn.answer.conversation_text})
    _check_size(images_sent, delivery.provider)
    methods = {image.choice.method for image in images_sent}
    request = Request(
        question.model,
        question.max_tokens,
        messages,
        question.system,
        names,
        by_url="url" in methods,
        by_file="files" in methods,
        output=_output_config(question),
        thinking=dict(_SUMMARIZED) if question.thinking else None,
    )
    key = _prefix_key(request, cites=question.cite) if history and question.caches else ""
    if key:
        words = sum(map(bool, (question.prompt, question.instructions)))
        keys = [turn.prefix_key for turn in history]
        place_breakpoints(messages, keys, key, question.prompt_cache, words=words)
    return Envelope(
        request,
        tuple(images_sent[own_start:]),
        tuple(images_sent[:own_start]),
        _changes(images_chosen, images_sent),
        key,
    )


def _output_config(question: Question) -> dict[str, Any] | None:
    config: dict[str, Any] = {}
    if question.form:
        config["format"] = build_output_format(question.form.schema)
    if question.effort:
        config["effort"] = question.effort
    return config or None


def _still_sent(
    images: Iterable[SentImage], earlier: Sequence[SentImage], draft: Draft
) -> list[SentImage]:
    """Return a turn's images; one that was only named is sent where its turn is no more."""
    digests = {image.content.digest for image in earlier if image.content and not image.repeated}
    return [
        image
        if image.repeated and image.content and image.content.digest in digests
        else replace(draft.smaller.get(image.number, image), repeated=False)
        for image in images
    ]


def _changes(before: Sequence[SentImage], after: Sequence[SentImage]) -> tuple[str, ...]:
    return tuple(
        f"{new.name}: {new.choice.method}, {new.choice.reason}"
        for old, new in zip(before, after, strict=True)
        if new.choice != old.choice
    )


def _check_size(images: Sequence[SentImage], provider: Provider) -> None:
    inline = [i for i in images if i.choice.method == "base64" and not i.repeated]
    size = sum(len(image.content.data) for image in inline if image.content) * 4 // 3
    if size > provider.platform.body_bytes:
        able = "use --method files" if "files" in provider.methods else "ask about fewer"
        if pdf := next((image.name for image in inline if image.is_document), None):
            able = f"choose pages of {pdf} with --pages, {able}"
        noun = "attachments" if pdf else "pictures"
        msg = (
            f"The {noun} of this conversation are {size / 1e6:.0f} MB, more than "
            f"{provider.place} takes in one request: {able}, or start anew with --new."
        )
        raise RequestTooLargeError(msg)


def _prefix_key(request: Request, *, cites: bool) -> str:
    """Return what all requests have in common that can read each other's cache.

    Parameters
    ----------
    request : Request
    cites : bool
        Whether documents are to be cited, which changes the system prompt.
    """
    common = {k: v for k, v in request.to_parameters().items() if k not in _PER_REQUEST}
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
        The prefix key of the request of each earlier turn; empty where nothing was kept.
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
    of_this_kind = [number for number, turn_key in enumerate(earlier_keys) if turn_key == key]
    # Where it was kept before, to be read; where the turn before ends, and before the words, for
    # this cell run again; and the end, for the next question. Only what is new is paid for.
    ends = [questions[number]["content"][-1] for number in {*of_this_kind[-1:], last}]
    for block in (*ends, *newest[: len(newest) - words][-1:], newest[-1]):
        block["cache_control"] = {"type": "ephemeral", **({"ttl": life} if life == "1h" else {})}
