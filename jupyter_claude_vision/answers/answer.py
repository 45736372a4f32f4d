"""The answer: what came back, and what was sent for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final

from ..errors import PromptError
from ..options import AskKeywords
from ..options.signatures import accept_options
from ..text import escape_markdown, sanitize_markdown, to_plain_line
from ..visible import to_visible_line, to_visible_text
from .citations import Citations
from .findings import Findings
from .rendering import markdown, overlay, plain
from .usage import Usage, cost, saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Unpack

    from PIL import Image

    from ..claims import Claims
    from ..claims.chart_table import Reading
    from ..claims.table_check import Comparison
    from .regions import Regions
    from .sent_attachment import SentImage

# What a stop reason means to a reader, and what to do about it. The ordinary ones say nothing.
_NOTICES: Final = {
    "max_tokens": "Cut off at {max_tokens:,} tokens: ask for more with --max-tokens.",
    "refusal": "Claude declined to answer this{why}; the conversation goes on without it.",
    "model_context_window_exceeded": (
        "Cut off: the conversation fills the model's window. Start another with --new."
    ),
    "pause_turn": "Claude paused here and is not done: ask it to go on.",
    "stopped": "Stopped. The conversation is as before.",
    "failed": "Broken off. The conversation is as before; run the cell again.",
}


_ALL_THOUGHT: Final = (
    "Thinking took all of the {max_tokens:,} tokens: ask with more --max-tokens or a lower "
    "--effort."
)
_LONGEST_REASON: Final = 200

_ORDINARY: Final = frozenset({"end_turn", "stop_sequence", None})


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where the time went, in seconds since the question was asked.

    Attributes
    ----------
    prepared : float
        Until the pictures were ready to be sent.
    first_text : float or None
        Until the first piece of the answer came.
    total : float
    """

    prepared: float
    first_text: float | None
    total: float


