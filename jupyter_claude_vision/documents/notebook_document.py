"""Pictures of a notebook: those of its outputs, and those of its Markdown cells."""

from __future__ import annotations

import binascii
import json
import re
from base64 import b64decode
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError
from ..inputs.rich_display import PICTURE_TYPES
from ..text import to_plain_line
from .markdown_document import MarkdownDocument, render_description
from .missing_alt import AltText, MissingAlt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HAS_ALT: Final = re.compile(r"<img\b[^>]*\balt\s*=\s*[\"'][^\"']", re.IGNORECASE)
_FIG_ALT: Final = re.compile(r"^\s*#\|\s*fig-alt\s*:\s*\S", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class _OutputSlot:
    """The output that a picture is in, and its media type."""

    cell: int
    output: int
    media_type: str


class NotebookDocument:
    """A notebook's file.

    Parameters
    ----------
    text : str
    path : Path

    Raises
    ------
    InputError
        It is no notebook, or one of before 2013 (format 3).
    """

    def __init__(self, text: str, path: Path) -> None:
        self.text = text
        self._path = path
        try:
            self._notebook = json.loads(text)
            self._cells: list[dict[str, Any]] = list(self._notebook["cells"])
        except (ValueError, LookupError, TypeError) as error:
            msg = f"{path} is no notebook of format 4."
            raise InputError(msg) from error
        self._slots: dict[MissingAlt, _OutputSlot] = {}
        self._markdown: dict[int, MarkdownDocument] = {}
        self._cell_of: dict[MissingAlt, tuple[int, MissingAlt]] = {}
        self.missing: tuple[MissingAlt, ...] = tuple(self._find_missing())

    def with_texts(self, texts: Mapping[MissingAlt, AltText]) -> str:
        """Return the notebook's text with alternative texts, else as it was saved."""
        notebook = deepcopy(self._notebook)
        of_cells: dict[int, dict[MissingAlt, AltText]] = {}
        descriptions: dict[int, list[str]] = {}
        for picture, alt in texts.items():
            if slot := self._slots.get(picture):
                output = notebook["cells"][slot.cell]["outputs"][slot.output]
                metadata = output.setdefault("metadata", {}).setdefault(slot.media_type, {})
                metadata["alt"] = to_plain_line(alt["short"])
                if alt["long"]:
                    descriptions.setdefault(slot.cell, []).append(alt["long"])
            else:
                number, inner = self._cell_of[picture]
                of_cells.setdefault(number, {})[inner] = alt
        for number, alts in of_cells.items():
            source = self._markdown[number].with_texts(alts)
            notebook["cells"][number]["source"] = source.splitlines(keepends=True)
        for number in sorted(descriptions, reverse=True):
            notebook["cells"].insert(
                number + 1, self._description_cell(number, descriptions[number])
            )
        indent = re.match(r"\{\n(\s+)", self.text)
        dumped = json.dumps(notebook, ensure_ascii=False, indent=len(indent[1]) if indent else None)
        return dumped + ("\n" if self.text.endswith("\n") else "")

    def _description_cell(self, number: int, texts: list[str]) -> dict[str, Any]:
        source = "\n\n".join(map(render_description, texts)).splitlines(keepends=True)
        cell: dict[str, Any] = {"cell_type": "markdown", "metadata": {}, "source": source}
        if "id" in self._cells[number]:  # format 4.5
            return {"cell_type": "markdown", "id": f"description-{number + 1}", **cell}
        return cell

    def _find_missing(self) -> Iterator[MissingAlt]:
        for number, cell in enumerate(self._cells):
            source = _join(cell.get("source", ""))
            if cell.get("cell_type") == "markdown":
                attachments = dict(_attachments_of(cell))
                document = MarkdownDocument(source, self._path.with_suffix(".md"), attachments)
                self._markdown[number] = document
                for inner in document.missing:
                    picture = MissingAlt(
                        f"cell {number + 1}, {inner.place}", inner.name, inner.source, inner.problem
                    )
                    self._cell_of[picture] = (number, inner)
                    yield picture
            elif cell.get("cell_type") == "code" and not _FIG_ALT.search(source):
                yield from self._find_in_outputs(number, cell.get("outputs", []))

    def _find_in_outputs(self, number: int, outputs: list[dict[str, Any]]) -> Iterator[MissingAlt]:
        for index, output in enumerate(outputs):
            data = output.get("data", {})
            media_type = next((kind for kind in PICTURE_TYPES if kind in data), None)
            if media_type is None or _has_alt(output, media_type):
                continue
            name = f"picture of cell {number + 1}"
            picture = MissingAlt(
                f"cell {number + 1}, output {index + 1}",
                name,
                *_decode_picture(_join(data[media_type]), media_type),
            )
            self._slots[picture] = _OutputSlot(number, index, media_type)
            yield picture


def _has_alt(output: dict[str, Any], media_type: str) -> bool:
    metadata = output.get("metadata", {}).get(media_type, {})
    has_own = isinstance(metadata, dict) and bool(str(metadata.get("alt", "")).strip())
    return has_own or bool(_HAS_ALT.search(_join(output["data"].get("text/html", ""))))


def _decode_picture(text: str, media_type: str) -> tuple[bytes | None, str]:
    if media_type == "image/svg+xml":
        return text.encode(), ""
    try:
        return b64decode(text), ""
    except (binascii.Error, ValueError):
        return None, "its base64 text is damaged"


def _attachments_of(cell: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    for name, bundle in cell.get("attachments", {}).items():
        for media_type, text in bundle.items():
            data, _ = _decode_picture(_join(text), media_type)
            if data is not None:
                yield name, data


def _join(source: object) -> str:
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
