from __future__ import annotations

from typing import get_args

import pytest

from jupyter_claude_vision import models


@pytest.mark.parametrize(
    ("model", "tier"),
    [
        ("claude-opus-5-5", "high"),
        ("claude-opus-5", "high"),
        ("claude-opus-4-8", "high"),
        ("claude-opus-4-7", "high"),
        ("claude-fable-5-2", "high"),
        ("claude-opus-4-6", "standard"),
        ("claude-haiku-4-5-20251001", "standard"),
        ("claude-opus-4-20250514", "standard"),
        ("claude-3-7-sonnet-20250219", "standard"),
        ("us.anthropic.claude-opus-5-5-v1:0", "high"),
        ("claude-haiku-4-5@20251001", "standard"),
        ("somebodys-deployment", "standard"),
    ],
)
def test_the_tier_is_high_from_version_4_7_on(model, tier):
    assert models.tier(model).name == tier


def test_every_model_that_the_sdk_lists_has_a_version_or_is_a_preview():
    from anthropic.types import ModelParam

    listed = get_args(next(iter(get_args(ModelParam))))
    assert models.DEFAULT_MODEL in listed
    assert {m for m in listed if models.version(m) is None} <= {"claude-mythos-preview"}


@pytest.mark.parametrize(
    ("model", "known"),
    [
        ("claude-opus-5-5", "claude-opus-5-5"),
        ("us.anthropic.claude-opus-5-5-v1:0", "claude-opus-5-5"),
        ("claude-haiku-4-5@20251001", "claude-haiku-4-5"),
        ("my-gateway-model", "my-gateway-model"),
    ],
)
def test_the_price_lists_id_is_without_a_platforms_trimmings(model, known):
    assert models.canonical_id(model) == known
