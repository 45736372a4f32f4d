"""Files that a user names: what stands at a path, and what to say where that is no file."""

from __future__ import annotations

import difflib
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...errors import InputError
from .boundary import failure_reason

if TYPE_CHECKING:
    import os

EXTENSIONS: Final = (
    "png jpg jpeg jfif gif webp bmp tif tiff ico avif heic heif svg pdf".split()  # noqa: SIM905
)
"""What the files of pictures and PDFs end with."""

_SPECIAL: Final = {
    stat.S_IFIFO: "a pipe (FIFO)",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def expand_path(text: str | os.PathLike[str]) -> Path:
    """Return a path with ``~`` and ``~name`` replaced by that user's home.

    Raises
    ------
    InputError
        There is no such user.
    """
    try:
        return Path(text).expanduser()
    except RuntimeError as error:
        msg = f"{text}: there is no user of that name, or no home is known."
        raise InputError(msg) from error
    except TypeError as error:
        msg = f"{text!r} is a path of bytes: give it as text, os.fsdecode(…)."
        raise InputError(msg) from error


def path_exists(text: str | os.PathLike[str]) -> bool:
    """Return whether anything stands at a path: a file, a folder, a pipe; nothing is opened."""
    if not text:
        return False
    try:
        Path(text).expanduser().lstat()
    except (OSError, ValueError, RuntimeError, TypeError):  # too long, a NUL, no home, bytes
        return False
    return True


def check_is_file(path: Path, name: str) -> None:
    """Raise where a path leads to no regular file, which alone is ever opened: a pipe blocks.

    Parameters
    ----------
    path : Path
    name : str
        What the user calls it.

    Raises
    ------
    InputError
        It says what stands there, or that nothing does, with the nearest file.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError(no_file(path, name)) from error
    except (OSError, ValueError) as error:
        msg = f"{name} cannot be read: {failure_reason(error)}."
        raise InputError(msg) from error
    if stat.S_ISDIR(mode):
        raise InputError(no_folder(path, name))
    if not stat.S_ISREG(mode):
        kind = _SPECIAL.get(stat.S_IFMT(mode), "no regular file")
        msg = f"{name} is {kind}, which is not read: save the picture as a file, or give its bytes."
        raise InputError(msg)


def no_folder(path: Path, name: str) -> str:
    """Return what to say of a folder that was named as if it were a file."""
    short = name.rstrip("/")
    example = short if short.endswith(path.name) else path.name
    return f"{name} is a folder: name its files, such as {example}/*.png."


def no_file(path: Path, name: str) -> str:
    """Return what to say of a file that is not there, with the nearest that is.

    Where the user's name is a variable's, the file's own is said beside it.
    """
    start = name.removesuffix(path.name) if name.endswith(path.name) else None
    near = difflib.get_close_matches(path.name, _names_in(path.parent), n=1)
    suggestion = f" Did you mean {start or ''}{near[0]}?" if near else ""
    missing = name if start is not None else f"{path.name} ({name})"
    return f"There is no file {missing}.{suggestion}"


def _names_in(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except (OSError, ValueError):  # it is not there either, or may not be read
        return []


def ends_as_a_picture(text: str) -> bool:
    """Return whether text ends exactly as the file of a picture or a PDF does."""
    return Path(text).suffix.lower().removeprefix(".") in EXTENSIONS


def looks_like_a_file(text: str) -> bool:
    """Return whether text ends as the file of a picture does, or nearly so (``chart.pgn``)."""
    extension = Path(text).suffix.lower().removeprefix(".")
    return bool(difflib.get_close_matches(extension, EXTENSIONS, n=1, cutoff=0.66))
