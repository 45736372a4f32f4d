"""A question's attachments as they are sent: read, numbered, new, with the words about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..answers.citations import check_can_cite
from ..answers.sent_attachment import NOT_SENT, DeliveryChoice, SentImage
from ..errors import FetchError
from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.files.download import check_public
from ..provider import document_blocks as documents
from .conversation import Draft, sent_images
from .instructions import add_instructions, add_words, describe_missing_data, fix_sizes
from .limits import MANY_IMAGES, fit_images

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..answers.sent_attachment import Content
    from ..inputs.attachment import Attachment
    from ..provider.delivery import Delivery
    from ..provider.provider import Provider
    from .conversation import Turn
    from .question import Question

_NOT_CHOSEN: Final = DeliveryChoice("base64", NOT_SENT)


@dataclass(frozen=True)
class PreparedAttachment:
    """An attachment that was read.

    Attributes
    ----------
    attachment : Attachment
        As a document where it turned out to be one.
    content : PreparedImage, PreparedDocument or None
        None where its bytes are not in this kernel.
    notes : tuple of str
        For its caption.
    """

    attachment: Attachment
    content: Content | None
    notes: tuple[str, ...] = ()


def prepare_question(
    question: Question,
    history: tuple[Turn, ...],
    provider: Provider,
    reserve_numbers: Callable[[int], list[int]],
) -> Draft:
    """Return a question with its attachments as they are sent; their delivery is chosen later.

    Parameters
    ----------
    question : Question
    history : tuple of Turn
    provider : Provider
        Some attachments are asked after there.
    reserve_numbers : callable
        As `Conversation.reserved_numbers` gives it.

    Raises
    ------
    InputError
        An attachment cannot be used.
    PromptError
        What is asked for cannot be had of these attachments.
    """
    platform, earlier = provider.platform, sent_images(history)
    attachments = [prepare_attachment(a, question, provider) for a in question.attachments]
    if question.cite:
        kinds = [*(i.attachment.kind for i in earlier), *(a.attachment.kind for a in attachments)]
        check_can_cite(question.form, has_document="document" in kinds)
    images = _number_images(attachments, earlier, reserve_numbers)
    new = [image for image in images if not image.repeated]
    fitting = fit_images([*earlier, *new], question.tier, platform)
    changed = {
        old.number: image
        for old, image in zip((*earlier, *new), fitting, strict=True)
        if image is not old
    }
    images = [i if i.repeated else changed.get(i.number, i) for i in images]
    smaller = {i.number: changed[i.number] for i in earlier if i.number in changed}
    draft = Draft(question, tuple(images), history, smaller)
    return add_words(draft, platform)


def prepare_attachment(
    attachment: Attachment, question: Question, provider: Provider
) -> PreparedAttachment:
    """Return an attachment with its content, where that is in this kernel.

    Raises
    ------
    InputError
        It cannot be used.
    """
    platform = provider.platform
    if attachment.remote is not None and question.tools.choice != ("off",):
        attachment.remote.hold()  # a tool may look closer, at the same bytes
    try:
        attachment = documents.detect_document(attachment, provider)
        if attachment.kind == "document":
            tier, model = question.tier, question.model
            content, notes = documents.prepare_priced_document(
                attachment, tier, model, platform.name
            )
            return PreparedAttachment(attachment, content, notes)
        if attachment.draw is None:
            return PreparedAttachment(attachment, None, ("its pixels are not in this kernel",))
        return _prepare_picture(attachment, question, platform.base64_bytes)
    except FetchError as error:
        if question.method == "url" and attachment.url is not None:
            check_public(attachment.url, attachment.name)  # it says what else can be done
        by_url = question.method in {"auto", "url"} and is_public(attachment)
        if not (by_url and "url" in provider.methods):
            raise
        return PreparedAttachment(
            documents.guess_document(attachment), None, (f"not shown: {error}",)
        )


def _prepare_picture(
    attachment: Attachment, question: Question, base64_bytes: int
) -> PreparedAttachment:
    cuts = [piece.cut for piece in question.attachments if piece.cut is not None]
    tiles = sum(cut.is_tile and cut.whole is attachment for cut in cuts)
    limits = ImageLimits(question.tier, base64_bytes=base64_bytes)
    image = prepare_image(
        attachment,
        limits,
        background=question.background,
        in_pieces=tiles > 0,
        previewed=question.tools.choice != ("off",),
    )
    notes = (f"the whole, small: its {tiles} tiles follow",) if tiles else ()
    return PreparedAttachment(attachment, image, notes)


def is_public(attachment: Attachment) -> bool:
    """Tell whether an attachment has a URL that may be handed to the API."""
    if attachment.url is None:
        return False
    try:
        check_public(attachment.url, attachment.name)
    except FetchError:
        return False
    return True


def _number_images(
    attachments: Sequence[PreparedAttachment],
    earlier: Sequence[SentImage],
    reserve_numbers: Callable[[int], list[int]],
) -> list[SentImage]:
    """Return attachments with their numbers; one that was sent before is only named."""
    contents = [(image.content, image) for image in earlier]
    by_digest = {content.digest: image for content, image in contents if content}
    several = len(earlier) + len(attachments) > 1
    is_known = [a.content is not None and a.content.digest in by_digest for a in attachments]
    numbers = iter(reserve_numbers(is_known.count(False)))
    images: list[SentImage] = []
    for ready, is_repeated in zip(attachments, is_known, strict=True):
        attachment, content = ready.attachment, ready.content
        if is_repeated and content is not None:
            images.append(by_digest[content.digest].named_again(attachment.name, content))
        else:
            number = next(numbers)
            has_label = several or number > 1
            image = SentImage(attachment, None, _NOT_CHOSEN, number, has_label, ready.notes)
            images.append(image.of(content))
    return images


def choose_delivery(draft: Draft, delivery: Delivery) -> Draft:
    """Return a question with a delivery method for each new image.

    Raises
    ------
    MethodError
        The method that was asked for is not possible for one of them.
    FetchError
        A URL that was asked for is no public one.
    """
    question = draft.question
    images = []
    for image in draft.images:
        if image.repeated and question.method == "auto":
            images.append(image)
            continue
        content = image.content
        has_url = (content is None or content.as_found) and is_public(image.attachment)
        choice = delivery.choose_method(
            image.attachment,
            content,
            question.method,
            has_url=has_url,
            cached=question.caches and bool(draft.history),
        )
        images.append(image if image.repeated else replace(image, choice=choice, exact_size=False))
    exact = delivery.provider.platform.exact_sizes
    return replace(draft, images=fix_sizes(images, question, exact=exact))


def draft_single(question: Question, image: SentImage, delivery: Delivery) -> Draft:
    """Return a question about one image outside any conversation.

    Parameters
    ----------
    question : Question
    image : SentImage
        It keeps its delivery method where ``auto`` would choose one.
    delivery : Delivery

    Raises
    ------
    InputError, MethodError
        As of `choose_delivery` and `add_instructions`.
    """
    draft = Draft(question, (image,))
    # `auto` would upload what a conversation needs again; this is asked about once.
    if question.method != "auto" or image.content is None:
        draft = choose_delivery(draft, delivery)
    return add_instructions(draft, exact=delivery.provider.platform.exact_sizes)


def describe_caveats(draft: Draft) -> list[str]:
    """Return sentences on what a question cannot have, and what it changes."""
    form, caveats = draft.question.form, []
    if draft.question.text_names:
        caveats.append(f"Sent as text: {', '.join(draft.question.text_names)}.")
    has_data = any(draft.tables.values())
    if (form.table or form.claims) and not draft.question.with_data and not has_data:
        caveats.append(describe_missing_data(draft))
    if draft.smaller:
        names = ", ".join(image.name for image in draft.smaller.values())
        caveats.append(f"Earlier pictures made smaller: {names}. There are over {MANY_IMAGES}.")
    return caveats
