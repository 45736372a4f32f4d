"""The rows of large data frames that Vega needs, to lay a chart out as with all of them.

They hold the ends of every scale, each category, each panel and each series once, and the marks
that reach farthest out. That suffices for a chart whose data are computed row by row.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .frame_columns import NotRowWiseError
from .instrumentation import DISCRETE_SCALES, is_panel_group, read_channel
from .mark_columns import group_items
from .row_sources import RowSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .frame_columns import LargeFrame
    from .instrumentation import Channel, Spec

_SCALES: Final = DISCRETE_SCALES | {"linear", "log", "pow", "sqrt", "symlog", "time", "utc"}
_MARKS: Final = frozenset({"symbol", "line", "area", "trail", "rect", "rule"})
_SHAPES: Final = frozenset({"", "linear", "monotone", "step", "step-after", "step-before"})
"""Interpolations that do not leave the box around a line's points."""

_PLACES: Final = ("x", "x2", "xc", "y", "y2", "yc")
_COLORS: Final = frozenset({"fill", "stroke", "opacity", "fillOpacity", "strokeOpacity"})
_LOOKS: Final = _COLORS | {"shape", "size", "strokeDash"}
_UNSEEN: Final = frozenset({"tooltip", "description", "href", "cursor", "ariaRoleDescription"})
RANDOM_ROWS: Final = 300
"""Rows of a sample that are there only to be compared."""


@dataclass(frozen=True, eq=False)
class MarkPlan:
    """A mark whose data are rows of a large frame.

    Attributes
    ----------
    spec : dict
        The mark in the compiled chart.
    source : RowSource
    category_fields : tuple of str
        The fields that decide where it stands along scales of categories.
    """

    spec: Spec
    source: RowSource
    category_fields: tuple[str, ...]

    @property
    def properties(self) -> Spec:
        """Its encoded properties, by name."""
        return read_properties(self.spec)


