"""Values that go to a provider and come from it: a request, an upload, a thought, a tool use."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Block: TypeAlias = dict[str, Any]
"""A content block of the Messages API."""


@dataclass(frozen=True)
class Request:
    """One request to the Messages API.

    Attributes
    ----------
    model : str
    max_tokens : int
    messages : list of dict
    system : str
        Empty for none.
    names : dict of str to str
        Names of attachments by place, such as ``"messages.0.content.1"``.
    by_url, by_file : bool
        An image is named by its URL, or by a ``file_id``.
    output : dict or None
        The API's ``output_config``; None for text, and the model's own effort.
    thinking : dict or None
        The API's parameter of that name; None for the model's default.
    tools : tuple of dict
        Definitions of the tools that the model may call.
    tool_choice : dict or None
        The API's parameter of that name; None for the model's own choice.
    body : bytes
        The whole request as JSON, while it waits to be sent; `messages` is empty then.
    """

    model: str
    max_tokens: int
    messages: list[dict[str, Any]]
    system: str
    names: dict[str, str]
    by_url: bool = False
    by_file: bool = False
    output: dict[str, Any] | None = None
    thinking: dict[str, Any] | None = None
    tools: tuple[dict[str, Any], ...] = ()
    tool_choice: dict[str, Any] | None = None
    body: bytes = field(default=b"", repr=False)

    def pack_body(self) -> Request:
        """Return the request with its body alone, which takes half of the memory."""
        return replace(self, messages=[], body=self.to_json())

    def to_parameters(self) -> dict[str, Any]:
        """Return the keyword arguments of the SDK's ``messages.stream``."""
        parameters: dict[str, Any] = {
            "model": self.model,
            "max_tokens": self.max_tokens,
            "messages": self.messages,
        }
        if self.system:
            parameters["system"] = self.system
        if self.output is not None:
            parameters["output_config"] = self.output
        if self.thinking is not None:
            parameters["thinking"] = self.thinking
        if self.tools:
            parameters["tools"] = list(self.tools)
            if self.tool_choice is not None:
                parameters["tool_choice"] = self.tool_choice
        return parameters

    def to_json(self) -> bytes:
        """Return the request's body.

        Base64 text needs no escaping, and the search for characters that do takes a third of the
        time, so that the text is put in afterwards, in place of a marker.
        """
        from pydantic_core import to_json

        if self.body:
            return self.body
        marker = uuid4().hex
        texts: list[str] = []
        messages = [_extract_base64(message, marker, texts) for message in self.messages]
        body = to_json({**self.to_parameters(), "messages": messages})
        head, *tails = body.split(marker.encode())
        pieces = [head]
        for text, tail in zip(texts, tails, strict=True):
            pieces += text.encode("ascii"), tail
        return b"".join(pieces)


def _extract_base64(message: dict[str, Any], marker: str, texts: list[str]) -> dict[str, Any]:
    """Return a message, or a tool's result, with a marker for each base64 text.

    The texts are appended to `texts`.
    """
    if isinstance(message["content"], str):
        return message
    content = []
    for block in message["content"]:
        source = block.get("source", {})
        if block["type"] == "tool_result":
            content.append(_extract_base64(block, marker, texts))
        elif source.get("type") == "base64":
            texts.append(source["data"])
            content.append({**block, "source": {**source, "data": marker}})
        else:
            content.append(block)
    return {**message, "content": content}


def build_output_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``format`` of the API's ``output_config`` for a JSON schema.

    The SDK moves what the API does not take, such as limits on numbers, into the descriptions.
    """
    from anthropic import transform_schema

    api_schema = transform_schema(dict(schema))
    return {"type": "json_schema", "schema": {name: api_schema[name] for name in schema}}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file at the provider.

    Attributes
    ----------
    id : str
    name : str
    size : int
        In bytes.
    expires : datetime or None
    """

    id: str
    name: str
    size: int
    expires: datetime | None


@dataclass(frozen=True, slots=True)
class Thought:
    """The model is thinking.

    Attributes
    ----------
    text : str
        The next piece of its summary; empty where there is none, or not yet.
    """

    text: str = ""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call of a tool that the model asks for.

    Attributes
    ----------
    id : str
    name : str
    input : object
        A mapping of arguments, as the model wrote them; a gateway's may be something else.
    """

    id: str
    name: str
    input: Any
