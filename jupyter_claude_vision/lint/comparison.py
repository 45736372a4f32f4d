"""Comparison of a figure with itself after a change: pictures, findings of the lint, and data."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any, Final

from ..models import HIGH
from ..visible import to_visible_line
from .report import LintReport

if TYPE_CHECKING:
    from ..charts.chart_tables import ChartTables

_VALUES: Final = (
    "SELECT series, CASE axis WHEN 'x' THEN y WHEN 'top' THEN y ELSE x END AS place, value, "
    "CASE WHEN kind IN ('errorbar', 'band', 'box', 'violin') THEN low END, "
    "CASE WHEN kind IN ('errorbar', 'band', 'box', 'violin') THEN high END, x_low, x_high "
    "FROM data WHERE kind NOT IN ('rule', 'span', 'text')"
)
"""Values by series and place. Rules, spans and texts are additions of the drawing. The kind of a
mark is its form, and so are the edges of bars and areas: those that become points, or stand side by
side instead of on one another, show the same data."""

_DIGITS: Final = 12
"""Significant digits that are compared, since stacks add up in another order."""


@dataclass(frozen=True)
class FigureSnapshot:
    """A figure as it was at a time.

    Attributes
    ----------
    name : str
        The user's name for it.
    picture : bytes
        A small picture of it.
    media_type : str
    report : LintReport
        Findings of the lint.
    tables : ChartTables
        Its data.
    """

    name: str
    picture: bytes = field(repr=False)
    media_type: str
    report: LintReport = field(repr=False)
    tables: ChartTables = field(repr=False)


@dataclass(frozen=True)
class FigureComparison:
    """A figure before and after a change.

    Attributes
    ----------
    before, after : FigureSnapshot
    missing_counts, new_counts : dict of str to int
        Number of values that only one of them shows, by series.
    """

    before: FigureSnapshot
    after: FigureSnapshot
    missing_counts: dict[str, int]
    new_counts: dict[str, int]

    @property
    def has_same_data(self) -> bool:
        """True if both show the same values at the same places."""
        return not (self.missing_counts or self.new_counts)

    @property
    def mended(self) -> LintReport:
        """The findings that are gone."""
        return _subtract_findings(self.before.report, self.after.report)

    @property
    def new(self) -> LintReport:
        """The findings that the change brought."""
        return _subtract_findings(self.after.report, self.before.report)

    @property
    def summary(self) -> str:
        """One line: whether the data are the same, and how many findings there are."""
        count, now = len(self.before.report), len(self.after.report)
        if now == count:
            findings = f"{_count(now, 'finding')}, as before"
        else:
            change = f"{abs(count - now)} {'fewer' if now < count else 'more'}"
            findings = f"{_count(abs(count - now), 'finding')} {change.partition(' ')[2]}"
            findings += f" ({count} before, {now} now)"
        if self.has_same_data:
            return f"Same data, {findings}."
        return f"The data changed: {'; '.join(self._describe_changes())}. {findings.capitalize()}."

    def _describe_changes(self) -> list[str]:
        changes = []
        for name in dict.fromkeys([*self.missing_counts, *self.new_counts]):
            parts = [
                f"{_count(numbers[name], 'value')} {word}"
                for numbers, word in ((self.missing_counts, "gone"), (self.new_counts, "new"))
                if name in numbers
            ]
            changes.append(f"{to_visible_line(name)} ({', '.join(parts)})")
        return changes

    def __repr__(self) -> str:
        lines = [self.summary]
        lines += [f"mended: {finding.sentence}" for finding in self.mended]
        lines += [f"new: {finding.sentence}" for finding in self.new]
        return "\n".join(map(to_visible_line, lines))

    def _repr_html_(self) -> str:
        pictures = "".join(
            f'<figure style="margin:0;flex:1 1 300px;min-width:0"><img alt="{title}" '
            f'src="data:{snapshot.media_type};base64,{b64encode(snapshot.picture).decode()}" '
            f'style="max-width:100%"><figcaption>{title}</figcaption></figure>'
            for title, snapshot in (("before", self.before), ("after", self.after))
        )
        items = [("✓ mended", finding) for finding in self.mended]
        items += [("✗ new", finding) for finding in self.new]
        list_items = "".join(
            f"<li>{mark}: {escape(to_visible_line(finding.sentence))}</li>"
            for mark, finding in items
        )
        return (
            f'<div style="display:flex;flex-wrap:wrap;gap:1em">{pictures}</div>'
            f"<p><strong>{escape(self.summary)}</strong></p>"
            + (f"<ul>{list_items}</ul>" if list_items else "")
        )


def take_snapshot(figure: object, name: str) -> FigureSnapshot | None:
    """Return a live figure as it is now; None for anything else.

    Parameters
    ----------
    figure : object
    name : str
        The user's name for it.
    """
    from ..charts.readers import read_tables
    from ..imaging.prepare import ImageLimits, prepare_image
    from ..inputs.attachment import InputOptions
    from ..inputs.registry import recognize_input
    from .rules import lint_figure

    tables = read_tables(figure)
    if tables is None:
        return None
    attachment = recognize_input(figure, name, options=InputOptions())
    picture, media_type = prepare_image(attachment, ImageLimits(HIGH)).thumbnail()
    attachment.release()
    return FigureSnapshot(name, picture, media_type, lint_figure(figure) or LintReport(), tables)


def compare_snapshots(before: FigureSnapshot, after: FigureSnapshot) -> FigureComparison:
    """Return how a figure differs from what it was."""
    old, new = _count_values(before.tables), _count_values(after.tables)
    # Values are the same whatever their series is called, which a better legend changes.
    old_values, new_values = _without_series(old), _without_series(new)
    return FigureComparison(
        before, after, _differences(old, new_values), _differences(new, old_values)
    )


def _count_values(tables: ChartTables) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(map(_round_cell, row)) for row in tables.query(_VALUES))


def _without_series(values: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    totals: Counter[tuple[Any, ...]] = Counter()
    for row, count in values.items():
        totals[row[1:]] += count
    return totals


def _differences(
    values: Counter[tuple[Any, ...]], other_values: Counter[tuple[Any, ...]]
) -> dict[str, int]:
    """Return the number of values that the other figure lacks, by series."""
    remaining = Counter(other_values)
    counts: dict[str, int] = {}
    for row, count in values.items():
        common = min(count, remaining[row[1:]])
        remaining[row[1:]] -= common
        if count > common:
            name = str(row[0])
            counts[name] = counts.get(name, 0) + count - common
    return counts


def _round_cell(cell: Any) -> Any:
    return float(f"{cell:.{_DIGITS}g}") if isinstance(cell, float) else cell


def _subtract_findings(findings: LintReport, baseline: LintReport) -> LintReport:
    """Return findings whose rule the baseline does not break as often."""
    remaining = Counter(finding.rule for finding in baseline)
    rest = []
    for finding in findings:
        if remaining[finding.rule]:
            remaining[finding.rule] -= 1
        else:
            rest.append(finding)
    return LintReport(rest)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s'[: number != 1]}"
