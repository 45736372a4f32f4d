"""What an Altair chart holds, from its Vega-Lite specification and the data in it."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias

from ..columns import Positions
from ..figure_data import ChartData
from ..model import Axis, Panel, Scale, Series

_MARKS: Final = {
    "line": "line",
    "trail": "line",
    "area": "fill",
    "bar": "bar",
    "point": "scatter",
    "circle": "scatter",
    "square": "scatter",
    "rect": "image",
    "arc": "pie",
    "boxplot": "box",
    "tick": "scatter",
}
_SUMS: Final[dict[str, Callable[[list[float]], float]]] = {
    "mean": statistics.fmean,
    "average": statistics.fmean,
    "median": statistics.median,
    "sum": math.fsum,
    "min": min,
    "max": max,
}
_SORTS: Final = {
    "quantitative": "number",
    "temporal": "date",
    "nominal": "category",
    "ordinal": "category",
}

Row: TypeAlias = Mapping[Any, Any]


def read_altair(chart: Any) -> ChartData:
    """Return what an Altair chart holds.

    Parameters
    ----------
    chart : altair.TopLevelMixin
    """
    spec = chart.to_dict()
    reader = _Reader(spec.get("datasets", {}))
    panels = tuple(reader.panels(spec, []))
    title = _title(spec.get("title"))
    return ChartData(title, panels, "altair", tuple(dict.fromkeys(reader.notes)))


def _title(found: Any) -> str:
    text = found.get("text", "") if isinstance(found, dict) else found or ""
    return " ".join(text) if isinstance(text, list) else str(text)


class _Reader:
    """Reads a specification; keeps what of it could not be read."""

    def __init__(self, datasets: Mapping[str, list[Row]]) -> None:
        self._datasets = datasets
        self.notes: list[str] = []

    def panels(self, spec: Mapping[str, Any], rows: list[Row]) -> Iterator[Panel]:
        """Yield the panels of a specification, its parts' data being its own by default."""
        rows = self._rows(spec, rows)
        for joined in ("hconcat", "vconcat", "concat"):
            for part in spec.get(joined, ()):
                yield from self.panels(part, rows)
        if "layer" in spec:
            yield self._panel(spec, [(part, self._rows(part, rows)) for part in _layers(spec)])
        elif "facet" in spec and "spec" in spec:
            yield from self._faceted(spec["spec"], spec["facet"], rows)
        elif "mark" in spec:
            encoding = spec.get("encoding", {})
            split = {k: encoding[k] for k in ("row", "column", "facet") if k in encoding}
            if split:
                yield from self._faceted(spec, split, rows)
            else:
                yield self._panel(spec, [(spec, rows)])

    def _rows(self, spec: Mapping[str, Any], rows: list[Row]) -> list[Row]:
        data = spec.get("data")
        if spec.get("transform"):
            self.notes.append("Some data are transformed by the chart itself; these are left out.")
            return []
        if not isinstance(data, dict):
            return rows
        if "values" in data and isinstance(data["values"], list):
            return list(data["values"])
        if "name" in data:
            return list(self._datasets.get(data["name"], []))
        self.notes.append("Some data are not in the chart but at a URL; these are left out.")
        return []

    def _faceted(
        self, spec: Mapping[str, Any], facet: Mapping[str, Any], rows: list[Row]
    ) -> Iterator[Panel]:
        fields = [facet["field"]] if "field" in facet else [f["field"] for f in facet.values()]
        groups: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(tuple(row.get(name) for name in fields), []).append(row)
        for values, chosen in groups.items():
            parts = [(part, chosen) for part in _layers(spec)]
            yield replace(self._panel(spec, parts), title=", ".join(map(str, values)))

    def _panel(
        self, spec: Mapping[str, Any], parts: list[tuple[Mapping[str, Any], list[Row]]]
    ) -> Panel:
        series = [one for part, rows in parts for one in self._series(part, rows)]
        charted = [one for one in series if one.kind != "pie"]
        first = charted[0] if charted else None
        lies = first is not None and _lies(parts[0][0])
        x, y = (first.where, first.value) if first else (Axis(), Axis())
        if first is not None and first.rows is not None:
            y = first.rows
        if lies:
            x, y = y, x
        title = _title(spec.get("title"))
        return Panel(
            title, x, y, series=tuple(series), legend=tuple(s.name for s in series if s.name)
        )

    def _series(self, part: Mapping[str, Any], rows: list[Row]) -> Iterator[Series]:
        mark = part["mark"]["type"] if isinstance(part.get("mark"), dict) else part.get("mark")
        kind = _MARKS.get(str(mark))
        encoding = part.get("encoding", {})
        if kind is None or (kind != "pie" and not {"x", "y"} <= encoding.keys()):
            self.notes.append(f"Marks of the type {mark} are left out.")
            return
        if any("bin" in channel or "timeUnit" in channel for channel in encoding.values()):
            self.notes.append("Data that the chart puts into bins itself are left out.")
            return
        if kind == "pie":
            yield from _pie(encoding, rows)
            return
        where, value = (
            (encoding["y"], encoding["x"]) if _lies(part) else (encoding["x"], encoding["y"])
        )
        if kind == "image":
            yield from _cells(encoding, rows)
            return
        places = Positions.of([r.get(where.get("field")) for r in rows], _sort(where))
        if places.sort == "category" and where.get("sort", "ascending") == "ascending":
            places.names.sort()
        axes = _axis(where), _axis(value)
        found = list(_groups(encoding, rows, where, value, kind))
        xs = {name: places.floats(x for x, _ in points) for name, points in found}
        where_axis = places.on(axes[0], tuple(v for column in xs.values() for v in column))
        ys = [y for _, points in found for _, y in points] + [0.0] * (kind in {"bar", "fill"})
        value_axis = Positions("number", []).on(axes[1], tuple(ys))
        for name, points in found:
            amounts = tuple(y for _, y in points)
            pairs = (
                sorted(zip(xs[name], amounts, strict=True))
                if kind in {"line", "fill"}
                else zip(xs[name], amounts, strict=True)
            )
            x, y = (tuple(column) for column in zip(*pairs, strict=True)) if points else ((), ())
            if kind == "box":
                yield from _boxes(name, x, y, where_axis, value_axis)
            else:
                yield Series(name, kind, x, y, where_axis, value_axis)


