"""The boundary around everything that touches foreign bytes.

Decoders raise whatever they like for what is damaged, made up or hostile. Behind this boundary
there is one sort of error only: ours, that names the attachment.
"""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812 - an exception's name, as in the others
from typing import TYPE_CHECKING, Final

from ...errors import (
    ClaudeVisionError,
    ImageTooLargeError,
    InputError,
    UnreadableImageError,
)
from ..loaded_modules import loaded_module
from .url_safety import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_REASON: Final = 160

_UNPRINTABLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+"
)
_ADDRESS: Final = re.compile(r"\s*<[\w.]+ object at 0x[0-9a-fA-F]+>")
_PATH: Final = re.compile(r"(?:[A-Za-z]:)?[/\\](?:[^\s'\"/\\]+[/\\])+[^\s'\"]*")

_CUT_SHORT: Final = re.compile(
    r"truncated|broken data stream|premature|unexpected end|end of file|not enough (?:image )?data"
    r"|too short|incomplete|read error on|could not create decoder object",
    re.IGNORECASE,
)
"""How decoders tell of files that end too early."""


@contextmanager
def typed_errors(
    name: str,
    kind: type[InputError] = UnreadableImageError,
    problem: str = "cannot be read as an image",
    *,
    details: Sequence[str] = (),
) -> Iterator[None]:
    """Turn whatever a decoder raises into one error that names the attachment.

    Errors of ours pass as they are; so do `KeyboardInterrupt` and `SystemExit`.

    Parameters
    ----------
    name : str
        What the user calls the attachment.
    kind : type of InputError
        The error to raise.
    problem : str
        What did not work, after the name.
    details : sequence of str
        What the decoder has said elsewhere by then; the first tells more than its exception.

    Raises
    ------
    ImageTooLargeError
        It takes more memory than there is, or is a decompression bomb.
    InputError
        Of the given kind, for everything else; the decoder's own is its ``__cause__``.

    Examples
    --------
    >>> with typed_errors("chart", DocumentError, "cannot be opened as a PDF"):
    ...     pdfium.PdfDocument(data)
    """
    try:
        yield
    except (ClaudeVisionError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        if not (isinstance(error, Exception) or _is_panic(error)):
            raise
        text = failure_reason(next(iter(details), error))
        raise _typed_error(error, text, name, kind, problem) from error


def failure_reason(error: BaseException | str) -> str:
    """Return what an exception says: one short line, without paths, addresses or passwords."""
    text = without_credentials(getattr(error, "strerror", None) or str(error))
    text = "".join(character if character.isprintable() else " " for character in text)
    text = " ".join(_PATH.sub("…", _ADDRESS.sub("", text)).split()).rstrip(".:! ")
    if len(text) > _LONGEST_REASON:
        text = text[: _LONGEST_REASON - 1] + "…"
    return text or type(error).__name__


def _typed_error(
    error: BaseException, text: str, name: str, kind: type[InputError], problem: str
) -> ClaudeVisionError:
    if isinstance(error, MemoryError):
        return ImageTooLargeError(f"{name} takes more memory than there is: make it smaller first.")
    if isinstance(error, RecursionError):
        return kind(f"{name} {problem}: it is nested too deeply.")
    if _is_bomb(error):
        return ImageTooLargeError(f"{name} is a decompression bomb: {text}.")
    question = " Is the file complete?" if _is_cut_short(error, text) else ""
    return kind(f"{name} {problem}: {text}.{question}")


def _is_panic(error: BaseException) -> bool:
    """Return whether it is a panic in Rust, which PyO3 raises past ``except Exception``."""
    return type(error).__module__ == "pyo3_runtime"


def _is_bomb(error: BaseException) -> bool:
    module = loaded_module("PIL.Image")
    return module is not None and isinstance(error, module.DecompressionBombError)


def _is_cut_short(error: BaseException, text: str) -> bool:
    if isinstance(error, (EOFError, IndexError, StructError, zlib.error)):
        return True
    return _CUT_SHORT.search(text) is not None
