"""Checks of the tools in a request as the API makes them: definitions, calls and results.

The rules are those of the platform documentation's pages on tool use and on extended thinking with
tool use, checked 2026-11-25.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from .responses import invalid_request

_NAME: Final = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_THINKING: Final = frozenset({"thinking", "redacted_thinking"})


@dataclass(frozen=True, slots=True)
class AnsweredCall:
    """A call of a tool since the question, and the text of its result.

    Attributes
    ----------
    name : str
    input : dict
    result : str
    is_error : bool
    """

    name: str
    input: dict[str, Any]
    result: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class ToolTurn:
    """The tools of a request.

    Attributes
    ----------
    names : tuple of str
        Those that may be called now; none where `tool_choice` says so.
    calls : tuple of AnsweredCall
        The calls since the question.
    """

    names: tuple[str, ...] = ()
    calls: tuple[AnsweredCall, ...] = ()


NO_TOOLS: Final = ToolTurn()


def read_tool_turn(body: dict[str, Any], messages: list[dict[str, Any]]) -> ToolTurn:
    """Return the tools of a request that was checked."""
    choice = body.get("tool_choice") or {}
    names = (
        () if choice.get("type") == "none" else tuple(t["name"] for t in body.get("tools") or ())
    )
    inputs: dict[str, tuple[str, dict[str, Any]]] = {}
    calls: list[AnsweredCall] = []
    for message in messages:
        content = message.get("content")
        if message["role"] == "user" and has_question(content):
            calls = []
        for block in content if isinstance(content, list) else ():
            if block["type"] == "tool_use":
                inputs[block["id"]] = block["name"], block["input"]
            elif block["type"] == "tool_result":
                text = _join_texts(block.get("content"))
                is_error = bool(block.get("is_error"))
                calls.append(AnsweredCall(*inputs[block["tool_use_id"]], text, is_error))
    return ToolTurn(names, tuple(calls))


def has_question(content: object) -> bool:
    """Tell whether a user's message asks something, besides answering calls."""
    blocks = content if isinstance(content, list) else []
    return not blocks or any(block["type"] != "tool_result" for block in blocks)


def _join_texts(content: object) -> str:
    if isinstance(content, str):
        return content
    blocks = content if isinstance(content, list) else []
    return "\n".join(block["text"] for block in blocks if block["type"] == "text")


def check_tools(body: dict[str, Any], messages: list[dict[str, Any]]) -> None:
    """Refuse tools that are defined, chosen, called or answered as the API does not take them.

    Parameters
    ----------
    body : dict
        Of the request.
    messages : list of dict
        Its messages.

    Raises
    ------
    RefusedError
    """
    names = _check_definitions(body.get("tools"))
    _check_choice(body.get("tool_choice"), has_tools=bool(names))
    calls: list[str] = []
    for index, message in enumerate(messages):
        path = f"messages.{index}"
        content = message.get("content")
        blocks = [b for b in content if isinstance(b, dict)] if isinstance(content, list) else []
        if message["role"] == "assistant":
            calls = _check_assistant_blocks(blocks, path)
            if calls and not names:
                raise invalid_request(
                    "tools: must be defined, since messages contain tool_use blocks"
                )
            if calls and index == len(messages) - 1:
                raise invalid_request(f"{path}: tool_use ids without tool_result blocks")
        else:
            _check_results(blocks, calls, path)
            calls = []


def _check_definitions(tools: object) -> list[str]:
    if tools is None:
        return []
    if not isinstance(tools, list):
        raise invalid_request("tools: Input should be a valid list")
    names: list[str] = []
    for index, tool in enumerate(tools):
        path = f"tools.{index}"
        if not isinstance(tool, dict) or not _NAME.fullmatch(str(tool.get("name"))):
            raise invalid_request(f"{path}.name: String should match '{_NAME.pattern}'")
        schema = tool.get("input_schema")
        if not isinstance(schema, dict) or schema.get("type") != "object":
            raise invalid_request(f"{path}.input_schema.type: Input should be 'object'")
        if tool["name"] in names:
            raise invalid_request("tools: Tool names must be unique.")
        names.append(tool["name"])
    return names


def _check_choice(choice: object, *, has_tools: bool) -> None:
    if choice is None:
        return
    if not has_tools:
        raise invalid_request("tool_choice: may only be specified while providing tools")
    kind = choice.get("type") if isinstance(choice, dict) else None
    if kind in {"any", "tool"}:
        raise invalid_request(f"tool_choice.type: this model does not support '{kind}'")
    if kind not in {"auto", "none"}:
        raise invalid_request("tool_choice.type: Input should be 'auto' or 'none'")


def _check_assistant_blocks(blocks: list[dict[str, Any]], path: str) -> list[str]:
    """Return the ids of an assistant message's calls, in their order."""
    if blocks and blocks[-1].get("type") in _THINKING:
        raise invalid_request(f"{path}: the final block cannot be `thinking`")
    calls = [str(block.get("id")) for block in blocks if block.get("type") == "tool_use"]
    if len(set(calls)) < len(calls):
        raise invalid_request(f"{path}: tool_use ids must be unique")
    return calls


def _check_results(blocks: list[dict[str, Any]], calls: list[str], path: str) -> None:
    """Refuse a user message that does not begin with the results of all calls before it."""
    is_result = [block.get("type") == "tool_result" for block in blocks]
    if any(is_result[sum(is_result) :]):
        raise invalid_request(f"{path}: tool_result blocks must come first")
    results = blocks[: sum(is_result)]
    ids = [str(block.get("tool_use_id")) for block in results]
    if missing := [call for call in calls if call not in ids]:
        raise invalid_request(
            f"{path}: `tool_use` ids were found without `tool_result` blocks immediately after: "
            f"{', '.join(missing)}"
        )
    if len(set(ids)) < len(ids) or any(call not in calls for call in ids):
        raise invalid_request(f"{path}: unexpected `tool_use_id` in `tool_result` blocks")
    for place, block in enumerate(results):
        content = block.get("content")
        inner = content if isinstance(content, list) else []
        kinds = {part.get("type") for part in inner if isinstance(part, dict)}
        if block.get("is_error") and kinds - {"text"}:
            raise invalid_request(
                f"{path}.content.{place}: all content must be type `text` if `is_error` is true"
            )
