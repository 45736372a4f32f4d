"""Records in the files of answers and conversations, and their validation.

A file may be damaged, edited, or written by another version; nothing of it is used before all of
it is validated against the types here.
"""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from datetime import datetime  # noqa: TC003 - pydantic reads the types
from functools import cache
from typing import TYPE_CHECKING, Any

from ...answers.usage import Usage  # noqa: TC001 - pydantic reads the types
from ...claims.claim import CheckedClaim  # noqa: TC001 - pydantic reads the types
from ...platforms import DeliveryMethod  # noqa: TC001 - pydantic reads the types

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class CitationRecord:
    """One sentence of an answer, and the pages that it is from (see `Citation`)."""

    sentence: str
    cited_text: str
    document: str
    page_numbers: list[int]
    end: int
    number: int
    several: bool = False

    def __post_init__(self) -> None:
        if not self.page_numbers:
            msg = "A citation needs a page."
            raise ValueError(msg)


@dataclass(frozen=True)
class SecondsRecord:
    """Timings of an answer, in seconds (see `Timings`)."""

    prepared: float
    first_text: float | None
    total: float


@dataclass(frozen=True)
class AnswerRecord:
    """A conversation's answer."""

    text: str
    model: str
    provider: str
    stop_reason: str | None
    max_tokens: int
    usage: Usage
    seconds: SecondsRecord
    cached: datetime | None
    raw: str = ""
    citations: list[CitationRecord] = field(default_factory=list)
    thinking: str = ""
    requests: int = 1
    claims: list[CheckedClaim] | None = None


@dataclass(frozen=True)
class PictureRecord:
    """A picture as it was sent; its bytes in base64."""

    data: str
    media_type: str
    size: tuple[int, int]
    original_size: tuple[int, int]
    notes: list[str]


@dataclass(frozen=True)
class DocumentRecord:
    """A PDF as it was sent; its bytes in base64."""

    data: str
    digest: str
    page_numbers: list[int]
    total: int
    tokens: int | None
    notes: list[str]
    spare: int = 0


@dataclass(frozen=True)
class CutRecord:
    """Of which picture, by its number, and where on it a piece was cut (see `Cut`)."""

    whole: int
    box: tuple[float, float, float, float]
    is_tile: bool = False

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.box)):
            msg = "A piece needs a place."
            raise ValueError(msg)


@dataclass(frozen=True)
class ImageRecord:
    """A conversation's attachment."""

    name: str
    number: int
    labelled: bool
    repeated: bool
    notes: list[str]
    method: DeliveryMethod
    why: str
    url: str | None
    file_id: str | None
    prepared: PictureRecord | None
    document: DocumentRecord | None = None
    kind: str = ""
    known_as: str | None = None
    cut: CutRecord | None = None


@dataclass(frozen=True)
class CallRecord:
    """A call of a tool (see `ToolCall`); its pictures by number, its first rows."""

    name: str
    input: dict[str, Any]
    result: str
    images: list[int]
    source: int | None
    box: tuple[int, int, int, int] | None
    columns: list[str] | None
    rows: list[list[float | int | str | None]]
    is_error: bool
    seconds: float
    tokens: int
    round: int
    id: str


@dataclass(frozen=True)
class RoundRecord:
    """A round of a turn with tools (see `ToolRound`); its blocks as they go back to the API."""

    content: list[dict[str, Any]]
    calls: list[CallRecord]

    def __post_init__(self) -> None:
        uses = [block.get("id") for block in self.content if block.get("type") == "tool_use"]
        if not uses or uses != [call.id for call in self.calls]:
            msg = "A round needs the results of its calls."
            raise ValueError(msg)


@dataclass(frozen=True)
class TurnRecord:
    """A question and its answer."""

    prompt: str
    images: list[ImageRecord]
    answer: AnswerRecord
    context: str = ""
    instructions: str = ""
    rounds: list[RoundRecord] = field(default_factory=list)
    tools: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class CachedAnswerRecord:
    """An answer in the answer cache."""

    text: str
    model: str
    stop_reason: str
    usage: Usage
    asked: datetime
    citations: list[CitationRecord] = field(default_factory=list)
    thinking: str = ""
    rounds: list[RoundRecord] = field(default_factory=list)
    pieces: list[ImageRecord] = field(default_factory=list)
    requests: int = 1


@dataclass(frozen=True)
class ConversationRecord:
    """A conversation's file."""

    turns: list[TurnRecord]


class OtherVersionError(ValueError):
    """The file is of another version of this package; the message names its format."""


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def parse_record(kind: type, version: int, data: bytes) -> dict[str, Any]:
    """Return what a file holds, as plain data with every field of its record.

    Parameters
    ----------
    kind : type
        One of the records here.
    version : int
        That the file's ``format`` is to be.
    data : bytes

    Raises
    ------
    OtherVersionError
        It is of another version.
    ValueError
        It is damaged, or no such file at all.
    """
    try:
        content = json.loads(data)
        content_version = int(content["format"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        msg = "is damaged"
        raise ValueError(msg) from error
    if content_version != version:
        msg = f"is of another version of this package (format {content_version})"
        raise OtherVersionError(msg)
    try:
        return asdict(_adapter(kind).validate_python(content))
    except ValueError as error:  # pydantic's own is one
        msg = "is damaged"
        raise ValueError(msg) from error
