"""What an answer is to hold besides its text, asked for as structured output.

The whole answer is then one JSON object. Its first property is the text, so that it can be shown
while it is written; the others are what was asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..vision import claims, reading, regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .delivery import SentImage
    from .schemas import DataType

TEXT: Final = "answer"
"""The property that holds the answer's text."""

_ABOUT_TEXT: Final = "The answer to what was asked, in Markdown, as it would be without this form."

_BOXES: Final = (
    "Besides, list in `regions` the places in the picture that the answer is about, each as a box, "
    "or as a point where it is no larger than a mark. Give coordinates in absolute pixels of the "
    "image, (0, 0) being its top left corner: {sizes}. Leave the list empty where there is none."
)
_DATA: Final = "Besides, fill in `data` with what the picture shows; do not guess what it does not."

_TABLE: Final = (
    "Besides, put the chart's values into `table`: each series under the name that the chart gives "
    "it, its points in the order of x, as precisely as they can be read off the axes. Name the "
    "quantities on the axes and their units. Leave out what cannot be read."
)
_CLAIMS: Final = (
    "Besides, list in `claims` everything in your answer that the chart's data could confirm or "
    "refute: each number, maximum, minimum, order, comparison, trend, count, mean and total, one "
    "claim each, in the words of the answer. Name series, x and panels as the chart does."
)


@dataclass(frozen=True)
class Form:
    """What an answer is to hold besides its text.

    Attributes
    ----------
    boxes : bool
        Regions of the picture.
    data : DataType or None
        Data of a user's type.
    table : bool
        A chart's values.
    claims : bool
        What the text states, one by one, to be checked.
    """

    boxes: bool = False
    data: DataType | None = None
    table: bool = False
    claims: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def parts(self) -> dict[str, dict[str, Any]]:
        """The schemas of what is asked for, by property."""
        wanted: dict[str, dict[str, Any]] = {}
        if self.data is not None:
            wanted["data"] = self.data.schema
        if self.table:
            wanted["table"] = reading.SCHEMA
        if self.claims:
            wanted["claims"] = claims.SCHEMA
        if self.boxes:
            wanted["regions"] = regions.SCHEMA
        return wanted

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the whole answer."""
        properties = {TEXT: {"type": "string", "description": _ABOUT_TEXT}, **self.parts}
        schema: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
        definitions = self.data.definitions if self.data else {}
        return {**schema, "$defs": definitions} if definitions else schema

    def output_config(self) -> dict[str, Any]:
        """Return the API's parameter of that name."""
        return {"format": {"type": "json_schema", "schema": self.schema}}

    def instructions(self, images: Iterable[SentImage]) -> str:
        """Return what stands under the prompt: how to fill in the form.

        Parameters
        ----------
        images : iterable of SentImage
            That the answer's coordinates can refer to.
        """
        said = []
        if self.data is not None:
            said.append(_DATA)
        if self.table:
            said.append(_TABLE)
        if self.claims:
            said.append(_CLAIMS)
        if self.boxes:
            said.append(_BOXES.format(sizes=", ".join(map(_size, images))))
        return "\n\n".join(said)

    def read(self, raw: str) -> dict[str, Any] | None:
        """Return the answer's object; None where it is none."""
        try:
            found = json.loads(raw)
        except ValueError:
            return None
        return found if isinstance(found, dict) and isinstance(found.get(TEXT), str) else None


def _size(image: SentImage) -> str:
    assert image.prepared is not None  # noqa: S101 - regions are asked for on pixels only
    return f"image {image.number} is {image.prepared.width} × {image.prepared.height} pixels"
