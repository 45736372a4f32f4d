"""Images of a finished run: their sizes, which coordinates refer to, and their pixels on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ...answers.sent_attachment import DeliveryChoice, SentImage
from ...errors import InputError
from ...imaging.prepare import ImageLimits, PreparedImage, prepare_image
from ...inputs.attachment import Attachment, InputOptions
from ...inputs.registry import recognize_input
from ...models import HIGH
from ..items import ONE_OF_MANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image

    from ...chat.question import Question
    from ...inputs.attachment import Color, Fit, Raster
    from ...models import Tier

_CHOICE: Final = DeliveryChoice("base64", ONE_OF_MANY)


@dataclass(frozen=True, eq=False)
class RestoredImage(PreparedImage):
    """The image of an answered item, prepared again from its file when its pixels are needed.

    Attributes
    ----------
    tier : Tier
    background : tuple of int, or None
        The options with which it was prepared.
    """

    tier: Tier = HIGH
    background: Color | None = None

    def open(self) -> Image.Image:
        """Return the image that was sent, prepared again from its file.

        Raises
        ------
        InputError
            The file is gone, or it has changed.
        """
        return self._prepared_again.open()

    def thumbnail(self, side: int = 800, target_bytes: int = 100_000) -> tuple[bytes, str]:
        """Return a small PNG or JPEG, and its media type."""
        return self._prepared_again.thumbnail(side, target_bytes)

    @cached_property
    def _prepared_again(self) -> PreparedImage:
        if self.attachment.draw is None:
            msg = f"{self.name} was not a file, and its pixels are not kept: look at it yourself."
            raise InputError(msg)
        image = prepare_image(self.attachment, ImageLimits(self.tier), background=self.background)
        if image.original_size != self.original_size:
            width, height = image.original_size
            msg = f"{self.name} has changed: it is {width} × {height} px now. Ask about it again."
            raise InputError(msg)
        return image


def restore_images(
    record: Mapping[str, Any], name: str, question: Question
) -> tuple[SentImage, ...]:
    """Return the images that an answer's coordinates refer to, from its record.

    Parameters
    ----------
    record : mapping
    name : str
        The user's present name for the item.
    question : Question
    """
    if not record.get("sizes"):
        return ()
    (width, height), original = record["sizes"]
    attachment = _restore_attachment(record.get("path"), name)
    image = RestoredImage(
        name=name,
        data=b"",
        media_type="",
        width=width,
        height=height,
        original_size=(original[0], original[1]),
        notes=(),
        attachment=attachment,
        seconds=0.0,
        tier=question.tier,
        background=question.background,
    )
    return (SentImage(attachment, image, _CHOICE),)


def _restore_attachment(path: str | None, name: str) -> Attachment:
    if path is None:
        return Attachment(name, "image")

    def draw_file(fit: Fit) -> Raster:
        attachment = recognize_input(path, name, options=InputOptions())
        assert attachment.draw is not None  # noqa: S101 - the run has prepared it
        return attachment.draw(fit)

    return Attachment(name, "image", draw_file, source=path)
