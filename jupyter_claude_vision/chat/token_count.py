"""The API's own count of what a question takes, where an estimate is not enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..errors import ProviderError
from .request_builder import compose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..answers.sent_attachment import SentImage
    from ..provider.delivery import Delivery
    from .conversation import Question, Turn

_SECONDS: Final = 60.0


def counted_tokens(
    question: Question,
    images: Sequence[SentImage],
    history: Sequence[Turn],
    smaller: Mapping[int, SentImage],
    delivery: Delivery,
) -> int | None:
    """Return how many tokens the API counts, free of charge; nothing is uploaded for it.

    Takes what `compose` takes.

    Returns
    -------
    int or None
        None where the platform does not count, or not this question: it has what is not in this
        kernel, it is too large to go inside a request, or the API does not answer in time.
    """
    provider = delivery.provider
    carried = [image for turn in history for image in turn.images]
    if not provider.platform.counts_tokens:
        return None
    if any(image.content is None for image in (*carried, *images)):
        return None
    try:
        composed = compose(question, images, history, smaller, delivery.inlined())
        return provider.count_tokens(composed.request, seconds=_SECONDS)
    except ProviderError:
        # What is wrong with it, if anything is, the question itself will say.
        return None
