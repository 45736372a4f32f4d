"""Files, usage and estimates as tables, in Markdown and in plain text."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

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


_ABOUT = 80


def table(header: tuple[str, ...], rows: list[tuple[str, ...]], footer: str = "") -> dict[str, str]:
    """Return a table as display data."""
    markdown, plain = render_markdown_table(header, rows), render_plain_table(header, rows)
    if footer:
        markdown, plain = f"{markdown}\n\n{escape_markdown(footer)}", f"{plain}\n{footer}"
    return {"text/markdown": markdown, "text/plain": plain}


def files_table(files: FileCache, cache: AnswerCache | None) -> dict[str, str]:
    """Return a kernel's uploads."""
    header = ("name", "size", "file_id", "expires", "times used")
    count = f"{len(files)} {'file' if len(files) == 1 else 'files'} uploaded"
    footer = count + cached(cache)
    return table(header, [_file(stored) for stored in files], footer)


def _file(stored: StoredFile) -> tuple[str, ...]:
    expires = stored.upload.expires
    return (
        stored.name,
        _kilobytes(stored.size),
        stored.id,
        f"{expires.astimezone():%Y-%m-%d %H:%M}" if expires else "never",
        str(stored.uses),
    )


def estimate_table(estimate: Estimate) -> dict[str, str]:
    """Return what a question would take, picture by picture, and in all."""
    header = ("name", "size as sent", "tokens", "bytes", "method")
    rows = [_image(image) for image in estimate.images]
    footer = f"Nothing was asked: {estimate}"
    return table(header, rows, footer) if rows else {"text/plain": footer}


def _image(image: SentImage) -> tuple[str, ...]:
    if image.document is not None:
        length = 0 if image.repeated else len(image.document.data)
        tokens = "?" if image.tokens is None else f"about {image.tokens:,}"
        return (image.name, image.document.extent, tokens, f"{length:,}", image.how)
    if image.prepared is None:
        return (image.name, "not known here", "?", "0", image.how)
    size = f"{image.prepared.width} × {image.prepared.height} px"
    length = 0 if image.repeated else len(image.prepared.data)
    return (image.name, size, f"{image.tokens:,}", f"{length:,}", image.how)


def tasks_table(settings: ClaudeVision) -> dict[str, str]:
    """Return the ready-made prompts."""
    rows: list[tuple[str, ...]] = [
        (
            task.name + (" (default)" if task.name == settings.task else ""),
            task.about or shorten(task.text, _ABOUT, placeholder="…"),
            ", ".join(task.details),
        )
        for task in settings.load_tasks().values()
    ]
    footer = "Add or override one: %config ClaudeVision.tasks = {'name': 'prompt'}."
    return table(("task", "", "detail"), rows, footer)


def usage_table(ledger: Ledger, files: FileCache, cache: AnswerCache | None) -> dict[str, str]:
    """Return what a kernel has asked so far."""
    of_tokens = ("tokens in", "from cache", "to cache", "tokens out", "thinking")
    header = ("model", "requests", *of_tokens, "USD")
    rows = [_entry(model, entry) for model, entry in ledger.entries.items()]
    uploads = (
        f"{files.uploads} {'upload' if files.uploads == 1 else 'uploads'}, "
        f"{_kilobytes(files.uploaded_bytes)}; named by id instead of sent again: "
        f"{_kilobytes(files.named_bytes)}"
    )
    return table(header, rows, uploads + cached(cache))


def cached(cache: AnswerCache | None) -> str:
    """Return what there is to say of the answers on disk; nothing where they are not kept."""
    if cache is None:
        return ""
    return f"; {len(cache)} answers in the cache, {_kilobytes(cache.size)}"


def _entry(model: str, entry: Entry) -> tuple[str, ...]:
    usage = entry.usage
    tokens = (usage.input, usage.cache_read, usage.cache_write, usage.output, usage.thinking)
    return (model, str(entry.requests), *(f"{n:,}" for n in tokens), _usd(entry.cost))


def _usd(cost: Decimal | None) -> str:
    return "not known" if cost is None else f"{cost:.4f}"


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.0f} kB"
