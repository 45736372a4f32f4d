"""Outputs of the last cells, as they were displayed, within a number of cells and of megabytes.

Light: it is loaded with the extension, and a cell that prints calls it for each piece of text.
Nothing is copied: the history holds the very bundles and strings that were displayed.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from weakref import ref

Origin: TypeAlias = Literal["stdout", "stderr", "traceback"]

Limits: TypeAlias = Callable[[], tuple[int, float]]
"""Returns the number of cells and of megabytes that are kept."""

HEAD_CHARACTERS: Final = 20_000
TAIL_CHARACTERS: Final = 80_000
"""Of one piece of text, the beginning and the end that are kept."""

SCRIPT: Final = "application/javascript"
_BOKEH: Final = "application/vnd.bokehjs_exec.v0+json"
_SCRIPTS: Final = (
    SCRIPT,
    _BOKEH,
    "application/vnd.bokehjs_load.v0+json",
    "application/vnd.holoviews_load.v0+json",
)
"""MIME types of scripts, which show nothing by themselves."""

_STYLES: Final = re.compile(
    r"<style\b.*?</style>|<link\b[^>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
_LONGEST_STYLE: Final = 1_000_000

_SAMPLE: Final = 100
"""Members of a long list of numbers by which its size is estimated."""


@dataclass(eq=False)
class Display:
    """Something displayed: a MIME bundle.

    Attributes
    ----------
    bundle : mapping
        Data by MIME type.
    display_id : str
        By which it can be updated; else empty.
    size : int
        Estimated bytes.
    origin : weak reference or None
        To the object that was displayed, which is not kept alive for that.
    """

    bundle: Mapping[str, Any]
    display_id: str = ""
    size: int = 0
    origin: ref[Any] | None = None

    @property
    def is_blank(self) -> bool:
        """True for HTML that only brings styles along, as some libraries' set-up does."""
        html = self.bundle.get("text/html")
        if not isinstance(html, str) or self.bundle.keys() - {"text/html", "text/plain"}:
            return False
        return len(html) < _LONGEST_STYLE and not _STYLES.sub("", html).strip()


@dataclass(eq=False)
class Printed:
    """Text written to one of the standard streams, or a traceback.

    Attributes
    ----------
    origin : {"stdout", "stderr", "traceback"}
    """

    origin: Origin
    _head: list[str] = field(default_factory=list)
    _tail: deque[str] = field(default_factory=deque)
    _head_size: int = 0
    _tail_size: int = 0
    _has_gap: bool = False

    @property
    def size(self) -> int:
        """Characters that are held."""
        return self._head_size + self._tail_size

    @property
    def is_blank(self) -> bool:
        """True for white space only."""
        return not any(part.strip() for part in (*self._head, *self._tail))

    def add(self, text: str) -> None:
        """Add text; of a long one its middle is given up."""
        if self._head_size < HEAD_CHARACTERS:
            self._head.append(text[:HEAD_CHARACTERS])
            self._head_size += len(self._head[-1])
            text = text[HEAD_CHARACTERS:]
            if not text:
                return
        self._tail.append(text[-TAIL_CHARACTERS:])
        self._has_gap = self._has_gap or len(text) > TAIL_CHARACTERS
        self._tail_size += len(self._tail[-1])
        while self._tail_size - len(self._tail[0]) > TAIL_CHARACTERS:
            self._tail_size -= len(self._tail.popleft())
            self._has_gap = True

    def to_text(self) -> str:
        """Return the text; an ellipsis on a line of its own stands for what was given up."""
        gap = "\n…\n" if self._has_gap else ""
        return "".join(self._head) + gap + "".join(self._tail)


Piece: TypeAlias = Display | Printed


@dataclass(eq=False)
class CellOutputs:
    """Outputs of one run of a cell, in their order.

    Attributes
    ----------
    number : int
        Of ``In[number]``.
    run : str
        The id of the message that ran it; empty where there is none.
    pieces : list of Display or Printed
    omitted : int
        Pieces that were given up, since they alone exceeded the limit.
    """

    number: int
    run: str = ""
    pieces: list[Piece] = field(default_factory=list)
    omitted: int = 0
    _clears_first: bool = False

    @property
    def size(self) -> int:
        """Estimated bytes of all pieces."""
        return sum(piece.size for piece in self.pieces)

    def add_display(
        self, bundle: Mapping[str, Any], display_id: str, origin: ref[Any] | None = None
    ) -> None:
        """Add something displayed; a script belongs to the HTML before it, as of Bokeh's `show`."""
        self._clear_before_next()
        if not any(mime not in _SCRIPTS for mime in bundle):
            last = self.pieces[-1] if self.pieces else None
            if _BOKEH in bundle and isinstance(last, Display):
                last.bundle = {**last.bundle, SCRIPT: bundle.get(SCRIPT, "")}
                last.size = estimate_size(last.bundle)
            return
        self.pieces.append(Display(bundle, display_id, estimate_size(bundle), origin))

    def add_text(self, origin: Origin, text: str) -> None:
        """Add text, to the piece before it where that comes from the same stream."""
        self._clear_before_next()
        last = self.pieces[-1] if self.pieces else None
        if not isinstance(last, Printed) or last.origin != origin or origin == "traceback":
            last = Printed(origin)
            self.pieces.append(last)
        last.add(text)

    def clear(self, *, wait: bool) -> None:
        """Remove all pieces, now or before the next one."""
        if wait:
            self._clears_first = True
        else:
            self.pieces.clear()

    def _clear_before_next(self) -> None:
        if self._clears_first:
            self._clears_first = False
            self.pieces.clear()


