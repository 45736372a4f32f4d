"""Answers, failures and requests of a batch as plain data, for the checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ...answers.usage import Usage
from ...errors import ClaudeVisionError, fit_to_show

if TYPE_CHECKING:
    from ...answers.reply import Reply
    from ..items import Item, Ready

_ASKED: Final = ("key", "name", "path", "thumbnail", "notes", "sizes")
_OF_A_PICTURE: Final = {"key": str, "name": str}
_OF_AN_ANSWER: Final = {"text": str, "model": str, "provider": str, "usage": dict, "batched": bool}
_OF_A_BATCH: Final = {"batch": str, "nonce": str, "count": int, "asked": str}


def record_of(ready: Ready, reply: Reply, platform: str) -> dict[str, Any]:
    """Return an answer and what it is about."""
    return {**asked_of(ready), **answer_record(reply, platform)}


def asked_of(ready: Ready) -> dict[str, Any]:
    """Return what is asked about."""
    about = {"key": ready.key, **_about(ready.item)}
    sizes = {"sizes": ready.sizes} if ready.sizes else {}
    return {**about, "notes": ready.notes, "thumbnail": ready.thumbnail, **sizes}


def answer_record(reply: Reply, platform: str, *, batched: bool = False) -> dict[str, Any]:
    """Return an answer alone."""
    besides = {"thinking": reply.thinking, "explanation": reply.explanation}
    return {
        "text": reply.text,
        "model": reply.model,
        "provider": platform,
        "stop_reason": reply.stop_reason,
        "usage": asdict(reply.usage),
        "asked": datetime.now(UTC).isoformat(timespec="seconds"),
        "batched": batched,
        **{name: text for name, text in besides.items() if text},
    }


def batched_record(asked: Mapping[str, Any], reply: Reply, platform: str) -> dict[str, Any]:
    """Return an answer of a batch and what it is about, as `asked_of` wrote that down."""
    about = {name: asked[name] for name in _ASKED if name in asked}
    return {**answer_record(reply, platform, batched=True), **about}


def is_answered(record: Mapping[str, Any]) -> bool:
    """Tell an answer from a reply without a word: one that thinking took all of, say.

    A refusal is an answer, since it would be refused again.
    """
    has_text = bool(str(record.get("text", "")).strip())
    return "text" in record and (has_text or record["stop_reason"] == "refusal")


def failure_of(item: Item, error: BaseException, key: str = "") -> dict[str, Any]:
    """Return a failure."""
    said = str(error) if isinstance(error, ClaudeVisionError) else repr(error)
    text = fit_to_show(f"{type(error).__name__}: {said}")
    return {"key": key, **_about(item), "error": text}


def _about(item: Item) -> dict[str, Any]:
    return {"name": item.name, "path": item.path}


def is_whole(data: Any) -> bool:
    """Tell a record that one of these functions has made from what a damaged disk made of it."""
    if not isinstance(data, Mapping):
        return False
    if "batch" in data:
        return _has(data, _OF_A_BATCH) and _is_a_time(data["asked"])
    if not _has(data, _OF_A_PICTURE):
        return False
    if "text" in data:
        return _has(data, _OF_AN_ANSWER) and "stop_reason" in data and _is_usage(data["usage"])
    return isinstance(data.get("error", data.get("request")), str)


def _has(data: Mapping[str, Any], kinds: Mapping[str, type]) -> bool:
    return all(isinstance(data.get(name), kind) for name, kind in kinds.items())


def _is_usage(data: Mapping[str, Any]) -> bool:
    try:
        Usage(**data)
    except TypeError:
        return False
    return all(isinstance(number, int) for number in data.values())


def _is_a_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