@dataclass(eq=False)
class SamplePlan:
    """The rows that a chart needs, and the marks that show all of them.

    Attributes
    ----------
    frames : mapping of str to LargeFrame
    marks : list of MarkPlan
    """

    frames: Mapping[str, LargeFrame]
    marks: list[MarkPlan] = field(default_factory=list)
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    _references: dict[str, int] = field(default_factory=dict)

    def visit_chart(self, vega: Spec) -> None:
        """Find the marks and the rows of a chart.

        Raises
        ------
        NotRowWiseError
            Some of what it computes may need all rows.
        """
        self._visit_group(vega, {}, ())
        texts = [text for text in _find_texts(vega) if text]
        for name, count in self._references.items():
            in_quotes = f'"{name}"', f"'{name}'"
            uses = sum(text == name or any(q in text for q in in_quotes) for text in texts)
            if uses != count:
                raise NotRowWiseError

    def choose_rows(self, name: str) -> Any:
        """Return the rows of a frame that are needed, rising, and some more to compare."""
        count = len(self.frames[name])
        random = np.random.default_rng(0).integers(0, count, RANDOM_ROWS)
        return np.unique(np.concatenate([random, *self._rows.get(name, [])]).astype(np.intp))

    def _add_rows(self, source: RowSource, rows: Any) -> None:
        self._rows.setdefault(source.name, []).append(rows)

    def _refer(self, name: str, scope: Mapping[str, RowSource]) -> RowSource | None:
        if name in scope:
            self._references[name] = self._references.get(name, 0) + 1
        return scope.get(name)

    def _visit_group(
        self, group: Spec, scope: Mapping[str, RowSource], scales: Sequence[Spec]
    ) -> None:
        scope = dict(scope)
        for data in group.get("data", ()):
            self._visit_data(data, scope)
        scales = [*group.get("scales", ()), *scales]
        for scale in group.get("scales", ()):
            self._visit_scale(scale, scope)
        for mark in group.get("marks", ()):
            origin = mark.get("from") or {}
            facet = origin.get("facet") or {}
            source = self._refer(str(origin.get("data", facet.get("data", ""))), scope)
            if mark["type"] != "group":
                if source is not None:
                    self._visit_mark(mark, source, scales)
                continue
            name = str(facet.get("name", ""))
            parts = {} if source is None else {name: self._divide(mark, source)}
            self._visit_group(mark, {**scope, **parts}, scales)
            self._references.pop(name, None)

    def _divide(self, mark: Spec, source: RowSource) -> RowSource:
        """Return a source as a group of marks divides it."""
        facet = mark["from"].get("facet")
        is_panel = is_panel_group(mark)
        if (
            not facet
            or facet.keys() - {"name", "data", "groupby", "aggregate"}
            or facet.get("aggregate", {"cross": True}) != {"cross": True}
        ):
            raise NotRowWiseError
        if "sort" in mark and not is_panel:
            raise NotRowWiseError
        groupby = facet["groupby"]
        fields = [groupby] if isinstance(groupby, str) else groupby
        parts = source.divide(list(map(resolve_field, fields)), into_panels=is_panel)
        all_fields = [name for group, _ in parts.groups for name in group]
        self._add_rows(parts, parts.find_first_rows(all_fields))
        return parts

    def _visit_data(self, data: Spec, scope: dict[str, RowSource]) -> None:
        name = data["name"]
        if name in self.frames:
            if (data.get("format") or {}).get("parse"):
                raise NotRowWiseError
            frame = self.frames[name]
            source: RowSource | None = RowSource(name, frame, np.arange(len(frame)))
        else:
            origin = data.get("source")
            source = self._refer(origin, scope) if isinstance(origin, str) else None
        if source is None:
            return
        for transform in data.get("transform", ()):
            if transform["type"] == "aggregate" and not transform.keys() - {"type", "groupby"}:
                # The sample has each combination, and so all that is made of them.
                fields = list(map(resolve_field, transform["groupby"]))
                self._add_rows(source, source.find_first_rows(fields))
                return
            source = source.apply_transform(transform)
        scope[name] = source
        self._refer(name, scope)

    def _visit_scale(self, scale: Spec, scope: Mapping[str, RowSource]) -> None:
        domain = scale.get("domain")
        if not isinstance(domain, dict):
            return
        parts = domain.get("fields") or [domain]
        source = None
        for part in parts:
            if isinstance(part, list):
                continue
            reference = part if isinstance(part, dict) else {"field": part}
            name = reference.get("data") or domain.get("data")
            if reference.get("data") or part is parts[0]:
                source = self._refer(str(name), scope)
            if source is None or "field" not in reference:
                if source is not None:
                    raise NotRowWiseError
                continue
            self._visit_domain(scale, source, reference["field"], domain.get("sort"))

    def _visit_domain(self, scale: Spec, source: RowSource, name: Any, sort: Any) -> None:
        kind = scale.get("type", "linear")
        if kind not in _SCALES or scale.get("clamp") or not isinstance(name, str):
            raise NotRowWiseError
        path = resolve_field(name)
        if kind not in DISCRETE_SCALES:
            self._add_rows(source, source.find_extremes(path))
            return
        self._add_rows(source, source.find_first_rows([path]))
        if isinstance(sort, dict) and sort.keys() != {"order"}:
            if sort.get("op") not in {"min", "max"}:
                raise NotRowWiseError
            self._add_rows(source, source.find_extremes(resolve_field(sort["field"]), [path]))

    def _visit_mark(self, mark: Spec, source: RowSource, scales: Sequence[Spec]) -> None:
        properties = read_properties(mark)
        interpolate = (properties.get("interpolate") or {}).get("value", "")
        if mark["type"] not in _MARKS or interpolate not in _SHAPES:
            raise NotRowWiseError
        types = {scale["name"]: str(scale.get("type", "linear")) for scale in reversed(scales)}
        categories: list[str] = []
        places: list[str] = []
        for name, channel in _find_channels(properties):
            if channel.offset_field:
                categories.append(resolve_field(channel.offset_field))
            if not channel.field:
                continue
            path, scale_type = resolve_field(channel.field), types.get(channel.scale)
            if name in _PLACES:
                if scale_type == "log":
                    _require_positive(source, path)
                (categories if scale_type in DISCRETE_SCALES else places).append(path)
            self._add_null_rows(source, path)
        plan = MarkPlan(mark, source, tuple(categories))
        self.marks.append(plan)
        self._add_rows(source, source.find_first_rows(categories))
        self._add_outer_rows(plan, places, types)

    def _add_null_rows(self, source: RowSource, path: str) -> None:
        """Add rows that show how Vega takes nulls, and clocks that change."""
        column = source.find_column(path)
        nulls = np.flatnonzero(~column.valid)
        self._add_rows(source, np.concatenate([nulls[:3], nulls[-3:]]))
        self._add_rows(source, column.find_time_changes())

    def _add_outer_rows(
        self, plan: MarkPlan, places: Sequence[str], types: Mapping[str, str]
    ) -> None:
        """Add the marks that reach farthest to each side, by their shapes and sizes."""
        properties = plan.properties
        source = plan.source
        if "defined" in properties:
            valid = source.find_valid(properties["defined"]["signal"])
            source = replace(source, rows=source.rows[valid[source.rows]])
        paths = {name: _find_path(properties, name) for name in ("shape", "size")}
        fields = [path for path, scale in paths.values() if types.get(scale) in DISCRETE_SCALES]
        sizes = paths["size"][0] if paths["size"][0] not in fields else ""
        for path in places:
            self._add_rows(source, source.find_extremes(path, fields))
        if not sizes:
            return
        self._add_rows(source, source.find_extremes(sizes, [*plan.category_fields, *fields]))
        for rows in group_items(source.combine_codes([*source.panel_fields, *fields]), source.rows):
            for path in places:
                self._add_rows(source, _find_fronts(replace(source, rows=rows), path, sizes))