class OutputHistory:
    """Outputs of the last cells of a shell.

    Parameters
    ----------
    limits : callable
        Returns how many cells and megabytes are kept.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells: deque[CellOutputs] = deque()
        self._is_running = False
        self._lock = threading.RLock()  # a finalizer may print while it is held

    def __iter__(self) -> Iterator[CellOutputs]:
        """Yield the cells that have shown something, the latest first, but the one that runs."""
        with self._lock:
            cells = list(self._cells)[: -1 if self._is_running else None]
        return (cell for cell in reversed(cells) if cell.pieces or cell.omitted)

    def begin_cell(self, number: int, run: str) -> None:
        """Begin the outputs of a cell, and give up those that exceed the limits."""
        with self._lock:
            if self._cells and not self._cells[-1].pieces:
                self._cells.pop()  # a cell without outputs takes no place
            self._cells.append(CellOutputs(number, run))
            self._is_running = True
            self._release_excess()

    def end_cell(self, number: int | None = None) -> None:
        """End the outputs of the running cell, which can be named from now on, by its number."""
        with self._lock:
            if self._cells and number is not None:
                self._cells[-1].number = number
            self._is_running = False

    def add_display(
        self,
        bundle: Mapping[str, Any],
        run: str,
        display_id: str = "",
        *,
        update: bool = False,
        origin: ref[Any] | None = None,
    ) -> None:
        """Add something displayed by a run, or replace the displays of an id."""
        with self._lock:
            if update:
                self._update_display(bundle, display_id)
            elif (cell := self._find_run(run)) is not None:
                cell.add_display(bundle, display_id, origin)
                self._release_excess()

    def add_text(self, origin: Origin, text: str, run: str) -> None:
        """Add text that a run has written."""
        with self._lock:
            if (cell := self._find_run(run)) is not None:
                cell.add_text(origin, text)

    def clear_outputs(self, run: str, *, wait: bool) -> None:
        """Remove the outputs of a run, as ``clear_output`` does."""
        with self._lock:
            if (cell := self._find_run(run)) is not None:
                cell.clear(wait=wait)

    def clear(self) -> None:
        """Remove everything."""
        with self._lock:
            self._cells.clear()

    def _find_run(self, run: str) -> CellOutputs | None:
        """Return the cell of a run; the latest where it has no id; None where it is gone."""
        if not self._cells or self._limits()[0] < 1:
            return None
        latest = self._cells[-1]
        if not run or latest.run == run:
            return latest
        return next((cell for cell in reversed(self._cells) if cell.run == run), None)

    def _update_display(self, bundle: Mapping[str, Any], display_id: str) -> None:
        for cell in self._cells:
            for piece in cell.pieces:
                if isinstance(piece, Display) and piece.display_id == display_id != "":
                    piece.bundle, piece.size = bundle, estimate_size(bundle)

    def _release_excess(self) -> None:
        count, megabytes = self._limits()
        sizes = [cell.size for cell in self._cells]
        total = sum(sizes)
        limit = megabytes * 1e6
        while len(self._cells) > 1 and (len(self._cells) > count + 1 or total > limit):
            self._cells.popleft()
            total -= sizes.pop(0)
        latest = self._cells[-1]
        while total > limit and latest.pieces:
            total -= latest.pieces.pop(0).size
            latest.omitted += 1


def estimate_size(value: object) -> int:
    """Return about how many bytes a MIME bundle takes; long lists are sampled."""
    if isinstance(value, (str, bytes)):
        return len(value)
    if isinstance(value, Mapping):
        return sum(len(str(key)) + estimate_size(item) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        sample = value[:_SAMPLE]
        size = sum(map(estimate_size, sample))
        return size if len(value) <= _SAMPLE else size * len(value) // _SAMPLE
    return 32
