"""Marks and data of the charts in a panel, read when the user first points at them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..charts.data_coordinates import data_of
from ..charts.hit_testing import MarkIndex
from ..charts.readers import find_matplotlib_part, read_placed_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..charts.placement import PanelPlacement
    from ..imaging.geometry import Box
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import AxesPlacement
    from .main_thread import MainThread
    from .tabs import Tab


def data_in_box(main: MainThread, tab: Tab, box: Box) -> str:
    """Return a box of a live chart in its data coordinates; empty for any other picture."""
    if tab.image is None or not tab.is_chart:
        return ""
    places: Sequence[AxesPlacement | PanelPlacement] = tab.image.places
    if not places:
        marks, _ = index_marks(main, tab)
        places = marks.placements if marks is not None else ()
    data = data_of(box, places)
    return str(data) if data is not None else ""


def find_mark(
    main: MainThread, tab: Tab, x: float, y: float, reach: float
) -> tuple[dict[str, Any] | None, str]:
    """Return the mark at a point of a chart, and the reason why there is none.

    Parameters
    ----------
    main : MainThread
    tab : Tab
    x, y, reach : float
        In pixels of the original.
    """
    marks, reason = index_marks(main, tab)
    mark = None if marks is None else marks.find_mark(x, y, reach)
    if mark is None:
        return None, reason or "There is no mark here."
    return {"text": str(mark), "box": list(mark.box)}, ""


def index_marks(main: MainThread, tab: Tab) -> tuple[MarkIndex | None, str]:
    """Return the marks of a tab's picture, read once for each drawing, or the reason for none."""
    image = tab.image
    if image is None or not tab.is_chart:
        return None, f"{tab.attachment.name} is a picture without marks: draw a box on it."
    if tab.marks is None or tab.marks[0] is not image:
        read = partial(_read_marks, image)
        # matplotlib is read between two cells, which draw with it.
        is_shared = find_matplotlib_part(image.attachment.target) is not None
        tab.marks = (image, *(main.call_function(read) if is_shared else read()))
    return tab.marks[1:]


def _read_marks(image: PreparedImage) -> tuple[MarkIndex | None, str]:
    """Return the marks of a chart as it is now, and the reason where it has none."""
    name = image.attachment.name
    if image.attachment.target is None:
        return None, f"{name} is not in this kernel any more: draw it again, and open that."
    tables, placements = read_placed_tables(image)
    if tables is None:
        return None, f"{name} is a picture without marks: draw a box on it."
    marks = MarkIndex(tables, placements)
    if marks.has_marks:
        return marks, ""
    reasons = [omission.row.why for omission in tables.omissions]
    if tables.blocks and placements:
        reasons = ["its values have no places on straight axes"]
    reason = f": {reasons[-1]}" if reasons else ""
    return None, f"The marks of {name} cannot be pointed at{reason}."
