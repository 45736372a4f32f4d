"""Tables of uploads, usage, estimates and tasks, in Markdown and in plain text."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Final

from ..text import escape_markdown
from ..text.text_tables import render_markdown_table, render_plain_table

if TYPE_CHECKING:
    from decimal import Decimal

    from ..answers.sent_attachment import SentImage
    from ..chat.estimate import Estimate
    from ..chat.spending import Entry, Ledger
    from ..chat.storage.answer_cache import AnswerCache
    from ..provider.file_cache import FileCache, StoredFile
    from ..settings import ClaudeVision


_MAX_ABOUT: Final = 80


def to_table_data(
    header: tuple[str, ...], rows: list[tuple[str, ...]], footer: str = ""
) -> dict[str, str]:
    """Return a table as display data."""
    markdown, plain = render_markdown_table(header, rows), render_plain_table(header, rows)
    if footer:
        markdown, plain = f"{markdown}\n\n{escape_markdown(footer)}", f"{plain}\n{footer}"
    return {"text/markdown": markdown, "text/plain": plain}


def files_table(files: FileCache, cache: AnswerCache | None) -> dict[str, str]:
    """Return the table of a kernel's uploads."""
    header = ("name", "size", "file_id", "expires", "times used")
    count = f"{len(files)} {'file' if len(files) == 1 else 'files'} uploaded"
    footer = count + _cache_note(cache)
    return to_table_data(header, [_file_row(file) for file in files], footer)


def _file_row(file: StoredFile) -> tuple[str, ...]:
    expires = file.upload.expires
    return (
        file.name,
        _format_kilobytes(file.size),
        file.id,
        f"{expires.astimezone():%Y-%m-%d %H:%M}" if expires else "never",
        str(file.uses),
    )


def estimate_table(estimate: Estimate) -> dict[str, str]:
    """Return the table of a question's pictures, with its expected cost."""
    header = ("name", "size as sent", "tokens", "bytes", "method")
    rows = [_image_row(image) for image in estimate.images]
    footer = f"Nothing was asked: {estimate}"
    return to_table_data(header, rows, footer) if rows else {"text/plain": footer}


def _image_row(image: SentImage) -> tuple[str, ...]:
    if image.document is not None:
        length = 0 if image.repeated else len(image.document.data)
        tokens = "?" if image.tokens is None else f"about {image.tokens:,}"
        return (image.name, image.document.extent, tokens, f"{length:,}", image.how)
    if image.prepared_image is None:
        return (image.name, "not known here", "?", "0", image.how)
    size = f"{image.prepared_image.width} × {image.prepared_image.height} px"
    length = 0 if image.repeated else len(image.prepared_image.data)
    return (image.name, size, f"{image.tokens:,}", f"{length:,}", image.how)


def tasks_table(settings: ClaudeVision) -> dict[str, str]:
    """Return the table of tasks."""
    rows: list[tuple[str, ...]] = [
        (
            task.name + (" (default)" if task.name == settings.task else ""),
            task.about or shorten(task.text, _MAX_ABOUT, placeholder="…"),
            ", ".join(task.details),
        )
        for task in settings.load_tasks().values()
    ]
    footer = "Add or override one: %config ClaudeVision.tasks = {'name': 'prompt'}."
    return to_table_data(("task", "", "detail"), rows, footer)


def usage_table(ledger: Ledger, files: FileCache, cache: AnswerCache | None) -> dict[str, str]:
    """Return the table of a kernel's requests so far, by model."""
    of_tokens = ("tokens in", "from cache", "to cache", "tokens out", "thinking")
    header = ("model", "requests", *of_tokens, "USD")
    rows = [_entry_row(model, entry) for model, entry in ledger.entries.items()]
    uploads = (
        f"{files.uploads} {'upload' if files.uploads == 1 else 'uploads'}, "
        f"{_format_kilobytes(files.uploaded_bytes)}; named by id instead of sent again: "
        f"{_format_kilobytes(files.named_bytes)}"
    )
    return to_table_data(header, rows, uploads + _cache_note(cache))


def _cache_note(cache: AnswerCache | None) -> str:
    """Return a note on the answers on disk; empty if they are not kept."""
    if cache is None:
        return ""
    return f"; {len(cache)} answers in the cache, {_format_kilobytes(cache.size)}"


def _entry_row(model: str, entry: Entry) -> tuple[str, ...]:
    usage = entry.usage
    tokens = (usage.input, usage.cache_read, usage.cache_write, usage.output, usage.thinking)
    return (model, str(entry.requests), *(f"{n:,}" for n in tokens), _format_usd(entry.cost))


def _format_usd(cost: Decimal | None) -> str:
    return "not known" if cost is None else f"{cost:.4f}"


def _format_kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