@dataclass(frozen=True, eq=False)
class Answer:
    """What came back, and what was sent for it.

    In a notebook it shows itself as Markdown, made safe: no raw HTML, no remote image, and a
    formula only where Claude wrote one.

    Attributes
    ----------
    text : str
        As Claude wrote it.
    prompt : str
        As it was sent.
    images : tuple of SentImage
        The attachments of this turn; ``answer.images[0].sent`` opens as a PIL image.
    message : anthropic.types.Message or None
        The whole response; None where it was broken off.
    usage : Usage
        Tokens.
    model, provider : str
    stop_reason : str or None
        The API's, or "stopped" or "failed" where the answer was broken off.
    max_tokens : int
    seconds : Seconds
    cached : datetime or None
        When it was asked, for an answer from the cache.
    branch : callable or None
        What `ask` goes on with.
    raw : str
        The whole object as it came, where more than text was asked for; else empty.
    findings : Findings
        What it holds besides its text.
    citations : Citations
        Which pages its sentences are from (``--cite``): a table; each of them shows its page.
    is_alternative_text : bool
        It was asked for as what a screen reader is to say of the picture.
    batched : bool
        It came of a batch, at half the price.
    thinking : str
        A summary of what Claude thought before it answered (``--thinking``); else empty. It is no
        part of the text, and goes into no later question.
    explanation : str
        Why Claude declined, in the API's words; else empty.
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
    seconds: Seconds
    cached: datetime | None = None
    branch: Callable[..., Answer] | None = field(default=None, repr=False)
    raw: str = field(default="", repr=False)
    findings: Findings = field(default_factory=Findings, repr=False)
    is_alternative_text: bool = False
    citations: Citations = field(default_factory=Citations, repr=False)
    batched: bool = False
    thinking: str = field(default="", repr=False)
    explanation: str = ""

    @accept_options(AskKeywords)
    def ask(self, prompt: str = "", source: object = ..., **options: Unpack[AskKeywords]) -> Answer:
        """Ask a question that follows this answer, whatever was asked after it, and show it.

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
            This answer was broken off, refused or empty, so that nothing can follow it; or it was
            loaded from a file, and `resume` goes on with its conversation.
        """
        if self.branch is None:
            msg = (
                "Nothing can follow an answer that was broken off, refused or empty: ask again. "
                "With one that was loaded, resume() its conversation."
            )
            raise PromptError(msg)
        return self.branch(prompt, source, options)

    @property
    def said(self) -> str:
        """What came, as the conversation repeats it to the model."""
        return self.raw or self.text

    @property
    def alt(self) -> str:
        """The text on one line and without Markdown, as alternative text of a picture."""
        return to_plain_line(self.text)

    @property
    def regions(self) -> Regions:
        """The boxes and points it is about, in pixels of the originals (``--boxes``)."""
        return self.findings.regions

    @property
    def data(self) -> Any:
        """An instance of the type that was asked for (``--schema``); None without one."""
        return self.findings.data

    @property
    def table(self) -> Reading | None:
        """A chart's values, as they were read off it (``--table``)."""
        return self.findings.table

    @property
    def comparison(self) -> Comparison | None:
        """What is off in the table, where the figure's own data are here."""
        return self.findings.comparison

    @property
    def claims(self) -> Claims:
        """What it states, each checked against the figure's own data (``--check``)."""
        return self.findings.claims

    def overlay(self, picture: int | str = 0) -> Image.Image:
        """Return a picture as it was sent, with the regions on it and a legend under it.

        Parameters
        ----------
        picture : int or str
            Which of those that have regions, or its name.

        Raises
        ------
        InputError
            There are no regions on it.
        """
        return overlay(self.regions, picture)

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
        from .matplotlib_artists import draw_on

        return draw_on(axes, self.regions)

    @cached_property
    def cost(self) -> Decimal | None:
        """What it cost, in USD: nothing from the cache; None where the price is not known."""
        if self.cached is not None:
            return Decimal(0)
        price = cost(self.usage, self.model, self.provider)
        return price / 2 if price is not None and self.batched else price

    @property
    def notice(self) -> str:
        """What a reader must know of how the answer ended; empty for an ordinary end."""
        if self.stop_reason == "max_tokens" and not self.text.strip():
            return _ALL_THOUGHT.format(max_tokens=self.max_tokens)
        if self.stop_reason in _NOTICES:
            why = shorten(to_visible_line(self.explanation), _LONGEST_REASON, placeholder="…")
            notice = _NOTICES[self.stop_reason]
            return notice.format(max_tokens=self.max_tokens, why=f" ({why})" if why else "")
        if self.stop_reason not in _ORDINARY:
            shown = shorten(to_visible_line(str(self.stop_reason)), 40, placeholder="…")
            return f"Claude stopped for a reason not known here ({shown}): is this all?"
        return "" if self.text.strip() else "The answer is empty: ask again in other words."

    @property
    def footer(self) -> str:
        """One line: tokens, price and model."""
        if self._is_untold:
            return f"tokens and price not told · {self._source()}"
        tokens = f"{self.usage.total_input:,} tokens in"
        if self.usage.cache_read:
            gain = saved(self.usage, self.model, self.provider)
            which = f", USD {gain:.4f} saved" if gain is not None else ""
            tokens += f" ({self.usage.cache_read:,} from the prompt cache{which})"
        thought = f" ({self.usage.thinking:,} thinking)" if self.usage.thinking else ""
        parts = [f"{tokens}, {self.usage.output:,} out{thought}", self._price(), self._source()]
        return " · ".join(parts)

    @property
    def _is_untold(self) -> bool:
        """Whether a gateway left out what an answer took, which was something."""
        is_complete = self.stop_reason not in {None, "stopped", "failed"}
        return is_complete and self.usage == Usage() and self.cached is None

    def _price(self) -> str:
        if self.cached is not None:
            return f"from cache, {self.cached:%Y-%m-%d}: no charge"
        if self.provider == "offline":
            return "no charge"
        return "price not known" if self.cost is None else f"USD {self.cost:.4f}"

    def _source(self) -> str:
        return "offline reader, not Claude" if self.provider == "offline" else self.model

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the way on from it, which leads through this kernel's session."""
        return {**vars(self), "branch": None}

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Answer {self.footer}>"

    def to_text(self) -> str:
        """Return the answer with its notice and footer, for a terminal."""
        found = plain(self.findings)
        text = self.citations.marked(self.text)
        parts = (text, *found, self._marked_notice(), self.footer)
        return to_visible_text("\n\n".join(part for part in parts if part))

    def _marked_notice(self) -> str:
        return f"[{self.notice}]" if self.notice else ""

    def _repr_markdown_(self) -> str:
        notice = f"**{escape_markdown(self.notice)}**" if self.notice else ""
        found = markdown(self.findings)
        text = self.citations.marked(self.text, escape_markdown)
        parts = (sanitize_markdown(text), *found, notice, f"*{sanitize_markdown(self.footer)}*")
        return "\n\n".join(part for part in parts if part)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self) if cycle else self.to_text())
