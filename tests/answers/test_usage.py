from __future__ import annotations

from decimal import Decimal

import pytest

from jupyter_claude_vision.answers.usage import Usage, compute_cost


def test_the_price_is_the_models():
    assert (
        compute_cost(Usage(input=1_000_000, output=1_000_000), "claude-opus-5-5", "anthropic") == 24
    )


def test_tokens_read_from_the_prompt_cache_cost_a_tenth():
    plain = compute_cost(Usage(input=1_000_000), "claude-opus-5-5", "anthropic")
    cached = compute_cost(Usage(cache_read=1_000_000), "claude-opus-5-5", "anthropic")
    assert cached <= plain / 10


@pytest.mark.parametrize(
    ("model", "platform"),
    [("claude-unheard-of", "anthropic"), ("claude-opus-5-5", "offline"), ("my-deploy", "foundry")],
)
def test_an_unknown_price_is_none_rather_than_wrong(model, platform):
    assert compute_cost(Usage(input=100), model, platform) is None


def test_a_platforms_id_finds_its_own_price():
    usage = Usage(input=1_000_000)
    assert compute_cost(usage, "us.anthropic.claude-opus-5-5-v1:0", "bedrock") == Decimal("4.4")
    assert compute_cost(usage, "claude-haiku-4-5@20251001", "vertex") == 1


def test_usage_adds_up():
    assert Usage(1, 2, 3, 4) + Usage(10, 20, 30, 40) == Usage(11, 22, 33, 44)


def test_what_a_response_leaves_out_counts_as_none():
    assert Usage.from_api({"input_tokens": 5, "cache_read_input_tokens": None}) == Usage(input=5)


def test_what_is_kept_for_an_hour_costs_twice_the_price_of_reading_it():
    lives = {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 1_000_000}
    hour = Usage.from_api({"cache_creation_input_tokens": 1_000_000, "cache_creation": lives})
    minutes = Usage.from_api({"cache_creation_input_tokens": 1_000_000})
    model, platform = "claude-opus-5-5", "anthropic"
    assert compute_cost(hour, model, platform) == 8
    assert compute_cost(minutes, model, platform) == 5
    assert compute_cost(hour + minutes, model, platform) == 13
