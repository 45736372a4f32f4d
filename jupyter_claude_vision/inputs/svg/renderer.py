"""resvg in a process of its own, which can be ended.

It is started by its path, as ``python -I -S svg_renderer.py FOLDER OPTIONS``, with the drawing on
its standard input, and imports only the standard library and `resvg_py`, which lies in the folder.
It has no key in its environment, can write no file, and ends itself at its limits.
"""

from __future__ import annotations

import json
import sys
import threading
from contextlib import suppress
from typing import Any, Final

MEMORY: Final = 1_500_000_000
"""Bytes of address space; the pixels that a model sees take 27 million, a layer as much again."""

SECONDS: Final = 30
"""Of processor time, and for whoever waits."""

REFUSAL_EXIT_CODE: Final = 3
"""Exit code where resvg says what is wrong; that is on standard output, in the picture's place."""

_STACK: Final = 256_000_000
"""resvg goes down into nested elements on the stack, 40 kB for each level."""


def render_svg(svg: str, options: dict[str, Any]) -> bytes:
    """Return a drawing as PNG, at its own size.

    Raises
    ------
    ValueError
        It cannot be drawn.
    """
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, **options))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the one who waits ends it
        return
    limits = {"AS": MEMORY, "CPU": SECONDS, "CORE": 0, "FSIZE": 0}
    for name, limit in limits.items():
        with suppress(ValueError, OSError):  # it is lower already, or the system has none
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limit, limit))


def main() -> int:
    """Draw what comes on standard input, and return the exit code."""
    folder, options = sys.argv[1:]
    _limit_memory()
    sys.path.insert(0, folder)
    svg, png, problem = sys.stdin.buffer.read().decode(), b"", ""

    def work() -> None:
        nonlocal png, problem
        try:
            png = render_svg(svg, json.loads(options))
        except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
            problem = str(error) or type(error).__name__

    threading.stack_size(_STACK)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    sys.stdout.buffer.write(problem.encode() or png)
    return REFUSAL_EXIT_CODE if problem else 0


if __name__ == "__main__":
    sys.exit(main())
