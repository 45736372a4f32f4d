"""A question's attachments as they are sent: read, numbered, new, with the words about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ..answers.citations import check_can_cite
from ..answers.sent_attachment import NOT_SENT, DeliveryChoice, SentImage
from ..charts import read
from ..charts.readers import read_tables
from ..claims.table_layout import count_layout, describe_layout
from ..errors import FetchError, InputError
from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.files.download import check_public
from ..provider import document_blocks as documents
from .conversation import Draft, sent_images
from .limits import MANY_IMAGES, fit_images

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ..answers.sent_attachment import Content
    from ..charts import ChartData
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
    """Return a question with its attachments as they are sent; `choose_delivery` says how.

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
    return _with_words(draft, exact=platform.exact_sizes)


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
    image = prepare_image(attachment, limits, background=question.background, in_pieces=tiles > 0)
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


def _with_words(draft: Draft, *, exact: bool) -> Draft:
    """Return a question with the words besides its prompt, where they are possible."""
    question, form = draft.question, draft.question.form
    if form.claims:
        tables = {i.number: read_tables(i.attachment.target) for i in draft.referable}
        draft = replace(draft, tables=tables)
    if form.table or question.with_data:
        # Now, since the figure may be changed while the answer comes.
        charts = {i.number: read(i.attachment.target) for i in draft.referable}
        draft = replace(draft, charts=charts)
    if question.with_data:
        draft = replace(draft, images=_with_notes(draft))
        question = replace(question, context=_data_of_figures(draft))
    if form.claims:
        draft = replace(draft, images=_with_layout_notes(draft))
        parts = filter(None, (question.context, describe_layout(draft.tables)))
        question = replace(question, context="\n\n".join(parts))
    return add_instructions(replace(draft, question=question), exact=exact)


def add_instructions(draft: Draft, *, exact: bool) -> Draft:
    """Return a question with the instructions for the parts of its answer besides text.

    Parameters
    ----------
    draft : Draft
    exact : bool
        The API can be told to refuse an image rather than make it smaller.

    Raises
    ------
    InputError
        Regions are to be marked on an image whose pixels are not in this kernel.
    """
    question, form = draft.question, draft.question.form
    if not form:
        return draft
    question = replace(question, instructions=form.instructions(draft.referable))
    if form.boxes:
        check_pixels(draft.images)
    images = _at_exact_sizes(draft.images, question, exact=exact)
    return replace(draft, question=question, images=images)


def choose_delivery(draft: Draft, delivery: Delivery) -> Draft:
    """Return a question whose new images know how they travel.

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
    return replace(draft, images=_at_exact_sizes(images, question, exact=exact))


def _at_exact_sizes(
    images: Iterable[SentImage], question: Question, *, exact: bool
) -> tuple[SentImage, ...]:
    """Return images that are not made smaller on their way, where coordinates are asked for."""
    if not (question.form.boxes and exact):
        return tuple(images)
    return tuple(image.at_exact_size(question.tier) for image in images)


def check_pixels(images: Iterable[SentImage]) -> None:
    """Raise where nothing could be marked on an image.

    Raises
    ------
    InputError
        Its pixels are not in this kernel.
    """
    if pdfs := [image.name for image in images if image.is_document]:
        msg = f"Nothing can be marked on a PDF itself: ask about {pdfs[0]} with --as-images."
        raise InputError(msg)
    if names := [image.name for image in images if image.prepared_image is None]:
        msg = (
            f"The pixels of {', '.join(names)} are not in this kernel, so that nothing can be "
            "marked on them: ask without --boxes, or name a picture or a file."
        )
        raise InputError(msg)


def describe_missing_data(draft: Draft) -> str:
    """Return why an answer cannot be compared with the data of its figures."""
    if names := [image.name for image in draft.referable if image.attachment.is_gone]:
        return (
            f"Not in this kernel any more: {', '.join(names)}. So nothing can be compared with the "
            "data: draw it again, and name that."
        )
    return "A picture holds no data here, so nothing can be compared with them."


def describe_smaller(draft: Draft) -> str:
    """Return a sentence on the earlier pictures that are made smaller."""
    names = ", ".join(image.name for image in draft.smaller.values())
    return f"Earlier pictures made smaller: {names}. There are over {MANY_IMAGES}."


def _data_of_figures(draft: Draft) -> str:
    """Return what the figures among a question's images hold, as text for the model."""
    charts = [(image, draft.charts.get(image.number)) for image in draft.images]
    texts = [_describe_chart(image, chart) for image, chart in charts if chart is not None]
    if not texts:
        msg = "The kernel holds no data of a picture: --with-data goes with a live figure."
        raise InputError(msg)
    return "\n\n".join(texts)


def _with_notes(draft: Draft) -> tuple[SentImage, ...]:
    """Return images whose captions say what is sent along."""
    return tuple(_with_note(image, draft.charts.get(image.number)) for image in draft.images)


def _with_note(image: SentImage, chart: ChartData | None) -> SentImage:
    if chart is None:
        return image
    note = f"with its data as text, {len(_describe_chart(image, chart)):,} characters"
    return replace(image, notes=(*image.notes, note))


def _with_layout_notes(draft: Draft) -> tuple[SentImage, ...]:
    """Return images whose captions say that the layout of their tables is sent along."""
    images = []
    for image in draft.images:
        tables = draft.tables.get(image.number)
        if tables is not None:
            note = f"with the layout of its tables as text, {count_layout(tables):,} characters"
            image = replace(image, notes=(*image.notes, note))  # noqa: PLW2901
        images.append(image)
    return tuple(images)


def _describe_chart(image: SentImage, chart: ChartData) -> str:
    return f"The data that {image.label.removesuffix(':')} was drawn from:\n{chart}"
