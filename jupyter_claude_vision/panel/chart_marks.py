"""Marks and data of the charts in a panel, read when the user first points at them."""

from __future__ import annotations

import csv
from functools import partial
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from ..charts.data_coordinates import data_of
from ..charts.hit_testing import MarkIndex
from ..charts.readers import find_matplotlib_part, read_placed_tables
from ..charts.selection import SELECTION_COLUMNS, count_rows, select_rows
from ..charts.sql.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..charts.placement import PanelPlacement
    from ..imaging.geometry import Box
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import AxesPlacement
    from .main_thread import MainThread
    from .tabs import Tab


_MOST_ROWS_SENT: Final = 200
"""Rows of a selection that go with a question: more cost more than they say."""


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


def read_selection(main: MainThread, tab: Tab | None) -> Rows:
    """Return the rows of a chart's data in what the user has selected on its picture."""
    if tab is None or not tab.selection:
        return Rows(SELECTION_COLUMNS, ())
    marks, _ = index_marks(main, tab)
    return select_rows(marks, tab.selection) if marks else Rows(SELECTION_COLUMNS, ())


def count_selection(main: MainThread, tab: Tab) -> list[int]:
    """Return the number of rows in each selected area; none where the picture has no marks."""
    marks, _ = index_marks(main, tab)
    return [count_rows(marks, area) for area in tab.selection] if marks else []


def describe_selection(main: MainThread, tab: Tab) -> str:
    """Return words for Claude with the rows of what the user has selected; empty for none."""
    rows = read_selection(main, tab)
    if not rows:
        return ""
    rows_sent = rows[:_MOST_ROWS_SENT]
    columns = [
        (name, cells)
        for name, cells in zip(rows.columns, zip(*rows_sent, strict=True), strict=True)
        if any(cell is not None for cell in cells)
    ]
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([name for name, _ in columns])
    writer.writerows(zip(*(cells for _, cells in columns), strict=True))
    part = f"the first {len(rows_sent)} of {len(rows):,}" if len(rows) > len(rows_sent) else "all"
    return (
        f"The rows of {tab.attachment.name}'s data that lie in the selection ({part}), as CSV:\n"
        f"{file.getvalue().rstrip()}"
    )
