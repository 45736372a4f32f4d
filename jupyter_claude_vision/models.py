"""Facts about models by their ids: image limits, efforts, thinking, longest answers.

The numbers are the Claude API's documented limits (Vision and PDF support pages, checked
2026-11-23; Thinking, Effort and Models pages, checked 2026-11-25). Prices come from
``genai-prices``; a model it does not know has no price rather than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, TypeAlias, get_args

DEFAULT_MODEL: Final = "claude-opus-5-5"

MAX_TOKENS: Final = 16_000
"""Longest answer by default, thinking included: what the Thinking page's examples give it room."""

Effort: TypeAlias = Literal["low", "medium", "high", "xhigh", "max"]
EFFORTS: Final[tuple[Effort, ...]] = get_args(Effort)
"""How hard a model can be asked to try, least first."""

PATCH: Final = 28
"""Side of the square, in pixels, that one visual token stands for."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A model's image limits: what it sees of a picture without the server shrinking it.

    Attributes
    ----------
    name : str
    edge : int
        Longest side in pixels, after padding to multiples of `PATCH`.
    tokens : int
        Most visual tokens.
    """

    name: str
    edge: int
    tokens: int


STANDARD: Final = Tier("standard", edge=1568, tokens=1568)
HIGH: Final = Tier("high", edge=2576, tokens=4784)
TIERS: Final = {tier.name: tier for tier in (STANDARD, HIGH)}

# "claude-opus-4-8", "claude-opus-5", "claude-3-7-sonnet-20250219", and the same inside a
# platform's id such as "us.anthropic.claude-opus-5-5-v1:0" or "claude-opus-5-5@20261001".
_NEW_ID = re.compile(r"claude-[a-z]+-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_OLD_ID = re.compile(r"claude-(\d)(?:-(\d))?-[a-z]+")
_PLATFORM_ID = re.compile(r"claude-[a-z0-9-]+?(?=-v\d+(?::\d+)?$|@|$)")


@cache
def parse_version(model: str) -> tuple[int, int] | None:
    """Return the version in a model's id, such as ``(4, 8)``; None where there is none."""
    match = _OLD_ID.search(model) or _NEW_ID.search(model)
    return (int(match[1]), int(match[2] or 0)) if match else None


def find_tier(model: str) -> Tier:
    """Return a model's image tier: high from version 4.7 on, else standard.

    A model without a version in its id gets the standard tier, which every model sees whole.
    """
    return HIGH if (parse_version(model) or (0, 0)) >= (4, 7) else STANDARD


def to_canonical_id(model: str) -> str:
    """Return a model's id in the price list, without a platform's prefix and suffix."""
    match = _PLATFORM_ID.search(model)
    return match[0] if match else model


def list_efforts(model: str) -> tuple[str, ...]:
    """Return the efforts that a model supports; all of them where its id has no version."""
    number = parse_version(model)
    if number is None or number >= (4, 7):
        return EFFORTS
    if number == (4, 6):
        return ("low", "medium", "high", "max")
    return ("low", "medium", "high") if number == (4, 5) and "opus" in model else ()


def thinks_by_itself(model: str) -> bool:
    """Return True for a model that thinks before it answers by default: from 5 on."""
    return (parse_version(model) or (0, 0)) >= (5, 0)


def thinks_adaptively(model: str) -> bool:
    """Return True for a model with adaptive thinking: from 4.6 on, and an unknown one."""
    number = parse_version(model)
    return number is None or number >= (4, 6)


def find_longest_answer(model: str) -> int | None:
    """Return a model's longest answer in tokens; None where it is at least the default limit."""
    number = parse_version(model) or (4, 0)
    if number < (3, 5):
        return 4096
    return 8192 if number < (3, 7) else None
