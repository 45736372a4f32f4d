"""Regions: the boxes and points of an answer, in the original's pixels.

A model is asked for absolute pixels of the picture as it was sent. What it returns is moved
inside the picture, scaled to the original, and shifted where only a part was sent; what makes
no box or point is reported and not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeGuard, overload

from ..imaging.geometry import whole_pixels
from ..imaging.overlay import OverlayMark
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from PIL import Image

    from ..charts.data_coordinates import DataBox
    from ..imaging.geometry import Box, Point
    from ..imaging.prepare import PreparedImage

_NUMBERS: Final = (2, 4)
"""How many coordinates a point and a box have."""

_LONGEST: Final = 60
"""Characters of a malformed region that are repeated to the user."""


@dataclass(frozen=True, eq=False)
class Seen:
    """A picture that an answer's coordinates can refer to.

    Attributes
    ----------
    number : int
        As the model was told: which image of the conversation it is.
    sent : tuple of int
        Width and height in pixels as sent, which the coordinates refer to.
    picture : PreparedImage
        Where the regions lie: the picture itself, or the whole that it is a part of.
    to_original : callable
        From a point in pixels as sent to one in pixels of `picture`'s original.
    """

    number: int
    sent: tuple[int, int]
    picture: PreparedImage
    to_original: Callable[[float, float], Point]


@dataclass(frozen=True, eq=False)
class Region:
    """A labelled box or point on a picture.

    Attributes
    ----------
    number : int
        From 1, as on the overlay and in the legend.
    label : str
    sentence : str
        What the answer says of it; may be empty.
    picture : PreparedImage
        What it lies on.
    box : tuple of float, or None
        Left, top, right and bottom in pixels of the upright original; None for a point.
    point : tuple of float, or None
        In pixels of the upright original; None for a box.
    """

    number: int
    label: str
    sentence: str
    picture: PreparedImage = field(repr=False)
    box: Box | None = None
    point: Point | None = None

    @property
    def name(self) -> str:
        """What the user calls the picture."""
        return self.picture.name

    @property
    def bounds(self) -> Box:
        """The box; for a point, the point as a box without an area."""
        if self.box is not None:
            return self.box
        assert self.point is not None  # noqa: S101 - a region is a box or a point
        return (*self.point, *self.point)

    @property
    def where(self) -> str:
        """The box or point in whole pixels: ``"(10, 20)–(110, 80)"``."""
        numbers = [f"{round(n)}" for n in self.box or self.point or ()]
        pairs = [f"({x}, {y})" for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        return "–".join(pairs)

    @property
    def mark(self) -> OverlayMark:
        """The region as it is drawn on a picture."""
        return OverlayMark(
            self.number, self.label, self.where, self.bounds, is_point=self.box is None
        )

    @property
    def data(self) -> DataBox | None:
        """The region in the data coordinates of the Axes it lies on.

        None where it lies on no Axes of a live matplotlib figure.
        """
        from ..charts.data_coordinates import data_of

        return data_of(self.bounds, self.picture.places)

    def crop(self, padding: float = 0.0) -> Image.Image:
        """Return the piece of the original at full resolution.

        Parameters
        ----------
        padding : float
            Pixels to add on each side; at least enough for a point to show something.

        Raises
        ------
        InputError
            The original is not here any more, or has changed its size.
        """
        from ..imaging.crops import cut_out, full_size

        image = full_size(self.picture)
        return cut_out(image, whole_pixels(self.bounds, padding, image.size))

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        file = BytesIO()
        self.crop().convert("RGB").save(file, "PNG")
        return file.getvalue()


class Regions(Sequence[Region]):
    """The regions of an answer, in its order; one can be named by its label, too.

    Parameters
    ----------
    regions : iterable of Region
    """

    def __init__(self, regions: Iterable[Region] = ()) -> None:
        self._regions = tuple(regions)

    def __len__(self) -> int:
        return len(self._regions)

    @overload
    def __getitem__(self, key: int | str) -> Region: ...

    @overload
    def __getitem__(self, key: slice) -> Regions: ...

    def __getitem__(self, key: int | str | slice) -> Region | Regions:
        """Return one region by place or label, or several by a slice."""
        if isinstance(key, slice):
            return Regions(self._regions[key])
        if isinstance(key, str):
            found = [r for r in self._regions if r.label.casefold() == key.casefold()]
            if not found:
                labels = ", ".join(r.label for r in self._regions)
                msg = f"There is no region {key!r}. There are: {labels or 'none'}."
                raise KeyError(msg)
            return found[0]
        return self._regions[key]

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions)

    def __repr__(self) -> str:
        return f"<{len(self)} regions: {', '.join(f'{r.number} {r.label}' for r in self)}>"

    @property
    def pictures(self) -> tuple[PreparedImage, ...]:
        """The pictures that have regions, each once."""
        return tuple({id(r.picture): r.picture for r in self}.values())

    def on(self, picture: PreparedImage) -> Regions:
        """Return those on one picture."""
        return Regions(r for r in self if r.picture is picture)

    def marks_on(self, picture: PreparedImage) -> list[OverlayMark]:
        """Return the regions of one picture as they are drawn on it."""
        return [region.mark for region in self.on(picture)]

    def columns(self) -> dict[str, list[Any]]:
        """Return them as columns: pixels of the original, data coordinates where there are."""
        columns: dict[str, list[Any]] = {
            "label": [r.label for r in self],
            "picture": [r.name for r in self],
            "kind": ["box" if r.box else "point" for r in self],
        }
        for place, name in enumerate(("left", "top", "right", "bottom")):
            columns[name] = [r.bounds[place] for r in self]
        found = [r.data for r in self]
        if any(found):
            columns["x"] = [data.x if data else None for data in found]
            columns["y"] = [data.y if data else None for data in found]
        columns["sentence"] = [r.sentence for r in self]
        return columns

    def to_frame(self) -> Any:
        """Return them as a pandas DataFrame, one row a region, indexed by number.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        from ..text.dataframes import to_dataframe

        return to_dataframe(self.columns(), index=[r.number for r in self], index_name="region")


