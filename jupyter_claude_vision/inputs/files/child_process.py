"""A process that works on foreign bytes: without keys, within a time, ended by a stop."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from ...interrupts import LOOK_SECONDS, check_stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def run_process(
    command: Sequence[str],
    data: bytes,
    *,
    environment: Iterable[str],
    seconds: float,
    folder: Path | None = None,
) -> tuple[bytes, int]:
    """Return what a process writes, and its exit code; a stop ends it at once.

    Parameters
    ----------
    command : sequence of str
    data : bytes
        For its standard input.
    environment : iterable of str
        Variables that are passed on; no other is.
    seconds : float
    folder : Path, optional
        Where it runs.

    Raises
    ------
    subprocess.TimeoutExpired
        It takes too long.
    """
    deadline = time.monotonic() + seconds
    rest: bytes | None = data
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={key: os.environ[key] for key in environment if key in os.environ},
        # An interrupt of the kernel's whole group would be its own refusal.
        start_new_session=True,
    ) as process:
        try:
            while True:
                # After an interrupt, `subprocess` waits for as long again as it is told to wait.
                with suppress(subprocess.TimeoutExpired):
                    output, _ = process.communicate(rest, timeout=LOOK_SECONDS)
                    return output, process.returncode
                rest = None  # the first call goes on to write it
                check_stop()
                if time.monotonic() > deadline:
                    raise subprocess.TimeoutExpired(command, seconds)
        finally:
            process.kill()
