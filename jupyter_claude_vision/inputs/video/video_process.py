"""PyAV in a process of its own, which can be ended.

It is started by its path, as ``python -I -S video_process.py COUNT FOLDER…``, with the video on its
standard input, and imports only the standard library, `av` and `PIL`, which lie in the folders. It
has no key in its environment, can write no file, and ends itself at its limits. On its standard
output comes a line of JSON, with the duration and the time and the number of bytes of each frame,
and then the frames, as PNG.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

MEMORY: Final = 3_000_000_000
"""Bytes of address space: a video of 100 MB, and frames of 8K."""

SECONDS: Final = 60
"""Of processor time, and for whoever waits."""

REFUSAL_EXIT_CODE: Final = 3
"""Exit code where FFmpeg says what is wrong; that is on standard output."""

_MOST_DECODED: Final = 3000
"""Frames that are decoded on the way to one: a video without key frames is not read to its end."""


def read_frames(data: bytes, count: int) -> tuple[float, list[tuple[float, bytes]]]:
    """Return a video's duration in seconds, and evenly spaced frames with their times.

    Raises
    ------
    ValueError
        It has no picture.
    """
    import av

    with av.open(BytesIO(data)) as container:
        if not container.streams.video:
            raise ValueError("there is no picture in it")
        stream = container.streams.video[0]
        duration = _find_duration(container, stream)
        frames: dict[float, bytes] = {}
        for place in range(count):
            time = duration * place / (count - 1) if count > 1 else 0.0
            if (frame := _decode_at(container, stream, time)) is not None:
                frames.setdefault(_frame_time(frame), _encode_frame(frame))
    if not frames:
        raise ValueError("no frame of it can be decoded")
    return duration, sorted(frames.items())


def _find_duration(container: Any, stream: Any) -> float:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return float(container.duration or 0) / 1_000_000


def _decode_at(container: Any, stream: Any, time: float) -> Any:
    """Return the frame that is shown at a time; at the end, the last one."""
    import av

    offset = stream.start_time or 0
    container.seek(offset + int(time / stream.time_base), stream=stream, backward=True)
    latest = None
    with suppress(av.EOFError):
        for number, frame in enumerate(container.decode(stream)):
            if latest is not None and _frame_time(frame) > time + 1e-6:
                break
            latest = frame
            if number > _MOST_DECODED:
                break
    return latest


def _frame_time(frame: Any) -> float:
    return round(float(frame.time or 0.0), 3)


def _encode_frame(frame: Any) -> bytes:
    image = frame.to_image()
    if turn := getattr(frame, "rotation", 0):
        image = image.rotate(turn, expand=True)
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the one who waits ends it
        return
    for name, limit in {"AS": MEMORY, "CPU": SECONDS, "CORE": 0, "FSIZE": 0}.items():
        with suppress(ValueError, OSError):  # it is lower already, or the system has none
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def main() -> int:
    """Read what comes on standard input, and return the exit code."""
    count, *folders = sys.argv[1:]
    _limit_memory()
    sys.path[:0] = folders
    try:
        duration, frames = read_frames(sys.stdin.buffer.read(), int(count))
    except Exception as error:  # noqa: BLE001 - whatever FFmpeg raises is about the file
        sys.stdout.buffer.write((str(error) or type(error).__name__).encode())
        return REFUSAL_EXIT_CODE
    head = {"duration": duration, "frames": [[time, len(png)] for time, png in frames]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    for _, png in frames:
        sys.stdout.buffer.write(png)
    return 0


if __name__ == "__main__":
    sys.exit(main())
