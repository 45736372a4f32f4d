"""The key of a request: what an answer on disk is found by.

Made from the request itself, so that whatever changes a request changes its key, options that are
yet to be written included. Pictures and documents count by what they show, not by how they travel.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ...answers.sent_attachment import NOT_SENT, DeliveryChoice, SentImage
from ...provider.delivery import Delivery
from ..request_builder import build_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...provider.request import Block, Request
    from ..conversation import Draft

_FORMAT: Final = 2
_CARRIERS: Final = frozenset({"image", "document"})


def request_key(request: Request, contents: Sequence[str], platform: str) -> str:
    """Return the key of a request.

    Parameters
    ----------
    request : Request
        With its messages (see `Request.packed`).
    contents : sequence of str
        What identifies each picture and document of the request, in its order: the digest of its
        bytes, a URL or a ``file_id``. It stands for the block's ``source``.
    platform : str
        Who is asked.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    ValueError
        There are more or fewer contents than pictures and documents.
    """
    remaining = iter(contents)
    parameters = _by_content(request.to_parameters(), remaining)
    if next(remaining, None) is not None:
        msg = "There are more contents than pictures in the request."
        raise ValueError(msg)
    key = {"format": _FORMAT, "platform": platform, "request": parameters}
    return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()


def _by_content(value: Any, contents: Iterator[str]) -> Any:
    """Return a copy of a request's part in which each source is what it contains."""
    if isinstance(value, list):
        return [_by_content(item, contents) for item in value]
    if not isinstance(value, dict):
        return value
    # What the provider is to keep changes a price, and no answer.
    parts = {name: item for name, item in value.items() if name != "cache_control"}
    if value.get("type") not in _CARRIERS or "source" not in value:
        return {name: _by_content(item, contents) for name, item in parts.items()}
    content = next(contents, None)
    if content is None:
        msg = "There are fewer contents than pictures in the request."
        raise ValueError(msg)
    return {**parts, "source": content}


def question_key(draft: Draft, delivery: Delivery) -> str:
    """Return the key of the request that a question makes; nothing is uploaded."""
    envelope = build_request(draft, _Unsent(delivery))
    images = (*envelope.earlier, *envelope.images)
    contents = [image.identity for image in images if not image.repeated]
    return request_key(envelope.request, contents, delivery.provider.platform.name)


class _Unsent(Delivery):
    """Lets a request be composed that is not going to be sent."""

    def __init__(self, delivery: Delivery) -> None:
        super().__init__(delivery.provider, delivery.files, delivery.life)

    def build_source(self, image: SentImage) -> tuple[SentImage, dict[str, Any]]:
        # By file, since what stands inside a request is held against its limit in bytes.
        return replace(image, choice=DeliveryChoice("files", NOT_SENT)), {"type": "unsent"}

    def build_blocks(self, image: SentImage) -> tuple[SentImage, list[Block]]:
        # Whether a server may make a picture smaller depends on how it reaches the server.
        return super().build_blocks(replace(image, exact_size=False))

    def refresh_choice(self, image: SentImage) -> SentImage:
        return image
