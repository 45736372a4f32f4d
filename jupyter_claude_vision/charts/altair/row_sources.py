"""Data of a compiled chart that are computed row by row: what is filtered, parsed and copied."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .frame_columns import FrameColumn, LargeFrame, NotRowWiseError
from .mark_columns import CodedColumn, group_items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .instrumentation import Spec

_FIELD: Final = r"datum\[(\"(?:[^\"\\]|\\.)*\"|'[^'\\]*')\]"
_OWN_FIELD: Final = r"datum\[(?:\"(?:[^\"\\]|\\.)*\"|'[^'\\]*')\]"
_TEST: Final = re.compile(
    rf"(?:\(isDate\({_OWN_FIELD}\) \|\| \(isValid\({_FIELD}\) && isFinite\(\+{_OWN_FIELD}\)\)\)"
    rf"|(isValid|isFinite)\(\+?{_FIELD}\))(?: && |$)"
)
_FORMULA: Final = re.compile(rf"(?:(toDate|toNumber)\({_FIELD}\)|{_FIELD})")
_CATEGORY: Final = re.compile(rf"{_FIELD}===(\"(?:[^\"\\]|\\.)*\") \? (\d+) : ")


@dataclass(frozen=True, eq=False)
class RowSource:
    """Data of a compiled chart, each row of which is a row of a data frame.

    Attributes
    ----------
    name : str
        Of the frame.
    frame : LargeFrame
    rows : array of int
        The rows that are left, in their order.
    columns : mapping of str to FrameColumn
        Those that the chart computes; all rows of the frame have values in them.
    groups : tuple of tuple
        The fields by which a facet divides the rows, from the outermost on, each with whether
        its parts are panels.
    """

    name: str
    frame: LargeFrame
    rows: Any
    columns: Mapping[str, FrameColumn] = field(default_factory=dict)
    groups: tuple[tuple[tuple[str, ...], bool], ...] = ()

    def find_column(self, name: str) -> FrameColumn:
        """Return a column, which the chart may have changed."""
        return self.columns.get(name) or self.frame.read_column(name)

    def has_column(self, name: str) -> bool:
        """Return whether there is a column of that name."""
        return name in self.columns or name in self.frame.frame.columns

    @property
    def panel_fields(self) -> tuple[str, ...]:
        """The fields that divide the rows into panels."""
        return tuple(name for fields, is_panel in self.groups if is_panel for name in fields)

    def combine_codes(self, fields: Sequence[str]) -> Any:
        """Return a number for each distinct combination of fields, for all rows of the frame."""
        codes = np.zeros(len(self.frame), dtype=np.int64)
        for name in dict.fromkeys(fields):
            own_codes = self.find_column(name).codes
            codes = codes * (int(own_codes.max(initial=0)) + 1) + own_codes
            codes = np.unique(codes, return_inverse=True)[1].reshape(-1)
        return codes

    def divide(self, fields: Sequence[str], *, into_panels: bool) -> RowSource:
        """Return the rows divided by fields."""
        return replace(self, groups=(*self.groups, (tuple(fields), into_panels)))

    def find_first_rows(self, fields: Sequence[str]) -> Any:
        """Return the first row of each combination of fields in each panel."""
        codes = self.combine_codes([*self.panel_fields, *fields])[self.rows]
        return self.rows[np.unique(codes, return_index=True)[1]]

    def find_extremes(self, name: str, fields: Sequence[str] = ()) -> Any:
        """Return the rows with the least and the greatest of a field in each panel.

        Parameters
        ----------
        name : str
        fields : sequence of str
            For each of their combinations, too.
        """
        values = self.find_column(name).require_numbers()
        rows = self.rows[~np.isnan(values[self.rows])]
        if not len(rows):
            return rows
        if not fields and not self.panel_fields:
            return rows[[np.argmin(values[rows]), np.argmax(values[rows])]]
        all_codes = self.combine_codes([*self.panel_fields, *fields])
        order = rows[np.lexsort((values[rows], all_codes[rows]))]
        codes = all_codes[order]
        is_edge = np.flatnonzero(np.diff(codes))
        return order[np.concatenate([[0], is_edge, is_edge + 1, [len(order) - 1]])]

    def apply_transform(self, transform: Spec) -> RowSource:
        """Return the rows after one of Vega's transforms.

        Raises
        ------
        NotRowWiseError
            It is not known here as one that changes each row by itself.
        """
        kind = transform["type"]
        if kind not in _TRANSFORMS:
            raise NotRowWiseError
        return _TRANSFORMS[kind](self, transform)

    def find_valid(self, expression: str) -> Any:
        """Return an array that is true for each row of the frame that passes a test for nulls."""
        valid = np.ones(len(self.frame), dtype=bool)
        place = 0
        while place < len(expression):
            match = _TEST.match(expression, place)
            if match is None:
                raise NotRowWiseError
            date_field, function, plain_field = match.groups()
            column = self.find_column(unquote_field(date_field or plain_field))
            if column.kind not in {"number", "date"} and function != "isValid":
                raise NotRowWiseError
            if function != "isFinite":  # as a number, null is 0
                valid &= column.valid
            place = match.end()
        return valid

    def group_rows(self, rows: Any) -> list[Any]:
        """Return rows by the paths that they belong to."""
        groups = [rows]
        for fields, is_panel in self.groups:
            if not is_panel:
                codes = self.combine_codes(fields)
                groups = [part for group in groups for part in group_items(codes, group)]
        return groups


def unquote_field(text: str) -> str:
    """Return the name of a field from its text in an expression."""
    return str(json.loads(text)) if text.startswith('"') else text[1:-1]


def _filter_rows(source: RowSource, transform: Spec) -> RowSource:
    valid = source.find_valid(transform["expr"])
    return replace(source, rows=source.rows[valid[source.rows]])


def _compute_column(source: RowSource, transform: Spec) -> RowSource:
    match = _FORMULA.fullmatch(transform["expr"])
    if match is None:
        return _compute_positions(source, transform)
    function, argument, copy = match.groups()
    column = source.find_column(unquote_field(argument or copy))
    if function == "toDate":
        column = column.parse_dates()
    elif function and column.kind != "number":
        raise NotRowWiseError
    return replace(source, columns={**source.columns, transform["as"]: column})


def _compute_positions(source: RowSource, transform: Spec) -> RowSource:
    """Return the rows with the positions of categories in an order that the chart names."""
    categories = list(_CATEGORY.finditer(transform["expr"]))
    names = {unquote_field(match[1]) for match in categories}
    rest = _CATEGORY.sub("", transform["expr"])
    if len(names) != 1 or not rest.isdecimal():
        raise NotRowWiseError
    values = source.find_column(names.pop()).values
    if not isinstance(values, CodedColumn):
        raise NotRowWiseError
    positions = {json.loads(match[2]): float(match[3]) for match in reversed(categories)}
    numbers = [positions.get(value, float(rest)) for value in values.values]
    column = FrameColumn("number", np.array(numbers)[values.codes])
    return replace(source, columns={**source.columns, transform["as"]: column})


def _stack_rows(source: RowSource, transform: Spec) -> RowSource:
    """Return the rows with their segments, if each is a stack of its own."""
    fields = [name for group, _ in source.groups for name in group]
    codes = source.combine_codes([*fields, *transform["groupby"]])[source.rows]
    if transform["offset"] != "zero" or len(np.unique(codes)) < len(codes):
        raise NotRowWiseError
    column = source.find_column(transform["field"])
    if column.kind != "number":
        raise NotRowWiseError
    ends = np.where(column.valid, column.values, 0.0)
    start_name, end_name = transform["as"]
    segments = {
        start_name: FrameColumn("number", np.zeros(len(ends))),
        end_name: FrameColumn("number", ends),
    }
    return replace(source, columns={**source.columns, **segments})


def _impute_rows(source: RowSource, transform: Spec) -> RowSource:
    """Return the rows as they are, if there is no second group that could lack one."""
    if transform["groupby"] or transform.get("keyvals"):
        raise NotRowWiseError
    return source


_TRANSFORMS: Final = {
    "filter": _filter_rows,
    "formula": _compute_column,
    "stack": _stack_rows,
    "impute": _impute_rows,
}
