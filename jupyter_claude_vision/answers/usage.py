"""Token counts and their price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

from ..models import to_canonical_id

_PRICE_LISTS: Final = {
    "anthropic": "anthropic",
    "aws": "anthropic",
    "bedrock": "aws",
    "bedrock_invoke": "aws",
    "vertex": "google",
    "google_cloud": "google",
}
"""The price list of each platform; the others have prices of their own."""


_API_FIELDS: Final = (
    ("", "input_tokens"),
    ("", "output_tokens"),
    ("", "cache_read_input_tokens"),
    ("", "cache_creation_input_tokens"),
    ("cache_creation", "ephemeral_1h_input_tokens"),
    ("output_tokens_details", "thinking_tokens"),
)
"""The fields of a response for the counts of `Usage`, in their order: (group, name)."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens of one request or several.

    Attributes
    ----------
    input : int
        Read at the full price, neither from the prompt cache nor written to it.
    output : int
    cache_read, cache_write : int
        Read from and written to the prompt cache.
    cache_write_hour : int
        The part of `cache_write` that is kept for an hour, at twice the price.
    thinking : int
        The part of `output` that is thinking.
    """

    input: int = 0
    output: int = 0
    cache_read: int = 0
    cache_write: int = 0
    cache_write_hour: int = 0
    thinking: int = 0

    @classmethod
    def from_api(cls, usage: Mapping[str, Any]) -> Usage:
        """Return the usage that a response reports.

        Counts that are missing or invalid are 0, since gateways write them themselves.
        """
        counts = []
        for place, name in _API_FIELDS:
            group = usage.get(place) if place else usage
            count = group.get(name) if isinstance(group, Mapping) else None
            counts.append(count if isinstance(count, int) and count > 0 else 0)
        return cls(*counts)

    @property
    def total_input(self) -> int:
        """All tokens that the model read."""
        return self.input + self.cache_read + self.cache_write

    def __add__(self, usage: Usage) -> Usage:
        return Usage(*(getattr(self, f.name) + getattr(usage, f.name) for f in fields(self)))


def compute_cost(usage: Usage, model: str, platform: str) -> Decimal | None:
    """Return the cost of a request in USD; None where the price is not known.

    The prices are those of ``genai-prices``, by model and platform. A wrong price would be worse
    than none, so an id that it does not know has no price.
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
    reference = model if platform.startswith("bedrock") else to_canonical_id(model)
    try:
        price = genai_prices.calc_price(tokens, reference, provider_id=_PRICE_LISTS[platform])
    except LookupError:
        return None
    return Decimal(price.total_price)


def find_context_window(model: str, platform: str) -> int | None:
    """Return the most tokens that a model can read; None where that is not known."""
    if platform not in _PRICE_LISTS:
        return None
    import genai_prices

    reference = model if platform.startswith("bedrock") else to_canonical_id(model)
    no_usage = genai_prices.Usage(input_tokens=0, output_tokens=0)
    try:
        price = genai_prices.calc_price(no_usage, reference, provider_id=_PRICE_LISTS[platform])
    except LookupError:
        return None
    return price.model.context_window


def compute_savings(usage: Usage, model: str, platform: str) -> Decimal | None:
    """Return the savings by the prompt cache in USD; None where the price is not known."""
    uncached = replace(usage, input=usage.input + usage.cache_read, cache_read=0)
    full_cost = compute_cost(uncached, model, platform)
    actual_cost = compute_cost(usage, model, platform)
    return None if full_cost is None or actual_cost is None else full_cost - actual_cost
