"""The answers to one question about many pictures, in the order asked.

They stay on disk and are read when they are looked at, so that ten thousand take no more memory
than a hundred.
"""

from __future__ import annotations

import base64
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
from .restored_images import remembered
from .styled_tables import styled
from .thumbnails import Thumbnail, from_file

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

    from ...answers.answer import Answer
    from ...answers.structured.response_format import Form
    from ...chat.question import Question
    from ..checkpoints.checkpoint import Checkpoint

_SHOWN: Final = 10
_LONGEST: Final = 300


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came of one picture.

    Attributes
    ----------
    position : int
        From 0, in the order asked.
    name : str
    answer : Answer or None
        None where nothing came. It does not hold the picture.
    error : str or None
        What went wrong, and what to do.
    notes : tuple of str
        What the picture's caption would say.
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
        """What was asked for with ``schema=``; None where there is none."""
        return self.answer.data if self.answer else None

    @property
    def regions(self) -> Regions:
        """Where in the picture what was answered is (``boxes=True``)."""
        return self.answer.regions if self.answer else Regions()

    @property
    def problems(self) -> tuple[str, ...]:
        """What was asked for besides text, and is missing or malformed."""
        return self.answer.findings.problems if self.answer else ()

    @property
    def cost(self) -> Decimal | None:
        """In USD; None where the price is not known, or nothing was answered."""
        return self.answer.cost if self.answer else None

    @property
    def thumbnail(self) -> Thumbnail | None:
        """A small picture, with its regions; None where its file is gone or cannot be read."""
        regions, path, small = self.regions, self._picture.get("path"), None
        if stored := self._picture.get("thumbnail"):
            small = Thumbnail(base64.b64decode(stored[1]), stored[0], self.name)
        elif path:
            small = from_file(path, self.name, regions)
        return small.marked(regions) if small and regions else small

    def to_row(self, form: Form) -> dict[str, Any]:
        """Return what `Answers.to_frame` shows of it.

        Parameters
        ----------
        form : Form
            What was asked for besides text.
        """
        answer = self.answer
        besides: dict[str, Any] = {"regions": self.regions} if form.boxes else {}
        if form.table:
            besides["table"] = answer.table if answer else None
        if form:
            besides["problems"] = " ".join(self.problems) or None
        return {
            "name": self.name,
            "answer": (answer.text or None) if answer else None,
            **_columns(self.data),
            **besides,
            "stop_reason": answer.stop_reason if answer else None,
            "input_tokens": answer.usage.total_input if answer else 0,
            "output_tokens": answer.usage.output if answer else 0,
            "thinking_tokens": answer.usage.thinking if answer else 0,
            "cost": float(self.cost) if self.cost is not None else None,
            "error": self.error,
        }


