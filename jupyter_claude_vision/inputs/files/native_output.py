"""Capture of what native libraries write to the process's standard error."""

from __future__ import annotations

import os
import tempfile
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_STDERR: Final = 2
_MAX_BYTES: Final = 100_000
"""Bytes that are looked at; a damaged file can give a line for each row of its pixels."""

_LOCK: Final = threading.RLock()


@contextmanager
def captured_stderr(pattern: re.Pattern[str], lines: list[str]) -> Iterator[None]:
    """Catch the lines of a pattern that are written on file descriptor 2.

    The descriptor is the process's: what other threads write meanwhile, and does not match, is
    written where it belongs at the end. One at a time; so this is for short work alone.

    Parameters
    ----------
    pattern : re.Pattern
        Of its groups, the one that matches is what is kept of a line.
    lines : list of str
        Filled at the end.
    """
    with _LOCK, tempfile.TemporaryFile() as file:
        try:
            original = os.dup(_STDERR)
        except OSError:  # there is no standard error, so nobody sees what is written there
            yield
            return
        try:
            os.dup2(file.fileno(), _STDERR)
            yield
        finally:
            os.dup2(original, _STDERR)
            os.close(original)
            _sort(file, pattern, lines)


def _sort(file: IO[bytes], pattern: re.Pattern[str], lines: list[str]) -> None:
    file.seek(0)
    for line in file.read(_MAX_BYTES).splitlines(keepends=True):
        match = pattern.fullmatch(line.decode(errors="replace").rstrip())
        if match:
            lines.append(match[match.lastgroup or 0])
        else:
            os.write(_STDERR, line)
