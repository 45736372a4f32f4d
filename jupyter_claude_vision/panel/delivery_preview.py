"""Preview of the delivery methods of a picture: bytes, tokens, price, or why not."""

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
    from .tabs import Tab


def preview_delivery(
    session: Session, conversation: Conversation, tab: Tab, options: AskOptions
) -> dict[str, Any]:
    """Return each method with what it would send, and what the question would cost.

    Nothing is drawn or sent.

    Parameters
    ----------
    session : Session
    conversation : Conversation
        That the question goes on with.
    tab : Tab
    options : AskOptions
    """
    delivery = session.build_delivery(options)
    if tab.attachment.kind == "document":
        return {"picture": tab.id, "methods": [], "price": "told with the answer"}
    cached = session.settings.prompt_cache != "off" and bool(conversation.turns)
    return {
        "picture": tab.id,
        "methods": [_preview_method(delivery, tab, method, cached=cached) for method in METHODS],
        "price": _estimate_price(session, conversation, tab, options),
    }


def _preview_method(delivery: Delivery, tab: Tab, method: str, *, cached: bool) -> dict[str, Any]:
    try:
        choice = _choose_method(delivery, tab, method, cached=cached)
    except ClaudeVisionError as error:
        return {"method": method, "possible": False, "what": str(error)}
    transfer = _describe_transfer(delivery, tab, choice)
    if method == "auto":
        transfer = f"{choice.method} ({choice.reason}): {transfer}"
    return {"method": method, "possible": True, "what": transfer}


def _choose_method(delivery: Delivery, tab: Tab, method: str, *, cached: bool) -> DeliveryChoice:
    image = tab.image
    has_url = (image is None or image.as_found) and is_public(tab.attachment)
    return delivery.choose_method(tab.attachment, image, method, has_url=has_url, cached=cached)


def _describe_transfer(delivery: Delivery, tab: Tab, choice: DeliveryChoice) -> str:
    """Return words for what would leave this kernel."""
    image = tab.image
    if choice.method == "url":
        return "its address"
    if image is None:
        return "its id"
    size = len(image.data)
    if choice.method == "base64":
        return f"{_format_bytes(4 * -(-size // 3))} with each question"
    if delivery.files.find_file(image.digest, delivery.provider.scope) is not None:
        return "its id, since it is uploaded"
    return f"{_format_bytes(size)} once, then its id"


def _format_bytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _estimate_price(
    session: Session, conversation: Conversation, tab: Tab, options: AskOptions
) -> str:
    turns = tuple(conversation.turns)
    question = session.build_question("", [tab.attachment], options, key="", goes_on=False)
    repeated = tab.image is not None and tab.image.digest in {
        i.prepared_image.digest for i in conversation.images if i.prepared_image
    }
    image = SentImage(tab.attachment, tab.image, DeliveryChoice("base64", ""), repeated=repeated)
    platform = session.provider_for(options).platform.name
    return str(estimate_question(Draft(question, (image,), turns), platform))
