"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING

from ..errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replaced_file(path: Path) -> Iterator[IO[str]]:
    """Give a file that takes the place of another when it is complete, with its permissions.

    Parameters
    ----------
    path : Path
        What a symbolic link leads to is replaced, not the link.

    Raises
    ------
    InputError
        It cannot be written.
    """
    try:
        target = path.resolve()
        with NamedTemporaryFile(
            "w",
            dir=target.parent,
            prefix=f".{target.name}.",
            encoding="utf-8",
            newline="",
            delete=False,
        ) as file:
            temporary = Path(file.name)
            try:
                yield file
                file.close()
                temporary.chmod(_find_mode(target))
                temporary.replace(target)
            finally:
                temporary.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror or type(error).__name__}."
        raise InputError(msg) from error


def _find_mode(target: Path) -> int:
    """Return the permissions of a file, or those that a new one would have."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
