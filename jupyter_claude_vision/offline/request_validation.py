"""Checks of a request as the API makes them, and the pictures and documents in it.

The limits are those of the direct API (Vision page of the platform documentation, checked
2026-11-23).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from .. import models
from ..imaging import geometry
from ..imaging.prepared_pdf import MEDIA_TYPE
from .pdf import Document, check_documents, parse_document
from .pictures import ReceivedPicture, decode_base64, measure_image
from .responses import RefusedError, invalid_request
from .tool_rules import NO_TOOLS, ToolTurn, check_tools, has_question, read_tool_turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from .file_store import Record

MAX_BODY: Final = 32_000_000
MAX_BASE64: Final = 10_000_000
MAX_IMAGES: Final = 600
MAX_SIDE: Final = 8000
MANY_IMAGES, MAX_SIDE_OF_MANY = 20, 2000

_NO_KEYWORDS: Final = frozenset(
    {"minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems", "uniqueItems"}
)
"""Of JSON schema (Structured outputs page of the platform documentation, checked 2026-11-23)."""
_SAMPLING: Final = ("temperature", "top_p", "top_k")
_REPLY_BLOCKS: Final = frozenset({"thinking", "redacted_thinking", "tool_use"})
_THINKING: Final = ("adaptive", "between_tools", "disabled", "enabled")


@dataclass(frozen=True, slots=True)
class MessageRequest:
    """A valid request to the Messages API.

    Attributes
    ----------
    model : str
    pictures : tuple of Picture
        Of all turns, in order.
    new : int
        Number of them that came with the last turn's question.
    prompt : str
        The last turn's question.
    characters : int
        Of all text.
    documents : tuple of Document
        Of all turns, in order.
    schema : dict or None
        Schema of the structured output; None for plain text.
    tools : ToolTurn
        The tools that may be called now, and the calls since the question.
    pieces : int
        Number of pictures that came with the results of these calls.
    """

    model: str
    pictures: tuple[ReceivedPicture, ...]
    new: int
    prompt: str
    characters: int
    documents: tuple[Document, ...]
    schema: dict[str, Any] | None = None
    tools: ToolTurn = NO_TOOLS
    pieces: int = 0

    @property
    def asked_pictures(self) -> tuple[ReceivedPicture, ...]:
        """The pictures that came with the question; where none did, all whole ones before it."""
        end = len(self.pictures) - self.pieces
        whole = tuple(picture for picture in self.pictures[:end] if not picture.is_part)
        return self.pictures[end - self.new : end] or whole


def parse_request(
    body: dict[str, Any], find: Callable[[str], Record], *, counting: bool
) -> MessageRequest:
    """Check a request's body and return its content.

    Parameters
    ----------
    body : dict
        Of ``/v1/messages`` or, when `counting`, of ``/v1/messages/count_tokens``.
    find : callable
        Returns an uploaded file by its id.

    Raises
    ------
    RefusedError
        As the API would refuse it.
    """
    if not isinstance(body.get("model"), str):
        raise invalid_request("model: Field required")
    if not counting:
        _check_parameters(body)
    messages = _parse_messages(body)
    check_tools(body, messages)
    reading = _BlockReader(body["model"], find, _parse_schema(body))
    for index, message in enumerate(messages):
        reading.read_message(index, message)
    reading.check_images()
    return reading.build_request(read_tool_turn(body, messages))


def _check_parameters(body: dict[str, Any]) -> None:
    limit = body.get("max_tokens")
    if limit is None:
        raise invalid_request("max_tokens: Field required")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise invalid_request("max_tokens: Input should be greater than or equal to 1")
    for name in _SAMPLING:
        if body.get(name) not in (None, 1, 1.0):
            raise invalid_request(f"{name}: this model takes the default only")
    _check_thinking(body)


def _check_thinking(body: dict[str, Any]) -> None:
    """Refuse an effort or a kind of thinking that the model does not support."""
    effort = _require_object(body.get("output_config"), "output_config").get("effort")
    if effort is not None and effort not in models.list_efforts(body["model"]):
        raise invalid_request(f"output_config.effort: this model does not take {effort!r}")
    thinking = _require_object(body.get("thinking"), "thinking")
    if not thinking:
        return
    if thinking.get("type") not in _THINKING:
        raise invalid_request(f"thinking.type: Input should be one of {', '.join(_THINKING)}")
    if thinking["type"] == "adaptive" and not models.thinks_adaptively(body["model"]):
        raise invalid_request("thinking.type: adaptive thinking is not supported by this model")
    if thinking.get("display") not in (None, "summarized", "omitted"):
        raise invalid_request("thinking.display: Input should be 'summarized' or 'omitted'")


def _parse_schema(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the schema of the structured output; None where there is none."""
    output_format = _require_object(body.get("output_config"), "output_config").get("format")
    if output_format is None:
        return None
    output_format = _require_object(output_format, "output_config.format")
    if output_format.get("type") != "json_schema":
        raise invalid_request("output_config.format.type: Input should be 'json_schema'")
    schema = _require_object(output_format.get("schema"), "output_config.format.schema")
    _check_schema(schema, "output_config.format.schema")
    return schema


