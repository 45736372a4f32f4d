"""Preview of the delivery methods of a picture: bytes, tokens, price, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..answers.sent_attachment import DeliveryChoice, SentImage
from ..chat.conversation import Draft
from ..chat.estimate import estimate_question
from ..chat.preparation import is_public
from ..errors import ClaudeVisionError
from ..options.ask_options import METHODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..chat.conversation import Conversation
    from ..chat.estimate import Estimate
    from ..ipython.current_client import PanelSession
    from ..options import AskOptions
    from ..provider.delivery import Delivery
    from .tabs import Tab

_LATER: Final = "told with the answer"


def preview_delivery(
    session: PanelSession, conversation: Conversation, tab: Tab, options: AskOptions
) -> dict[str, Any]:
    """Return each method with what it would send, and what the question would cost.

    Nothing is drawn or sent.

    Parameters
    ----------
    session : Session or ScriptClient
    conversation : Conversation
        That the question goes on with.
    tab : Tab
    options : AskOptions
    """
    delivery = session.build_delivery(options)
    if tab.attachment.kind == "document":
        return {"picture": tab.id, "methods": [], "price": _LATER}
    cached = session.settings.prompt_cache != "off" and bool(conversation.turns)
    return {
        "picture": tab.id,
        "methods": [_preview_method(delivery, tab, method, cached=cached) for method in METHODS],
        "price": str(_estimate_tabs(session, conversation, [tab], options)),
    }


def preview_price(
    session: PanelSession, conversation: Conversation, tabs: Sequence[Tab], options: AskOptions
) -> dict[str, str]:
    """Return the likely price of a question about some tabs, in short and in full.

    Parameters
    ----------
    session : Session or ScriptClient
    conversation : Conversation
        That the question goes on with.
    tabs : sequence of Tab
        A tab that stands in it twice is sent with a part of it at full resolution.
    options : AskOptions
    """
    if any(tab.attachment.kind == "document" for tab in tabs):
        return {"text": "", "details": f"The price is {_LATER}."}
    estimate = _estimate_tabs(session, conversation, tabs, options)
    if estimate.platform == "offline":
        return {"text": "no charge", "details": str(estimate)}
    if estimate.likely is None:
        return {"text": "price not known", "details": str(estimate)}
    return {"text": f"about USD {estimate.likely:.4f}", "details": str(estimate)}


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


def _estimate_tabs(
    session: PanelSession, conversation: Conversation, tabs: Sequence[Tab], options: AskOptions
) -> Estimate:
    attachments = [tab.attachment for tab in tabs]
    question = session.build_question("", attachments, options, key="", goes_on=False)
    digests = {i.prepared_image.digest for i in conversation.images if i.prepared_image}
    choice = DeliveryChoice("base64", "")
    images = tuple(
        SentImage(
            tab.attachment,
            tab.image,
            choice,
            repeated=tab.image is not None and tab.image.digest in digests and tab not in tabs[:n],
        )
        for n, tab in enumerate(tabs)
    )
    platform = session.provider_for(options).platform.name
    return estimate_question(Draft(question, images, tuple(conversation.turns)), platform)
