"""What an answer holds besides its text, read from its form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..claims import Claims, check, read_claims
from ..claims.chart_table import Reading, read_table
from ..claims.table_check import Comparison, compare
from ..imaging.geometry import whole_pixels
from .regions import Regions, Seen, read_regions
from .structured.response_format import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..charts import ChartData
    from ..inputs.attachment import Cut
    from .sent_attachment import SentImage


@dataclass(frozen=True, eq=False)
class Findings:
    """What an answer holds besides its text.

    Attributes
    ----------
    regions : Regions
    data : object
        An instance of the type that was asked for; None where it does not validate.
    table : Reading or None
        A chart's values.
    comparison : Comparison or None
        What is off in the table, against the figure's own data.
    claims : Claims
        What the text states, and whether it is right.
    problems : tuple of str
        What was asked for and is missing or malformed, for the user.
    """

    regions: Regions = field(default_factory=Regions)
    data: Any = None
    table: Reading | None = None
    comparison: Comparison | None = None
    claims: Claims = field(default_factory=Claims)
    problems: tuple[str, ...] = ()


def findings(
    form: Form,
    found: Mapping[str, Any],
    images: Iterable[SentImage],
    charts: Mapping[int, ChartData | None],
) -> Findings:
    """Return what an answer holds besides its text.

    Parameters
    ----------
    form : Form
        What was asked for.
    found : mapping
        The answer's object.
    images : iterable of SentImage
        That its coordinates can refer to, the newest last.
    charts : mapping of int to ChartData or None
        What the images' figures hold, by number; None for a picture.
    """
    problems: list[str] = []
    made: dict[str, Any] = {}
    if form.data is not None:
        made["data"], said = form.data.read(found.get("data"))
        problems += said
    if form.table:
        made["table"], said = read_table(found.get("table"))
        problems += said
        if made["table"] is not None:
            made["comparison"] = compare(made["table"], charts)
    if form.claims:
        claims, said = read_claims(found.get("claims"))
        made["claims"] = check(claims, charts)
        problems += said
    if form.boxes:
        made["regions"], said = read_regions(found.get("regions"), seen(images))
        problems += said
    return Findings(**made, problems=tuple(problems))


def recalled(raw: str, images: Sequence[SentImage]) -> Findings:
    """Return what can be read of a stored answer without what it was asked with.

    Parameters
    ----------
    raw : str
        The answer's object as it came; empty where it had no form.
    images : sequence of SentImage
    """
    parts = Form().read(raw) or {}
    form = Form(boxes="regions" in parts, table="table" in parts, claims="claims" in parts)
    no_charts = dict.fromkeys((image.number for image in images), None)
    return findings(form, form.read(raw) or {}, images, no_charts)


def seen(images: Iterable[SentImage]) -> dict[int, Seen]:
    """Return what coordinates can refer to, by the numbers that the model was told."""
    images = list(images)
    # One that was named again is the earlier one, made from what it was named by: a piece of
    # either of them is a piece of it.
    pictures = {i.attachment: i.prepared for i in images if i.prepared}
    pictures |= {i.prepared.attachment: i.prepared for i in images if i.prepared}
    found: dict[int, Seen] = {}
    for image in images:
        prepared = image.prepared
        if prepared is None:
            continue
        cut = cut_of(image)
        size = (prepared.width, prepared.height)
        whole = pictures.get(cut.whole) if cut else None
        if cut is None or whole is None:
            found[image.number] = Seen(image.number, size, prepared, prepared.transform.to_original)
        else:
            box = whole_pixels(cut.box, 0, whole.original_size)
            found[image.number] = Seen(image.number, size, whole, _Uncut(box, size))
    return found


def cut_of(image: SentImage) -> Cut | None:
    """Return of what, and where, an image is a piece; None of a whole."""
    return (image.prepared.attachment.cut if image.prepared else None) or image.attachment.cut


@dataclass(frozen=True, slots=True)
class _Uncut:
    """The way from a piece as it was sent to the whole that it was cut from."""

    box: tuple[int, int, int, int]
    sent: tuple[int, int]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        left, top, right, bottom = self.box
        across, down = (right - left) / self.sent[0], (bottom - top) / self.sent[1]
        return left + x * across, top + y * down
