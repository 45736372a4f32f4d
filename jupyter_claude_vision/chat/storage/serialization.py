"""Images and answers as plain data, for a conversation's file."""

from __future__ import annotations

import base64
from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from ...answers.answer import Timings
from ...answers.citations import deserialize_citations, serialize_citations
from ...answers.findings import find_cut, recall_findings
from ...answers.reply import Reply
from ...answers.sent_attachment import DeliveryChoice, SentImage
from ...answers.usage import Usage
from ...imaging.prepare import PreparedImage
from ...imaging.prepared_pdf import PreparedDocument
from ...inputs.attachment import Attachment, Cut, Fit, Pages, Raster
from ...inputs.files.file_types import SENDABLE_FORMATS
from ...models import find_tier
from ..answer_parser import parse_answer
from ..question import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...answers.answer import Answer


Numbers: TypeAlias = "dict[Attachment, int]"
"""Numbers of a conversation's images, by what they were made from."""


def numbers_of(images: Iterable[SentImage]) -> Numbers:
    """Return the numbers of a conversation's images by what they were made from."""
    images = list(images)
    originals = {
        image.prepared_image.attachment: image.number for image in images if image.prepared_image
    }
    return {image.attachment: image.number for image in images} | originals


def image_to_data(image: SentImage, numbers: Mapping[Attachment, int]) -> dict[str, Any]:
    """Return an image with the bytes that were sent, and without what it was made from.

    Parameters
    ----------
    image : SentImage
    numbers : mapping of Attachment to int
        See `numbers_of`.
    """
    picture = image.prepared_image
    return {
        "name": image.name,
        "number": image.number,
        "labelled": image.labeled,
        "repeated": image.repeated,
        "known_as": image.known_as,
        "notes": image.notes,
        "method": image.choice.method,
        "why": image.choice.reason,
        "url": image.attachment.url,
        "file_id": image.attachment.file_id,
        "document": image.document and document_to_data(image.document),
        "kind": image.attachment.kind,
        "cut": _cut_to_data(image, numbers),
        "prepared": picture
        and {
            "data": base64.b64encode(picture.data).decode(),
            "media_type": picture.media_type,
            "size": (picture.width, picture.height),
            "original_size": picture.original_size,
            "notes": picture.notes,
        },
    }


def image_from_data(data: dict[str, Any], wholes: Mapping[int, Attachment]) -> SentImage:
    """Return an image as `image_to_data` gave it.

    Parameters
    ----------
    data : dict
    wholes : mapping of int to Attachment
        The images before it, by their numbers.

    Raises
    ------
    ValueError
        It is a piece of an image that is not there.
    """
    if data.get("kind") == "document":
        return _document_from_data(data)
    record = data["prepared"]
    pixels = base64.b64decode(record["data"]) if record else b""
    attachment = Attachment(
        data["name"],
        "image" if record else "file",
        _restore_drawing(pixels, tuple(record["original_size"])) if record else None,
        data["url"],
        data["file_id"],
        cut=_cut_from_data(data["cut"], wholes) if data["cut"] else None,
        is_copy=bool(record) and tuple(record["size"]) != tuple(record["original_size"]),
    )
    return SentImage(
        attachment=attachment,
        prepared_image=_restore_picture(record, pixels, attachment) if record else None,
        choice=DeliveryChoice(data["method"], data["why"]),
        number=data["number"],
        labeled=data["labelled"],
        notes=tuple(data["notes"]),
        repeated=data["repeated"],
        known_as=data["name"] if data["known_as"] is None else data["known_as"],
    )


def _cut_to_data(image: SentImage, numbers: Mapping[Attachment, int]) -> dict[str, Any] | None:
    cut = find_cut(image)
    if cut is None or cut.whole not in numbers:
        return None
    return {"whole": numbers[cut.whole], "box": cut.box, "is_tile": cut.is_tile}


def _cut_from_data(data: dict[str, Any], wholes: Mapping[int, Attachment]) -> Cut:
    if data["whole"] not in wholes:
        msg = f"There is no image {data['whole']}, of which another is a piece."
        raise ValueError(msg)
    left, top, right, bottom = data["box"]
    return Cut(wholes[data["whole"]], (left, top, right, bottom), is_tile=data["is_tile"])


