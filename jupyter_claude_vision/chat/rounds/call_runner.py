"""Execution of the calls of one round, within the limits of their question."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from ...answers.tool_calls import ToolCall
from ...answers.usage import find_context_window
from ...interrupts import stoppable_work
from ..events import ToolFinished, ToolStarted
from ..limits import MANY_IMAGES, SIDE_OF_MANY, fit_images, most_images_in
from .question_tools import MOST_CHARACTERS
from .tool_round import images_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from ...answers.sent_attachment import SentImage
    from ...provider.cancellation import Cancellation
    from ...provider.delivery import Delivery
    from ...provider.request import ToolUse
    from ..conversation import Draft
    from ..events import Event

MOST_CALLS: Final = 16
"""Most calls of one round that are executed."""

_CHARACTERS_A_TOKEN: Final = 3


@dataclass(frozen=True)
class CallRunner:
    """Executes calls one after the other, and numbers their pictures.

    Attributes
    ----------
    delivery : Delivery
        Chooses how their pictures travel.
    reserve_numbers : callable
        As `Conversation.reserved_numbers` gives it.
    cancellation : Cancellation
        Ends the work between two calls, and within those that heed it.
    call_function : callable
        Calls a function where it may draw.
    """

    delivery: Delivery
    reserve_numbers: Callable[[int], list[int]]
    cancellation: Cancellation
    call_function: Callable[[Callable[[], ToolCall]], ToolCall]

    def run_calls(self, uses: Sequence[ToolUse], draft: Draft) -> Generator[Event]:
        """Execute the calls of a reply in their order; yield their beginnings and results.

        Parameters
        ----------
        uses : sequence of ToolUse
        draft : Draft
            With the rounds so far.

        Raises
        ------
        KeyboardInterrupt
            The question was stopped.
        """
        images = list(draft.numbered_images)
        room = _count_picture_room(draft, self.delivery.provider.platform.name)
        characters = MOST_CHARACTERS
        for count, use in enumerate(uses):
            self.cancellation.check()
            arguments = use.input if isinstance(use.input, dict) else {}
            yield ToolStarted(use.name, arguments)
            call = self._run_call(use, draft, images, room, count)
            call = _limit_text(call, characters)
            call = replace(call, round=len(draft.rounds) + 1)
            pieces = tuple(self._choose_delivery(image, draft) for image in call.images)
            tokens = sum(image.tokens or 0 for image in pieces)
            tokens += math.ceil(len(call.result) / _CHARACTERS_A_TOKEN)
            call = replace(call, images=pieces, tokens=tokens)
            characters -= len(call.result)
            room -= len(pieces)
            images += pieces
            source = next((i for i in images if i.number == call.source), None)
            yield ToolFinished(call, source)

    def _run_call(
        self, use: ToolUse, draft: Draft, images: Sequence[SentImage], room: int, count: int
    ) -> ToolCall:
        if count >= MOST_CALLS:
            return _to_error(use, f"At most {MOST_CALLS} calls are executed at a time.")
        if use.name == "zoom" and room < 1:
            return _to_error(use, _NO_ROOM)
        with stoppable_work(self.cancellation.check):
            call = self.call_function(
                lambda: draft.tools.run_call(
                    use.id,
                    use.name,
                    use.input,
                    images=images,
                    next_number=lambda: self.reserve_numbers(1)[0],
                    cancellation=self.cancellation,
                )
            )
        if len(call.images) > room:
            call = _to_error(use, _NO_ROOM)
        elif len(images) + len(call.images) > MANY_IMAGES:
            call = replace(call, images=self._fit_pictures(call.images, images, draft))
        return call

    def _fit_pictures(
        self, pictures: Sequence[SentImage], images: Sequence[SentImage], draft: Draft
    ) -> tuple[SentImage, ...]:
        platform = self.delivery.provider.platform
        fitting = fit_images([*images, *pictures], draft.question.tier, platform)
        return tuple(fitting[len(images) :])

    def _choose_delivery(self, image: SentImage, draft: Draft) -> SentImage:
        question = draft.question
        # A part of a picture stands at no URL, whatever the picture does.
        method = "auto" if question.method == "url" else question.method
        choice = self.delivery.choose_method(
            image.attachment, image.content, method, has_url=False, cached=question.caches
        )
        image = replace(image, choice=choice)
        is_exact = question.form.boxes and self.delivery.provider.platform.exact_sizes
        return image.at_exact_size(question.tier) if is_exact else image


_NO_ROOM: Final = "No more pictures fit into this question: answer from those that are there."


def _to_error(use: ToolUse, text: str) -> ToolCall:
    arguments: dict[str, Any] = use.input if isinstance(use.input, dict) else {}
    return ToolCall(use.name, arguments, text, is_error=True, id=use.id)


def _limit_text(call: ToolCall, characters: int) -> ToolCall:
    """Return a call whose text is no longer than the round has left; it says what is left out."""
    text = call.result or ("Done." if not call.images else "")
    if len(text) > characters:
        missing = len(text) - max(characters, 0)
        text = f"{text[: max(characters, 0)]}\n[{missing:,} more characters are left out.]"
    return replace(call, result=text)


def _count_picture_room(draft: Draft, platform: str) -> int:
    """Return how many pictures the results of a round can add.

    Above 20 images in a request, the API takes none with a side over 2,000 pixels, and those
    before a thought cannot be made smaller any more.
    """
    question, images = draft.question, draft.request_images
    room = question.tools.pictures - len(images_of(draft.rounds))
    window = find_context_window(question.model, platform)
    room = min(room, most_images_in(window) - len(images))
    pictures = [image.prepared_image for image in images if image.prepared_image is not None]
    if any(max(p.width, p.height) > SIDE_OF_MANY for p in pictures):
        room = min(room, MANY_IMAGES - len(images))
    return max(room, 0)
