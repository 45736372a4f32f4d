"""Answers as HTML for a cell: the text with its marks, and what comes after the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ..claims import MARKS
from ..claims.verdict_html import render_verdict_badge
from ..text import escape_html, escape_markdown, render_html
from ..text.text_tables import render_html_table
from .claim_marks import REPAIR_OFFER, render_claims_html
from .picture_html import prepare_cell_pictures, render_cell_html
from .rendering import iterate_sentences, iterate_tables, mark_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .citations import Citations
    from .findings import Findings
    from .sent_attachment import SentImage

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Private-use characters around a mark, which Markdown leaves as they are."""

_FOREIGN: Final = str.maketrans(dict.fromkeys((_OPEN, _CLOSE), "\N{REPLACEMENT CHARACTER}"))
"""An answer that has these characters itself draws no badge with them."""

_MARK: Final = re.compile(f"{_OPEN}(.*?){_CLOSE}", re.DOTALL)
_VERDICTS: Final = {sign: verdict for verdict, sign in MARKS.items()}
_VERDICT_SIGN: Final = re.compile("|".join(f"\\(?{re.escape(sign)}\\)?" for sign in _VERDICTS))
_MOST_BYTES: Final = 500_000
"""Of all pictures of an answer."""

_HEADING: Final = re.compile(r"<h([1-6])>")
_FOOTER: Final = '<p style="font-size: 0.85em; opacity: 0.75">{footer}</p>'


def render_marked_html(text: str, findings: Findings, citations: Citations) -> str:
    """Return an answer's text as safe HTML, with a badge for the verdict of each statement.

    Parameters
    ----------
    text : str
        Untrusted Markdown.
    findings : Findings
    citations : Citations
    """
    text_with_marks = mark_text(text.translate(_FOREIGN), findings, citations, _wrap_mark)
    return _MARK.sub(_render_mark, render_text_html(text_with_marks))


def render_text_html(text: str) -> str:
    """Return untrusted Markdown as safe HTML for a cell."""
    return unlist_headings(render_html(text))


def unlist_headings(html: str) -> str:
    """Return rendered HTML whose headings a notebook does not list as its own.

    JupyterLab and Notebook 7 list the headings of outputs, too, unless they have this class.
    """
    return _HEADING.sub(r'<h\1 class="jp-toc-ignore">', html)


def _wrap_mark(mark: str) -> str:
    return f"{_OPEN}{escape_markdown(mark)}{_CLOSE}"


def _render_mark(match: re.Match[str]) -> str:
    """Return a mark whose signs of verdicts are badges; its text is HTML already."""
    return _VERDICT_SIGN.sub(_render_badge, match[1])


def _render_badge(match: re.Match[str]) -> str:
    sign = match[0].strip("()")
    return render_verdict_badge(_VERDICTS[sign], sign)


def render_rest_html(findings: Findings, notice: str, footer: str) -> str:
    """Return what stands after an answer's text as safe HTML.

    Parameters
    ----------
    findings : Findings
    notice : str
        Empty for none.
    footer : str
    """
    bold_notice = f"<p><strong>{escape_html(notice)}</strong></p>" if notice else ""
    parts = (*_render_findings(findings), bold_notice, _FOOTER.format(footer=escape_html(footer)))
    return "".join(parts)


def render_with_pictures(images: Sequence[SentImage], text: str) -> str:
    """Return an answer beside its pictures, as safe HTML for a cell.

    Parameters
    ----------
    images : sequence of SentImage
    text : str
        Safe HTML.
    """
    return render_cell_html(prepare_cell_pictures(images, _MOST_BYTES), text)


def _render_findings(findings: Findings) -> Iterator[str]:
    for header, rows in iterate_tables(findings):
        yield render_html_table(header, rows)
    for sentence in iterate_sentences(findings):
        yield f"<p><em>{escape_html(sentence)}</em></p>"
    if findings.is_checked:
        yield render_claims_html(findings.claims)
        if findings.claims.of("wrong"):
            yield f"<p><em>{escape_html(REPAIR_OFFER)}</em></p>"
    for problem in findings.problems:
        yield f"<p><strong>{escape_html(problem)}</strong></p>"
