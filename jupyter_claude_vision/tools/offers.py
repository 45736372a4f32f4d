"""The tools that are worth their tokens for a question: the rules of ``auto``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..inputs import web_charts
from .image_lookup import find_live_figure
from .zoom import can_draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage

SMALL_LETTERS: Final = 12
"""Height in pixels, as sent, under which letters are better read on a larger picture."""

_SMALLER: Final = 1.1
"""Times larger than it was sent from which on an original holds more."""

_CONCATENATED: Final = frozenset(
    {"HConcatChart", "VConcatChart", "ConcatChart", "FacetChart", "RepeatChart"}
)
_FACETS: Final = ("row", "column", "facet")
_SUBPLOTS: Final = ("xaxis", "polar", "scene", "geo", "ternary", "map", "smith")


@dataclass(frozen=True)
class Offer:
    """A tool that is offered, and the reason.

    Attributes
    ----------
    name : {"zoom", "query"}
    reason : str
        For the user: ``"fig has 64 panels"``.
    """

    name: str
    reason: str


def find_offers(images: Sequence[SentImage]) -> tuple[Offer, ...]:
    """Return the tools from which a question about some images gains, each with its reason."""
    offers = {"zoom": find_zoom_gain(images), "query": find_query_gain(images)}
    return tuple(Offer(name, reason) for name, reason in offers.items() if reason)


def find_zoom_gain(images: Iterable[SentImage]) -> str:
    """Return what a closer look would gain; empty where there is nothing."""
    reasons = (_describe_zoom_gain(i, i.prepared_image) for i in images if i.prepared_image)
    return next(filter(None, reasons), "")


def find_query_gain(images: Iterable[SentImage]) -> str:
    """Return which image's data are here; empty where none are."""
    live = (image for image in images if find_live_figure(image) is not None)
    return next((f"the data of {image.name} are here" for image in live), "")


def _describe_zoom_gain(image: SentImage, picture: PreparedImage) -> str:
    if not (can_draw(picture.attachment) or can_draw(image.attachment)):
        return ""
    name = image.name
    if max(picture.original_size) >= _SMALLER * max(picture.width, picture.height):
        return f"{name} was made smaller"
    if picture.scalable and picture.attachment.kind != "figure":
        return f"{name} can be drawn larger"
    height = picture.text_height
    if height is not None and height < SMALL_LETTERS:
        return f"{name} has text {height:.0f} px high as sent"
    figure = find_live_figure(image)
    panels = 0 if figure is None else count_panels(figure, picture)
    return f"{name} has {panels} panels" if panels > 1 else ""


def count_panels(figure: Any, picture: PreparedImage) -> int:
    """Return how many panels a live figure has, as far as a look at its layout tells."""
    if web_charts.is_plotly(figure):
        return sum(1 for name in _plotly_layout(figure) if name.startswith(_SUBPLOTS))
    if web_charts.is_altair(figure):
        return 2 if _is_composed(figure) else 1
    boxes = {tuple(round(side) for side in place.box) for place in picture.places}
    return len(boxes)


def _plotly_layout(figure: Any) -> Iterator[str]:
    layout = figure.layout.to_plotly_json()
    return (name for name in layout if not name.endswith("_title"))


def _is_composed(chart: Any) -> bool:
    encoding = getattr(chart, "encoding", None)
    is_faceted = any(_is_set(getattr(encoding, name, None)) for name in _FACETS)
    return is_faceted or type(chart).__name__ in _CONCATENATED


def _is_set(value: object) -> bool:
    return value is not None and type(value).__name__ != "UndefinedType"
