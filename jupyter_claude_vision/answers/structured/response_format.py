"""What an answer is to hold besides its text, asked for as structured output.

The whole answer is then one JSON object. Its first property is the text, so that it can be shown
while it is written; the others are what was asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ...errors import PromptError
from ...text.surrogates import replace_surrogates
from .schema_limits import SchemaLimitError, check_limits
from .user_types import DataType, data_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..sent_attachment import SentImage

TEXT: Final = "answer"
"""The property that holds the answer's text."""

FLAGS: Final = {
    "data": "--schema",
    "table": "--table",
    "claims": "--check",
    "regions": "--boxes",
}
"""What asks for each part of an answer's form."""

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
        return self.data is not None or self.table or self.claims or self.boxes

    @property
    def parts(self) -> dict[str, DataType]:
        """The types of what is asked for, by property."""
        types = {} if self.data is None else {"data": self.data}
        ours = {"table": self.table, "claims": self.claims, "regions": self.boxes}
        return types | {part: wire_type(part) for part, wanted in ours.items() if wanted}

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON schema of the whole answer."""
        parts = {name: part.schema for name, part in self.parts.items()}
        properties = {TEXT: {"type": "string", "description": _ABOUT_TEXT}, **parts}
        schema: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
        definitions = self.data.definitions if self.data else {}
        return {**schema, "$defs": definitions} if definitions else schema

    def check(self) -> None:
        """Raise where a user's type and what is asked for besides are too much together.

        Raises
        ------
        PromptError
        """
        if self.data is None:
            return
        try:
            check_limits(self.schema, "the form")
        except SchemaLimitError as error:
            reason = str(error).partition(":")[0]
            others = " and ".join(FLAGS[part] for part in self.parts if part != "data")
            msg = (
                f"{self.data.name} and {others} are too much for one question ({reason}): ask for "
                "them one after the other."
            )
            raise PromptError(msg) from error

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
        """Return the answer's object, spelled as its types are; None where it is none."""
        try:
            parsed = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        if not isinstance(parsed, dict) or not isinstance(parsed.get(TEXT), str):
            return None
        spelled = {
            name: part.with_letter_case(parsed[name])
            for name, part in self.parts.items()
            if name in parsed
        }
        return {**parsed, **spelled, TEXT: replace_surrogates(parsed[TEXT])}


@cache
def wire_type(part: str) -> DataType:
    """Return what this package asks for itself as a type, as a user's own is asked for.

    Parameters
    ----------
    part : {"table", "claims", "regions"}
    """
    from . import wire_models

    wanted: Any = {
        "table": wire_models.WireTable,
        "claims": list[wire_models.WireClaim],
        "regions": list[wire_models.WireRegion],
    }[part]
    ours = data_type(wanted)
    # Written out, since a user's type may have definitions of the same names.
    return DataType(ours.name, _written_out(ours.schema, ours.definitions), {}, ours.adapter)


def _written_out(schema: Any, definitions: dict[str, Any]) -> Any:
    """Return a schema with its definitions where they are referred to, and without titles."""
    if isinstance(schema, list):
        return [_written_out(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _written_out(definitions[reference.rsplit("/", 1)[-1]], definitions)
    is_titled = isinstance(schema.get("title"), str)  # and no field of that name
    return {
        key: _written_out(part, definitions)
        for key, part in schema.items()
        if not (is_titled and key == "title")
    }


def _size(image: SentImage) -> str:
    assert image.prepared is not None  # noqa: S101 - regions are asked for on pixels only
    return f"image {image.number} is {image.prepared.width} × {image.prepared.height} pixels"
