"""Paths as users type them into a line: quoted, escaped for a shell, with spaces, with stars."""

from __future__ import annotations

import difflib
import glob
import re
from pathlib import Path
from typing import Final

from .paths import ends_as_a_picture, expand_path, no_file, path_exists

_GLOB: Final = re.compile(r"\*|[./\\].*[?\[]|[?\[].*[./\\]", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\([^\w\\/])")
_MOST_WORDS: Final = 12
"""Of a path without quotes: more are a sentence."""

_LONGEST_PATH: Final = 4096

_ALIKE: Final = 0.85
"""How much several words must be like a file's name for the file to be meant."""


def strip_quotes(text: str) -> str:
    """Return text without the quotes around it."""
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text


def path_in(text: str) -> str | None:
    r"""Return the path that a word stands for where something is there; else None.

    ``my\ chart.png`` is tried as it stands first, since a backslash can be part of a path. A word
    without a dot or a slash is a word, even where a file has that name.
    """
    bare = strip_quotes(text)
    if "." not in bare and "/" not in bare and "\\" not in bare:
        return None
    return next((path for path in (bare, strip_escapes(bare)) if is_thing_to_open(path)), None)


def is_thing_to_open(text: str) -> bool:
    """Return whether anything but a folder is there; what it is says whoever opens it."""
    return path_exists(text) and not Path(text).expanduser().is_dir()


def strip_escapes(text: str) -> str:
    r"""Return text without the backslashes of a shell: ``my\ chart.png``."""
    return _ESCAPE.sub(r"\1", text)


def spaced_path(line: str) -> tuple[str, str] | None:
    """Return the path with spaces that a line begins with, and the rest of the line.

    Where nothing is there, it is returned all the same if hardly anything else is meant: it is
    two words of which the second is no file either, as in ``my chart.png``, it lies in a folder
    that exists, or a file that is there has nearly the same name.
    """
    ends = [match.start() for match in re.finditer(r"(?<=\S)(?=\s|$)", line)][:_MOST_WORDS]
    candidates = [(line[:end], line[end:]) for end in ends]
    for text, rest in candidates:
        if (path := path_in(text)) is not None:
            return path, rest
    return next(((text, rest) for text, rest in candidates if _is_meant(text)), None)


def _is_meant(text: str) -> bool:
    if not (ends_as_a_picture(text) and re.search(r"\s", text)):
        return False
    first, *rest = text.split()
    if len(rest) == 1 and first.isalnum() and not expand_path(rest[0]).exists():
        return True  # else it is a prompt about a picture, such as "Is b.png better?"
    path = expand_path(text) if text[:1] != "~" else Path(text)
    if path.parent.name and path.parent.is_dir():
        return True
    siblings = [p.name for p in Path().iterdir() if " " in p.name] if path.name == text else []
    return bool(difflib.get_close_matches(text, siblings, n=1, cutoff=_ALIKE))


def missing_path_message(text: str) -> str:
    """Return what to say of a path at which there is nothing."""
    bare = strip_escapes(strip_quotes(text))
    return no_file(expand_path(bare), bare)


def is_glob(text: str) -> bool:
    """Return whether text has the signs of a glob; stars alone begin a list, or bold words."""
    return _GLOB.search(text) is not None and bool(text.strip("*"))


def matching_files(text: str) -> list[str]:
    """Return the files that a glob matches, run2 before run10, spelt as the user spells them."""
    if not is_glob(text) or "\0" in text or "://" in text or len(text) > _LONGEST_PATH:
        return []
    # Path.glob would want a folder to start from, and spell the path anew.
    paths = glob.glob(str(expand_path(text)), recursive=True)  # noqa: PTH207
    return [path for path in sorted(paths, key=natural_key) if Path(path).is_file()]


def natural_key(path: str) -> list[object]:
    """Sort key under which run2 comes before run10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path)]