def _find_channels(properties: Spec) -> Iterator[tuple[str, Channel]]:
    """Yield the properties of a mark that show data.

    Raises
    ------
    NotRowWiseError
        What one of them does to the chart is not known here.
    """
    for name, encoded in properties.items():
        channel = read_channel(encoded, name)
        if name in _UNSEEN or name == "defined":
            continue
        if channel is not None:
            if channel.field and name not in {*_PLACES, *_LOOKS}:
                raise NotRowWiseError
            yield name, channel
        elif name not in _COLORS and _shows_field(encoded):
            raise NotRowWiseError


def _find_path(properties: Spec, name: str) -> tuple[str, str]:
    """Return the field that a property shows, and its scale; empty where it has none."""
    channel = read_channel(properties.get(name), name)
    if channel is None or not channel.field:
        return "", ""
    return resolve_field(channel.field), channel.scale


def _require_positive(source: RowSource, path: str) -> None:
    if (source.find_column(path).require_numbers()[source.rows] <= 0).any():
        raise NotRowWiseError


def _find_fronts(source: RowSource, path: str, sizes: str) -> Any:
    """Return the rows that no other row surpasses in its place and its size."""
    places = source.find_column(path).require_numbers()[source.rows]
    amounts = source.find_column(sizes).require_numbers()[source.rows]
    rows = []
    for place_sign in (1, -1):
        for amount_sign in (1, -1):
            order = np.lexsort((-amount_sign * amounts, -place_sign * places))
            order = order[~np.isnan(places[order] + amounts[order])]
            signed_amounts = amount_sign * amounts[order]
            best = np.maximum.accumulate(signed_amounts)
            rows.append(source.rows[order[np.flatnonzero(np.diff(best, prepend=-np.inf) > 0)]])
    return np.concatenate(rows)


def read_properties(mark: Spec) -> Spec:
    """Return what a mark shows, by the names of its properties."""
    encode = mark.get("encode", {})
    return {**encode.get("enter", {}), **encode.get("update", {})}


def resolve_field(path: str) -> str:
    """Return the name of a field from its path.

    Raises
    ------
    NotRowWiseError
        It leads into an object.
    """
    name = path.replace("\\.", "").replace("\\[", "").replace("\\]", "")
    if any(character in name for character in ".[]\\"):
        raise NotRowWiseError
    return path.replace("\\", "")


def _shows_field(node: Any) -> bool:
    """Return whether a property depends on data."""
    if isinstance(node, list):
        return any(map(_shows_field, node))
    if isinstance(node, dict):
        return isinstance(node.get("field"), str) or any(map(_shows_field, node.values()))
    return "datum" in str(node)


def _find_texts(node: Any) -> Iterator[str]:
    """Yield every text in a specification but those of its data."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for part in node:
            yield from _find_texts(part)
    elif isinstance(node, dict):
        for key, part in node.items():
            if key != "values":
                yield from _find_texts(part)
