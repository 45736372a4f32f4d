"""What goes to a provider, and the files that it keeps: values only."""

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
        Which attachment stands at a place such as ``"messages.0.content.1"``.
    by_url, by_file : bool
        Whether an image is named by its URL, or by a ``file_id``.
    output : dict or None
        The API's ``output_config``; None for text, and the model's own effort.
    thinking : dict or None
        The API's parameter of that name; None for the model's own way.
    body : bytes
        All of it as JSON, where it waits to be sent; `messages` is empty then.
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
    body: bytes = field(default=b"", repr=False)

    def packed(self) -> Request:
        """Return it as its body alone, which takes half of the memory."""
        return replace(self, messages=[], body=self.to_json())

    def parameters(self) -> dict[str, Any]:
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
        return parameters

    def to_json(self) -> bytes:
        """Return the request's body.

        Base64 text needs no escaping, and to look for what does takes as long as half of all the
        rest, so that it is put in where a mark was.
        """
        from pydantic_core import to_json

        if self.body:
            return self.body
        mark = uuid4().hex
        texts: list[str] = []
        messages = [_marked(message, mark, texts) for message in self.messages]
        first, *others = to_json({**self.parameters(), "messages": messages}).split(mark.encode())
        pieces = [first]
        for text, other in zip(texts, others, strict=True):
            pieces += text.encode("ascii"), other
        return b"".join(pieces)


def _marked(message: dict[str, Any], mark: str, texts: list[str]) -> dict[str, Any]:
    """Return a message with a mark for each base64 text, which is added to `page_texts`."""
    if isinstance(message["content"], str):
        return message
    content = []
    for block in message["content"]:
        source = block.get("source", {})
        if source.get("type") == "base64":
            texts.append(source["data"])
            content.append({**block, "source": {**source, "data": mark}})
        else:
            content.append(block)
    return {**message, "content": content}


def build_output_format(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``format`` of the API's ``output_config`` for a JSON schema.

    The SDK moves what the API does not take, such as limits on numbers, into the descriptions.
    """
    from anthropic import transform_schema

    transformed = transform_schema(dict(schema))
    return {"type": "json_schema", "schema": {name: transformed[name] for name in schema}}


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
        What the summary of it goes on with; empty where there is none, or not yet.
    """

    text: str = ""
