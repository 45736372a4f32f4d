"""PDFium, asked in processes of its own: bounded in time and memory, and ended by an interrupt."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from ... import interrupts
from ...errors import DocumentError, MissingPackageError
from .pdfium_process import Part, read_message, write_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pdfium_process import Problem

LOOK_SECONDS: Final = 10.0
"""For what a document is looked at before it is sent: its pages, their text, its thumbnails."""

WORK_SECONDS: Final = 60.0
"""For what the user asked for: pages to be cut out, drawn or decrypted."""

MEMORY_BYTES: Final = 1_000_000_000
"""Of one process, the document included."""

_LONGEST_ANSWER: Final = 2_000_000_000
_KEPT_IDLE: Final = 2
_START_SECONDS: Final = 60.0
_PACKAGES: Final = ("pypdfium2", "pypdfium2_raw", "pypdfium2_cfg")
_ENVIRONMENT: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
"""All that the process is told of the kernel's environment, which can hold keys."""

_IS_WATCHED: Final = not sys.platform.startswith("linux")
_PROCESS: Final = Path(__file__).with_name("pdfium_process.py")

Trouble: TypeAlias = "Problem | Literal['time', 'ended', 'crashed']"
"""Why an answer has no end: besides what the process says itself, its time was up, it ended since
it got no more memory, or it crashed."""

_CRASHES: Final = ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP")
_ACCESS_VIOLATION: Final = 0xC0000005
"""As which a crash ends a process on Windows."""


class PdfiumError(Exception):
    """Reply of PDFium, or the reason why its process gave none."""


@dataclass(frozen=True, slots=True)
class PdfiumReply:
    """An answer of PDFium's, as far as it came.

    Attributes
    ----------
    parts : tuple of (dict, bytes)
    trouble : str
        Why there are no more; empty where it is whole.
    seconds : float
        How long it was allowed to take.
    heard : bool
        Whether the process took the request at all.
    detail : str
        What it, or the system, says of it.
    """

    parts: tuple[Part, ...]
    trouble: Trouble | Literal[""]
    seconds: float
    heard: bool
    detail: str = ""

    @property
    def bound(self) -> str:
        """The bound that was met, as a sentence names it; empty where none was."""
        if self.trouble == "time":
            return f"within {self.seconds:g} s"
        if self.trouble in {"ended", "memory"}:
            return f"within {MEMORY_BYTES / 1e9:g} GB of memory"
        return "since PDFium crashes" if self.trouble == "crashed" else ""

    @property
    def first(self) -> dict[str, Any]:
        """The first part's fields; empty where none came."""
        return self.parts[0][0] if self.parts else {}

    def require_whole(
        self, name: str, aim: str, *, with_password: bool = False
    ) -> tuple[Part, ...]:
        """Return the parts of an answer that is whole.

        Parameters
        ----------
        name : str
            What the user calls the document.
        aim : str
            What it was for, after "cannot be": ``"drawn"``.
        with_password : bool
            Whether one was given.

        Raises
        ------
        DocumentError
            It is not whole.
        """
        if self.trouble:
            message = self._message(name, aim, with_password=with_password)
            raise DocumentError(message) from PdfiumError(self.detail or self.trouble)
        return self.parts

    def _message(self, name: str, aim: str, *, with_password: bool) -> str:
        if self.bound:
            return f"{name} cannot be {aim} here {self.bound}: choose fewer pages, or another file."
        if self.trouble == "password" and with_password:
            return f"{name} is encrypted, and that is not its password."
        if self.trouble == "password":
            return f"{name} is encrypted: ask with --password, or see(…, password=…) in Python."
        if self.trouble == "security":
            return (
                f"{name} is protected in a way that cannot be opened here, such as with a "
                "certificate: save a copy without it."
            )
        if self.trouble == "empty":
            return f"{name} has no pages."
        if self.trouble == "failed":
            return f"{name} cannot be {aim} here: it is damaged, or no usual PDF."
        return f"{name} is damaged or cut short: it cannot be opened as a PDF."


