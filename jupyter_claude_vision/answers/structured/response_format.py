"""The form of an answer that holds more than text, requested as structured output.

The whole answer is then one JSON object. Its first property is the text, so that it can be
displayed while it is written; the others are the parts that were requested.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...errors import PromptError
from ...text.surrogates import replace_surrogates
from .schema_limits import SchemaLimitError, check_limits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..sent_attachment import SentImage
    from .user_types import DataType

TEXT: Final = "answer"
"""The property that holds the answer's text."""

PART_FLAGS: Final = {
    "data": "--schema",
    "table": "--table",
    "claims": "--check",
    "regions": "--boxes",
}
"""The option that requests each part of a form."""

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
    "Besides, list in `claims` every statement of your answer that the chart's data could confirm "
    "or refute: each number, rank, extreme, comparison, trend, share, count, mean and total, one "
    "claim each. `quote` is the exact words of your answer that state it; everything stated is to "
    "be quoted by some claim. `query` is one SQLite SELECT on the tables described above that "
    "gives one cell: what these words state. Name panels and series there exactly as listed. "
    "`value` is what you state, in the query's own terms: a number (a fall of 12 % is 12 with a "
    "query that computes the fall in percent), a name or date as text, or true or false where the "
    'query gives 1 or 0, as for comparisons, trends, "more than" and "all of". {source}; each '
    "query is run afterwards, and its result compared with your value."
)
_FROM_PICTURE: Final = "State what the picture shows"
_FROM_DATA: Final = (
    "Take numbers from the data with the tool query, not from the picture. `call` is the number of "
    "your call of a tool that gave what the words state, counted from 1 over all of your calls, or "
    "0; `query` may be empty where that call was a query for the one cell. State what the data say"
)


@dataclass(frozen=True)
class Form:
    """The content that an answer must have besides its text.

    Attributes
    ----------
    boxes : bool
        Regions of the picture.
    data : DataType or None
        Data of a user's type.
    table : bool
        A chart's values.
    claims : bool
        The statements of the text, to be checked.
    cites_calls : bool
        The statements name the calls of tools that they rest on.
    """

    boxes: bool = False
    data: DataType | None = None
    table: bool = False
    claims: bool = False
    cites_calls: bool = False

    def __bool__(self) -> bool:
        return self.data is not None or self.table or self.claims or self.boxes

    @property
    def parts(self) -> dict[str, DataType]:
        """The types of the requested parts, by property."""
        from .wire_models import build_wire_type  # on demand, since it imports pydantic

        types = {} if self.data is None else {"data": self.data}
        flags = {"table": self.table, "claims": self.claims, "regions": self.boxes}
        kinds = {"claims": "cited claims"} if self.cites_calls else {}
        return types | {
            part: build_wire_type(kinds.get(part, part)) for part, is_set in flags.items() if is_set
        }

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

    def check_limits(self) -> None:
        """Raise where a user's type and the other parts together exceed the API's limits.

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
            flags = " and ".join(PART_FLAGS[part] for part in self.parts if part != "data")
            msg = (
                f"{self.data.name} and {flags} are too much for one question ({reason}): ask for "
                "them one after the other."
            )
            raise PromptError(msg) from error

    def instructions(self, images: Iterable[SentImage]) -> str:
        """Return the text after the prompt that explains how to fill in the form.

        Parameters
        ----------
        images : iterable of SentImage
            Those that the answer's coordinates can refer to.
        """
        texts = []
        if self.data is not None:
            texts.append(_DATA)
        if self.table:
            texts.append(_TABLE)
        if self.claims:
            source = _FROM_DATA if self.cites_calls else _FROM_PICTURE
            texts.append(_CLAIMS.format(source=source))
        if self.boxes:
            texts.append(_BOXES.format(sizes=", ".join(map(_describe_size, images))))
        return "\n\n".join(texts)

    def read_object(self, raw: str) -> dict[str, Any] | None:
        """Return the answer's JSON object, its enumerated values spelled as in the schema.

        None where the answer is not in the form.
        """
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError):
            return None
        if not isinstance(content, dict) or not isinstance(content.get(TEXT), str):
            return None
        parts = {
            name: part.restore_letter_case(content[name])
            for name, part in self.parts.items()
            if name in content
        }
        return {**content, **parts, TEXT: replace_surrogates(content[TEXT])}


def _describe_size(image: SentImage) -> str:
    picture = image.prepared_image
    assert picture is not None  # noqa: S101 - regions are requested on pixels only
    return f"image {image.number} is {picture.width} × {picture.height} pixels"
