"""What stands in a message beside its answer: what was thought, and why nothing was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def thinking_of(content: Iterable[Mapping[str, Any]]) -> str:
    """Return the summary of what was thought, from a message's blocks; empty for none."""
    texts = [block.get("thinking") for block in content if block.get("type") == "thinking"]
    return "\n\n".join(text for text in texts if isinstance(text, str) and text.strip())


def explanation_of(stop_details: object) -> str:
    """Return why a model declined, from a message's ``stop_details``; empty where it is not said.

    Parameters
    ----------
    stop_details : anthropic.types.RefusalStopDetails or mapping or None
        Or whatever a gateway puts there.
    """
    if isinstance(stop_details, dict):
        value = stop_details.get("explanation")
    else:
        value = getattr(stop_details, "explanation", None)
    return value if isinstance(value, str) else ""