class Pdfium:
    """Processes of PDFium's: started when they are needed, kept for what is asked next."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []
        self._lock = threading.Lock()
        atexit.register(self.close)
        if sys.platform != "win32":
            # A fork would speak into the same pipes as this process.
            os.register_at_fork(after_in_child=self._forget_processes)

    def ask_pdfium(
        self,
        task: str,
        data: bytes,
        name: str,
        *,
        seconds: float = WORK_SECONDS,
        password: str | None = None,
        **arguments: Any,
    ) -> PdfiumReply:
        """Return what PDFium says of a document.

        Parameters
        ----------
        task : str
            A task of `pdfium_process`.
        data : bytes
            The document.
        name : str
            What the user calls it, for messages; the process is not told.
        seconds : float
            After which it is ended.
        password : str, optional
            It is not kept.
        **arguments
            Of the task.

        Raises
        ------
        MissingPackageError
            The extra ``pdf`` is not installed, or does not start.
        """
        folders, digest = _import_folders(name), sha256(data).hexdigest()
        fields = {"task": task, "digest": digest, "seconds": seconds, "arguments": arguments}
        if password is not None:
            fields["password"] = password
        process = self._take_process(digest, folders, name)
        reply = process.ask(fields, data, seconds)
        if reply.trouble in {"ended", "crashed"} and not reply.heard:
            # It ended before: it was idle for long, or the system needed its memory.
            process = _Process(folders, name)
            reply = process.ask(fields, data, seconds)
        self._give_back(process)
        return reply

    def _take_process(self, digest: str, folders: Sequence[str], name: str) -> _Process:
        """Return a process that nobody else asks, best one that holds the document."""
        with self._lock:
            living = [process for process in self._idle if process.is_alive]
            for process in self._idle:
                if process not in living:
                    process.end()  # it ended by itself; this end of its pipes is still open
            self._idle = living
            if self._idle:
                holds = (i for i, process in enumerate(self._idle) if process.digest == digest)
                return self._idle.pop(next(holds, -1))
        return _Process(folders, name)

    def _give_back(self, process: _Process) -> None:
        with self._lock:
            if process.is_alive and len(self._idle) < _KEPT_IDLE:
                self._idle.append(process)
                return
        process.end()

    def close(self) -> None:
        """End the processes that nobody asks."""
        with self._lock:
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def _forget_processes(self) -> None:
        self._idle, self._lock = [], threading.Lock()


class _Process:
    """One process of PDFium's, for one question at a time."""

    def __init__(self, folders: Sequence[str], name: str) -> None:
        self.digest = ""
        self._process = _start_process(folders, name)
        self._parts: SimpleQueue[Part | None] = SimpleQueue()
        threading.Thread(target=self._read_parts, daemon=True).start()
        try:
            ready = self._next_part(time.monotonic() + _START_SECONDS)
        except BaseException:
            self.end()
            raise
        if ready is None:
            self.end()
            msg = f"{name} cannot be opened here: pypdfium2 does not start. Install it again."
            raise MissingPackageError(msg)

    def _read_parts(self) -> None:
        output = self._process.stdout
        assert output is not None  # noqa: S101 - for the type checker
        with suppress(ValueError, OSError), output:
            while (part := read_message(output)) is not None:
                self._parts.put(part)
        self._parts.put(None)
        self._process.wait()  # so that it leaves no zombie

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, fields: dict[str, Any], data: bytes, seconds: float) -> PdfiumReply:
        """Return the answer to a request, as far as it comes; else the process is ended."""
        try:
            reply = self._exchange_request(fields, data, seconds)
        except BaseException:
            self.end()  # above all an interrupt: what it still says would answer the next request
            raise
        if reply.trouble not in {"time", "ended"}:
            return reply
        self.end()
        if reply.trouble == "time":
            return reply
        code = self._process.returncode
        trouble: Trouble = "crashed" if _is_crash(code) else "ended"
        return replace(reply, trouble=trouble, detail=f"the process ended with {code}")

    def _exchange_request(self, fields: dict[str, Any], data: bytes, seconds: float) -> PdfiumReply:
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - for the type checker
        held = fields["digest"] == self.digest
        self.digest = "" if "password" in fields else fields["digest"]
        parts: list[Part] = []
        deadline, room = time.monotonic() + seconds, _LONGEST_ANSWER
        with suppress(BrokenPipeError):
            write_message(pipe, fields, b"" if held else data)
        heard = self._next_part(deadline) is not None
        while heard and room > 0 and (part := self._next_part(deadline)) is not None:
            if "end" in part[0]:
                if part[0]["end"]:
                    self.digest = ""
                detail = str(part[0].get("detail", ""))
                return PdfiumReply(tuple(parts), part[0]["end"], seconds, heard, detail)
            parts.append(part)
            room -= len(part[1])
        trouble: Trouble = "time" if time.monotonic() >= deadline else "ended"
        return PdfiumReply(tuple(parts), trouble, seconds, heard)

    def _next_part(self, deadline: float) -> Part | None:
        """Return the next part; None where there is none in time, or it takes too much memory."""
        while (left := deadline - time.monotonic()) > 0:
            try:
                return self._parts.get(timeout=min(left, interrupts.LOOK_SECONDS))
            except Empty:
                interrupts.check_stop()
                if memory_of(self._process.pid) > MEMORY_BYTES:
                    return None
        return None

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        self._process.wait()


