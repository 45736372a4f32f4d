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
from .rounds.message_builder import MessageBuilder
from .rounds.tool_round import NO_CALLS, ToolRound, images_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..answers.sent_attachment import SentImage
    from ..provider.delivery import Delivery
    from ..provider.provider import Provider
    from ..settings import CacheLife
    from .conversation import Draft
    from .question import Question

_SUMMARIZED: Final = {"type": "adaptive", "display": "summarized"}
"""Thinking as the models do it by themselves, with a summary, which is left out otherwise."""

_PER_REQUEST: Final = frozenset({"messages", "max_tokens", "tool_choice"})
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
    rounds : tuple of ToolRound
        The question's own, their pictures as they go.
    """

    request: Request
    images: tuple[SentImage, ...] = ()
    earlier: tuple[SentImage, ...] = ()
    changes: tuple[str, ...] = ()
    prefix_key: str = ""
    rounds: tuple[ToolRound, ...] = ()

    @property
    def all_images(self) -> tuple[SentImage, ...]:
        """All images that the request carries, in its order."""
        return (*self.earlier, *self.images, *images_of(self.rounds))


NO_ENVELOPE: Final = Envelope(Request("", 0, [], "", {}))
"""Before a request was built."""


def build_request(
    draft: Draft, delivery: Delivery, report: Callable[[int, int], None] = lambda *_: None
) -> Envelope:
    """Return the request for a question, uploading what goes by ``file_id``.

    The blocks of earlier turns are as they were, so that the provider's prompt cache holds.

    Parameters
    ----------
    draft : Draft
    delivery : Delivery
    report : callable, optional
        Takes how many of the question's uploads are done, and of how many.

    Raises
    ------
    RequestTooLargeError
        The pictures alone are more than a request may hold.
    """
    question, history = draft.question, draft.history
    builder = MessageBuilder(delivery, cite=question.cite)
    for turn in history:
        images = [
            delivery.refresh_choice(i) for i in _still_sent(turn.images, builder.images_sent, draft)
        ]
        pieces = {image.number: image for image in images_of(turn.rounds)}
        builder.add_question((i for i in images if i.number not in pieces), turn.texts)
        by_number = {image.number: image for image in images}
        for tool_round in turn.rounds:
            builder.add_round(tool_round.with_images(by_number))
        builder.add_answer(turn.answer.conversation_text)
    earlier = tuple(builder.images_sent)
    builder.add_question(_report_uploads(draft.images, delivery, report), question.texts)
    own_end = len(builder.images_sent)
    rounds = tuple(map(builder.add_round, draft.rounds))
    _check_size(builder.images_sent, delivery.provider)
    methods = {image.choice.method for image in builder.images_sent}
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
        **_choose_tools(draft),
    )
    is_kept = question.caches and bool(history or draft.tools)
    key = _prefix_key(request, cites=question.cite) if is_kept else ""
    if key and not rounds:
        words = sum(map(bool, (question.prompt, question.instructions)))
        keys = [turn.prefix_key for turn in history]
        place_breakpoints(builder, keys, key, question.prompt_cache, words=words)
    envelope = Envelope(
        request,
        tuple(builder.images_sent[len(earlier) : own_end]),
        earlier,
        _changes(builder.images_before, builder.images_sent),
        key,
        rounds,
    )
    return _move_breakpoints(envelope, question.prompt_cache) if key and rounds else envelope


def extend_request(envelope: Envelope, draft: Draft, delivery: Delivery) -> Envelope:
    """Return the request that follows a round: the blocks before it are the very same.

    Parameters
    ----------
    envelope : Envelope
        Of the request before.
    draft : Draft
        Its last round is the new one.
    delivery : Delivery

    Raises
    ------
    RequestTooLargeError
        As of `build_request`.
    """
    question, request = draft.question, envelope.request
    builder = MessageBuilder(
        delivery, cite=question.cite, messages=request.messages, names=request.names
    )
    tool_round = builder.add_round(draft.rounds[-1])
    _check_size([*envelope.all_images, *builder.images_sent], delivery.provider)
    methods = {image.choice.method for image in builder.images_sent}
    extended = replace(
        envelope,
        request=replace(
            request,
            messages=builder.messages,
            names=builder.names,
            by_url=request.by_url or "url" in methods,
            by_file=request.by_file or "files" in methods,
            **_choose_tools(draft),
        ),
        changes=_changes(builder.images_before, builder.images_sent),
        rounds=(*envelope.rounds, tool_round),
    )
    return _move_breakpoints(extended, question.prompt_cache) if envelope.prefix_key else extended


def _choose_tools(draft: Draft) -> dict[str, Any]:
    """Return a request's tools, and the choice among them.

    A history with calls needs tools, and the last round keeps them: neither lets any be called.
    """
    if tools := draft.tools.definitions:
        is_last = len(draft.rounds) >= draft.question.tools.rounds - 1
        return {"tools": tools, "tool_choice": dict(NO_CALLS) if is_last else None}
    tools = next((turn.tools for turn in reversed(draft.history) if turn.rounds), ())
    return {"tools": tools, "tool_choice": dict(NO_CALLS) if tools else None}


def _move_breakpoints(envelope: Envelope, life: CacheLife) -> Envelope:
    """Return a request of a later round that reads all rounds before, and keeps the new one.

    The blocks are copies but for their marks, of which there are three: at the end of the
    question, where the first request kept it, and at the ends of the last two results.
    """
    messages = [_without_marks(message) for message in envelope.request.messages]
    own_start = len(messages) - 2 * len(envelope.rounds) - 1
    own_ends = [messages[place]["content"] for place in range(own_start, len(messages), 2)]
    for content in [own_ends[0], *own_ends[1:][-2:]]:
        content[-1] = {**content[-1], "cache_control": _to_mark(life)}
    return replace(envelope, request=replace(envelope.request, messages=messages))


def _without_marks(message: dict[str, Any]) -> dict[str, Any]:
    if isinstance(message["content"], str):
        return message
    content = [
        {name: value for name, value in block.items() if name != "cache_control"}
        for block in message["content"]
    ]
    return {**message, "content": content}


def _to_mark(life: CacheLife) -> dict[str, str]:
    return {"type": "ephemeral", **({"ttl": life} if life == "1h" else {})}


def _report_uploads(
    images: Sequence[SentImage], delivery: Delivery, report: Callable[[int, int], None]
) -> Iterator[SentImage]:
    """Yield images, and report before each that is uploaded, and at the end."""
    total = sum(map(delivery.needs_upload, images))
    count = 0
    for image in images:
        if delivery.needs_upload(image):
            report(count, total)
            count += 1
        yield image
    if total:
        report(total, total)


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
    builder: MessageBuilder,
    earlier_keys: Sequence[str],
    key: str,
    life: CacheLife,
    *,
    words: int,
) -> None:
    """Mark the blocks up to which the provider is to keep a request, four at the most.

    Parameters
    ----------
    builder : MessageBuilder
        With each earlier turn and the new question.
    earlier_keys : sequence of str
        The prefix key of the request of each earlier turn; empty where nothing was kept.
    key : str
        Of the new request.
    life : {"off", "5m", "1h"}
    words : int
        How many blocks at the end of the question are its words: what changes where a cell is
        edited and run again.
    """
    if life == "off":
        return
    newest = builder.messages[-1]["content"]
    of_this_kind = [number for number, turn_key in enumerate(earlier_keys) if turn_key == key]
    # Where it was kept before, to be read; where the turn before ends, and before the words, for
    # this cell run again; and the end, for the next question. Only what is new is paid for.
    last = [len(earlier_keys) - 1] if earlier_keys else []
    ends = [builder.ends[number] for number in {*of_this_kind[-1:], *last}]
    for block in (*ends, *newest[: len(newest) - words][-1:], newest[-1]):
        block["cache_control"] = _to_mark(life)
