"""Single pictures of a file that holds several: pages of a TIFF, frames of a GIF."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ..errors import InputError
from ..inputs.attachment import Attachment, Raster
from ..inputs.files.decoding import check_pixels, decoding_boundary
from ..inputs.files.file_types import START, is_heif, is_svg, is_video
from ..inputs.images import is_pil
from ..inputs.video.videos import VideoFrame, format_seconds, read_video
from ..models import HIGH
from .decode import MAX_COUNT, MAX_PIXELS, PARTS, frame_count
from .geometry import largest_size

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL import Image

    from ..inputs.attachment import Fit

MOST_CHOSEN: Final = 100
"""Pictures of one file that can go with a question."""

_FIT: Final = partial(largest_size, tier=HIGH)

_LABELS: Final = {"page": "p.", "frame": "frame", "picture": "picture"}


@dataclass
class _Reel:
    """A file of several pictures, which is read on from where the last one was taken."""

    name: str
    word: str
    count: int
    open: Callable[[], Image.Image]
    pick: Callable[[Image.Image, int], Image.Image]
    _image: Image.Image | None = field(default=None, repr=False)
    _at: int = 0

    @property
    def total(self) -> str:
        return f"{self.count:,}" if self.count <= MAX_COUNT else f"over {MAX_COUNT:,}"

    def read_frame(self, number: int, *, is_last: bool) -> Raster:
        if self._image is None or number < self._at:
            self._image = self.open()
        with decoding_boundary(self.name, self._image) as notes:
            image = self.pick(self._image, number - 1)
        self._at = number
        if is_last:
            self._image = None
        place = f"{self.word} {number} of {self.total}"
        return Raster(image, notes=(place, *notes))

    def read_starts(self) -> list[float]:
        """Return the times in seconds at which the frames begin; zeros where they have none."""
        image, starts, time = self.open(), [], 0.0
        position = image.tell()
        with decoding_boundary(self.name, image):
            for index in range(min(self.count, MAX_COUNT)):
                image.seek(index)
                image.load()  # WebP and AVIF know a frame's duration only then
                starts.append(time)
                time += float(image.info.get("duration", 0)) / 1000
            image.seek(position)  # of a picture that the user holds
        return starts


def chosen_frames(
    attachment: Attachment, ranges: Sequence[tuple[int, int | None]]
) -> list[Attachment]:
    """Return some of the pictures in a file, each as an attachment.

    Parameters
    ----------
    attachment : Attachment
    ranges : sequence of tuple of int
        First and last of each, from 1; None for the end.

    Returns
    -------
    list of Attachment
        Empty where there are not several pictures in it.

    Raises
    ------
    InputError
        It has no such picture, or more are chosen than can go with a question.
    """
    reel = _open_reel(attachment)
    if reel is None:
        return []
    numbers = _frame_numbers(reel, ranges)
    return [
        Attachment(
            f"{attachment.name} {_LABELS[reel.word]} {number}",
            "image",
            partial(_draw, reel, number, number == numbers[-1]),
            source=attachment.source,
        )
        for number in numbers
    ]


def spaced_frames(attachment: Attachment, count: int) -> list[Attachment]:
    """Return evenly spaced frames of an animation or a video, the first and the last included.

    Parameters
    ----------
    attachment : Attachment
    count : int

    Returns
    -------
    list of Attachment
        Labeled by their times; empty where there are not several pictures in it.

    Raises
    ------
    InputError
        It cannot be read, or more are chosen than can go with a question.
    """
    if count > MOST_CHOSEN:
        msg = f"At most {MOST_CHOSEN} frames go with one question, not {count:,}."
        raise InputError(msg)
    if attachment.load is not None and is_video(data := attachment.load()):
        _, frames = read_video(data, attachment.name, count)
        return [
            Attachment(
                f"{attachment.name} at {format_seconds(frame.seconds)}",
                "image",
                partial(_draw_frame, frame),
                source=attachment.source,
            )
            for frame in frames
        ]
    reel = _open_reel(attachment)
    if reel is None:
        return []
    starts = reel.read_starts()
    if starts[-1] == 0:  # pages, which have no times
        places = [_spaced(place, count, reel.count - 1) for place in range(count)]
        return chosen_frames(attachment, [(round(p) + 1, round(p) + 1) for p in places])
    times = [_spaced(place, count, starts[-1]) for place in range(count)]
    numbers = sorted({bisect_right(starts, time + 1e-6) for time in times})
    return [
        Attachment(
            f"{attachment.name} at {format_seconds(starts[number - 1])}",
            "image",
            partial(_draw, reel, number, number == numbers[-1]),
            source=attachment.source,
        )
        for number in numbers
    ]


def _spaced(place: int, count: int, end: float) -> float:
    return end * place / (count - 1) if count > 1 else 0.0


def _draw_frame(frame: VideoFrame, _: Fit) -> Raster:
    return Raster(frame.open_image())


def _draw(reel: _Reel, number: int, is_last: bool, _: Fit) -> Raster:
    return reel.read_frame(number, is_last=is_last)


def _open_reel(attachment: Attachment) -> _Reel | None:
    draw, name = attachment.draw, attachment.name
    of_user = is_pil(attachment.source)
    if draw is None or not (of_user or attachment.load is not None):
        return None
    data = b"" if attachment.load is None else attachment.load()
    if is_svg(data[:START]):
        return None
    image = draw(_FIT).image  # which says what is missing, where it cannot be read
    if is_heif(data):
        return _open_heif(name, data)
    word = PARTS.get(image.format or "")
    count = frame_count(image) if word else 1
    if word is None or count == 1:
        return None
    pick = _picked_and_put_back if of_user else _pick_frame
    return _Reel(name, word, count, lambda: draw(_FIT).image, pick)


def _pick_frame(image: Image.Image, index: int) -> Image.Image:
    image.seek(index)
    return image.copy()


def _picked_and_put_back(image: Image.Image, index: int) -> Image.Image:
    """Return a frame of a picture that the user holds, which stays at its own."""
    position = image.tell()
    try:
        return _pick_frame(image, index)
    finally:
        image.seek(position)


def _open_heif(name: str, data: bytes) -> _Reel | None:
    import pillow_heif

    with decoding_boundary(name):
        file = pillow_heif.open_heif(BytesIO(data))
    if len(file) == 1:
        return None

    def pick(_: Image.Image, index: int) -> Image.Image:
        check_pixels(file[index].size, name, MAX_PIXELS)
        image: Image.Image = file[index].to_pillow()
        return image

    return _Reel(name, "picture", len(file), file[0].to_pillow, pick)


def _frame_numbers(reel: _Reel, ranges: Sequence[tuple[int, int | None]]) -> list[int]:
    """Return the numbers that ranges mean, each once, in the order given."""
    numbers: dict[int, None] = {}
    for first, last in ranges:
        end = min(reel.count, MAX_COUNT) if last is None else last
        if max(first, end) > min(reel.count, MAX_COUNT):
            missing = first if first > min(reel.count, MAX_COUNT) else end
            msg = f"{reel.name} has {reel.total} {reel.word}s: there is no {reel.word} {missing}"
            if reel.count > MAX_COUNT:
                msg += f", or it is beyond the {MAX_COUNT:,} that can be chosen"
            raise InputError(f"{msg}.")
        numbers |= dict.fromkeys(range(first, end + 1))
    if len(numbers) > MOST_CHOSEN:
        msg = (
            f"These are {len(numbers):,} {reel.word}s of {reel.name}; at most {MOST_CHOSEN} go "
            "with one question."
        )
        raise InputError(msg)
    return list(numbers)
