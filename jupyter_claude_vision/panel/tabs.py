"""The pictures of a panel, and the kernel's variables that could be one."""

from __future__ import annotations

import types
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.registry import is_visible
from ..models import Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Attachment, Fit, Raster
    from .main_thread import MainThread

_MOST_VARIABLES: Final = 60

_SMALL_SIDE: Final = 480
_SMALL_BYTES: Final = 60_000
"""What a saved notebook keeps of a picture: it stays small, also with many panels."""

_THUMBNAIL: Final = ImageLimits(Tier("thumbnail", edge=224, tokens=64))
"""What the list of variables shows; drawn small, so that a long list is quick."""


@dataclass(eq=False)
class Picture:
    """One tab of a panel.

    Attributes
    ----------
    id : str
    attachment : Attachment
    prepared : PreparedImage or None
        None while it is prepared, and where its pixels are not here.
    version : int
        Rises when the pixels change, as those of a live figure do.
    note : str
        Why there is nothing to see; empty where there is.
    held : object
        A live figure: it is drawn again, and asked for its marks, for as long as its tab is open.
    """

    id: str
    attachment: Attachment
    prepared: PreparedImage | None = None
    version: int = 0
    note: str = ""
    held: object = field(default=None, repr=False)
    _small: tuple[int, tuple[bytes, str]] | None = None

    def small(self) -> tuple[bytes, str]:
        """Return a small picture for the saved notebook, and its media type; made once."""
        assert self.prepared is not None  # noqa: S101 - whoever asks has seen to it
        if self._small is None or self._small[0] != self.version:
            self._small = (self.version, self.prepared.thumbnail(_SMALL_SIDE, _SMALL_BYTES))
        return self._small[1]

    def take(self, prepared: PreparedImage) -> bool:
        """Take new pixels; return whether they differ from those before."""
        same = self.prepared is not None and self.prepared.digest == prepared.digest
        self.prepared, self.note = prepared, ""
        self.version += not same
        return not same

    def let_go(self) -> None:
        """Hold a live figure no longer; `Out` keeps a panel that is closed."""
        self.held = None
        self.attachment.release()

    def state(self) -> dict[str, Any]:
        """Return what the browser is told of it; the pixels come apart."""
        told: dict[str, Any] = {
            "id": self.id,
            "name": self.attachment.name,
            "version": self.version,
            "note": self.note,
            "live": False,
        }
        if self.prepared is not None:
            told |= {
                "width": self.prepared.width,
                "height": self.prepared.height,
                "original": list(self.prepared.original_size),
                "tokens": self.prepared.tokens,
                "bytes": len(self.prepared.data),
                "notes": list(self.prepared.notes),
                "live": bool(self.prepared.places),
            }
        return told


def drawn_on(main: MainThread, attachment: Attachment) -> Attachment:
    """Return an attachment that draws itself on the main thread; a download stays where it is."""
    if attachment.draw is None or attachment.kind == "url":
        return attachment
    return replace(attachment, draw=_OnMain(main, attachment.draw))


@dataclass(frozen=True, slots=True)
class _OnMain:
    main: MainThread = field(repr=False)
    draw: Callable[[Fit], Raster]

    def __call__(self, fit: Fit) -> Raster:
        return self.main.call(partial(self.draw, fit))


def thumbnail(attachment: Attachment) -> tuple[bytes, str]:
    """Return a small picture of an attachment, and its media type."""
    prepared = prepare_image(attachment, _THUMBNAIL)
    return prepared.data, prepared.media_type


def variables(names: Mapping[str, object]) -> list[dict[str, str]]:
    """Return the variables that can be looked at, the newest first: name, and kind in a word."""
    found = [
        {"name": name, "kind": type(value).__name__}
        for name, value in reversed(list(names.items()))
        if not name.startswith("_") and _is_picture(value)
    ]
    return found[:_MOST_VARIABLES]


def _is_picture(value: object) -> bool:
    # pyplot stands for its current figure, which is there under its own name.
    return not isinstance(value, types.ModuleType) and is_visible(value)
