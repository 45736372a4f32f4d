"""Number of pictures in a file, counted with a bound.

Pillow counts the frames of a GIF by reading its way through all of them: 46 s for 500,000.
"""

from __future__ import annotations

from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

MAX_COUNT: Final = 1000
"""Pictures that are counted; beyond that the number helps nobody."""

_MOST_BLOCKS: Final = 200_000
"""Blocks of a GIF that are walked through, of up to 255 bytes each."""


def frame_count(image: Image.Image) -> int:
    """Return how many frames or pages the file of an open image holds, at most ``MOST + 1``.

    The image is left at the frame at which it stands.
    """
    file: Any = getattr(image, "fp", None)
    count = _COUNTERS.get(image.format or "")
    if count is None:
        return min(getattr(image, "n_frames", 1), MAX_COUNT + 1)
    with suppress(OSError, ValueError, AttributeError):  # it is closed, since it was all read
        position = file.tell()
        try:
            return max(count(file), 1)
        finally:
            file.seek(position)
    return 1


def _gif_frames(file: IO[bytes]) -> int:
    """Count image descriptors (GIF89a, 20)."""
    file.seek(0)
    file.seek(13 + _color_table(file.read(13)[10:11]))
    frames = 0
    for _ in range(_MOST_BLOCKS):
        kind = file.read(1)
        if kind == b",":
            frames += 1
            if frames > MAX_COUNT:
                return frames
            flags = file.read(9)[8:]
            file.seek(_color_table(flags) + 1, 1)
        elif kind == b"!":
            file.seek(1, 1)
        else:  # the trailer, or no GIF any more
            return frames
        while length := file.read(1)[:1].rjust(1, b"\0")[0]:
            file.seek(length, 1)
    return MAX_COUNT + 1


def _color_table(flags: bytes) -> int:
    """Return the length in bytes of the color table that the flags announce."""
    value = int.from_bytes(flags)
    return 3 << (value & 7) + 1 if value & 0x80 else 0


def _tiff_pages(file: IO[bytes]) -> int:
    """Count image file directories (TIFF 6.0, 2; BigTIFF has wider numbers)."""
    file.seek(0)
    header = file.read(8)
    order: Any = "little" if header[:2] == b"II" else "big"
    is_big = int.from_bytes(header[2:4], order) == 43
    count_width, entry_width, offset_width = (8, 20, 8) if is_big else (2, 12, 4)
    file.seek(8 if is_big else 4)
    offset, visited = int.from_bytes(file.read(offset_width), order), set[int]()
    while offset and offset not in visited and len(visited) <= MAX_COUNT:
        file.seek(offset)
        entries = file.read(count_width)
        if len(entries) < count_width:
            break
        visited.add(offset)
        file.seek(entry_width * int.from_bytes(entries, order), 1)
        offset = int.from_bytes(file.read(offset_width), order)
    return len(visited)


_COUNTERS: Final[dict[str, Callable[[IO[bytes]], int]]] = {"GIF": _gif_frames, "TIFF": _tiff_pages}