def document_to_data(document: PreparedDocument) -> dict[str, Any]:
    """Return a PDF with the bytes that were sent."""
    return {
        "data": base64.b64encode(document.data).decode(),
        "digest": document.digest,
        "page_numbers": document.page_numbers,
        "total": document.total,
        "tokens": document.tokens,
        "spare": document.spare,
        "notes": document.notes,
    }


def _document_from_data(data: dict[str, Any]) -> SentImage:
    record = data["document"]
    pdf = base64.b64decode(record["data"]) if record else b""
    pages = Pages(tuple(record["page_numbers"]), record["total"]) if record else None
    attachment = Attachment(
        data["name"],
        "document",
        url=data["url"],
        file_id=data["file_id"],
        load=(lambda: pdf) if record else None,
        pages=pages,
        digest=record["digest"] if record else "",
    )
    pdf_as_sent = record and PreparedDocument(
        name=data["name"],
        data=pdf,
        digest=record["digest"],
        page_numbers=tuple(record["page_numbers"]),
        total=record["total"],
        tokens=record["tokens"],
        spare=record.get("spare", 0),
        notes=tuple(record["notes"]),
        attachment=attachment,
        as_found=False,
    )
    return SentImage(
        attachment=attachment,
        prepared_image=None,
        choice=DeliveryChoice(data["method"], data["why"]),
        number=data["number"],
        labeled=data["labelled"],
        notes=tuple(data["notes"]),
        repeated=data["repeated"],
        known_as=data["name"] if data["known_as"] is None else data["known_as"],
        document=pdf_as_sent,
    )


def _restore_picture(
    record: dict[str, Any], pixels: bytes, attachment: Attachment
) -> PreparedImage:
    width, height = record["size"]
    original_width, original_height = record["original_size"]
    return PreparedImage(
        name=attachment.name,
        data=pixels,
        media_type=record["media_type"],
        width=width,
        height=height,
        original_size=(original_width, original_height),
        notes=tuple(record["notes"]),
        attachment=attachment,
        seconds=0.0,
    )


def _restore_drawing(pixels: bytes, original_size: tuple[int, int]) -> Callable[[Fit], Raster]:
    def draw(_: Fit) -> Raster:
        from PIL import Image

        image = Image.open(BytesIO(pixels), formats=SENDABLE_FORMATS)
        is_original = image.size == original_size
        return Raster(image, data=pixels, original_size=None if is_original else original_size)

    return draw


def answer_to_data(answer: Answer) -> dict[str, Any]:
    """Return an answer's text and figures; its prompt and images are the turn's."""
    return {
        "text": answer.text,
        "raw": answer.raw,
        "thinking": answer.thinking,
        "model": answer.model,
        "provider": answer.provider,
        "citations": serialize_citations(answer.citations),
        "stop_reason": answer.stop_reason,
        "max_tokens": answer.max_tokens,
        "usage": asdict(answer.usage),
        "seconds": {
            "prepared": answer.seconds.preparation,
            "first_text": answer.seconds.first_text,
            "total": answer.seconds.total,
        },
        "cached": answer.cached and answer.cached.isoformat(),
        "requests": answer.requests,
        "claims": list(map(asdict, answer.claims)) if answer.findings.is_checked else None,
    }


def answer_from_data(
    data: dict[str, Any],
    prompt: str,
    images: tuple[SentImage, ...],
    earlier: Sequence[SentImage] = (),
) -> Answer:
    """Return an answer as `answer_to_data` gave it.

    Parameters
    ----------
    data : dict
    prompt : str
    images : tuple of SentImage
        The turn's.
    earlier : sequence of SentImage
        Of the turns before, to which it can refer, too.
    """
    images_in_reach = (*earlier, *images)
    seconds = data["seconds"]
    raw = data.get("raw", "")
    reply = Reply(
        text=raw or data["text"],
        model=data["model"],
        stop_reason=data["stop_reason"],
        usage=Usage(**data["usage"]),
        thinking=data.get("thinking", ""),
        citations=tuple(deserialize_citations(data.get("citations", ()), images_in_reach)),
        requests=data["requests"],
    )
    findings = recall_findings(raw, images_in_reach, data.get("claims"), data["text"])
    question = Question(prompt, (), data["model"], find_tier(data["model"]), data["max_tokens"])
    return parse_answer(
        question,
        reply,
        data["provider"],
        images=images,
        seconds=Timings(seconds["prepared"], seconds["first_text"], seconds["total"]),
        cached=data["cached"],
        content=(data["text"], raw, findings),
    )
