"""How a picture could travel, told before it does: bytes, tokens, price, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..chat.conversation import Draft
from ..chat.estimate import estimate_question
from ..chat.preparation import is_public
from ..errors import ClaudeVisionError
from ..options.ask_options import METHODS

if TYPE_CHECKING:
    from ..chat.conversation import Conversation
    from ..ipython.session import Session
    from ..options import AskOptions
    from ..provider.delivery import Delivery
    from .tabs import Picture


def ways(
    session: Session, conversation: Conversation, picture: Picture, options: AskOptions
) -> dict[str, Any]:
    """Return each method with what it would send, and what the question would cost.

    Nothing is drawn or sent.

    Parameters
    ----------
    session : Session
    conversation : Conversation
        That the question goes on with.
    picture : Picture
    options : AskOptions
    """
    delivery = session.delivery(options)
    if picture.attachment.kind == "document":
        return {"picture": picture.id, "methods": [], "price": "told with the answer"}
    cached = session.settings.prompt_cache != "off" and bool(conversation.turns)
    return {
        "picture": picture.id,
        "methods": [_way(delivery, picture, method, cached=cached) for method in METHODS],
        "price": _price(session, conversation, picture, options),
    }


def _way(delivery: Delivery, picture: Picture, method: str, *, cached: bool) -> dict[str, Any]:
    try:
        choice = _choice(delivery, picture, method, cached=cached)
    except ClaudeVisionError as error:
        return {"method": method, "possible": False, "what": str(error)}
    what = _sent(delivery, picture, choice)
    if method == "auto":
        what = f"{choice.method} ({choice.reason}): {what}"
    return {"method": method, "possible": True, "what": what}


def _choice(delivery: Delivery, picture: Picture, method: str, *, cached: bool) -> DeliveryChoice:
    prepared = picture.prepared
    has_url = (prepared is None or prepared.as_found) and is_public(picture.attachment)
    return delivery.choose_method(
        picture.attachment, prepared, method, has_url=has_url, cached=cached
    )


def _sent(delivery: Delivery, picture: Picture, choice: DeliveryChoice) -> str:
    """Say what would leave this kernel."""
    prepared = picture.prepared
    if choice.method == "url":
        return "its address"
    if prepared is None:
        return "its id"
    size = len(prepared.data)
    if choice.method == "base64":
        return f"{_bytes(4 * -(-size // 3))} with each question"
    if delivery.files.find_file(prepared.digest, delivery.provider.scope) is not None:
        return "its id, since it is uploaded"
    return f"{_bytes(size)} once, then its id"


def _bytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _price(
    session: Session, conversation: Conversation, picture: Picture, options: AskOptions
) -> str:
    turns = tuple(conversation.turns)
    question = session.question("", [picture.attachment], options, key="", goes_on=False)
    repeated = picture.prepared is not None and picture.prepared.digest in {
        i.prepared_image.digest for i in conversation.images if i.prepared_image
    }
    image = SentImage(
        picture.attachment, picture.prepared, DeliveryChoice("base64", ""), repeated=repeated
    )
    platform = session.provider_for(options).platform.name
    return str(estimate_question(Draft(question, (image,), turns), platform))
