"""What an answer holds besides its text, read from its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..vision.geometry import whole_pixels
from ..vision.regions import Regions, Seen, read_regions
from .form import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .delivery import SentImage


@dataclass(frozen=True, eq=False)
class Findings:
    """What an answer holds besides its text.

    Attributes
    ----------
    regions : Regions
    data : object
        An instance of the type that was asked for; None where it does not validate.
    problems : tuple of str
        What was asked for and is missing or malformed, for the user.
    """

    regions: Regions = field(default_factory=Regions)
    data: Any = None
    problems: tuple[str, ...] = ()


def findings(form: Form, found: Mapping[str, Any], images: Iterable[SentImage]) -> Findings:
    """Return what an answer holds besides its text.

    Parameters
    ----------
    form : Form
        What was asked for.
    found : mapping
        The answer's object.
    images : iterable of SentImage
        That its coordinates can refer to, the newest last.
    """
    regions, problems = Regions(), tuple[str, ...]()
    data, wrong = form.data.read(found.get("data")) if form.data else (None, ())
    if form.boxes:
        regions, problems = read_regions(found.get("regions"), seen(images))
    return Findings(regions, data, (*wrong, *problems))


def recalled(raw: str, images: Iterable[SentImage]) -> Findings:
    """Return what can be read of a stored answer without what it was asked with.

    Parameters
    ----------
    raw : str
        The answer's object as it came; empty where it had no form.
    images : iterable of SentImage
    """
    found = Form(boxes=True).read(raw) or {}
    return findings(Form(boxes="regions" in found), found, images)


def seen(images: Iterable[SentImage]) -> dict[int, Seen]:
    """Return what coordinates can refer to, by the numbers that the model was told."""
    images = list(images)
    pictures = {image.attachment: image.prepared for image in images if image.prepared}
    found: dict[int, Seen] = {}
    for image in images:
        prepared, cut = image.prepared, image.attachment.cut
        if prepared is None:
            continue
        size = (prepared.width, prepared.height)
        whole = pictures.get(cut.whole) if cut else None
        if cut is None or whole is None:
            found[image.number] = Seen(image.number, size, prepared, prepared.transform.to_original)
        else:
            box = whole_pixels(cut.box, 0, whole.original_size)
            found[image.number] = Seen(image.number, size, whole, _Uncut(box, size))
    return found


@dataclass(frozen=True, slots=True)
class _Uncut:
    """The way from a piece as it was sent to the whole that it was cut from."""

    box: tuple[int, int, int, int]
    sent: tuple[int, int]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        left, top, right, bottom = self.box
        across, down = (right - left) / self.sent[0], (bottom - top) / self.sent[1]
        return left + x * across, top + y * down
