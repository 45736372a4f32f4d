"""Lines, markers, stems, error bars, and the boxes that are made of lines."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..floats import converted, numbers
from ..legend import own_name
from ..model import Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..legend import Names
    from ..model import Axis, Numbers

_NONE = frozenset({"None", "none", "", " ", None})
_NEAR = 1e-9


def data(axes: Any, line: Any) -> tuple[Numbers, Numbers]:
    """Return a line's points as floats of its axes."""
    return converted(axes.xaxis, line.get_xdata(orig=False)), converted(
        axes.yaxis, line.get_ydata(orig=False)
    )


def lines(axes: Any, x: Axis, y: Axis, names: Names, taken: set[int]) -> Iterator[Series]:
    """Yield the lines that are no part of something else.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : Axis
    names : Names
    taken : set of int
        Identities of the artists that are part of something else.
    """
    for line in axes.lines:
        if id(line) in taken or not line.get_visible():
            continue
        xs, ys = data(axes, line)
        if not any(math.isfinite(x) and math.isfinite(y) for x, y in zip(xs, ys, strict=True)):
            continue
        across, up = line.get_transform().contains_branch_seperately(axes.transData)
        if across and up:
            yield Series(names.of(line), _kind(line), xs, ys, x, y)
        elif up:
            yield Series(own_name(line), "hline", (math.nan,), ys[:1], x, y)
        elif across:
            yield Series(own_name(line), "vline", xs[:1], (math.nan,), x, y)


def _kind(line: Any) -> str:
    if line.get_linestyle() in _NONE:
        return "scatter"
    return "step" if str(line.get_drawstyle()).startswith("steps") else "line"


def containers(axes: Any, x: Axis, y: Axis, names: Names) -> tuple[list[Series], set[int]]:
    """Return error bars and stems, and the artists that they are made of."""
    found: list[Series] = []
    taken: set[int] = set()
    for container in axes.containers:
        sort = type(container).__name__
        if sort == "ErrorbarContainer":
            taken |= {id(artist) for artist in container.get_children()}
            if container.lines[0] is not None and not _belongs_to_bars(axes, container):
                found.append(_with_errors(axes, container, x, y, names))
        elif sort == "StemContainer":
            taken |= {id(artist) for artist in container.get_children()}
            xs, ys = data(axes, container.markerline)
            found.append(Series(names.of(container, container.markerline), "stem", xs, ys, x, y))
    return found, taken


def _belongs_to_bars(axes: Any, container: Any) -> bool:
    return any(getattr(bars, "errorbar", None) is container for bars in axes.containers)


def _with_errors(axes: Any, container: Any, x: Axis, y: Axis, names: Names) -> Series:
    line = container.lines[0]
    xs, ys = data(axes, line)
    details = {}
    for bars in container.lines[2]:
        ends = [numbers((path[0][1], path[1][1])) for path in bars.get_segments() if len(path) > 1]
        sides = [numbers((path[0][0], path[1][0])) for path in bars.get_segments() if len(path) > 1]
        if len(ends) == len(ys) and any(low != high for low, high in ends):
            details["low"] = tuple(min(pair) for pair in ends)
            details["high"] = tuple(max(pair) for pair in ends)
        elif len(sides) == len(xs):
            details["x low"] = tuple(min(pair) for pair in sides)
            details["x high"] = tuple(max(pair) for pair in sides)
    return Series(names.of(container, line), _kind(line), xs, ys, x, y, details)


def error_of_bars(container: Any) -> dict[str, Numbers]:
    """Return the ends of a bar container's error bars, which are vertical or horizontal."""
    errors = getattr(container, "errorbar", None)
    if errors is None:
        return {}
    along = 0 if container.orientation == "horizontal" else 1
    for bars in errors.lines[2]:
        ends = [numbers((path[0][along], path[1][along])) for path in bars.get_segments()]
        if len(ends) == len(container.patches):
            return {
                "low": tuple(min(pair) for pair in ends),
                "high": tuple(max(pair) for pair in ends),
            }
    return {}


