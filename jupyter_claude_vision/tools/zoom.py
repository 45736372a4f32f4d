"""The tool `zoom`: a part of an image at full resolution, as a new image."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from ..answers.findings import locate_images
from ..answers.sent_attachment import SentImage
from ..imaging.crops import cut_part
from ..imaging.geometry import whole_pixels
from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.attachment import Attachment, Cut, Raster
from .definitions import ZOOM
from .image_lookup import TOOL_RESULT, ToolRefusedError, describe_image, find_image, find_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ..imaging.geometry import Box, PixelBox
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Color

_COORDINATES: Final = tuple(ZOOM["input_schema"]["properties"])[1:]

_OVERSHOOT: Final = 0.1
"""Share of an image's side by which a box may pass its edge: models miss by a little."""

_LEAST_SIDE: Final = 8
"""Pixels, as the model sees them, of the smallest part."""

_WHOLE: Final = 0.95
"""Share of an image from which on a part is as good as the whole."""

_GAIN: Final = 1.1
"""Times larger than before from which on a part shows more."""

_MANY_IMAGES, _SIDE_OF_MANY = 20, 2000
"""A request with more images takes none with a longer side (Vision, checked 2026-11-23)."""


@dataclass(frozen=True)
class CloserLook:
    """Result of a zoom.

    Attributes
    ----------
    image : SentImage
        The part, with a number of its own.
    source : SentImage
        The whole picture that it was cut from.
    box : tuple of int
        Left, top, right and bottom in pixels of that picture's original.
    text : str
        For the model.
    """

    image: SentImage
    source: SentImage
    box: PixelBox
    text: str


def zoom_into(
    arguments: Mapping[str, Any],
    images: Sequence[SentImage],
    next_number: Callable[[], int],
    limits: ImageLimits,
    background: Color | None = None,
) -> CloserLook:
    """Return a part of an image, drawn anew or cut from its original.

    Parameters
    ----------
    arguments : mapping
        As the model wrote them.
    images : sequence of SentImage
        Those that have numbers: of the question, of earlier turns, of earlier calls.
    next_number : callable
        Returns the number of the new image; called once it is sure that there is one.
    limits : ImageLimits
    background : tuple of int, or None
        RGB color to lay transparency on.

    Raises
    ------
    ToolRefusedError
        There is no such part; the text says what there is.
    InputError
        The original is not here any more, or cannot be drawn.
    """
    image = find_image(arguments, images)
    picture = image.prepared_image
    if picture is None:
        raise ToolRefusedError(_explain_unknown_pixels(image))
    seen_box = _read_box(arguments, image, (picture.width, picture.height))
    frame = locate_images(images)[image.number]
    source = find_whole(image, images)
    corners = frame.to_original(*seen_box[:2]), frame.to_original(*seen_box[2:])
    size = frame.picture.original_size
    box = whole_pixels((*corners[0], *corners[1]), 0, size)
    left, top, right, bottom = (round(side) for side in seen_box)
    name = f"part ({left}, {top})–({right}, {bottom}) of image {image.number}"
    attachment = _cut_original(source, frame.picture, box, name)
    limits = _limit_side(limits, images)
    part = prepare_image(attachment, limits, background=background, quick=True, previewed=True)
    times = part.width / (seen_box[2] - seen_box[0])
    share = (right - left) * (bottom - top) / (picture.width * picture.height)
    if share >= _WHOLE and times < _GAIN:
        raise ToolRefusedError(
            f"That is all of image {image.number}, no larger than you see it: choose a part."
        )
    piece = SentImage(attachment, part, TOOL_RESULT, next_number(), labeled=True)
    text = (
        f"Image {piece.number} is {name}: {part.width} × {part.height} px, {times:.2g} times as "
        "large as there."
    )
    return CloserLook(piece, source, box, text)


