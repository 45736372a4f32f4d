"""Regions: the boxes and points of an answer, in the original's pixels.

The model gives absolute pixels of the picture as it was sent. They are clamped to the picture,
scaled to the original, and shifted where only a part was sent; anything that makes no box or
point is reported and not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, TypeGuard, overload

from ..imaging.geometry import whole_pixels
from ..imaging.overlay import OverlayMark, color_at
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from PIL import Image

    from ..charts.data_coordinates import DataBox
    from ..charts.placement import PanelPlacement
    from ..imaging.geometry import Box, Point
    from ..imaging.prepare import PreparedImage

_COORDINATE_COUNTS: Final = (2, 4)
"""Numbers of coordinates of a point and of a box."""

_LONGEST: Final = 60
"""Characters of a malformed region that are repeated to the user."""


@dataclass(frozen=True, eq=False)
class ImageFrame:
    """The coordinate system of an image that an answer's coordinates can refer to.

    Attributes
    ----------
    number : int
        The image's number in the conversation, which the model was told.
    size : tuple of int
        Width and height in pixels as sent, which the coordinates refer to.
    picture : PreparedImage
        The picture with the regions: the image itself, or the whole that it is a part of.
    to_original : callable
        Maps a point in pixels as sent to one in pixels of `picture`'s original.
    """

    number: int
    size: tuple[int, int]
    picture: PreparedImage
    to_original: Callable[[float, float], Point]


@dataclass(frozen=True, eq=False)
class Region:
    """A labeled box or point on a picture.

    Attributes
    ----------
    number : int
        From 1, as on the overlay and in the legend.
    label : str
    sentence : str
        The answer's sentence about it; may be empty.
    picture : PreparedImage
        The picture that it is on.
    box : tuple of float, or None
        Left, top, right and bottom in pixels of the upright original; None for a point.
    point : tuple of float, or None
        In pixels of the upright original; None for a box.
    panels : tuple of PanelPlacement
        Where the panels of a chart lay, for charts of other libraries than matplotlib.
    """

    number: int
    label: str
    sentence: str
    picture: PreparedImage = field(repr=False)
    box: Box | None = None
    point: Point | None = None
    panels: tuple[PanelPlacement, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        """The user's name for the picture."""
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
        """The region in data coordinates.

        None where it is not on the axes of a live chart.
        """
        from ..charts.data_coordinates import data_of

        return data_of(self.bounds, self.picture.places or self.panels)

    def crop(self, padding: float = 0.0) -> Image.Image:
        """Return the piece of the original at full resolution.

        Parameters
        ----------
        padding : float
            Pixels to add on each side; at least enough for a point to show something.

        Raises
        ------
        InputError
            The original is gone, or has changed its size.
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
    """The regions of an answer, in its order, accessible by index or label.

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
        """Return one region by index or label, or several by a slice."""
        if isinstance(key, slice):
            return Regions(self._regions[key])
        if isinstance(key, str):
            matches = [r for r in self._regions if r.label.casefold() == key.casefold()]
            if not matches:
                labels = ", ".join(r.label for r in self._regions)
                msg = f"There is no region {key!r}. There are: {labels or 'none'}."
                raise KeyError(msg)
            return matches[0]
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
        """Return the regions of one picture."""
        return Regions(r for r in self if r.picture is picture)

    def marks_on(self, picture: PreparedImage) -> list[OverlayMark]:
        """Return the regions of one picture as they are drawn on it."""
        return [region.mark for region in self.on(picture)]

    def columns(self) -> dict[str, list[Any]]:
        """Return columns: pixels of the original, and data coordinates where there are any."""
        columns: dict[str, list[Any]] = {
            "label": [r.label for r in self],
            "picture": [r.name for r in self],
            "kind": ["box" if r.box else "point" for r in self],
        }
        for index, name in enumerate(("left", "top", "right", "bottom")):
            columns[name] = [r.bounds[index] for r in self]
        data_boxes = [r.data for r in self]
        if any(data_boxes):
            columns["x"] = [box.x if box else None for box in data_boxes]
            columns["y"] = [box.y if box else None for box in data_boxes]
        columns["sentence"] = [r.sentence for r in self]
        return columns

    def to_frame(self) -> Any:
        """Return a pandas DataFrame, one row a region, indexed by number.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        from ..text.dataframes import to_dataframe

        return to_dataframe(self.columns(), index=[r.number for r in self], index_name="region")


def parse_regions(
    items: object, frames: Mapping[int, ImageFrame]
) -> tuple[Regions, tuple[str, ...]]:
    """Return the regions of an answer, and the problems of invalid ones.

    Parameters
    ----------
    items : list of dict
        As `WireRegion` describes them; anything else is reported.
    frames : mapping of int to ImageFrame
        By the image's number.
    """
    if not isinstance(items, list):
        return Regions(), (f"The regions are not a list: {_shorten_value(items)}.",)
    regions: list[Region] = []
    problems: list[str] = []
    for item in items:
        region = _parse_region(item, frames, len(regions) + 1)
        if isinstance(region, str):
            problems.append(f"A region was left out: {region}.")
        else:
            regions.append(region)
    return Regions(_add_panels(regions)), tuple(problems)


def _add_panels(regions: Sequence[Region]) -> Iterator[Region]:
    """Yield regions with the panels of their charts, which may be gone when they are asked for."""
    from ..charts.readers import read_placed_tables

    panels: dict[int, tuple[PanelPlacement, ...]] = {}
    for region in regions:
        picture = region.picture
        if picture.places or picture.attachment.kind != "figure":
            yield region
            continue
        if id(picture) not in panels:
            panels[id(picture)] = tuple(read_placed_tables(picture)[1])
        yield replace(region, panels=panels[id(picture)])


def _parse_region(item: object, frames: Mapping[int, ImageFrame], number: int) -> Region | str:
    """Return one region, or the problem of an invalid one."""
    if not isinstance(item, dict):
        return f"{_shorten_value(item)} is not a region"
    label, sentence = (
        to_visible_line(str(item.get(key) or "").strip()) for key in ("label", "sentence")
    )
    name = label or _shorten_value(item)
    frame = _find_frame(item.get("image"), frames)
    if frame is None:
        return f"{name} is on image {_shorten_value(item.get('image'))}, which does not exist"
    numbers = item.get("coordinates")
    if not _are_coordinates(numbers):
        return f"{name} has the coordinates {_shorten_value(numbers)}"
    if len(numbers) == 2:
        point = _to_original_point(frame, *numbers)
        return Region(number, label, sentence, frame.picture, point=point)
    box = _to_original_box(frame, numbers)
    if box is None:
        return f"{name} has no area on the picture: {_shorten_value(numbers)}"
    return Region(number, label, sentence, frame.picture, box=box)


def _find_frame(number: object, frames: Mapping[int, ImageFrame]) -> ImageFrame | None:
    if len(frames) == 1:  # whatever the number, no other can be meant
        return next(iter(frames.values()))
    return frames.get(number) if isinstance(number, int) else None


def _are_coordinates(value: object) -> TypeGuard[list[float]]:
    if not isinstance(value, list) or len(value) not in _COORDINATE_COUNTS:
        return False
    return all(map(_is_number, value))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)


def _to_original_point(frame: ImageFrame, x: float, y: float) -> Point:
    """Return a point in the original's pixels, clamped to the picture first."""
    width, height = frame.size
    return frame.to_original(min(max(x, 0.0), width), min(max(y, 0.0), height))


