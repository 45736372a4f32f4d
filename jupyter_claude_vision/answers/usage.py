"""Tokens, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from ..models import canonical_id

# Whose price list holds for a platform. A platform that is not here has prices of its own.
_PRICE_LISTS: Final = {
    "anthropic": "anthropic",
    "aws": "anthropic",
    "bedrock": "aws",
    "bedrock_invoke": "aws",
    "vertex": "google",
    "google_cloud": "google",
}


_API_FIELDS: Final = (
    ("", "input_tokens"),
    ("", "output_tokens"),
    ("", "cache_read_input_tokens"),
    ("", "cache_creation_input_tokens"),
    ("cache_creation", "ephemeral_1h_input_tokens"),
    ("output_tokens_details", "thinking_tokens"),
)
"""Where a response reports each of the counts of `Usage`, in their order."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one request, or several, took, in tokens.

    Attributes
    ----------
    input : int
        Read at the full price: neither from the prompt cache nor written to it.
    output : int
    cache_read, cache_write : int
        Read from and written to the prompt cache.
    cache_write_hour : int
        Of `cache_write`, what is kept for an hour, at twice the price of reading it.
    thinking : int
        How much of `output` was thought and not written.
    """

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cache_write_hour: int = 0
    thinking: int = 0

    @classmethod
    def from_api(cls, usage: Mapping[str, Any]) -> Usage:
        """Return the usage that a response reports; what is missing, or no count, counts as none.

        Gateways write it themselves.
        """
        counts = []
        for place, name in _API_FIELDS:
            group = usage.get(place) if place else usage
            count = group.get(name) if isinstance(group, Mapping) else None
            counts.append(count if isinstance(count, int) and count > 0 else 0)
        return cls(*counts)

    @property
    def total_input(self) -> int:
        """Everything that the model read, in tokens."""
        return self.input + self.cache_read + self.cache_write

    def __add__(self, other: Usage) -> Usage:
        return Usage(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


def cost(usage: Usage, model: str, platform: str) -> Decimal | None:
    """Return what a request costs in USD, or None where the price is not known.

    The prices are those of ``genai-prices``, which ships them per model and platform. A wrong
    price would be worse than none, so that an id it does not know has no price.
    """
    if platform not in _PRICE_LISTS:
        return None
    import genai_prices

    tokens = genai_prices.Usage(
        input_tokens=usage.total_input,
        output_tokens=usage.output,
        cache_read_tokens=usage.cache_read,
        cache_write_tokens=usage.cache_write,
        cache_write_1h_tokens=min(usage.cache_write_hour, usage.cache_write),
    )
    reference = model if platform.startswith("bedrock") else canonical_id(model)
    try:
        price = genai_prices.calc_price(tokens, reference, provider_id=_PRICE_LISTS[platform])
    except LookupError:
        return None
    return Decimal(price.total_price)


def context_window(model: str, platform: str) -> int | None:
    """Return how many tokens a model reads at most, or None where that is not known."""
    if platform not in _PRICE_LISTS:
        return None
    import genai_prices

    reference = model if platform.startswith("bedrock") else canonical_id(model)
    nothing = genai_prices.Usage(input_tokens=0, output_tokens=0)
    try:
        price = genai_prices.calc_price(nothing, reference, provider_id=_PRICE_LISTS[platform])
    except LookupError:
        return None
    return price.model.context_window


def saved(usage: Usage, model: str, platform: str) -> Decimal | None:
    """Return what the prompt cache saved, in USD; None where the price is not known."""
    uncached = replace(usage, input=usage.input + usage.cache_read, cache_read=0)
    without, with_cache = cost(uncached, model, platform), cost(usage, model, platform)
    return None if without is None or with_cache is None else without - with_cache
