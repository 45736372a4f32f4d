"""Output of the command line: the answer as text or JSON, everything about it beside it."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from ..client import Client
from ..errors import ClaudeVisionError, OptionError, Stopped
from ..ipython.progress_bar import ProgressBar
from ..ipython.terminal_view import TerminalView
from ..visible import to_visible_text
from .file_replacement import replaced_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..answers.answer import Answer
    from ..bulk.results.results import Answers
    from ..chat.events import View
    from ..inputs.attachment import Attachment
    from ..options import RunOptions
    from ..settings import ClaudeVision
    from .arguments import Source

NO_ANSWER: Final = 1
"""Exit code: nothing was answered, or a check found something missing."""

MISUSED: Final = 2
"""Exit code: the command line cannot be understood (as click has it)."""

INCOMPLETE: Final = 3
"""Exit code: the answer is incomplete or refused, or some of many pictures failed."""

INTERRUPTED: Final = 130
"""Exit code: stopped by Ctrl+C, as shells have it: 128 and the signal's number."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of cells that spreadsheets run as formulas."""


class CommandClient(Client):
    """A client of the command line.

    Parameters
    ----------
    settings : ClaudeVision
    quiet : bool
        Write neither the answer as it comes nor anything about it; errors are written.
    """

    def __init__(self, settings: ClaudeVision, *, quiet: bool = False) -> None:
        super().__init__(settings)
        self._quiet = quiet

    def find_named(self, sources: Iterable[Source]) -> list[Attachment]:
        """Return named sources as attachments, in their order; each may stand there twice."""
        return [a for name, value in sources for a in self.find_attachments({name: value})]

    def open_view(self) -> View:
        """Return a view that writes the answer, and everything about it on standard error."""
        if self._quiet:
            return super().open_view()
        return TerminalView(
            sys.stdout.write,
            ticks=self.settings.stream and sys.stderr.isatty(),
            write_aside=_write_aside,
        )

    def open_progress(self, options: RunOptions) -> ProgressBar:
        """Return the progress bar of a run, which stands on standard error."""
        is_visible = self.settings.stream and not self._quiet and sys.stderr.isatty()
        return ProgressBar(
            is_visible=is_visible if options.progress is None else options.progress,
            in_notebook=False,
        )

    def ask_user(self, question: str) -> str:
        """Return the user's answer to a question about the cost of a run."""
        if not sys.stdin.isatty():
            raise EOFError(question)
        return input(question)


def _write_aside(text: str) -> None:
    sys.stdout.flush()  # so that a terminal shows both in their order
    sys.stderr.write(text)
    sys.stderr.flush()


def exit_code_of(error: ClaudeVisionError) -> int:
    """Return the exit code for an error."""
    return MISUSED if isinstance(error, OptionError) else NO_ANSWER


def print_error(error: ClaudeVisionError | Stopped) -> None:
    """Write an error as one line on standard error."""
    click.echo(f"claude-see: {error}", err=True)


def exit_code_for(answer: Answer) -> int:
    """Return the exit code for an answer: 0 where it is complete."""
    return INCOMPLETE if answer.notice else 0


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as values that JSON has.

    Returns
    -------
    dict
        ``text``, ``model``, ``provider``, ``stop_reason``, ``notice``, ``cost_usd`` (None where
        the price is not known), ``usage`` in tokens, ``images`` (name, size as sent in pixels,
        method), and where they were asked for ``regions`` in pixels of the originals, ``table``,
        ``citations`` and ``tool_calls``.
    """
    result: dict[str, Any] = {
        "text": answer.text,
        "model": answer.model,
        "provider": answer.provider,
        "stop_reason": answer.stop_reason,
        "notice": answer.notice,
        "cost_usd": None if answer.cost is None else float(answer.cost),
        "usage": asdict(answer.usage),
        "images": [
            {
                "name": image.name,
                "width": image.prepared_image.width if image.prepared_image else None,
                "height": image.prepared_image.height if image.prepared_image else None,
                "method": image.choice.method,
            }
            for image in answer.images
        ],
    }
    if answer.regions:
        result["regions"] = [
            {"picture": region.name, "label": region.label, "box": region.bounds}
            for region in answer.regions
        ]
    if answer.table is not None:
        result["table"] = answer.table.columns()
    if answer.citations:
        result["citations"] = [
            {
                "sentence": citation.sentence,
                "document": citation.document,
                "pages": citation.page_numbers,
                "cited_text": citation.cited_text,
            }
            for citation in answer.citations
        ]
    if answer.thinking:
        result["thinking"] = answer.thinking
    return result


def print_json(value: object) -> None:
    """Write a value as indented JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_json_lines(answers: Answers) -> None:
    """Write a JSON object a line, one for each picture of a run."""
    for outcome in answers:
        value = answer_to_json(outcome.answer) if outcome.answer else {}
        value.pop("images", None)
        record = {"name": outcome.name, **value, "error": outcome.error}
        click.echo(json.dumps(record, ensure_ascii=False, default=str))


def print_table(answers: Answers) -> None:
    """Write the name and the answer of each picture of a run, a paragraph each."""
    for outcome in answers:
        text = f"failed: {outcome.error}" if outcome.error else outcome.text
        click.echo(to_visible_text(f"{outcome.name}: {text}"))


@contextmanager
def open_csv(path: str | None) -> Iterator[Callable[[Answers], None]]:
    """Open a CSV file before anything is asked, and give what writes a run's rows into it.

    The file takes its place when it is complete, so that an old one is not lost to a failure.

    Parameters
    ----------
    path : str or None
        None to write nothing.

    Raises
    ------
    InputError
        It cannot be written.
    """
    if path is None:
        yield lambda _: None
        return
    with replaced_file(Path(path)) as file:
        yield lambda answers: _write_rows(file, answers)


def _write_rows(file: IO[str], answers: Answers) -> None:
    rows = answers.to_rows()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(file, names)
    writer.writeheader()
    writer.writerows({key: _to_cell(value) for key, value in row.items()} for row in rows)


def _to_cell(value: object) -> object:
    """Return a value as a spreadsheet shows it and does not run it as a formula."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
