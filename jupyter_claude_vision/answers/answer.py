"""The answer to a question, with everything that was sent for it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ..errors import PromptError
from ..options import AskKeywords
from ..options.signatures import accept_options
from ..text import escape_markdown, find_code, to_plain_line
from .answer_html import render_marked_html, render_rest_html, render_with_pictures
from .citations import Citations
from .findings import Findings
from .regions import Regions, draw_regions_on_axes
from .rendering import draw_regions, mark_text, render_markdown, render_plain, shorten_reason
from .tool_calls import ToolCalls
from .usage import Usage, compute_cost, compute_savings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Unpack

    from PIL import Image

    from ..claims import Claims, Reading, TableComparison
    from .sent_attachment import SentImage

_NOTICES: Final = {
    "max_tokens": "Cut off at {max_tokens:,} tokens: ask for more with --max-tokens.",
    "refusal": "Claude declined to answer this{reason}; the conversation goes on without it.",
    "model_context_window_exceeded": (
        "Cut off: the conversation fills the model's window. Start another with --new."
    ),
    "tool_use": (
        "Claude wanted to call another tool: allow more with %config ClaudeVision.tool_rounds."
    ),
    "pause_turn": "Claude paused here and is not done: ask it to go on.",
    "stopped": "Stopped. The conversation is as before.",
    "failed": "Broken off. The conversation is as before; run the cell again.",
}
"""What an unusual stop reason means to a reader, with advice."""


_ONLY_THINKING: Final = (
    "Thinking took all of the {max_tokens:,} tokens: ask with more --max-tokens or a lower "
    "--effort."
)
_LONGEST_REASON: Final = 200

_ORDINARY_STOP_REASONS: Final = frozenset({"end_turn", "stop_sequence", None})


@dataclass(frozen=True, slots=True)
class Timings:
    """Durations of an answer, in seconds from the question.

    Attributes
    ----------
    preparation : float
        Until the pictures were ready to be sent.
    first_text : float or None
        Until the first piece of the answer arrived.
    total : float
    """

    preparation: float
    first_text: float | None
    total: float


@dataclass(frozen=True, eq=False)
class Answer:
    """An answer, with everything that was sent for it.

    A notebook displays it as safe Markdown: no raw HTML, no remote image, and a formula only
    where Claude wrote one.

    Attributes
    ----------
    text : str
        As Claude wrote it.
    prompt : str
        As it was sent.
    images : tuple of SentImage
        The attachments of this turn, then the pictures that tools gave;
        ``answer.images[0].sent`` is a PIL image.
    message : anthropic.types.Message or None
        The whole response, the last one where tools were called; None where it broke off.
    usage : Usage
        Tokens of all of its requests.
    model, provider : str
    stop_reason : str or None
        The API's, or "stopped" or "failed" where the answer broke off.
    max_tokens : int
    seconds : Timings
    cached : datetime or None
        Time of the question, for an answer from the cache.
    branch : callable or None
        Asks the question that follows; see `ask`.
    raw : str
        The whole JSON object, where more than text was requested; else empty.
    findings : Findings
        Its content besides the text.
    citations : Citations
        The pages that its sentences are from (``--cite``), as a table.
    is_alternative_text : bool
        The text is meant for a screen reader.
    batched : bool
        It is from a batch, at half the price.
    thinking : str
        A summary of Claude's thinking before the answer (``--thinking``); else empty. It is not
        part of the text, nor of any later question.
    explanation : str
        The API's explanation of a refusal; else empty.
    tool_calls : ToolCalls
        The tools that Claude called before it answered, as a table (``--tools``).
    requests : int
        The requests that it took: one, and one more for each round of calls.
    """

    text: str
    prompt: str
    images: tuple[SentImage, ...]
    message: Any = field(repr=False)
    usage: Usage
    model: str
    provider: str
    stop_reason: str | None
    max_tokens: int
    seconds: Timings
    cached: datetime | None = None
    branch: Callable[..., Answer] | None = field(default=None, repr=False)
    raw: str = field(default="", repr=False)
    findings: Findings = field(default_factory=Findings, repr=False)
    is_alternative_text: bool = False
    citations: Citations = field(default_factory=Citations, repr=False)
    batched: bool = False
    thinking: str = field(default="", repr=False)
    explanation: str = ""
    tool_calls: ToolCalls = field(default_factory=ToolCalls, repr=False)
    requests: int = 1

    @accept_options(AskKeywords)
    def ask(self, prompt: str = "", source: object = ..., **options: Unpack[AskKeywords]) -> Answer:
        """Ask a question that follows this answer, regardless of later questions, and show it.

        Parameters
        ----------
        prompt : str
        source : object, optional
            More to look at, as in `see`.
        **options
            As in `see`.

        Returns
        -------
        Answer
            Of a conversation of its own, which goes on with that answer's `ask`.

        Raises
        ------
        PromptError
            This answer broke off, was refused or is empty, so that nothing can follow it; or it
            was loaded from a file: `resume` continues its conversation.
        """
        if self.branch is None:
            msg = (
                "Nothing can follow an answer that broke off, was refused or is empty: ask again. "
                "To follow an answer that was loaded, resume() its conversation."
            )
            raise PromptError(msg)
        return self.branch(prompt, source, options)

    def repair(self) -> Answer:
        """Ask once more with the data's values of what is wrong, and check the new answer.

        This answer is shown with its marks, then the new one, whose statements are checked again.
        The data's values of the wrong statements are sent to Claude.

        Returns
        -------
        Answer
            The new one.

        Raises
        ------
        PromptError
            No statement of this answer was found wrong, or nothing can follow it (see `ask`).
        """
        prompt = self.claims.build_repair_prompt()
        if self.branch is not None:
            _show_again(self)
        return self.ask(prompt, check=True)

    @property
    def conversation_text(self) -> str:
        """The answer as later questions of the conversation repeat it to the model."""
        return self.raw or self.text

    @property
    def alt(self) -> str:
        """The text on one line and without Markdown, as alternative text of a picture."""
        return to_plain_line(self.text)

    @property
    def code(self) -> str:
        """The last block of Python code in the text, as it would be run; empty without one."""
        return find_code(self.text)

    @property
    def regions(self) -> Regions:
        """The boxes and points that it names, in pixels of the originals (``--boxes``)."""
        return self.findings.regions

    @property
    def data(self) -> Any:
        """An instance of the requested type (``--schema``); None without one."""
        return self.findings.data

    @property
    def table(self) -> Reading | None:
        """The values that were read off a chart (``--table``)."""
        return self.findings.table

    @property
    def comparison(self) -> TableComparison | None:
        """Differences between the table and the figure's own data, where these are known."""
        return self.findings.comparison

    @property
    def claims(self) -> Claims:
        """The answer's statements, checked against the figure's own data (``--check``)."""
        return self.findings.claims

    def overlay(self, picture: int | str = 0) -> Image.Image:
        """Return a picture as it was sent, with the regions on it and a legend under it.

        Parameters
        ----------
        picture : int or str
            Its index among the pictures that have regions, or its name.

        Raises
        ------
        InputError
            The picture has no regions.
        """
        return draw_regions(self.regions, picture)

    def draw_on(self, axes: Any) -> list[Any]:
        """Draw the regions on a matplotlib Axes, and return the artists.

        Those of a live figure are drawn in data coordinates: the ones that lie on this Axes, or
        all of them where none does. Those of pictures are drawn in pixels, as on an ``imshow``.

        Parameters
        ----------
        axes : matplotlib.axes.Axes

        Returns
        -------
        list of matplotlib.artist.Artist
        """
        return draw_regions_on_axes(axes, self.regions)

    @cached_property
    def cost(self) -> Decimal | None:
        """The cost in USD: 0 from the cache; None where the price is not known."""
        if self.cached is not None:
            return Decimal(0)
        price = compute_cost(self.usage, self.model, self.provider)
        return price / 2 if price is not None and self.batched else price

    @property
    def notice(self) -> str:
        """A notice about an unusual end of the answer; empty for an ordinary one."""
        if self.stop_reason == "max_tokens" and not self.text.strip():
            return _ONLY_THINKING.format(max_tokens=self.max_tokens)
        if self.stop_reason in _NOTICES:
            reason = shorten_reason(self.explanation, _LONGEST_REASON)
            return _NOTICES[self.stop_reason].format(
                max_tokens=self.max_tokens, reason=f" ({reason})" if reason else ""
            )
        if self.stop_reason not in _ORDINARY_STOP_REASONS:
            reason = shorten_reason(str(self.stop_reason), 40)
            return f"Claude stopped for an unknown reason ({reason}): the answer may be incomplete."
        return "" if self.text.strip() else "The answer is empty: ask again in other words."

    @property
    def footer(self) -> str:
        """One line: tokens, price and model."""
        if self._lacks_usage:
            return f"tokens and price unknown · {self._describe_source()}"
        tokens = f"{self.usage.total_input:,} tokens in"
        if self.usage.cache_read:
            gain = compute_savings(self.usage, self.model, self.provider)
            note = f", USD {gain:.4f} saved" if gain is not None else ""
            tokens += f" ({self.usage.cache_read:,} from the prompt cache{note})"
        thinking = f" ({self.usage.thinking:,} thinking)" if self.usage.thinking else ""
        rounds = f" in {self.requests} requests" if self.requests > 1 else ""
        tokens += f", {self.usage.output:,} out{thinking}{rounds}"
        return f"{tokens} · {self._describe_price()} · {self._describe_source()}"

    @property
    def _lacks_usage(self) -> bool:
        """True where a gateway left out the usage of an answer, which cannot be zero."""
        is_complete = self.stop_reason not in {None, "stopped", "failed"}
        return is_complete and self.usage == Usage() and self.cached is None

    def _describe_price(self) -> str:
        if self.cached is not None:
            return f"from cache, {self.cached:%Y-%m-%d}: no charge"
        if self.provider == "offline":
            return "no charge"
        return "price not known" if self.cost is None else f"USD {self.cost:.4f}"

    def _describe_source(self) -> str:
        return "offline reader, not Claude" if self.provider == "offline" else self.model

    def __getstate__(self) -> dict[str, Any]:
        """Leave out `branch`, which refers to this kernel's session."""
        return {**vars(self), "branch": None}

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Answer {self.footer}>"

    def to_text(self) -> str:
        """Return the answer with its notice and footer, for a terminal."""
        return render_plain(self.to_marked_text(), self.findings, self.notice, self.footer)

    def to_marked_text(self, to_mark: Callable[[str], str] = str) -> str:
        """Return the text with the marks of its claims or of its citations.

        Parameters
        ----------
        to_mark : callable
            Converts each mark, such as to escape it.
        """
        return mark_text(self.text, self.findings, self.citations, to_mark)

    def to_html_parts(self) -> tuple[str, str]:
        """Return safe HTML of the text with its marks, and of what comes after it."""
        text = render_marked_html(self.text, self.findings, self.citations)
        return text, render_rest_html(self.findings, self.notice, self.footer)

    def _repr_html_(self) -> str:
        return "".join(self.to_html_parts())

    def _repr_markdown_(self) -> str:
        text = self.to_marked_text(escape_markdown)
        return render_markdown(text, self.findings, self.notice, self.footer)

    def _mime_(self) -> tuple[str, str]:
        """Return the answer beside its pictures, as marimo shows the last value of a cell."""
        return "text/html", render_with_pictures(self.images, "".join(self.to_html_parts()))

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle else self.to_text())


def _show_again(answer: Answer) -> None:
    """Display an answer in a notebook; print it in a script."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(answer)
    else:
        from IPython.display import display

        display(answer)  # type: ignore[no-untyped-call]
