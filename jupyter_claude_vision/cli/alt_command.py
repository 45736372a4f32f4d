"""``claude-see alt``: alternative text for the pictures of documents that have none."""

from __future__ import annotations

import difflib
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ..documents.markdown_document import MarkdownDocument
from ..documents.missing_alt import AltText
from ..documents.notebook_document import NotebookDocument
from ..errors import ClaudeVisionError, InputError
from ..options import split_line_options
from ..visible import to_visible_line, to_visible_text
from .file_replacement import replaced_file
from .option_flags import add_flags, list_run_options, typed_values
from .output import INCOMPLETE, NO_ANSWER, CommandClient
from .settings_flags import add_settings_flags, exit_codes, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..bulk.results.outcome import Outcome
    from ..documents.missing_alt import MissingAlt, PictureDocument
    from ..inputs.attachment import Attachment
    from ..options import RunOptions

_TASK: Final = "alt"

_LONGEST_LINE: Final = 240
"""Characters of a line of a diff: pictures in notebooks are lines of a megabyte."""

_FLAGS: Final = frozenset(
    "model max_tokens effort detail method background budget confirm debug dry_run".split()  # noqa: SIM905
)
"""Options of a run that change how alternative text is written."""

_LONG: Final = (
    "Give two parts. `short`: what the picture is and its message. `long`: a description of "
    "its essential content, the data and their relations, for a reader who cannot see it; empty "
    "where `short` says it all. Plain text in both."
)

EXTENSIONS: Final = (".ipynb", ".md", ".markdown", ".qmd", ".Rmd", ".rmd")
"""Endings of the documents that can be read."""


@dataclass
class _File:
    """A document under way: its pictures without text, and the texts that came."""

    path: Path
    document: PictureDocument
    texts: dict[MissingAlt, AltText] = field(default_factory=dict)


@add_flags(option for option in list_run_options() if option.name in _FLAGS)
@click.command("alt")
@click.argument("paths", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--write", is_flag=True, help="Write the texts into the documents.")
@click.option("--check", is_flag=True, help="Ask nothing; exit with 1 where a picture has no text.")
@click.option(
    "--long", "is_long", is_flag=True, help="Add a long description, folded, under each picture."
)
@add_settings_flags
def alt_command(
    paths: tuple[str, ...],
    *,
    write: bool,
    check: bool,
    is_long: bool,
    provider: str | None,
    assignments: tuple[str, ...],
    **flags: Any,
) -> None:
    """Write alternative text for the pictures of notebooks, Markdown, Quarto and MyST files.

    It is shown as a diff; --write applies it. Pictures that have a text, or that are marked as
    decoration by an empty alt attribute of HTML, stay as they are.
    """
    values = typed_values(flags)
    with exit_codes(debug="debug" in values):
        files = [_File(path, load_document(path)) for path in map(Path, paths)]
        if check:
            sys.exit(NO_ANSWER if _list_missing(files) else 0)
        parts = {"schema": AltText} if is_long else {}
        line_options, options = split_line_options({"each": True, "task": _TASK, **parts, **values})
        with CommandClient(load_settings(provider, assignments)) as client:
            prompt = _LONG if is_long else ""
            problems = _ask_for_texts(client, files, prompt, options, dry_run=line_options.dry_run)
        for file in files:
            if file.texts:
                _apply_texts(file, write=write)
    sys.exit(INCOMPLETE if problems else 0)


def load_document(path: Path) -> PictureDocument:
    """Return the document of a file.

    Raises
    ------
    InputError
        It cannot be read, or is of no kind that can.
    """
    if path.suffix not in EXTENSIONS:
        msg = f"{path} is no document that can be read: it takes {', '.join(EXTENSIONS)}."
        raise InputError(msg)
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        msg = f"{path} cannot be read: {reason}."
        raise InputError(msg) from error
    if path.suffix == ".ipynb":
        return NotebookDocument(text, path)
    return MarkdownDocument(text, path)


def _list_missing(files: Iterable[_File]) -> int:
    """Write where alternative text is missing; return the number of places."""
    places = [
        f"{file.path}: {picture.place}: {to_visible_line(picture.name)} has no alternative text"
        for file in files
        for picture in file.document.missing
    ]
    for place in places:
        click.echo(place)
    return len(places)


def _ask_for_texts(
    client: CommandClient,
    files: Sequence[_File],
    prompt: str,
    options: RunOptions,
    *,
    dry_run: bool,
) -> int:
    """Ask for the texts of all pictures, many at once; return the number of those without one."""
    places: list[tuple[_File, MissingAlt]] = []
    attachments: list[Attachment] = []
    problems = 0
    for file in files:
        for picture in file.document.missing:
            name = f"{file.path.name}, {picture.place}"
            try:
                attachments += _find_picture(client, picture, name)
                places.append((file, picture))
            except InputError as error:
                problems += 1
                _warn(str(error))
    if not places:
        if not problems:
            _warn("Every picture has alternative text.")
        return problems
    if dry_run:
        click.echo(client.estimate_run(attachments, prompt, options))
        return problems
    answers = client.run_many(attachments, prompt, options)
    for (file, picture), outcome in zip(places, answers, strict=True):
        try:
            file.texts[picture] = _text_of(outcome)
        except ClaudeVisionError as error:
            problems += 1
            _warn(f"{outcome.name}: {error}")
    return problems


def _text_of(outcome: Outcome) -> AltText:
    """Return the text of an answer.

    Raises
    ------
    ClaudeVisionError
        There is no answer, or half of one, which must not stand for the picture.
    """
    answer = outcome.answer
    if answer is None:
        raise ClaudeVisionError(outcome.error or "there is no answer")
    if answer.notice:
        raise ClaudeVisionError(answer.notice)
    data = answer.data
    if data is not None:
        return AltText(short=data["short"], long=data["long"])
    return AltText(short=answer.alt, long="")


def _find_picture(client: CommandClient, picture: MissingAlt, name: str) -> list[Attachment]:
    """Return a picture as the one attachment that it is.

    Raises
    ------
    InputError
        It is not there, or cannot be read.
    """
    if picture.source is None:
        msg = f"{name}: {picture.name}: {picture.problem}."
        raise InputError(msg)
    return client.find_named([(name, picture.source)])


def _apply_texts(file: _File, *, write: bool) -> None:
    """Write a document with its texts, or show what would change."""
    text = file.document.with_texts(file.texts)
    if write:
        with replaced_file(file.path) as new_file:
            new_file.write(text)
        count = len(file.texts)
        _warn(
            f"{file.path}: {count} {'picture has' if count == 1 else 'pictures have'} a text now."
        )
        return
    lines = difflib.unified_diff(
        file.document.text.splitlines(),
        text.splitlines(),
        str(file.path),
        str(file.path),
        lineterm="",
    )
    for line in lines:
        short = line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
        click.echo(to_visible_text(short))


def _warn(text: str) -> None:
    click.echo(f"claude-see: {to_visible_text(text)}", err=True)
