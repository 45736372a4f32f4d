"""Animations of matplotlib's, as a file of frames (APNG)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from ...errors import ImageTooLargeError, NotVisibleError
from ..attachment import Attachment
from ..files.boundary import typed_errors
from ..images import bytes_raster
from ..loaded_modules import loaded_module

if TYPE_CHECKING:
    from PIL import Image

    from ..attachment import Fit, InputOptions, Raster

_MOST_FRAMES: Final = 500
_MOST_PIXELS: Final = 500_000_000
_INTERVAL: Final = 200
"""Milliseconds between frames, where an animation does not say: matplotlib's default."""


def is_animation(value: object) -> bool:
    """Return whether a value is an animation of matplotlib's."""
    module = loaded_module("matplotlib.animation")
    return module is not None and isinstance(value, module.Animation)


def from_animation(animation: Any, name: str, options: InputOptions) -> Attachment:
    """Return an animation as an attachment of several frames, each drawn once."""
    frames: list[bytes] = []

    def load() -> bytes:
        if not frames:
            with typed_errors(name, NotVisibleError, "cannot be drawn"):
                frames.append(_draw_frames(animation, name))
        return frames[0]

    def draw(fit: Fit) -> Raster:
        return bytes_raster(load(), name, fit, options)

    return Attachment(name, "image", draw, source=animation, load=load)


def _draw_frames(animation: Any, name: str) -> bytes:
    """Return all frames as an APNG, with the time between them."""
    from matplotlib.animation import AbstractMovieWriter
    from PIL import Image

    images: list[Image.Image] = []

    class FrameCollector(AbstractMovieWriter):
        """Writer of frames to a list."""

        def setup(self, fig: Any, outfile: Any, dpi: Any = None) -> None:
            """Begin."""
            self.fig, self.outfile, self.dpi = fig, outfile, dpi or fig.dpi

        def grab_frame(self, **options: Any) -> None:
            """Add the figure as it stands."""
            buffer = BytesIO()
            self.fig.savefig(buffer, format="png", dpi=self.dpi, **options)
            images.append(Image.open(buffer, formats=["PNG"]).convert("RGB"))
            if len(images) * images[0].width * images[0].height > _MOST_PIXELS:
                msg = f"{name} has too many frames to be drawn: save it as a video, and name that."
                raise ImageTooLargeError(msg)

        def finish(self) -> None:
            """End."""

    source = getattr(animation, "event_source", None)
    interval = getattr(source, "interval", None) or _INTERVAL
    animation.save("", writer=FrameCollector())
    buffer = BytesIO()
    images[0].save(
        buffer, "PNG", save_all=True, append_images=images[1:], duration=interval, compress_level=1
    )
    return buffer.getvalue()
