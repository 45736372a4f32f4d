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
    assert models.find_tier(model).name == tier


def test_every_model_that_the_sdk_lists_has_a_version_or_is_a_preview():
    from anthropic.types import ModelParam

    listed = get_args(next(iter(get_args(ModelParam))))
    assert models.DEFAULT_MODEL in listed
    assert {m for m in listed if models.parse_version(m) is None} <= {"claude-mythos-preview"}


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
    assert models.to_canonical_id(model) == known


@pytest.mark.parametrize(
    ("model", "levels"),
    [
        ("claude-opus-5-5", "low medium high xhigh max"),
        ("us.anthropic.claude-haiku-5-5-v1:0", "low medium high xhigh max"),
        ("claude-opus-4-7", "low medium high xhigh max"),
        ("claude-sonnet-4-6", "low medium high max"),
        ("claude-opus-4-5-20251101", "low medium high"),
        ("claude-haiku-4-5-20251001", ""),
        ("claude-sonnet-4-5@20250929", ""),
        ("claude-3-7-sonnet-20250219", ""),
        ("somebodys-deployment", "low medium high xhigh max"),
    ],
)
def test_a_model_has_the_efforts_that_the_documentation_lists(model, levels):
    assert models.list_efforts(model) == tuple(levels.split())


@pytest.mark.parametrize(
    ("model", "by_itself", "adaptively"),
    [
        ("claude-opus-5-5", True, True),
        ("claude-sonnet-5", True, True),
        ("claude-opus-4-8", False, True),
        ("claude-opus-4-6", False, True),
        ("claude-opus-4-5", False, False),
        ("somebodys-deployment", False, True),
    ],
)
def test_models_think_by_themselves_from_5_on_and_adaptively_from_4_6_on(
    model, by_itself, adaptively
):
    assert models.thinks_by_itself(model) is by_itself
    assert models.thinks_adaptively(model) is adaptively


@pytest.mark.parametrize(
    ("model", "longest"),
    [
        ("claude-3-haiku-20240307", 4096),
        ("claude-3-5-haiku-20241022", 8192),
        ("claude-3-7-sonnet-20250219", None),
        ("claude-opus-5-5", None),
        ("somebodys-deployment", None),
    ],
)
def test_only_old_models_answer_shorter_than_is_asked_for_by_default(model, longest):
    assert models.find_longest_answer(model) == longest