def boxes(axes: Any, x: Axis, y: Axis, names: Names) -> tuple[list[Series], set[int]]:
    """Return box plots, and the artists that they are made of.

    matplotlib leaves lines only, in this order for each box: perhaps the box, two whiskers that
    begin at its ends, two caps, the median, perhaps the mean, perhaps the outliers.
    """
    found: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    taken: set[int] = set()
    drawn = [line for line in axes.lines if line.get_visible()]
    place = 0
    while place < len(drawn):
        box = _box(axes, drawn, place)
        if box is None:
            place += 1
            continue
        parts = box.pop("parts")
        taken |= {id(part) for part in parts}
        place += box.pop("length")
        patch = _patch_at(axes, box)
        if patch is not None:
            taken.add(id(patch))
        name = names.of(parts[0] if patch is None else patch)
        found.setdefault((name, box.pop("upright")), []).append(box)
    return [_boxes(name, upright, all_, x, y) for (name, upright), all_ in found.items()], taken


def _boxes(name: str, upright: bool, found: list[dict[str, Any]], x: Axis, y: Axis) -> Series:
    where, value = (x, y) if upright else (y, x)
    details = {key: tuple(box[key] for box in found) for key in ("q1", "q3", "low", "high")}
    details["outliers"] = tuple(n for box in found for n in box["outliers"])
    xs, ys = tuple(box["at"] for box in found), tuple(box["median"] for box in found)
    return Series(name, "box", xs, ys, where, value, details)


def _box(axes: Any, drawn: list[Any], place: int) -> dict[str, Any] | None:
    """Return the box plot that begins at a line, or None."""
    start = place
    if len(drawn[place].get_xdata()) == 5:
        start += 1
    parts = drawn[start : start + 5]
    if len(parts) < 5 or any(len(part.get_xdata()) != 2 for part in parts):
        return None
    flat = [data(axes, part) for part in parts]
    for upright in (True, False):
        at, along = (0, 1) if upright else (1, 0)
        whiskers, caps, median = flat[:2], flat[2:4], flat[4]
        centre = whiskers[0][at][0]
        if (
            all(_same(*w[at], centre) for w in whiskers)
            and all(_same(*part[along]) for part in (*caps, median))
            and _same(caps[0][along][0], whiskers[0][along][1])
            and _same(caps[1][along][0], whiskers[1][along][1])
            and not _same(*median[at])
        ):
            break
    else:
        return None
    outliers: Numbers = ()
    after = end = start + 5
    for line in drawn[after : after + 2]:
        if line.get_linestyle() not in _NONE:
            break
        points = data(axes, line)
        if points[at] and not all(_same(p, centre) for p in points[at]):
            break
        end += 1
        if len(points[along]) != 1 or line.get_marker() in {"o", "d", "+", "."}:
            outliers = points[along]
    return {
        "upright": upright,
        "at": centre,
        "q1": whiskers[0][along][0],
        "q3": whiskers[1][along][0],
        "low": whiskers[0][along][1],
        "high": whiskers[1][along][1],
        "median": median[along][0],
        "outliers": outliers,
        "parts": drawn[place:end],
        "length": end - place,
    }


def _same(*values: float) -> bool:
    return all(math.isclose(value, values[0], abs_tol=_NEAR) for value in values)


def _patch_at(axes: Any, box: dict[str, Any]) -> Any:
    """Return the patch that is a box plot's box, where it is one."""
    for patch in axes.patches:
        if type(patch).__name__ != "PathPatch":
            continue
        points = patch.get_path().vertices
        ends = points[:, 1] if box["upright"] else points[:, 0]
        sides = points[:, 0] if box["upright"] else points[:, 1]
        if (
            _same(float(ends.min()), min(box["q1"], box["q3"]))
            and _same(float(ends.max()), max(box["q1"], box["q3"]))
            and _inside(box["at"], sides)
        ):
            return patch
    return None


def _inside(value: float, sides: Iterable[float]) -> bool:
    known = [float(side) for side in sides]
    return min(known) - _NEAR <= value <= max(known) + _NEAR
