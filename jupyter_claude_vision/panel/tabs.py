"""Tabs of a panel: one picture each, and the kernel's variables that could be one."""

from __future__ import annotations

import html
import types
from base64 import b64encode
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.registry import is_visible
from ..models import Tier
from ..text import escape_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..charts.hit_testing import MarkIndex
    from ..charts.selection import SelectedArea
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Attachment, Fit, Raster
    from .main_thread import MainThread

_MAX_VARIABLES: Final = 60

_SMALL_SIDE: Final = 480
_SMALL_BYTES: Final = 60_000
"""Size of a picture in a saved notebook, which stays small even with many panels."""

_THUMBNAIL: Final = ImageLimits(Tier("thumbnail", edge=224, tokens=64))
"""Size of the pictures in the list of variables: small, so that a long list is quick."""


@dataclass(eq=False)
class Tab:
    """One tab of a panel.

    Attributes
    ----------
    id : str
    attachment : Attachment
    image : PreparedImage or None
        None while it is being prepared, and for pictures whose pixels are not in this kernel.
    version : int
        Rises when the pixels change, as those of a live figure do.
    note : str
        Reason why there is nothing to see; empty if there is something.
    figure : object
        A live figure, which is redrawn, and asked for its marks, as long as its tab is open.
    marks : tuple, or None
        The drawing whose marks were read, the marks, and the reason where there are none.
    selection : tuple of SelectedArea
        The boxes, ranges and lassos that the user has drawn.
    """

    id: str
    attachment: Attachment
    image: PreparedImage | None = None
    version: int = 0
    note: str = ""
    figure: object = field(default=None, repr=False)
    marks: tuple[PreparedImage, MarkIndex | None, str] | None = field(default=None, repr=False)
    selection: tuple[SelectedArea, ...] = ()
    _small: tuple[int, tuple[bytes, str]] | None = None

    @property
    def is_chart(self) -> bool:
        """True for a live figure, which can be asked for its marks and its data."""
        return self.attachment.kind == "figure"

    @property
    def has_marks(self) -> bool:
        """True where marks can be pointed at, as far as they have been read."""
        return self.marks is not None and self.marks[1] is not None

    def small_picture(self) -> tuple[bytes, str]:
        """Return a small picture for the saved notebook, and its media type; made once."""
        assert self.image is not None  # noqa: S101 - callers check it
        if self._small is None or self._small[0] != self.version:
            self._small = (self.version, self.image.thumbnail(_SMALL_SIDE, _SMALL_BYTES))
        return self._small[1]

    def to_html(self) -> str:
        """Return the picture, small, with its name, as HTML for the saved notebook."""
        caption = escape_html(self.attachment.name)
        if self.image is None:
            return f"<p><em>{caption}</em></p>"
        data, media_type = self.small_picture()
        source = f"data:{media_type};base64,{b64encode(data).decode()}"
        alternative = html.escape(self.attachment.name)
        image = f'<img src="{source}" alt="{alternative}" style="max-width: 100%">'
        return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"

    def set_pixels(self, image: PreparedImage) -> bool:
        """Set new pixels; return True if they differ from those before."""
        is_same = self.image is not None and self.image.digest == image.digest
        self.image, self.note = image, ""
        self.version += not is_same
        return not is_same

    def release_figure(self) -> None:
        """Drop the live figure; `Out` keeps panels that are closed."""
        self.figure = self.marks = None
        self.attachment.release()

    def to_state(self) -> dict[str, Any]:
        """Return the tab as the browser gets it; pixels are sent separately."""
        state: dict[str, Any] = {
            "id": self.id,
            "name": self.attachment.name,
            "version": self.version,
            "note": self.note,
            "live": False,
        }
        if self.image is not None:
            state |= {
                "width": self.image.width,
                "height": self.image.height,
                "original": list(self.image.original_size),
                "tokens": self.image.tokens,
                "bytes": len(self.image.data),
                "notes": list(self.image.notes),
                "live": self.is_chart,
            }
        return state


def draw_on_main(main: MainThread, attachment: Attachment) -> Attachment:
    """Return an attachment that draws itself on the main thread; downloads stay where they are."""
    if attachment.draw is None or attachment.kind == "url":
        return attachment
    return replace(attachment, draw=_MainThreadDraw(main, attachment.draw))


@dataclass(frozen=True, slots=True)
class _MainThreadDraw:
    main: MainThread = field(repr=False)
    draw: Callable[[Fit], Raster]

    def __call__(self, fit: Fit) -> Raster:
        return self.main.call_function(partial(self.draw, fit))


def draw_thumbnail(attachment: Attachment) -> tuple[bytes, str]:
    """Return a small picture of an attachment, and its media type."""
    image = prepare_image(attachment, _THUMBNAIL)
    return image.data, image.media_type


def list_variables(names: Mapping[str, object]) -> list[dict[str, str]]:
    """Return the names and types of variables that can be looked at, the newest first."""
    variables = [
        {"name": name, "kind": type(value).__name__}
        for name, value in reversed(list(names.items()))
        if not name.startswith("_") and _is_picture(value)
    ]
    return variables[:_MAX_VARIABLES]


def _is_picture(value: object) -> bool:
    # pyplot stands for its current figure, which is there under its own name.
    return not isinstance(value, types.ModuleType) and is_visible(value)
