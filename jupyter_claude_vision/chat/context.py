"""What is said to the model besides the prompt, and what has to be there for that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..answers.sent_attachment import SentImage
    from ..charts import ChartData


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
    if lacking := [image.name for image in images if image.prepared is None]:
        msg = (
            f"The pixels of {', '.join(lacking)} are not in this kernel, so that nothing can be "
            "marked on them: ask without --boxes, or name a picture or a file."
        )
        raise InputError(msg)


def data_of(images: Iterable[SentImage], charts: Mapping[int, ChartData | None]) -> str:
    """Return what the figures among images hold, as text for the model.

    Raises
    ------
    InputError
        None of them is a live figure.
    """
    found = [(image, charts.get(image.number)) for image in images]
    told = [_told(image, chart) for image, chart in found if chart is not None]
    if not told:
        msg = "The kernel holds no data of a picture: --with-data goes with a live figure."
        raise InputError(msg)
    return "\n\n".join(told)


def nothing_to_compare(images: Iterable[SentImage]) -> str:
    """Return why an answer about images cannot be compared with what was drawn."""
    if gone := [image.name for image in images if image.attachment.is_gone]:
        return (
            f"Not in this kernel any more: {', '.join(gone)}. So nothing can be compared with the "
            "data: draw it again, and name that."
        )
    return "A picture holds no data here, so nothing can be compared with them."


def with_notes(
    images: Iterable[SentImage], charts: Mapping[int, ChartData | None]
) -> tuple[SentImage, ...]:
    """Return images whose captions say what was sent along."""
    return tuple(_noted(image, charts.get(image.number)) for image in images)


def _told(image: SentImage, chart: ChartData) -> str:
    return f"The data that {image.label.removesuffix(':')} was drawn from:\n{chart}"


def _noted(image: SentImage, chart: ChartData | None) -> SentImage:
    if chart is None:
        return image
    note = f"with its data as text, {len(_told(image, chart)):,} characters"
    return replace(image, notes=(*image.notes, note))
