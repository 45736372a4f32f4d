"""Pictures of a run that is over: their sizes, which coordinates need, and the way back to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ...answers.sent_attachment import Choice, SentImage
from ...errors import InputError
from ...imaging.prepare import Limits, PreparedImage, prepare_image
from ...inputs.attachment import Attachment, InputOptions
from ...inputs.registry import recognize_input
from ...models import HIGH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PIL import Image

    from ...chat.question import Question
    from ...inputs.attachment import Color, Fit, Raster
    from ...models import Tier

_SENT: Final = Choice("base64", "one of many")


@dataclass(frozen=True, eq=False)
class RememberedImage(PreparedImage):
    """A picture that was asked about, whose bytes are made again when somebody looks.

    Attributes
    ----------
    tier : Tier
    background : tuple of int, or None
        As it was prepared with.
    """

    tier: Tier = HIGH
    background: Color | None = None

    def open(self) -> Image.Image:
        """Return the image that was sent, made again from its file.

        Raises
        ------
        InputError
            There is no file any more, or it has changed.
        """
        return self._again.open()

    def thumbnail(self, side: int = 800, target_bytes: int = 100_000) -> tuple[bytes, str]:
        """Return a small PNG or JPEG, and its media type."""
        return self._again.thumbnail(side, target_bytes)

    @cached_property
    def _again(self) -> PreparedImage:
        if self.attachment.draw is None:
            msg = f"{self.name} was no file, so that its pixels are not kept: look at it yourself."
            raise InputError(msg)
        made = prepare_image(self.attachment, Limits(self.tier), background=self.background)
        if made.original_size != self.original_size:
            width, height = made.original_size
            msg = f"{self.name} has changed: it is {width} × {height} px now. Ask about it again."
            raise InputError(msg)
        return made


def remembered(record: Mapping[str, Any], name: str, question: Question) -> tuple[SentImage, ...]:
    """Return what an answer's coordinates refer to, from its record.

    Parameters
    ----------
    record : mapping
    name : str
        What the user calls the picture now.
    question : Question
    """
    if not record.get("sizes"):
        return ()
    (width, height), original = record["sizes"]
    attachment = _attachment(record.get("path"), name)
    prepared = RememberedImage(
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
    return (SentImage(attachment, prepared, _SENT),)


def _attachment(path: str | None, name: str) -> Attachment:
    if path is None:
        return Attachment(name, "image")

    def draw(fit: Fit) -> Raster:
        found = recognize_input(path, name, options=InputOptions())
        assert found.draw is not None  # noqa: S101 - it was a picture when it was asked about
        return found.draw(fit)

    return Attachment(name, "image", draw, source=path)
