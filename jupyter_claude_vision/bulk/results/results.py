"""Results of a run, in the order of its items.

They stay on disk and are read when they are accessed, so that ten thousand take no more memory
than a hundred.
"""

from __future__ import annotations

import base64
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, overload

from ...answers.regions import Regions
from ...answers.reply import Reply
from ...answers.usage import Usage
from ...chat.answer_parser import Sources, parse_answer
from ...text import html, one_line
from ...text.dataframes import pandas
from ..checkpoints.checkpoint_records import is_answered
from .restored_images import restore_images
from .styled_tables import style_answers
from .thumbnails import Thumbnail, load_thumbnail

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

    from ...answers.answer import Answer
    from ...answers.structured.response_format import Form
    from ...chat.question import Question
    from ..checkpoints.checkpoint import Checkpoint

_ROWS: Final = 10
_MAX_TEXT_LENGTH: Final = 300


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


@dataclass
class AnswerIndex:
    """The places of results in a checkpoint.

    Attributes
    ----------
    offsets : array of int
        Offset of each record, by position; -1 where there is none yet.
    names : dict of int to str
        Names of items by position, where the record may hold another name.
    """

    offsets: array[int] = field(default_factory=lambda: array("q"))
    names: dict[int, str] = field(default_factory=dict)

    def add_result(self, position: int, offset: int, name: str | None = None) -> None:
        """Enter the offset of a result, and the item's name where the record may differ."""
        self.offsets[position] = offset
        if name is not None:
            self.names[position] = name


class Answers(Sequence[Outcome]):
    """The results of a run, in the order of its items.

    A sequence of `Outcome`; ``answers.to_frame()`` is a DataFrame, and a notebook shows it as a
    table with small pictures.

    Parameters
    ----------
    checkpoint : Checkpoint
    index : AnswerIndex
    question : Question
    """

    def __init__(self, checkpoint: Checkpoint, index: AnswerIndex, question: Question) -> None:
        self._checkpoint = checkpoint
        self._index = index
        self._question = question

    def __len__(self) -> int:
        return len(self._index.offsets)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> list[Outcome]: ...
    def __getitem__(self, index: int | slice) -> Outcome | list[Outcome]:
        positions = range(len(self))[index]
        if isinstance(positions, range):
            return [self._load_outcome(position) for position in positions]
        return self._load_outcome(positions)

    def _load_outcome(self, position: int) -> Outcome:
        record = self._checkpoint.read_record(self._index.offsets[position])
        name = self._index.names.get(position, record["name"])
        return _to_outcome(record, position, name, self._question)

    @property
    def failed(self) -> dict[int, str]:
        """The failures by position."""
        return {outcome.position: outcome.error for outcome in self if outcome.error is not None}

    @property
    def usage(self) -> Usage:
        """Tokens of all answers."""
        return sum((outcome.answer.usage for outcome in self if outcome.answer), Usage())

    @property
    def cost(self) -> Decimal | None:
        """USD of all answers; None where a price is not known."""
        costs = [outcome.cost for outcome in self if outcome.answer]
        amounts = [cost for cost in costs if cost is not None]
        return sum(amounts, Decimal(0)) if len(amounts) == len(costs) else None

    @property
    def regions(self) -> Regions:
        """The regions of all pictures: ``answers.regions.to_frame()`` has one row for each."""
        return Regions(region for outcome in self for region in outcome.regions)

    def to_frame(self, *, thumbnails: bool = True) -> pd.DataFrame:
        """Return a pandas DataFrame with one row for each item, in order.

        Parameters
        ----------
        thumbnails : bool, optional
            With a column of `Thumbnail`, for which each picture's file is read again.

        Returns
        -------
        pandas.DataFrame
            Columns ``name``, ``answer``, one for each field of the schema, ``regions`` and
            ``table`` where they were asked for, ``problems`` where anything besides text was,
            ``stop_reason``, ``input_tokens``, ``output_tokens``, ``thinking_tokens`` (which
            `output_tokens` holds), ``cost`` (USD), ``error`` and ``thumbnail``.

        Raises
        ------
        MissingPackageError
            pandas is not installed.
        """
        module = pandas("The answers themselves can be iterated without it.")
        rows = []
        for outcome in self:
            row = outcome.to_row(self._question.form)
            rows.append({**row, "thumbnail": outcome.thumbnail} if thumbnails else row)
        frame: pd.DataFrame = module.DataFrame(rows)
        return frame

    def to_styler(self, frame: pd.DataFrame | None = None) -> Styler:
        """Return the frame as a styled table that shows the thumbnails and escapes all text.

        Parameters
        ----------
        frame : pandas.DataFrame, optional
            A part of ``to_frame()``, such as its rows with an error; by default all of it.

        Returns
        -------
        pandas.io.formats.style.Styler
            Its other methods, such as ``.hide(axis="index")``, keep the cells escaped; ``.format``
            without ``escape="html"`` does not.

        Raises
        ------
        MissingPackageError
            Jinja2 is not installed.
        """
        return style_answers(self.to_frame() if frame is None else frame)

    def __repr__(self) -> str:
        failure_count = len(self.failed)
        price = f", USD {self.cost:.4f}" if self.cost is not None else ""
        return f"<Answers about {len(self):,} pictures, {failure_count:,} failed{price}>"

    def _repr_html_(self) -> str:
        rows = "".join(_to_html_row(outcome) for outcome in self[:_ROWS])
        head = "<tr><th></th><th>picture</th><th>answer</th></tr>"
        return f"<p>{html(repr(self)[1:-1])}</p><table>{head}{rows}</table>"


def _to_outcome(record: Mapping[str, Any], position: int, name: str, question: Question) -> Outcome:
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


def _to_html_row(outcome: Outcome) -> str:
    picture = outcome.thumbnail
    text = outcome.error or one_line(outcome.text)
    if len(text) > _MAX_TEXT_LENGTH:
        text = text[: _MAX_TEXT_LENGTH - 1] + "…"
    legend = "".join(f"<br>{region.number} {html(region.label)}" for region in outcome.regions)
    cells = (picture.html if picture else "", html(outcome.name), html(text) + legend)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
