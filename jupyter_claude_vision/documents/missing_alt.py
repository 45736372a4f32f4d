"""Pictures without alternative text in a document, and the texts that they get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypedDict
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class AltText(TypedDict):
    """Alternative text in two parts, as the W3C advises for complex images.

    The short one says what the picture is and its message; the long one holds its essential
    content. (Web Accessibility Tutorials, Complex Images.)
    """

    short: str
    long: str


@dataclass(frozen=True, eq=False)
class MissingAlt:
    """A picture without alternative text.

    Attributes
    ----------
    place : str
        Where it stands: ``"line 12"``, ``"cell 3, output 1"``.
    name : str
        What the document calls the picture.
    source : bytes, str or None
        Its bytes, its path or its address; None where it is not there, such as the figure of a
        chunk that was never rendered.
    problem : str
        Why there is no source; else empty.
    """

    place: str
    name: str
    source: bytes | str | None = field(default=None, repr=False)
    problem: str = ""


class PictureDocument(Protocol):
    """A document's text and its pictures without alternative text."""

    text: str
    missing: tuple[MissingAlt, ...]

    def with_texts(self, texts: Mapping[MissingAlt, AltText]) -> str:
        """Return the document's text with alternative texts, and long descriptions that exist."""


def find_source(reference: str, folder: Path) -> tuple[bytes | str | None, str]:
    """Return the source that a document's reference names, and the problem if there is none.

    Parameters
    ----------
    reference : str
        A relative path, an address, or a data URL.
    folder : Path
        The document's.
    """
    if "://" in reference or reference.startswith("data:"):
        return reference, ""
    name = unquote(reference.partition("#")[0].partition("?")[0])
    path = folder / name
    try:
        if path.is_file():
            return str(path), ""
    except (OSError, ValueError):  # too long, a NUL
        return None, "it is no path"
    return None, f"there is no file {name}"
