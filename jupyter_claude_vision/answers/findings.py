"""The structured content of an answer besides its text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..claims import NO_TABLES, Claims, FigureTables, check_answer, parse_claims
from ..claims.chart_table import Reading, read_table
from ..claims.claim import restore_claims
from ..claims.table_check import TableComparison, compare_table
from ..imaging.geometry import whole_pixels
from .regions import ImageFrame, Regions, parse_regions
from .structured.response_format import TEXT, Form
from .table_overlay import TableOverlay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ..imaging.geometry import Point
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Cut
    from .sent_attachment import SentImage


@dataclass(frozen=True, eq=False)
class Findings:
    """The structured content of an answer besides its text.

    Attributes
    ----------
    regions : Regions
    data : object
        An instance of the requested type; None where it is not valid.
    table : Reading or None
        A chart's values.
    comparison : TableComparison or None
        Differences between the table and the figure's own data.
    claims : Claims
        The statements of the text, checked.
    is_checked : bool
        The text's statements were to be checked.
    problems : tuple of str
        Sentences for the user about missing or malformed content.
    """

    regions: Regions = field(default_factory=Regions)
    data: Any = None
    table: Reading | None = None
    comparison: TableComparison | None = None
    claims: Claims = field(default_factory=Claims)
    is_checked: bool = False
    problems: tuple[str, ...] = ()


def read_findings(
    form: Form,
    content: Mapping[str, Any],
    images: Iterable[SentImage],
    figures: FigureTables = NO_TABLES,
) -> Findings:
    """Return the structured content of an answer besides its text.

    Parameters
    ----------
    form : Form
    content : mapping
        The answer's JSON object.
    images : iterable of SentImage
        Those that its coordinates can refer to, the newest last.
    figures : FigureTables
        The tables of the images' figures.
    """
    images = tuple(images)
    problems: list[str] = []
    parts: dict[str, Any] = {}
    if form.data is not None:
        parts["data"], part_problems = form.data.validate_value(content.get("data"))
        problems += part_problems
    if form.table:
        parts["table"], part_problems = read_table(content.get("table"))
        problems += part_problems
        if parts["table"] is not None:
            comparison = compare_table(parts["table"], figures.by_image)
            parts["comparison"] = comparison
            if comparison.points:
                overlay = TableOverlay(comparison, _find_pictures(comparison, images))
                parts["table"] = replace(parts["table"], draw=overlay)
    if form.claims:
        claims, part_problems = parse_claims(content.get("claims"))
        parts["claims"] = check_answer(str(content.get(TEXT) or ""), claims, figures)
        parts["is_checked"] = True
        problems += part_problems
    if form.boxes:
        parts["regions"], part_problems = parse_regions(
            content.get("regions"), locate_images(images)
        )
        problems += part_problems
    return Findings(**parts, problems=tuple(problems))


def _find_pictures(
    comparison: TableComparison, images: Iterable[SentImage]
) -> dict[int, PreparedImage]:
    """Return the pictures that a table was compared on, by the numbers of their images."""
    numbers = {point.image for point in comparison.points}
    frames = locate_images(images)
    return {number: frames[number].picture for number in numbers & set(frames)}


def recall_findings(
    raw: str,
    images: Sequence[SentImage],
    claims: Iterable[Mapping[str, Any]] | None = None,
    text: str = "",
) -> Findings:
    """Return the structured content of a stored answer, without its question.

    Parameters
    ----------
    raw : str
        The answer's JSON object; empty where it had no form.
    images : sequence of SentImage
    claims : iterable of mapping, optional
        Its checked statements, as plain data; None where they were not stored.
    text : str
        Of the answer, in which they stand.
    """
    parts = Form().read_object(raw) or {}
    form = Form(boxes="regions" in parts, table="table" in parts, claims="claims" in parts)
    figures = FigureTables(dict.fromkeys((image.number for image in images), None))
    findings = read_findings(form, parts, images, figures)
    if claims is None:
        return findings
    return replace(findings, claims=restore_claims(claims, text), is_checked=True)


def locate_images(images: Iterable[SentImage]) -> dict[int, ImageFrame]:
    """Return the coordinate systems of images, by the numbers that the model was told."""
    images = list(images)
    # An image that was named again is known by both attachments: a crop of either is one of it.
    pictures = {i.attachment: i.prepared_image for i in images if i.prepared_image}
    pictures |= {i.prepared_image.attachment: i.prepared_image for i in images if i.prepared_image}
    frames: dict[int, ImageFrame] = {}
    for image in images:
        picture = image.prepared_image
        if picture is None:
            continue
        cut = find_cut(image)
        size = (picture.width, picture.height)
        uncut = pictures.get(cut.whole) if cut else None
        to_original: Callable[[float, float], Point] = picture.transform.to_original
        if cut is not None and uncut is not None:
            to_original = _PieceToWhole(whole_pixels(cut.box, 0, uncut.original_size), size)
        frames[image.number] = ImageFrame(image.number, size, uncut or picture, to_original)
    return frames


def find_cut(image: SentImage) -> Cut | None:
    """Return the picture and the box that an image was cut from; None for a whole picture."""
    return (
        image.prepared_image.attachment.cut if image.prepared_image else None
    ) or image.attachment.cut


@dataclass(frozen=True, slots=True)
class _PieceToWhole:
    """The map from a cut piece as it was sent to the picture that it was cut from."""

    box: tuple[int, int, int, int]
    size: tuple[int, int]

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        left, top, right, bottom = self.box
        across, down = (right - left) / self.size[0], (bottom - top) / self.size[1]
        return left + x * across, top + y * down
