"""Findings of a lint: a sequence that is a table in the notebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from ..text.dataframes import to_dataframe
from ..text.text_tables import render_plain_table
from ..visible import to_visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

Region: TypeAlias = tuple[int, int, int, int]

EMPTY_TEXT: Final = "Nothing to report."


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a chart breaks a rule.

    Attributes
    ----------
    rule : str
        Its name, as in ``RULES``.
    sentence : str
        The fault, with the figures that show it, and a remedy.
    panel : str or None
        As the chart tables name it; None for the whole figure.
    region : tuple of int or None
        Left, top, right and bottom in pixels of the picture as it is sent; None where the library
        does not tell where it draws.
    """

    rule: str
    sentence: str
    panel: str | None = None
    region: Region | None = None


class LintReport(Sequence[Finding]):
    """Findings, in reading order of the rules.

    Parameters
    ----------
    findings : iterable of Finding
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._findings = tuple(findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> LintReport: ...
    def __getitem__(self, index: int | slice) -> Finding | LintReport:
        if isinstance(index, slice):
            return LintReport(self._findings[index])
        return self._findings[index]

    def __len__(self) -> int:
        return len(self._findings)

    def to_text(self) -> str:
        """Return the findings as lines of text, each with its panel and region."""
        return "\n".join(f"- {_describe_finding(finding)}" for finding in self)

    def to_frame(self) -> Any:
        """Return the findings as a pandas DataFrame.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        return to_dataframe(
            {
                "rule": [finding.rule for finding in self],
                "sentence": [finding.sentence for finding in self],
                "panel": [finding.panel for finding in self],
                "region": [finding.region for finding in self],
            }
        )

    def __repr__(self) -> str:
        lines = [(finding.rule, finding.panel or "", finding.sentence) for finding in self]
        return render_plain_table(("rule", "panel", "finding"), lines) if lines else EMPTY_TEXT

    def _repr_html_(self) -> str:
        if not self:
            return f"<p>{EMPTY_TEXT}</p>"
        body = "".join(
            f"<tr><td>{_escape_text(finding.rule)}</td><td>{_escape_text(finding.panel or '')}</td>"
            f'<td style="text-align:left">{_escape_text(finding.sentence)}</td></tr>'
            for finding in self
        )
        head = "<tr><th>rule</th><th>panel</th><th>finding</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def round_box(box: tuple[float, float, float, float]) -> Region:
    """Return a box in whole pixels."""
    left, top, right, bottom = map(round, box)
    return left, top, right, bottom


def _describe_finding(finding: Finding) -> str:
    panel = "" if finding.panel is None else f" (panel {finding.panel!r})"
    region = "" if finding.region is None else f" Region: {', '.join(map(str, finding.region))}."
    return f"{finding.rule}{panel}: {finding.sentence}{region}"


def _escape_text(text: str) -> str:
    return escape(to_visible_line(text))