def _check_schema(schema: object, path: str) -> None:
    """Refuse schemas that the API does not support: free keys, limits on numbers and lengths."""
    if isinstance(schema, list):
        for place, part in enumerate(schema):
            _check_schema(part, f"{path}.{place}")
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
        raise invalid_request(
            f"{path}: For 'object' type, 'additionalProperties' must be explicitly false"
        )
    if keywords := sorted(_NO_KEYWORDS & schema.keys()):
        raise invalid_request(f"{path}: property '{keywords[0]}' is not supported")
    for key, part in schema.items():
        if key in {"properties", "$defs"}:
            for name, inner in _require_object(part, path).items():
                _check_schema(inner, f"{path}.{key}.{name}")
        elif key not in {"enum", "const", "default"}:
            _check_schema(part, f"{path}.{key}")


def _parse_messages(body: dict[str, Any]) -> list[dict[str, Any]]:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise invalid_request("messages: at least one message is required")
    for index, message in enumerate(messages):
        if not isinstance(message, dict):
            raise invalid_request(f"messages.{index}: Input should be an object")
        if message.get("role") not in ("user", "assistant"):
            raise invalid_request(f"messages.{index}.role: Input should be 'user' or 'assistant'")
    if messages[-1]["role"] != "user":
        raise invalid_request(
            "messages: this model takes no assistant prefill; end with a user message"
        )
    return messages