def _to_original_box(frame: ImageFrame, numbers: list[float]) -> Box | None:
    """Return a box in the original's pixels; None where it is outside of the picture."""
    xs, ys = sorted(numbers[::2]), sorted(numbers[1::2])
    left, top = _to_original_point(frame, xs[0], ys[0])
    right, bottom = _to_original_point(frame, xs[1], ys[1])
    return (left, top, right, bottom) if right > left and bottom > top else None


def _shorten_value(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def draw_regions_on_axes(axes: Any, regions: Iterable[Region]) -> list[Any]:
    """Draw regions on an Axes as matplotlib artists; return them.

    Those of a live figure are drawn at their data coordinates: the ones that lie on this Axes,
    or all of them where none does, as on a new plot of the same data. Those of pictures are
    drawn in pixels, as on an ``imshow`` of the picture.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    regions : iterable of Region
    """
    pairs = [(region, _find_bounds(region)) for region in regions]
    on_axes = [pair for pair in pairs if (data := pair[0].data) is not None and data.axes is axes]
    artists = []
    for region, bounds in on_axes or [pair for pair in pairs if pair[1] is not None]:
        assert bounds is not None  # noqa: S101 - those without were left out
        artists += _draw_region(axes, region, bounds)
    return artists


def _find_bounds(region: Region) -> Box | None:
    """Return the bounds of a region as drawn; None for one beside the Axes of a live figure."""
    data = region.data
    if data is not None:
        return data.bounds
    return None if region.picture.places or region.panels else region.bounds


def _draw_region(axes: Any, region: Region, bounds: Box) -> list[Any]:
    color = tuple(level / 255 for level in color_at(region.number))
    left, low, right, high = bounds
    limits = axes.get_xlim(), axes.get_ylim()  # the artists must not change the view
    if region.box is None:
        ring = {"mfc": "none", "mec": color, "ms": 10, "mew": 2}
        (shape,) = axes.plot([left], [low], "o", label="_region", **ring)
    else:
        corners = [(left, low), (right, low), (right, high), (left, high)]
        xs, ys = zip(*corners, strict=True)
        (shape,) = axes.fill(xs, ys, fc="none", ec=color, lw=2, label="_region")
    text = axes.annotate(
        region.label or str(region.number),
        (left, high),
        xytext=(0, 3),
        textcoords="offset points",
        color=color,
        bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.85},
    )
    axes.set_xlim(limits[0])
    axes.set_ylim(limits[1])
    return [shape, text]
