"""Hooks by which a shell's outputs get into the history, in every front end alike.

Displays and results are taken where the kernel hands them out, text where it is written, and
tracebacks when a cell ends. Light: it is loaded with the extension.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from weakref import ref

from ..errors import ClaudeVisionError, Stopped
from ..inputs.outputs.history import OutputHistory

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ..inputs.outputs.history import Limits, Origin


Outlet: TypeAlias = Callable[..., Any]

_MOST_TEXTS: Final = 2000
"""Texts that wait to be recorded together."""

_LONG_TEXT: Final = 10_000
"""Characters of a text that does not wait."""

_STREAMS: Final[tuple[Origin, ...]] = ("stdout", "stderr")
_OWN_TEXTS: Final = ("ClaudeSee(", "<Answers about ", "<the answer above>")
"""Beginnings of the plain texts of this package's results, which are no outputs to ask about."""


class StreamCapture:
    """Recorder of the text that one process writes to its standard streams while a cell runs.

    Parameters
    ----------
    history : OutputHistory
    """

    def __init__(self, history: OutputHistory) -> None:
        self._history = history
        self._streams: list[tuple[Any, Outlet, Outlet | None]] = []
        self._texts: list[tuple[Origin, str]] = []
        self._lock = threading.RLock()
        self._silent_threads: set[int] = set()
        self._process = os.getpid()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing that this thread shows, until the end: an answer is no output."""
        thread = threading.get_ident()
        if thread in self._silent_threads:
            yield
            return
        self._silent_threads.add(thread)
        try:
            yield
        finally:
            self._silent_threads.discard(thread)

    @property
    def is_silent(self) -> bool:
        """True where nothing that this thread shows is recorded."""
        # A forked process has this one's locks, held or not, and nobody to ask about its outputs.
        is_forked = os.getpid() != self._process
        return is_forked or threading.get_ident() in self._silent_threads

    def hook_streams(self) -> None:
        """Put hooks on the streams for the running cell; what a thread writes later is not kept."""
        self.unhook_streams()
        for name in _STREAMS:
            stream = getattr(sys, name)
            write, has_own = stream.write, "write" in getattr(stream, "__dict__", {})
            hook = self._hook_write(write, name)
            try:
                stream.write = hook
            except AttributeError:  # a stream that takes no attributes: its text is not recorded
                continue
            self._streams.append((stream, hook, write if has_own else None))

    def unhook_streams(self) -> None:
        """Take the hooks off the streams."""
        for stream, hook, write in self._streams:
            if vars(stream).get("write") is not hook:
                continue
            if write is None:
                del stream.write
            else:
                stream.write = write
        self._streams.clear()

    def _hook_write(self, write: Outlet, name: Origin) -> Outlet:
        texts, silent_threads = self._texts, self._silent_threads

        def write_and_record(text: Any) -> Any:
            size = write(text)
            # As little as can be: a loop may print a million times.
            if not (silent_threads and threading.get_ident() in silent_threads):
                texts.append((name, text))
                if len(texts) > _MOST_TEXTS or len(text) > _LONG_TEXT:
                    self.flush_texts()
            return size

        return write_and_record

    def flush_texts(self) -> None:
        """Put the texts that were written into the history, those of one stream together."""
        if os.getpid() != self._process:
            self._texts.clear()
            return
        with self._lock:
            count = len(self._texts)  # other threads add at the end
            texts = self._texts[:count]
            del self._texts[:count]
            for name, group in groupby(texts, itemgetter(0)):
                text = "".join(str(text) for _, text in group)
                self._history.add_text(name, text, "")


class OutputCapture:
    """Recorder of what the cells of one shell show.

    Parameters
    ----------
    shell : InteractiveShell
    limits : callable
        Returns how many cells and megabytes are kept.

    Attributes
    ----------
    history : OutputHistory
    """

    def __init__(self, shell: Any, limits: Limits) -> None:
        self._shell = shell
        self.history = OutputHistory(limits)
        self._streams = StreamCapture(self.history)
        self._hooks: list[tuple[Any, str, Outlet]] = []
        self._cell = (0, "")
        self._info: object = None
        self._object: Any = None
        self._latest_display: tuple[Any, ref[Any] | None] = ({}, None)

    def install_hooks(self) -> None:
        """Begin to record, with the running cell."""
        self._shell.events.register("pre_run_cell", self._begin_cell)
        self._shell.events.register("post_run_cell", self._end_cell)
        self._begin_cell(None)

    def uninstall_hooks(self) -> None:
        """Stop recording, give up what is recorded, and leave the shell as it was."""
        events = {"pre_run_cell": self._begin_cell, "post_run_cell": self._end_cell}
        for event, callback in events.items():
            if callback in self._shell.events.callbacks[event]:
                self._shell.events.unregister(event, callback)
        for target, name, hook in self._hooks:
            if vars(target).get(name) is hook:
                delattr(target, name)
        self._hooks.clear()
        self._streams.unhook_streams()
        self.history.clear()

    def paused(self) -> AbstractContextManager[None]:
        """Return the context in which nothing that this thread shows is recorded."""
        return self._streams.paused()

    def _begin_cell(self, info: object) -> None:
        header = getattr(self._shell, "parent_header", None) or {}
        run = str(header.get("header", {}).get("msg_id", ""))
        cell = (self._shell.execution_count, run)
        if cell == self._cell and info is not None:
            return  # a cell within it, as `%%capture` runs one, in which nothing is displayed
        self._cell, self._info = cell, info
        self._streams.flush_texts()
        self.history.begin_cell(*cell)
        self._hook_outlets()
        self._streams.hook_streams()

    def _end_cell(self, result: Any) -> None:
        if self._info is None or getattr(result, "info", None) is self._info:
            # IPython puts its own hooks on the streams around each cell, and takes them off.
            self._streams.unhook_streams()
            self._cell = (0, "")
        self._streams.flush_texts()
        if self._cell == (0, ""):
            # While it runs, some versions of IPython count the next cell already.
            self.history.end_cell(getattr(result, "execution_count", None))
        error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
        is_own = isinstance(error, (ClaudeVisionError, Stopped))
        if error is None or is_own or type(error).__name__ == "UsageError":  # that is on stderr
            return
        self.history.add_text("traceback", self._format_traceback(error), "")

    def _format_traceback(self, error: BaseException) -> str:
        """Return a traceback as the shell shows it."""
        if isinstance(error, SyntaxError):
            return "".join(traceback.format_exception_only(error))
        try:
            if hasattr(error, "_render_traceback_"):
                return "\n".join(error._render_traceback_())
            formatter = self._shell.InteractiveTB
            lines = formatter.structured_traceback(type(error), error, error.__traceback__)
            return str(formatter.stb2text(lines))
        except Exception:  # noqa: BLE001 - the error itself matters, not who cannot format it
            return "".join(traceback.format_exception(error))

    def _hook_outlets(self) -> None:
        """Put hooks where outputs leave the kernel, unless they are there already.

        Again for each cell, since a front end or the user may have put other outlets there.
        """
        shell = self._shell
        self._hook(shell.display_pub, "publish", self._hook_publish)
        self._hook(shell.display_pub, "clear_output", self._hook_clear)
        self._hook(shell.displayhook, "write_format_data", self._hook_result)
        self._hook(shell.display_formatter, "format", self._hook_format)

    def _hook(self, target: Any, name: str, build_hook: Callable[[Any, Outlet], Outlet]) -> None:
        if any(target is old and name == attribute for old, attribute, _ in self._hooks):
            return
        hook = build_hook(target, getattr(target, name))
        setattr(target, name, hook)
        self._hooks.append((target, name, hook))

    def _hook_publish(self, publisher: Any, publish: Outlet) -> Outlet:
        def publish_and_record(data: Any, *args: Any, **options: Any) -> Any:
            transient = options.get("transient") or {}
            update = options.get("update", False)
            self._record(publisher, data, str(transient.get("display_id", "")), update=update)
            with self._streams.paused():  # a terminal prints the text of what is displayed
                return publish(data, *args, **options)

        return publish_and_record

    def _hook_format(self, formatter: Any, format_object: Outlet) -> Outlet:
        del formatter

        def format_and_note(obj: Any, *args: Any, **options: Any) -> Any:
            outer, self._object = self._object, obj  # some objects publish while they are asked
            try:
                result = format_object(obj, *args, **options)
            finally:
                self._object = outer
            self._latest_display = (result[0], _weak_reference(obj))
            return result

        return format_and_note

    def _hook_result(self, displayhook: Any, write: Outlet) -> Outlet:
        def write_and_record(format_dict: Any, *args: Any, **options: Any) -> Any:
            self._record(displayhook, format_dict)
            with self._streams.paused():
                return write(format_dict, *args, **options)

        return write_and_record

    def _record(
        self, outlet: Any, bundle: Any, display_id: str = "", *, update: bool = False
    ) -> None:
        if self._streams.is_silent or not isinstance(bundle, dict):
            return
        self._streams.flush_texts()
        if not str(bundle.get("text/plain", "")).startswith(_OWN_TEXTS):
            latest, origin = self._latest_display
            if self._object is not None:
                origin = _weak_reference(self._object)
            elif bundle is not latest:
                origin = None
            self._latest_display = ({}, None)
            run = _find_run(outlet)
            self.history.add_display(bundle, run, display_id, update=update, origin=origin)

    def _hook_clear(self, publisher: Any, clear: Outlet) -> Outlet:
        def clear_and_record(wait: bool = False) -> Any:
            if not self._streams.is_silent:
                self._streams.flush_texts()
                self.history.clear_outputs(_find_run(publisher), wait=wait)
            with self._streams.paused():
                return clear(wait)

        return clear_and_record


def _weak_reference(obj: Any) -> ref[Any] | None:
    try:
        return ref(obj)
    except TypeError:  # of a number, a list
        return None


def _find_run(outlet: Any) -> str:
    """Return the id of the message that an output of this thread answers; empty for none."""
    header = getattr(outlet, "parent_header", None)
    return header.get("msg_id", "") if header else ""
