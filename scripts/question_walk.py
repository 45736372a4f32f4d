"""Trace a second ``%claude_see im what`` in a real shell, and print what it walked through as JSON.

Run by ``measure_code.py`` in a process of its own, with the measured package first on the path,
``CLAUDE_VISION_PROVIDER=offline`` and ``CLAUDE_VISION_STREAM=0``. The first question does the
imports; the second is traced, in every thread. A frame of ours is a call of a function of the
package, or the resumption of one of its generators. Comprehensions, which newer Pythons have no
frames for, are left out, and so is the offline reader with all that it calls: it stands where the
network is.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import threading
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

SETUP = """
from PIL import Image
im = Image.new("RGB", (320, 120), "white")
"""
QUESTION = "%claude_see im what"


def main() -> None:
    """Ask twice, and print frames, depth, modules, changes of module, and functions."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"IPYTHONDIR": folder, "XDG_CACHE_HOME": folder}
        print(json.dumps(trace_question()))


def trace_question() -> dict[str, int]:
    """Return what the second question walks through."""
    from IPython.core.interactiveshell import InteractiveShell

    import jupyter_claude_vision

    home = str(Path(jupyter_claude_vision.__file__).parent) + os.sep
    walk: list[tuple[str, str, int]] = []

    def record(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(home):
            return
        above = list(own_files(frame, home))
        at_network = any(name.startswith("offline" + os.sep) for name in above)
        if not at_network and not is_comprehension(code):
            walk.append((above[0], code.co_qualname, len(above)))

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        shell = InteractiveShell.instance()
        shell.run_line_magic("load_ext", "jupyter_claude_vision")
        shell.run_cell(SETUP).raise_error()
        shell.run_cell(QUESTION).raise_error()
        threading.setprofile(record)
        sys.setprofile(record)
        try:
            result = shell.run_cell(QUESTION)
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
    result.raise_error()
    files = [file for file, _, _ in walk]
    return {
        "frames": len(walk),
        "depth": max(depth for _, _, depth in walk),
        "modules": len(set(files)),
        "changes_of_module": sum(before != after for before, after in pairwise(files)),
        "functions": len({(file, name) for file, name, _ in walk}),
    }


def is_comprehension(code: CodeType) -> bool:
    """Return True for the code of a comprehension, a generator expression, or a module."""
    return code.co_name.startswith("<") and code.co_name != "<lambda>"


def own_files(frame: FrameType | None, home: str) -> Iterator[str]:
    """Yield the package's files on the stack, innermost first, as paths within the package."""
    while frame:
        code = frame.f_code
        if code.co_filename.startswith(home) and not is_comprehension(code):
            yield code.co_filename.removeprefix(home)
        frame = frame.f_back


if __name__ == "__main__":
    main()