def _is_crash(code: int) -> bool:
    """Tell a crash from the end of a process that gets no more memory, by how it ended."""
    signals = {-getattr(signal, name, 0) for name in _CRASHES}
    return code in signals - {0} or code & 0xFFFFFFFF == _ACCESS_VIOLATION


def is_installed() -> bool:
    """Return whether there is a PDFium to ask."""
    return find_spec("pypdfium2") is not None


def _import_folders(name: str) -> list[str]:
    """Return where `pypdfium2` lies, and what belongs to it."""
    if not is_installed():
        msg = f'To open {name} here needs a package: pip install "jupyter-claude-vision[pdf]".'
        raise MissingPackageError(msg)
    specs = [spec for package in _PACKAGES if (spec := find_spec(package)) is not None]
    folders = [str(Path(spec.origin).parent.parent) for spec in specs if spec.origin]
    return list(dict.fromkeys(folders))


def _start_process(folders: Sequence[str], name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable or "", "-I", "-S", str(_PROCESS), str(MEMORY_BYTES), *folders]
    options: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        options = {"creationflags": flags}
    try:
        # Where an interrupt of the kernel's whole group does not reach it; this process ends it.
        return subprocess.Popen(  # noqa: S603 - this interpreter, and a file of this package
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in _ENVIRONMENT if key in os.environ},
            **options,
        )
    except OSError as error:
        msg = f"{name} cannot be opened here: no process for it can be started ({error.strerror})."
        raise DocumentError(msg) from error


def memory_of(pid: int) -> int:
    """Return how many bytes of memory a process takes, where the system does not limit them.

    0 on Linux, which does, and where `psutil` is not installed, which comes with ipykernel.
    """
    return resident_bytes(pid) if _IS_WATCHED and find_spec("psutil") else 0


def resident_bytes(pid: int) -> int:
    """Return how many bytes of memory a process and those that it started take."""
    import psutil

    try:
        process = psutil.Process(pid)
        # A virtual environment's interpreter on Windows starts the real one.
        family = [process, *process.children(recursive=True)]
        return sum(member.memory_info().rss for member in family)
    except psutil.Error:
        return 0


PDFIUM: Final = Pdfium()
"""Of this process."""
