"""The options of ``%claude_see``: one table for the scanner, the help, and Tab."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .models import EFFORTS
from .page_ranges import page_ranges
from .settings import BACKGROUNDS, METHODS

if TYPE_CHECKING:
    from collections.abc import Callable


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _identifier(text: str) -> str:
    if not text.isidentifier():
        raise ValueError(text)
    return text


def _box(text: str) -> tuple[float, ...]:
    numbers = tuple(float(part) for part in text.strip("()[]").split(","))
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ValueError(text)
    return numbers


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes
    ----------
    flags : tuple of str
        As typed; the long one last.
    metavar : str
        What its value is called; empty for a switch.
    help : str
    values : tuple of str
        What may be given, where that is a fixed list.
    suggestions : tuple of str
        What Tab offers, where anything may be given.
    convert : callable
        From the text to the value; raises ValueError.
    expression : bool
        The value is an expression over the user's names.
    """

    flags: tuple[str, ...]
    metavar: str
    help: str
    values: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    convert: Callable[[str], object] = str
    expression: bool = False

    @property
    def name(self) -> str:
        """The long flag as an identifier."""
        return self.flags[-1].lstrip("-").replace("-", "_")


OPTIONS: Final = (
    Option(("-o", "--output"), "NAME", "Keep the answer in this variable.", convert=_identifier),
    Option(("--method",), "METHOD", "How attachments travel.", values=METHODS),
    Option(("-m", "--model"), "ID", "The model to ask, for this question."),
    Option(
        ("--max-tokens",), "N", "Longest answer, in tokens, for this question.", convert=_natural
    ),
    Option(("--effort",), "LEVEL", "How hard Claude is to try.", values=("auto", *EFFORTS)),
    Option(("--thinking",), "", "Show a summary of what Claude thought, folded."),
    Option(("--task",), "NAME", "A ready-made prompt; --task? lists them."),
    Option(("--detail",), "LEVEL", "How much a task is to tell: short, medium or long."),
    Option(("--to-cell",), "", "Put the picture with its alternative text into a new cell."),
    Option(
        ("--background",),
        "COLOUR",
        "What transparent pictures are laid on: auto, white, dark, or #rrggbb.",
        suggestions=("auto", *BACKGROUNDS),
    ),
    Option(("--bgr",), "", "Arrays hold their colors in OpenCV's order: blue first."),
    Option(
        ("--tiles",),
        "",
        "Send a large picture in readable, overlapping pieces, too; regions lie on the whole.",
    ),
    Option(
        ("--frame",),
        "N",
        "Send this picture of a file that holds several: a TIFF, a GIF, a HEIC.",
        convert=_natural,
    ),
    Option(
        ("--pages",),
        "3-5,8",
        "Send these pages only, of a PDF or a file of several pictures; they keep their numbers. "
        "7- is to the end.",
        convert=page_ranges,
    ),
    Option(("--as-images",), "", "Send a PDF's pages as images drawn here, so that regions work."),
    Option(("--cite",), "", "Let the answer name the pages of the PDF that it is from."),
    Option(("--password",), "", "Ask for the password of an encrypted PDF."),
    Option(("--boxes",), "", "Mark on the picture where what the answer says is."),
    Option(
        ("--crop",),
        "X1,Y1,X2,Y2",
        "Look closer at this part, in pixels of the picture; the whole is sent beside it.",
        convert=_box,
    ),
    Option(("--zoom",), "REGION", "Look closer at a region of an answer.", expression=True),
    Option(("--table",), "", "Read the chart's values off it; -o keeps them as a DataFrame."),
    Option(("--check",), "", "Check what the answer states against the figure's own data."),
    Option(("--with-data",), "", "Send the figure's own data along, as text."),
    Option(
        ("--schema",),
        "TYPE",
        "Answer with data of this type: a pydantic model, a dataclass or a TypedDict.",
        expression=True,
    ),
    Option(("--widget",), "", "Open a panel: to point at parts, and ask on."),
    Option(("--each",), "", "One question for each picture, many at once."),
    Option(("--checkpoint",), "FILE", "With --each: keep answers here, and go on from them."),
    Option(("--batch",), "", "With --each and --checkpoint: in a batch, at half the price."),
    Option(("--budget",), "USD", "With --each: end before more than this is spent.", convert=float),
    Option(("--yes",), "", "With --each: do not ask before an expensive run."),
    Option(("--refresh",), "", "Ask even where the answer is in the cache."),
    Option(("--dry-run",), "", "Show what the question would cost; send nothing."),
    Option(("--exact",), "", "With --dry-run: let the API count the tokens, free of charge."),
    Option(("--new",), "", "Start another conversation."),
    Option(("--debug",), "", "Show the whole traceback of an error."),
)

BY_FLAG: Final = {flag: option for option in OPTIONS for flag in option.flags}

_OF_THE_LINE: Final = frozenset(
    {
        "output",
        "to_cell",
        "widget",
        "each",
        "checkpoint",
        "batch",
        "budget",
        "yes",
        "dry_run",
        "exact",
        "bgr",
    }
)
KEYWORDS: Final = frozenset(option.name for option in OPTIONS) - _OF_THE_LINE | {"channels"}
"""The options of one question, as `see`, `Answer.ask` and a panel take them."""

SWITCHES: Final = frozenset(o.name for o in OPTIONS if not o.metavar) - {"password"}
"""Options that are on or off; in Python a password is the text itself."""

NEEDED: Final = {
    "checkpoint": "each",
    "batch": "each",
    "budget": "each",
    "yes": "each",
    "exact": "dry_run",
}
"""What an option says nothing without."""

NOT_WITH_EACH: Final = (
    "tiles",
    "frame",
    "pages",
    "as_images",
    "cite",
    "password",
    "crop",
    "zoom",
    "with_data",
    "refresh",
    "to_cell",
    "widget",
    "exact",
)
"""Options that a run of many pictures does not take."""


def flag_of(name: str) -> str:
    """Return an option as it is typed into a line."""
    return next(option.flags[-1] for option in OPTIONS if option.name == name)
