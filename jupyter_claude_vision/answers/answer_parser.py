"""What comes of an answer, piece by piece: its text, and what it holds besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .findings import Findings, findings
from .structured.partial_json import Unwrapper
from .structured.response_format import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..charts import ChartData
    from .sent_attachment import SentImage
    from .structured.response_format import Form


class Hearing:
    """Takes what comes; gives the answer's text, and in the end what it holds besides.

    Parameters
    ----------
    form : Form
        What was asked for.
    gateway : str, optional
        The host that answers, where it is not the platform's own.

    Attributes
    ----------
    lost_citations : int
        How many pointed at no document and were left out.
    """

    def __init__(self, form: Form, gateway: str | None = None) -> None:
        self._form = form
        self._gateway = gateway
        self._inside = Unwrapper(TEXT)
        self._texts: list[str] = []
        self.lost_citations = 0

    def feed(self, piece: str) -> str:
        """Take the next piece; return what it adds to the answer's text."""
        text = self._inside.feed(piece) if self._form else piece
        self._texts.append(text)
        return text

    @property
    def length(self) -> int:
        """How many characters of the answer's text came so far."""
        return sum(map(len, self._texts))

    def read(
        self,
        stop_reason: str | None,
        images: Iterable[SentImage],
        charts: Mapping[int, ChartData | None],
    ) -> tuple[str, str, Findings]:
        """Return the text, the object as it came, and what that holds besides.

        Parameters
        ----------
        stop_reason : str or None
        images : iterable of SentImage
            That coordinates can refer to.
        charts : mapping of int to ChartData or None
            What their figures hold, by number.
        """
        text, raw = "".join(self._texts), self._inside.raw
        if not self._form or not raw:
            return text, "", Findings(problems=self._lost())
        parsed = self._form.read(raw)
        if parsed is not None:
            return parsed[TEXT], raw, findings(self._form, parsed, images, charts)
        if stop_reason == "end_turn":
            return raw, "", Findings(problems=(self._formless(),))
        missing = " and ".join(self._form.parts)
        problems = (f"It ended before its {missing}.",) if text else ()
        return text or raw, "", Findings(problems=problems)

    def _formless(self) -> str:
        said = "The answer is not in the form that was asked for, and is shown as it came"
        likely = f": {self._gateway} seems not to pass it on (structured outputs)"
        return f"{said}{likely if self._gateway else ''}."

    def _lost(self) -> tuple[str, ...]:
        count = self.lost_citations
        return (f"{count} citation{'s' * (count > 1)} pointed at no document.",) if count else ()
