"""Pictures as a request carries them: decoded and measured."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from ..errors import InputError
from ..inputs.files.decoding import decoding_boundary
from ..inputs.files.file_types import SENDABLE_FORMATS
from .responses import invalid_request

_FORMATS: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}


_PART: Final = re.compile(r"Image \d+ \(part \(.*\) of image (\d+)\)")


@dataclass(frozen=True, slots=True)
class ReceivedPicture:
    """A received picture.

    Attributes
    ----------
    data : bytes
    media_type : str
    width, height : int
        In pixels.
    path : str
        Its place in the request: ``"messages.0.content.1"``.
    label : str
        The text block before it, where that is a label; else empty.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    path: str
    label: str

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def number(self) -> int | None:
        """Its number in the conversation, by its label; None where it has none."""
        match = re.match(r"Image (\d+)\b", self.label)
        return int(match[1]) if match else None

    @property
    def is_part(self) -> bool:
        """True for a part that a tool looked at, by its label."""
        return _PART.match(self.label) is not None

    def is_part_of(self, whole: ReceivedPicture) -> bool:
        """Tell whether it was cut from another picture, by its label."""
        match = _PART.match(self.label)
        return match is not None and int(match[1]) == (whole.number or 1)


def decode_base64(text: object, path: str, max_length: int) -> bytes:
    """Return the bytes of base64 text.

    Raises
    ------
    RefusedError
    """
    if not isinstance(text, str) or any(character.isspace() for character in text[:200]):
        raise invalid_request(f"{path}.source.base64.data: must be base64 text without white space")
    if len(text) > max_length:
        raise invalid_request(
            f"{path}.source.base64: image exceeds 10 MB maximum: {len(text)} bytes"
        )
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid_request(f"{path}.source.base64.data: invalid base64 data") from error


def measure_image(data: bytes, path: str) -> tuple[str, int, int]:
    """Return an image's media type, width and height, by its bytes.

    Raises
    ------
    RefusedError
        They are none of an image that the API reads.
    """
    from PIL import Image

    try:
        with decoding_boundary(path), Image.open(BytesIO(data), formats=SENDABLE_FORMATS) as image:
            image.load()
            return _FORMATS[str(image.format)], image.width, image.height
    except InputError as error:
        raise invalid_request(f"{path}.source: Could not process image") from error
