"""Videos, decoded by PyAV in a process of its own: FFmpeg reads what nobody has checked."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...errors import MissingPackageError, UnreadableImageError
from ..attachment import Raster
from ..files.boundary import failure_reason
from ..files.child_process import run_process
from . import video_process

if TYPE_CHECKING:
    from PIL import Image

_ENVIRONMENT: Final = ("SYSTEMROOT", "WINDIR", "TEMP", "TMP", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class VideoFrame:
    """A frame of a video.

    Attributes
    ----------
    seconds : float
        At which it is shown.
    png : bytes
    """

    seconds: float
    png: bytes

    def open_image(self) -> Image.Image:
        """Return its pixels."""
        from PIL import Image

        return Image.open(BytesIO(self.png), formats=["PNG"])


def read_video(data: bytes, name: str, count: int) -> tuple[float, list[VideoFrame]]:
    """Return a video's duration in seconds, and evenly spaced frames, the first and last included.

    Raises
    ------
    MissingPackageError
        PyAV is not installed.
    UnreadableImageError
        It cannot be decoded, or not within the limits.
    """
    folders = [spec.origin for spec in map(find_spec, ("av", "PIL")) if spec and spec.origin]
    if len(folders) < 2:
        msg = f'{name} is a video: pip install "jupyter-claude-vision[video]" reads it.'
        raise MissingPackageError(msg)
    paths = dict.fromkeys(str(Path(origin).parent.parent) for origin in folders)
    command = [sys.executable, "-I", "-S", video_process.__file__, str(count), *paths]
    limit = video_process.SECONDS
    try:
        output, code = run_process(command, data, environment=_ENVIRONMENT, seconds=2 * limit)
    except subprocess.TimeoutExpired as error:
        msg = f"{name} takes over {limit} s to be read: cut out the part that matters."
        raise UnreadableImageError(msg) from error
    if code == video_process.REFUSAL_EXIT_CODE:
        reason = failure_reason(output.decode(errors="replace"))
        msg = f"{name} cannot be read as a video: {reason}."
        raise UnreadableImageError(msg)
    if code != 0:
        msg = f"{name} takes over {limit} s or {video_process.MEMORY / 1e9:g} GB to be read."
        raise UnreadableImageError(msg)
    head, _, rest = output.partition(b"\n")
    fields, frames = json.loads(head), []
    for seconds, size in fields["frames"]:
        frames.append(VideoFrame(seconds, rest[:size]))
        rest = rest[size:]
    return fields["duration"], frames


def video_raster(data: bytes, name: str) -> Raster:
    """Return the first frame of a video; the caption says what else there is."""
    duration, frames = read_video(data, name, 1)
    note = f"first frame of a video of {format_seconds(duration)}; --frames 6 sends more"
    return Raster(frames[0].open_image(), notes=(note,))


def format_seconds(seconds: float) -> str:
    """Return a time as a reader writes it: ``"2.5 s"``, ``"1:05"``."""
    if seconds < 60:
        return f"{seconds:.2f}".rstrip("0").rstrip(".") + " s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
