"""Images of a conversation by the numbers that the model was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..answers.findings import find_cut
from ..answers.sent_attachment import DeliveryChoice
from ..charts.readers import find_matplotlib_part
from ..inputs import web_charts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..answers.sent_attachment import SentImage


TOOL_RESULT: Final = DeliveryChoice("base64", "a tool's result")
"""The delivery of a picture that a tool made, until it is chosen."""


class ToolRefusedError(Exception):
    """A call that cannot be done as the model wrote it; the text tells the model what to do."""


def find_image(arguments: Mapping[str, Any], images: Sequence[SentImage]) -> SentImage:
    """Return the image that a call names.

    Raises
    ------
    ToolRefusedError
        There is no such image.
    """
    number = arguments.get("image")
    is_whole = isinstance(number, (int, float)) and not isinstance(number, bool)
    by_number = {image.number: image for image in images}
    if is_whole and number in by_number:
        return by_number[int(number)]
    problem = (
        "`image` is missing"
        if "image" not in arguments
        else f"There is no image {number!r}"
        if is_whole
        else f"`image` is a number, not {number!r}"
    )
    raise ToolRefusedError(f"{problem}. There are: {list_images(images)}.")


def list_images(images: Sequence[SentImage]) -> str:
    """Return the numbers of images, with their sizes as the model sees them."""
    return "; ".join(map(describe_image, images)) or "none"


def describe_image(image: SentImage) -> str:
    """Return an image's label and its size as the model sees it."""
    picture = image.prepared_image
    size = f", {picture.width} × {picture.height} px" if picture else ""
    return f"{image.label.removesuffix(':')}{size}"


def find_whole(image: SentImage, images: Sequence[SentImage]) -> SentImage:
    """Return the image that another one was cut from, or that image itself."""
    cut = find_cut(image)
    if cut is None:
        return image
    for candidate in images:
        picture = candidate.prepared_image
        if picture and cut.whole in (candidate.attachment, picture.attachment):
            return candidate
    return image


def find_live_figure(image: SentImage) -> Any:
    """Return the live figure that an image shows; None where there is none, or it is gone."""
    picture = image.prepared_image
    attachments = [image.attachment, *([picture.attachment] if picture else [])]
    figures = (a.target for a in attachments if a.kind == "figure")
    return next((figure for figure in figures if is_live(figure)), None)


def is_live(figure: object) -> bool:
    """Tell whether the data of a figure can be read, without reading them."""
    return (
        find_matplotlib_part(figure) is not None
        or web_charts.is_plotly(figure)
        or web_charts.is_altair(figure)
    )