def _read_box(arguments: Mapping[str, Any], image: SentImage, size: tuple[int, int]) -> Box:
    """Return the box of a call, inside its image; one that passes an edge a little is cut.

    Raises
    ------
    ToolRefusedError
    """
    facts = f"{describe_image(image)}, from (0, 0) at its top left"
    if missing := [f"`{side}`" for side in _COORDINATES if side not in arguments]:
        raise ToolRefusedError(f"{', '.join(missing)} missing. {facts}.")
    for side in _COORDINATES:
        if not _is_number(arguments[side]):
            value = arguments[side]
            raise ToolRefusedError(f"`{side}` is a number of pixels, not {value!r:.40}. {facts}.")
    left, top, right, bottom = (float(arguments[side]) for side in _COORDINATES)
    width, height = size
    if left >= right or top >= bottom:
        raise ToolRefusedError(
            f"({left:g}, {top:g})–({right:g}, {bottom:g}) holds nothing: `left` is less than "
            f"`right`, and `top` less than `bottom`. {facts}."
        )
    if max(right, bottom) <= 1:
        raise ToolRefusedError(f"The numbers are pixels, not shares of the image. {facts}.")
    across, down = width * _OVERSHOOT, height * _OVERSHOOT
    if min(left + across, top + down, width + across - right, height + down - bottom) < 0:
        raise ToolRefusedError(
            f"({left:g}, {top:g})–({right:g}, {bottom:g}) is not all on the image. {facts}."
        )
    box = max(left, 0.0), max(top, 0.0), min(right, float(width)), min(bottom, float(height))
    if min(box[2] - box[0], box[3] - box[1]) < min(_LEAST_SIDE, *size):
        raise ToolRefusedError(
            f"({left:g}, {top:g})–({right:g}, {bottom:g}) is too small: at least {_LEAST_SIDE} px "
            f"on each side. {facts}."
        )
    return box


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _explain_unknown_pixels(image: SentImage) -> str:
    if image.is_document:
        return (
            f"Document {image.number} is a PDF, whose pages have no pixels here to zoom into: read "
            "it as it is. The user can ask with --as-images, which sends pages as images."
        )
    return f"The pixels of image {image.number} are not here: answer from what you see."


def _cut_original(
    source: SentImage, picture: PreparedImage, box: PixelBox, name: str
) -> Attachment:
    """Return a part of an image's original as an attachment.

    Raises
    ------
    ToolRefusedError
        Only what was sent is here, which is smaller.
    """
    attachment = _find_original(source, picture)
    is_as_sent = (picture.width, picture.height) == picture.original_size
    if is_as_sent and not (picture.scalable and can_draw(attachment)):
        # The same pixels, and surely those that were seen: a file may have changed.
        copy = replace(
            attachment,
            kind="image",
            draw=lambda _: Raster(picture.open(), data=picture.data),
            remote=None,
        )
        part = cut_part(copy, box, name, picture.original_size)
        return replace(part, cut=Cut(attachment, box))
    if not can_draw(attachment):
        raise ToolRefusedError(
            f"The original of image {source.number} is not here any more, and what was sent of it "
            "shows no more than you see."
        )
    return cut_part(attachment, box, name, picture.original_size)


def _find_original(source: SentImage, picture: PreparedImage) -> Attachment:
    """Return the attachment whose source is still here, of those that an image is known by."""
    attachments = [picture.attachment, source.attachment]
    return next(filter(can_draw, attachments), attachments[0])


def can_draw(attachment: Attachment) -> bool:
    """Tell whether an attachment's original is in this kernel."""
    if attachment.draw is None or attachment.is_gone or attachment.is_copy:
        return False
    return attachment.remote is None or attachment.remote.is_here


def _limit_side(limits: ImageLimits, images: Sequence[SentImage]) -> ImageLimits:
    """Return limits for one image more in the request.

    Raises
    ------
    ToolRefusedError
        Those that are in it already are too large for one more.
    """
    pictures = [image.prepared_image for image in images if image.prepared_image]
    if len(images) < _MANY_IMAGES:
        return limits
    if any(max(picture.width, picture.height) > _SIDE_OF_MANY for picture in pictures):
        raise ToolRefusedError(
            f"There are {len(images)} images, and the request takes no more: answer from them."
        )
    return replace(limits, side=min(limits.side, _SIDE_OF_MANY))