def read_regions(items: object, seen: Mapping[int, Seen]) -> tuple[Regions, tuple[str, ...]]:
    """Return the regions of an answer, and what is wrong with those that are none.

    Parameters
    ----------
    items : list of dict
        As `WireRegion` describes them; anything else is reported.
    seen : mapping of int to Seen
        By the numbers that the model was told.
    """
    if not isinstance(items, list):
        return Regions(), (f"The regions are no list: {_short(items)}.",)
    regions: list[Region] = []
    problems: list[str] = []
    for item in items:
        found = _read(item, seen, len(regions) + 1)
        if isinstance(found, str):
            problems.append(f"A region was left out: {found}.")
        else:
            regions.append(found)
    return Regions(regions), tuple(problems)


def _read(item: object, seen: Mapping[int, Seen], number: int) -> Region | str:
    """Return one region, or why it is none."""
    if not isinstance(item, dict):
        return f"{_short(item)} is no region"
    label, sentence = (
        to_visible_line(str(item.get(key) or "").strip()) for key in ("label", "sentence")
    )
    name = label or _short(item)
    on = _picture(item.get("image"), seen)
    if on is None:
        return f"{name} is on image {_short(item.get('image'))}, which there is not"
    numbers = item.get("coordinates")
    if not _are_coordinates(numbers):
        return f"{name} has the coordinates {_short(numbers)}"
    if len(numbers) == 2:
        return Region(number, label, sentence, on.picture, point=_inside(on, *numbers))
    box = _box(on, numbers)
    if box is None:
        return f"{name} has no area on the picture: {_short(numbers)}"
    return Region(number, label, sentence, on.picture, box=box)


def _picture(number: object, seen: Mapping[int, Seen]) -> Seen | None:
    if len(seen) == 1:  # there is no other that could be meant
        return next(iter(seen.values()))
    return seen.get(number) if isinstance(number, int) else None


def _are_coordinates(value: object) -> TypeGuard[list[float]]:
    return isinstance(value, list) and len(value) in _NUMBERS and all(map(_is_number, value))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _inside(on: Seen, x: float, y: float) -> Point:
    """Return a point in the original's pixels, moved inside the picture first."""
    width, height = on.sent
    return on.to_original(min(max(x, 0.0), width), min(max(y, 0.0), height))


def _box(on: Seen, numbers: list[float]) -> Box | None:
    """Return a box in the original's pixels; None where nothing of it is on the picture."""
    xs, ys = sorted(numbers[::2]), sorted(numbers[1::2])
    left, top = _inside(on, xs[0], ys[0])
    right, bottom = _inside(on, xs[1], ys[1])
    return (left, top, right, bottom) if right > left and bottom > top else None


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
