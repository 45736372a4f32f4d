"""Results of a run, in the order of its items.

They stay on disk and are read when they are accessed, so that ten thousand take no more memory
than a hundred.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

from ...answers.regions import Regions
from ...answers.usage import Usage
from ...errors import OptionError
from ...text import escape_html
from ...text.dataframes import import_pandas
from .answer_tables import ROWS_PER_PAGE, AnswersPage, render_first_rows
from .outcome import Outcome, parse_outcome

if TYPE_CHECKING:
    import pandas as pd
    from pandas.io.formats.style import Styler

    from ...chat.question import Question
    from ..checkpoints.checkpoint import Checkpoint


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
        return parse_outcome(record, position, name, self._question)

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

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row for each item, in order, with the columns of `to_frame`."""
        return [outcome.to_row(self._question.form) for outcome in self]

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
        import_pandas("The answers themselves can be iterated without it.")
        from .answers_frame import AnswersFrame

        rows = []
        for outcome in self:
            row = outcome.to_row(self._question.form)
            rows.append({**row, "thumbnail": outcome.thumbnail} if thumbnails else row)
        return AnswersFrame(rows)

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
        table = self.to_frame() if frame is None else frame  # first, since it asks for pandas
        from .answers_frame import style_answers

        return style_answers(table)

    def to_page(self, number: int) -> AnswersPage:
        """Return a page of the table, as a notebook shows it.

        Parameters
        ----------
        number : int
            From 1; each has 50 rows.

        Raises
        ------
        OptionError
            There is no such page.
        """
        count = max(-(-len(self) // ROWS_PER_PAGE), 1)
        if not 1 <= number <= count:
            msg = f"There is no page {number}: the table has {count:,}, from 1."
            raise OptionError(msg)
        return AnswersPage(self, range(len(self))[(number - 1) * ROWS_PER_PAGE :][:ROWS_PER_PAGE])

    def __repr__(self) -> str:
        failure_count = len(self.failed)
        price = f", USD {self.cost:.4f}" if self.cost is not None else ""
        return f"<Answers about {len(self):,} pictures, {failure_count:,} failed{price}>"

    def _repr_html_(self) -> str:
        return f"<p>{escape_html(repr(self)[1:-1])}</p>{render_first_rows(self)}"
