"""Arguments of ``claude-see``: files, addresses, then the prompt."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import InputError, PromptError
from ..inputs.files.paths import looks_like_a_file, path_exists
from ..inputs.files.typed_paths import is_glob, matching_files, missing_path_message
from ..inputs.images import is_data_url, is_file_id

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDARD_INPUT: Final = "-"
"""Argument that stands for a picture or PDF on standard input."""

_LARGEST_INPUT: Final = 512_000_000
"""Bytes on standard input; the API takes files of 500 MB."""

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.ASCII | re.IGNORECASE)


Source: TypeAlias = tuple[str, object]
"""A name, and what is to be looked at: a path, an address, bytes."""


def split_arguments(arguments: Sequence[str]) -> tuple[list[Source], str]:
    """Return what is to be looked at, and the prompt.

    The first argument that is neither a file nor an address begins the prompt.

    Raises
    ------
    InputError
        A path leads to nothing.
    PromptError
        A file comes after the prompt began, so that it would be a word of it.
    """
    sources: list[Source] = []
    for number, argument in enumerate(arguments):
        matches = _find_sources(argument)
        if matches is None:
            prompt_words = arguments[number:]
            _check_prompt_words(prompt_words)
            return sources, " ".join(prompt_words)
        sources += matches
    return sources, ""


def _find_sources(argument: str) -> list[Source] | None:
    """Return the sources that an argument names; None if it begins the prompt."""
    if argument == STANDARD_INPUT:
        return [("standard input", _read_standard_input())]
    if path_exists(argument) or _is_address(argument):
        return [(argument, argument)]
    if is_glob(argument) and (files := matching_files(argument)):
        return [(file, file) for file in files]
    has_spaces = re.search(r"\s", argument) is not None
    if not has_spaces and (looks_like_a_file(argument) or is_glob(argument) or "/" in argument):
        raise InputError(missing_path_message(argument))
    return None


def _is_address(argument: str) -> bool:
    return bool(_ADDRESS.fullmatch(argument)) or is_data_url(argument) or is_file_id(argument)


def _check_prompt_words(words: Sequence[str]) -> None:
    for word in words[1:]:
        if path_exists(word) and looks_like_a_file(word):
            msg = (
                f"{word} comes after the prompt began: put it before the prompt, or put the "
                "prompt in quotes."
            )
            raise PromptError(msg)


def _read_standard_input() -> bytes:
    if sys.stdin.isatty():
        msg = "Nothing comes on standard input: claude-see - < chart.png"
        raise InputError(msg)
    data = sys.stdin.buffer.read(_LARGEST_INPUT + 1)
    if not data or len(data) > _LARGEST_INPUT:
        size = "empty" if not data else f"over {_LARGEST_INPUT // 1_000_000} MB"
        msg = f"Standard input is {size}: give a picture or a PDF."
        raise InputError(msg)
    return data