def _layers(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the layers of a specification with what they inherit; itself where it has none."""
    if "layer" not in spec:
        return [spec]
    shared = spec.get("encoding", {})
    return [
        {**part, "encoding": {**shared, **part.get("encoding", {})}}
        for layer in spec["layer"]
        for part in _layers(layer)
    ]


def _sort(channel: Mapping[str, Any]) -> str | None:
    return _SORTS.get(str(channel.get("type")))


def _lies(part: Mapping[str, Any]) -> bool:
    """Return whether the values lie along x: of bars and boxes over names or dates on y."""
    encoding = part.get("encoding", {})
    x, y = encoding.get("x", {}), encoding.get("y", {})
    return _is_amount(x) and not _is_amount(y)


def _is_amount(channel: Mapping[str, Any]) -> bool:
    return channel.get("type") == "quantitative" or "aggregate" in channel


def _axis(channel: Mapping[str, Any]) -> Axis:
    """Return a channel's axis, its limits where the specification tells them."""
    scale = channel.get("scale") or {}
    title = channel.get("title")
    if title is None:
        aggregate, field = channel.get("aggregate"), channel.get("field", "")
        title = {None: field, "count": "Count of Records"}.get(aggregate, f"{aggregate} of {field}")
    kind: Scale = "log" if scale.get("type") == "log" else "linear"
    domain = scale.get("domain")
    numeric = isinstance(domain, list) and all(isinstance(v, (int, float)) for v in domain)
    limits = (min(domain), max(domain)) if numeric and domain else (math.nan, math.nan)
    return Axis(_title(title), kind, limits, inverted=bool(scale.get("reverse")))


def _groups(
    encoding: Mapping[str, Any],
    rows: list[Row],
    where: Mapping[str, Any],
    value: Mapping[str, Any],
    kind: str,
) -> Iterator[tuple[str, list[tuple[Any, float]]]]:
    """Yield the points of each series, put together as the chart says."""
    split = _split(encoding, where, value)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(", ".join(str(row.get(name)) for name in split), []).append(row)
    aggregate = value.get("aggregate") if kind != "box" else None
    for name, chosen in groups.items():
        if aggregate is None:
            yield (
                name,
                [(r.get(where.get("field")), _number(r.get(value.get("field")))) for r in chosen],
            )
            continue
        at: dict[Any, list[Row]] = {}
        for row in chosen:
            at.setdefault(row.get(where.get("field")), []).append(row)
        yield name, [(x, _sum(str(aggregate), value.get("field"), some)) for x, some in at.items()]


def _split(
    encoding: Mapping[str, Any], where: Mapping[str, Any], value: Mapping[str, Any]
) -> list[str]:
    """Return the fields that make series: those of names, other than the axes' own."""
    channels = ("color", "detail", "shape", "strokeDash", "xOffset", "yOffset")
    found = [encoding[name] for name in channels if isinstance(encoding.get(name), dict)]
    own = {where.get("field"), value.get("field")}
    named = [c["field"] for c in found if "field" in c and c.get("type") in {"nominal", "ordinal"}]
    return [name for name in dict.fromkeys(named) if name not in own]


def _sum(aggregate: str, field: Any, rows: list[Row]) -> float:
    if aggregate == "count":
        return float(len(rows))
    numbers = [n for n in (_number(row.get(field)) for row in rows) if math.isfinite(n)]
    return float(_SUMS[aggregate](numbers)) if aggregate in _SUMS and numbers else math.nan


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _boxes(
    name: str, x: Iterable[float], y: Iterable[float], where: Axis, value: Axis
) -> Iterator[Series]:
    groups: dict[float, list[float]] = {}
    for place, amount in zip(x, y, strict=True):
        groups.setdefault(place, []).append(amount)
    found = {place: sorted(values) for place, values in sorted(groups.items()) if len(values) > 1}
    if not found:
        return
    quarters = [statistics.quantiles(values, n=4, method="inclusive") for values in found.values()]
    details = {
        "q1": tuple(q[0] for q in quarters),
        "q3": tuple(q[2] for q in quarters),
        "low": tuple(values[0] for values in found.values()),
        "high": tuple(values[-1] for values in found.values()),
    }
    medians = tuple(q[1] for q in quarters)
    yield Series(name, "box", tuple(found), medians, where, value, details)


def _pie(encoding: Mapping[str, Any], rows: list[Row]) -> Iterator[Series]:
    theta, color = encoding.get("theta", {}), encoding.get("color", {})
    amounts: dict[str, float] = {}
    for row in rows:
        label = str(row.get(color.get("field")))
        amount = 1.0 if theta.get("aggregate") == "count" else _number(row.get(theta.get("field")))
        amounts[label] = amounts.get(label, 0.0) + amount
    total = sum(amounts.values()) or 1.0
    places = tuple(float(number) for number in range(len(amounts)))
    named = dict(zip(places, amounts, strict=True))
    axis = Axis(scale="category", limits=(0, max(len(places) - 1, 1)), categories=named)
    shares = tuple(amount / total for amount in amounts.values())
    yield Series("", "pie", places, shares, axis, Axis(label="share"))


def _cells(encoding: Mapping[str, Any], rows: list[Row]) -> Iterator[Series]:
    """Yield a heat map: its cells' colours are its values."""
    color = encoding.get("color", {})
    if not _is_amount(color):
        return
    x, y = encoding["x"], encoding["y"]
    at: dict[tuple[Any, Any], list[Row]] = {}
    for row in rows:
        at.setdefault((row.get(x.get("field")), row.get(y.get("field"))), []).append(row)
    across = Positions.of([place[0] for place in at], _sort(x))
    down = Positions.of([place[1] for place in at], _sort(y))
    xs, ys = across.floats(p[0] for p in at), down.floats(p[1] for p in at)
    aggregate = str(color.get("aggregate") or "mean")
    cells = tuple(_sum(aggregate, color.get("field"), some) for some in at.values())
    value = Positions("number", []).on(_axis(color), cells)
    where, rows_axis = across.on(_axis(x), xs), down.on(_axis(y), ys)
    yield Series("", "image", xs, cells, where, value, {"row": ys}, rows=rows_axis)