class Answers(Sequence[Outcome]):
    """What came of many pictures, in the order asked.

    A sequence of `Outcome`; ``answers.to_frame()`` is a DataFrame, and in a notebook it shows
    itself as a table with small pictures.

    Parameters
    ----------
    store : Checkpoint
    places : sequence of int
        Where each one's record is, by position.
    names : mapping of int to str
        Where they differ from what they were called when they were answered.
    question : Question
    """

    def __init__(
        self,
        store: Checkpoint,
        places: Sequence[int],
        names: Mapping[int, str],
        question: Question,
    ) -> None:
        self._store = store
        self._places = places
        self._names = names
        self._question = question

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> list[Outcome]: ...
    def __getitem__(self, index: int | slice) -> Outcome | list[Outcome]:
        positions = range(len(self))[index]
        if isinstance(positions, range):
            return [self._outcome(position) for position in positions]
        return self._outcome(positions)

    def _outcome(self, position: int) -> Outcome:
        record = self._store.get(self._places[position])
        name = self._names.get(position, record["name"])
        return outcome_from(record, position, name, self._question)

    @property
    def failed(self) -> dict[int, str]:
        """What went wrong, by position."""
        return {o.position: o.error for o in self if o.error is not None}

    @property
    def usage(self) -> Usage:
        """Tokens of all answers."""
        return sum((o.answer.usage for o in self if o.answer), Usage())

    @property
    def cost(self) -> Decimal | None:
        """What all answers cost, in USD; None where a price is not known."""
        costs = [o.cost for o in self if o.answer]
        known = [cost for cost in costs if cost is not None]
        return sum(known, Decimal(0)) if len(known) == len(costs) else None

    @property
    def regions(self) -> Regions:
        """Those of all pictures: ``answers.regions.to_frame()`` has one row for each."""
        return Regions(region for outcome in self for region in outcome.regions)

    def to_frame(self, *, thumbnails: bool = True) -> pd.DataFrame:
        """Return a pandas DataFrame, one row a picture, in the order asked.

        Parameters
        ----------
        thumbnails : bool, optional
            With a column of `Thumbnail`; making them reads each picture's file again.

        Returns
        -------
        pandas.DataFrame
            Columns ``name``, ``answer``, one for each field of the schema, ``regions`` and
            ``table`` where they were asked for, ``problems`` where anything besides text was,
            ``stop_reason``, ``input_tokens``, ``output_tokens``, ``thinking_tokens`` (which
            `output_tokens` holds), ``cost`` (USD), ``error`` and ``make_thumbnail``.

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
        made: pd.DataFrame = module.DataFrame(rows)
        return made

    def to_styler(self, frame: pd.DataFrame | None = None) -> Styler:
        """Return the frame as a styled table that shows the thumbnails and escapes all text.

        Parameters
        ----------
        frame : pandas.DataFrame, optional
            A part of ``to_frame()``, such as its rows with an error; all of it where not given.

        Returns
        -------
        pandas.io.formats.style.Styler
            What it is given on, such as ``.hide(axis="index")``, keeps the cells escaped;
            ``.format`` without ``escape="html"`` does not.

        Raises
        ------
        MissingPackageError
            Jinja2 is not installed.
        """
        return styled(self.to_frame() if frame is None else frame)

    def __repr__(self) -> str:
        failed = len(self.failed)
        price = f", USD {self.cost:.4f}" if self.cost is not None else ""
        return f"<Answers about {len(self):,} pictures, {failed:,} failed{price}>"

    def _repr_html_(self) -> str:
        rows = "".join(_row(outcome) for outcome in self[:_SHOWN])
        head = "<tr><th></th><th>picture</th><th>answer</th></tr>"
        return f"<p>{html(repr(self)[1:-1])}</p><table>{head}{rows}</table>"


def outcome_from(
    record: Mapping[str, Any], position: int, name: str, question: Question
) -> Outcome:
    """Return what came of a picture, from its record."""
    picture = {key: record.get(key) for key in ("path", "thumbnail")}
    if "error" in record:
        return Outcome(position, name, None, record["error"], (), picture)
    answer = answer_from(record, question, name)
    error = None if is_answered(record) else answer.notice
    return Outcome(position, name, answer, error, tuple(record.get("notes", ())), picture)


def answer_from(record: Mapping[str, Any], question: Question, name: str) -> Answer:
    """Return the answer of a record, without its picture; `name` is what that is called."""
    reply = Reply(
        text=record["text"],
        model=record["model"],
        stop_reason=record["stop_reason"],
        usage=Usage(**record["usage"]),
        thinking=record.get("thinking", ""),
        explanation=record.get("explanation", ""),
    )
    sources = Sources(remembered(record, name, question))
    platform, batched = record["provider"], record["batched"]
    return parse_answer(question, reply, platform, sources, batched=batched)


def _columns(data: Any) -> dict[str, Any]:
    """Return the fields of what was asked for, as columns."""
    if data is None:
        return {}
    if isinstance(data, Mapping):
        return dict(data)
    if hasattr(type(data), "model_fields"):
        return {name: getattr(data, name) for name in type(data).model_fields}
    if hasattr(data, "__dataclass_fields__"):
        return {name: getattr(data, name) for name in data.__dataclass_fields__}
    return {"data": data}


def _row(outcome: Outcome) -> str:
    picture = outcome.thumbnail
    said = outcome.error or one_line(outcome.text)
    said = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
    marks = "".join(f"<br>{region.number} {html(region.label)}" for region in outcome.regions)
    cells = (picture.html if picture else "", html(outcome.name), html(said) + marks)
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