class _BlockReader:
    """A reader of a request's blocks that collects pictures, documents and text."""

    def __init__(
        self, model: str, find: Callable[[str], Record], schema: dict[str, Any] | None
    ) -> None:
        self._model = model
        self._parse_schema = schema
        self._find = find
        self._pictures: list[ReceivedPicture] = []
        self._strict: list[bool] = []
        self._new = self._pieces = 0
        self._texts: list[str] = []
        self._characters = 0
        self._documents: list[Document] = []

    def read_message(self, index: int, message: dict[str, Any]) -> None:
        """Read one message's content."""
        before = len(self._pictures)
        texts = self._read_content(message.get("content"), f"messages.{index}.content")
        if message["role"] == "user" and has_question(message.get("content")):
            self._texts = texts
            self._new, self._pieces = len(self._pictures) - before, 0
        else:  # a message of tools' results alone asks nothing new
            self._pieces += len(self._pictures) - before

    def _read_content(self, content: object, path: str) -> list[str]:
        """Read the blocks of a message or of a tool's result; return texts that are no labels."""
        blocks = [{"type": "text", "text": content}] if isinstance(content, str) else content
        if not isinstance(blocks, list) or not blocks:
            raise invalid_request(f"{path}: at least one block is required")
        texts: list[str] = []
        for place, block in enumerate(blocks):
            self._read_block(block, f"{path}.{place}", texts)
        return texts

    def _read_block(self, block: object, path: str, texts: list[str]) -> None:
        """Read one block; a text is appended to `texts`, a label before an image is taken off."""
        if not isinstance(block, dict):
            raise invalid_request(f"{path}: Input should be an object")
        kind = block.get("type")
        if kind == "text":
            texts.append(self._read_text(block, path))
        elif kind == "image":
            label = texts.pop() if texts and texts[-1].endswith(":") else ""
            self._read_image(block, path, label)
        elif kind == "document":
            self._read_document(block, path)
        elif kind == "tool_result":
            if block.get("content"):
                self._read_content(block["content"], f"{path}.content")
        elif kind in _REPLY_BLOCKS:
            self._characters += len(json.dumps(block))
        else:
            raise invalid_request(f"{path}.type: Input should be 'text', 'image' or 'document'")

    def _read_text(self, block: dict[str, Any], path: str) -> str:
        text = block.get("text")
        if not isinstance(text, str) or not text.strip():
            raise invalid_request(f"{path}: text content blocks must be non-empty")
        self._characters += len(text)
        return text

    def _read_image(self, block: dict[str, Any], path: str, label: str) -> None:
        data, declared_type = self._read_source(
            _require_object(block.get("source"), f"{path}.source"), path
        )
        media_type, width, height = measure_image(data, path)
        if declared_type != media_type:
            raise invalid_request(
                f"{path}.source.base64.media_type: the image appears to be {media_type}, "
                f"but {declared_type} was specified"
            )
        self._pictures.append(ReceivedPicture(data, media_type, width, height, path, label))
        handling = _require_object(block.get("transformations"), path).get("oversized_image")
        self._strict.append(handling == "error")

    def _read_document(self, block: dict[str, Any], path: str) -> None:
        source = _require_object(block.get("source"), f"{path}.source")
        data, declared_type = self._read_source(source, path)
        if declared_type != MEDIA_TYPE:
            raise invalid_request(f"{path}.source.media_type: Input should be '{MEDIA_TYPE}'")
        title = block.get("title") or ""
        if not isinstance(title, str):
            raise invalid_request(f"{path}.title: Input should be a valid string")
        cited = _require_object(block.get("citations"), f"{path}.citations").get("enabled") is True
        self._documents.append(parse_document(data, title, path, cited=cited))

    def _read_source(self, source: dict[str, Any], path: str) -> tuple[bytes, str]:
        kind = source.get("type")
        if kind == "file":
            record = self._find(str(source.get("file_id")))
            return record.data, record.media_type
        if kind == "url":
            raise invalid_request(f"{path}.source.url: the offline reader cannot fetch URLs")
        if kind != "base64":
            raise invalid_request(f"{path}.source.type: Input should be 'base64', 'url' or 'file'")
        declared_type = str(source.get("media_type"))
        max_length = MAX_BODY if declared_type == MEDIA_TYPE else MAX_BASE64
        return decode_base64(source.get("data"), path, max_length), declared_type

    def check_images(self) -> None:
        """Check limits that depend on the number of images and documents."""
        check_documents(self._documents, structured=self._parse_schema is not None)
        if len(self._pictures) > MAX_IMAGES:
            raise invalid_request(f"messages: at most {MAX_IMAGES} images")
        side = MAX_SIDE_OF_MANY if len(self._pictures) > MANY_IMAGES else MAX_SIDE
        paths = [p.path for p in self._pictures if max(p.width, p.height) > side]
        if paths:
            raise invalid_request(
                f"{paths[0]}: a side of the image exceeds {side} pixels",
                error_code="image_dimensions_too_large",
                max_side_length_pixels=side,
                paths=paths,
            )
        tier = models.find_tier(self._model)
        for picture, strict in zip(self._pictures, self._strict, strict=True):
            if strict and not geometry.fits_tier(picture.width, picture.height, tier):
                fitting = geometry.fitted_size(picture.width, picture.height, tier)
                raise invalid_request(
                    f"{picture.path}: {picture.width}x{picture.height} exceeds what the model "
                    f"sees; the largest that fits is {fitting[0]}x{fitting[1]}"
                )

    def _find_prompt(self) -> str:
        """Return the question: the last text before the instructions for structured output."""
        texts = self._texts[:-1] if self._parse_schema and len(self._texts) > 1 else self._texts
        return texts[-1] if texts else ""

    def build_request(self, tools: ToolTurn) -> MessageRequest:
        """Return the request that was read."""
        return MessageRequest(
            model=self._model,
            pictures=tuple(self._pictures),
            new=self._new,
            prompt=self._find_prompt(),
            characters=self._characters,
            documents=tuple(self._documents),
            schema=self._parse_schema,
            tools=tools,
            pieces=self._pieces,
        )


def _require_object(value: object, path: str) -> dict[str, Any]:
    """Return an optional object of the request; empty where it is missing."""
    if value is not None and not isinstance(value, dict):
        raise invalid_request(f"{path}: Input should be an object")
    return value or {}


def check_size(body: bytes) -> None:
    """Refuse a request whose body is over the API's limit."""
    if len(body) > MAX_BODY:
        raise RefusedError(413, "request_too_large", "Request exceeds the maximum size")
