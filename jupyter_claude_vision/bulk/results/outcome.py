"""The result of one item, read from its record."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...answers.regions import Regions
from ...answers.reply import Reply
from ...answers.usage import Usage
from ...chat.answer_parser import Sources, parse_answer
from ...chat.storage.round_data import call_from_data
from ..checkpoints.checkpoint_records import is_answered
from .restored_images import restore_images
from .thumbnails import Thumbnail, load_thumbnail

if TYPE_CHECKING:
    from decimal import Decimal

    from ...answers.answer import Answer
    from ...answers.structured.response_format import Form
    from ...chat.question import Question


@dataclass(frozen=True, eq=False)
class Outcome:
    """The result of one item.

    Attributes
    ----------
    position : int
        From 0, in the order of the items.
    name : str
    answer : Answer or None
        None where it failed. It does not hold the picture.
    error : str or None
        The failure, and what to do about it.
    notes : tuple of str
        The notes of the picture's caption.
    """

    position: int
    name: str
    answer: Answer | None
    error: str | None = None
    notes: tuple[str, ...] = ()
    _picture: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def text(self) -> str:
        """The answer's text; empty where it failed."""
        return self.answer.text if self.answer else ""

    @property
    def data(self) -> Any:
        """The data that ``schema=`` asked for; None where there is none."""
        return self.answer.data if self.answer else None

    @property
    def regions(self) -> Regions:
        """The answer's regions of the picture (``boxes=True``)."""
        return self.answer.regions if self.answer else Regions()

    @property
    def problems(self) -> tuple[str, ...]:
        """The parts besides text that are missing or malformed."""
        return self.answer.findings.problems if self.answer else ()

    @property
    def cost(self) -> Decimal | None:
        """USD; None where the price is not known, or there is no answer."""
        return self.answer.cost if self.answer else None

    @property
    def thumbnail(self) -> Thumbnail | None:
        """A small picture with its regions; None where its file is gone or cannot be read."""
        regions, path, thumbnail = self.regions, self._picture.get("path"), None
        if encoding := self._picture.get("thumbnail"):
            media_type, text = encoding
            thumbnail = Thumbnail(base64.b64decode(text), media_type, self.name)
        elif path:
            thumbnail = load_thumbnail(path, self.name, regions)
        return thumbnail.draw_regions(regions) if thumbnail and regions else thumbnail

    def to_row(self, form: Form) -> dict[str, Any]:
        """Return the item's row of `Answers.to_frame`.

        Parameters
        ----------
        form : Form
            The parts of the answer besides text.
        """
        answer = self.answer
        parts: dict[str, Any] = {"regions": self.regions} if form.boxes else {}
        if form.table:
            parts["table"] = answer.table if answer else None
        if form:
            parts["problems"] = " ".join(self.problems) or None
        return {
            "name": self.name,
            "answer": (answer.text or None) if answer else None,
            **_to_columns(self.data),
            **parts,
            "stop_reason": answer.stop_reason if answer else None,
            "input_tokens": answer.usage.total_input if answer else 0,
            "output_tokens": answer.usage.output if answer else 0,
            "thinking_tokens": answer.usage.thinking if answer else 0,
            "cost": float(self.cost) if self.cost is not None else None,
            "error": self.error,
        }


def parse_outcome(
    record: Mapping[str, Any], position: int, name: str, question: Question
) -> Outcome:
    """Return the result of an item, from its record."""
    picture = {key: record.get(key) for key in ("path", "thumbnail")}
    if "error" in record:
        return Outcome(position, name, None, record["error"], (), picture)
    answer = parse_answer_record(record, question, name)
    error = None if is_answered(record) else answer.notice
    return Outcome(position, name, answer, error, tuple(record.get("notes", ())), picture)


def parse_answer_record(record: Mapping[str, Any], question: Question, name: str) -> Answer:
    """Return the answer of a record, without its picture.

    Parameters
    ----------
    record : mapping
    question : Question
    name : str
        The item's name.
    """
    reply = Reply(
        text=record["text"],
        model=record["model"],
        stop_reason=record["stop_reason"],
        usage=Usage(**record["usage"]),
        thinking=record.get("thinking", ""),
        explanation=record.get("explanation", ""),
        calls=tuple(call_from_data(call, {}) for call in record.get("calls", ())),
        requests=record.get("requests", 1),
    )
    sources = Sources(restore_images(record, name, question))
    platform, batched = record["provider"], record["batched"]
    return parse_answer(question, reply, platform, sources, batched=batched)


def _to_columns(data: Any) -> dict[str, Any]:
    """Return the fields of an answer's data as columns."""
    if data is None:
        return {}
    if isinstance(data, Mapping):
        return dict(data)
    if hasattr(type(data), "model_fields"):
        return {name: getattr(data, name) for name in type(data).model_fields}
    if hasattr(data, "__dataclass_fields__"):
        return {name: getattr(data, name) for name in data.__dataclass_fields__}
    return {"data": data}
