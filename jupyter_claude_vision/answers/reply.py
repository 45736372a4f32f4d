"""A model's reply as a value: its text, and the rest of the message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..text.surrogates import replace_surrogates
from .usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .citations import Citation
    from .tool_calls import ToolCall


@dataclass(frozen=True)
class Reply:
    """A reply, complete or broken off.

    Attributes
    ----------
    text : str
        As received, with its form where one was requested.
    model : str
    stop_reason : str or None
        The API's, or "stopped" or "failed" where it broke off.
    usage : Usage
    headers : mapping of str to str
        Of the response: the rate limits are there.
    thinking : str
        A summary of the thinking; empty for none.
    explanation : str
        The explanation of a refusal; empty where there is none.
    citations : tuple of Citation
    lost_citations : int
        Number of citations that pointed at no document and were left out.
    message : anthropic.types.Message or None
        The whole response, where the SDK parsed it; the last one of a turn with tools.
    calls : tuple of ToolCall
        The tools that were called before it.
    requests : int
        The requests of the turn, whose usage is summed.
    """

    text: str
    model: str
    stop_reason: str | None
    usage: Usage
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    thinking: str = ""
    explanation: str = ""
    citations: tuple[Citation, ...] = ()
    lost_citations: int = 0
    message: Any = field(default=None, repr=False)
    calls: tuple[ToolCall, ...] = ()
    requests: int = 1

    @classmethod
    def from_message(cls, message: Mapping[str, Any], headers: Mapping[str, str]) -> Reply:
        """Return the reply that a message of the API is."""
        texts = [block["text"] for block in message["content"] if block["type"] == "text"]
        return cls(
            text=replace_surrogates("".join(texts)),
            model=message["model"],
            stop_reason=message["stop_reason"],
            usage=Usage.from_api(message["usage"]),
            headers=headers,
            thinking=replace_surrogates(thinking_of(message["content"])),
            explanation=explanation_of(message.get("stop_details")),
            message=dict(message) if message["stop_reason"] == "tool_use" else None,
        )


def thinking_of(content: Iterable[Mapping[str, Any]]) -> str:
    """Return the summary of the thinking, from a message's blocks; empty for none."""
    texts = [block.get("thinking") for block in content if block.get("type") == "thinking"]
    return "\n\n".join(text for text in texts if isinstance(text, str) and text.strip())


def explanation_of(stop_details: object) -> str:
    """Return the explanation of a refusal, from a message's ``stop_details``; empty for none.

    Parameters
    ----------
    stop_details : anthropic.types.RefusalStopDetails or mapping or None
        Or anything else that a gateway puts there.
    """
    if isinstance(stop_details, dict):
        value = stop_details.get("explanation")
    else:
        value = getattr(stop_details, "explanation", None)
    return value if isinstance(value, str) else ""
