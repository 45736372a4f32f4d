"""Records of a checkpoint: answers, failures, and requests of a batch, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from ...answers.usage import Usage
from ...chat.storage.round_data import call_to_data
from ...errors import ClaudeVisionError, make_displayable
from ...provider.message_batches import SubmittedBatch

if TYPE_CHECKING:
    from ...answers.reply import Reply
    from ..items import Item, PreparedItem

_REQUEST_FIELDS: Final = ("key", "name", "path", "thumbnail", "notes", "sizes")
_ITEM_TYPES: Final = {"key": str, "name": str}
_ANSWER_TYPES: Final = {"text": str, "model": str, "provider": str, "usage": dict, "batched": bool}
_BATCH_TYPES: Final = {"batch": str, "nonce": str, "count": int, "asked": str}
_BATCH_KEYS: Final = {
    "nonce": "nonce",
    "count": "count",
    "time": "asked",
    "previous_id": "after",
    "file_ids": "files",
    "id": "batch",
    "is_refused": "refused",
    "is_adopted": "adopted",
    "other_ids": "others",
    "is_missing": "missing",
    "is_collected": "collected",
}
"""Keys of a batch's record by the field of `SubmittedBatch`."""


def build_answer_record(prepared_item: PreparedItem, reply: Reply, platform: str) -> dict[str, Any]:
    """Return the record of an answer and of the item that it is about."""
    return {**build_request_record(prepared_item), **build_reply_record(reply, platform)}


def build_request_record(prepared_item: PreparedItem) -> dict[str, Any]:
    """Return the record of a request."""
    sizes = {"sizes": prepared_item.sizes} if prepared_item.sizes else {}
    return {
        "key": prepared_item.key,
        **_build_item_record(prepared_item.item),
        "notes": prepared_item.notes,
        "thumbnail": prepared_item.thumbnail,
        **sizes,
    }


def build_reply_record(reply: Reply, platform: str, *, batched: bool = False) -> dict[str, Any]:
    """Return the record of an answer alone."""
    texts = {"thinking": reply.thinking, "explanation": reply.explanation}
    return {
        "text": reply.text,
        "model": reply.model,
        "provider": platform,
        "stop_reason": reply.stop_reason,
        "usage": asdict(reply.usage),
        "asked": datetime.now(UTC).isoformat(timespec="seconds"),
        "batched": batched,
        **{name: text for name, text in texts.items() if text},
        **_build_calls_record(reply),
    }


def _build_calls_record(reply: Reply) -> dict[str, Any]:
    """Return the calls of tools, without their pictures, which a long run has no room for."""
    if reply.requests == 1:
        return {}
    calls = [{**call_to_data(call), "images": []} for call in reply.calls]
    return {"calls": calls, "requests": reply.requests}


def build_batch_answer_record(
    request_record: Mapping[str, Any], reply: Reply, platform: str
) -> dict[str, Any]:
    """Return the record of an answer in a batch and of the item that it is about.

    Parameters
    ----------
    request_record : mapping
        Made by `build_request_record`.
    reply : Reply
    platform : str
    """
    request = {name: request_record[name] for name in _REQUEST_FIELDS if name in request_record}
    return {**build_reply_record(reply, platform, batched=True), **request}


def build_failure_record(item: Item, error: BaseException, key: str = "") -> dict[str, Any]:
    """Return the record of a failure."""
    message = str(error) if isinstance(error, ClaudeVisionError) else repr(error)
    text = make_displayable(f"{type(error).__name__}: {message}")
    return {"key": key, **_build_item_record(item), "error": text}


def build_batch_record(batch: SubmittedBatch) -> dict[str, Any]:
    """Return the record of a batch."""
    return {_BATCH_KEYS[name]: value for name, value in asdict(batch).items()}


def parse_batch_record(record: Mapping[str, Any]) -> SubmittedBatch:
    """Return the batch of a record."""
    fields = {name: record[key] for name, key in _BATCH_KEYS.items() if key in record}
    for name in ("file_ids", "other_ids"):
        fields[name] = tuple(fields.get(name, ()))
    return SubmittedBatch(**fields)


def _build_item_record(item: Item) -> dict[str, Any]:
    return {"name": item.name, "path": item.path}


def is_answered(record: Mapping[str, Any]) -> bool:
    """Tell an answer from a reply without text, such as one that thinking took all tokens of.

    A refusal is an answer, since it would be refused again.
    """
    has_text = bool(str(record.get("text", "")).strip())
    return "text" in record and (has_text or record["stop_reason"] == "refusal")


def is_valid_record(data: Any) -> bool:
    """Tell a record of this module from data that a damaged disk made of it."""
    if not isinstance(data, Mapping):
        return False
    if "batch" in data:
        ids = [data.get("files", []), data.get("others", [])]
        has_lists = all(isinstance(value, list) for value in ids)
        return has_lists and _has_types(data, _BATCH_TYPES) and _is_iso_time(data["asked"])
    if not _has_types(data, _ITEM_TYPES):
        return False
    if "text" in data:
        is_reply = _has_types(data, _ANSWER_TYPES) and "stop_reason" in data
        is_reply = is_reply and isinstance(data.get("calls", []), list)
        return is_reply and _is_usage(data["usage"])
    return isinstance(data.get("error", data.get("request")), str)


def _has_types(data: Mapping[str, Any], types: Mapping[str, type]) -> bool:
    return all(isinstance(data.get(name), kind) for name, kind in types.items())


def _is_usage(data: Mapping[str, Any]) -> bool:
    try:
        Usage(**data)
    except TypeError:
        return False
    return all(isinstance(number, int) for number in data.values())


def _is_iso_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
