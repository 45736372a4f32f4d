"""Files of answers: readable by their user alone, and put in place whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

_PRIVATE_FOLDER: Final = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its user can open; one that is there stays as it is."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its user can read, in place of what was there.

    Two kernels that write the same file, or one that dies in the middle, leave nothing half
    written.
    """
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:  # made with mode 0600
            file.write(text)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
