"""Estimates of a question's tokens and cost before it is asked."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..answers.usage import Usage, compute_cost, find_context_window
from ..models import thinks_by_itself

if TYPE_CHECKING:
    from decimal import Decimal

    from ..answers.sent_attachment import SentImage
    from ..settings import CacheLife
    from .conversation import Draft

_CHARACTERS_A_TOKEN: Final = 3
"""Rather too few than too many, so that the estimate is rather too high than too low."""

_ANSWER_TOKENS: Final = 300
"""Assumed tokens of an answer before the first has come."""

_THINKING_TOKENS: Final = 1024
"""How much a model that thinks is taken to think before one has come: the least budget that the
API takes for thinking (``budget_tokens``, Messages API reference, checked 2026-11-25)."""


@dataclass(frozen=True)
class Estimate:
    """Estimate of a question's tokens and cost.

    Attributes
    ----------
    images : tuple of SentImage
        The new attachments, as they would be sent.
    input_tokens : int
        With the conversation so far.
    max_tokens : int
        The longest answer.
    model, platform : str
    exact : bool
        True where the API counted `input_tokens`.
    spare : int
        Most tokens beyond `input_tokens` that its PDFs can take.
    cache_life : {"off", "5m", "1h"}
        Time for which the provider caches the input, which costs more than reading it.
    seen_output : int or None
        Mean tokens of the answers so far, thinking included; None before the first.
    """

    images: tuple[SentImage, ...]
    input_tokens: int
    max_tokens: int
    model: str
    platform: str
    exact: bool = False
    spare: int = 0
    cache_life: CacheLife = "off"
    seen_output: int | None = None

    @property
    def output_tokens(self) -> int:
        """Likely tokens of the answer, thinking included: the mean so far, else a guess."""
        thinking = _THINKING_TOKENS if thinks_by_itself(self.model) else 0
        usual = _ANSWER_TOKENS + thinking if self.seen_output is None else self.seen_output
        return min(self.max_tokens, usual)

    @property
    def likely(self) -> Decimal | None:
        """USD with an answer of `output_tokens`; None where the price is not known."""
        return compute_cost(Usage(self.input_tokens, self.output_tokens), self.model, self.platform)

    @property
    def input_cost(self) -> Decimal | None:
        """USD for what is read; None where the price is not known."""
        return compute_cost(Usage(input=self.input_tokens), self.model, self.platform)

    @property
    def most(self) -> Decimal | None:
        """USD for all that it can take; None where the price is not known."""
        read = self.input_tokens + self.spare
        cached = read if self.cache_life != "off" else 0
        hour = read if self.cache_life == "1h" else 0
        usage = Usage(read - cached, self.max_tokens, cache_write=cached, cache_write_hour=hour)
        return compute_cost(usage, self.model, self.platform)

    def __str__(self) -> str:
        about = "" if self.exact else "about "
        tokens = f"{about}{self.input_tokens:,} tokens in, at most {self.max_tokens:,} out"
        if self.platform == "offline":
            return f"{tokens} · no charge"
        if self.input_cost is None or self.likely is None or self.most is None:
            return f"{tokens} · price not known"
        return (
            f"{tokens} · {about}USD {self.input_cost:.4f} to read, likely USD {self.likely:.4f} "
            f"with the answer, at most USD {self.most:.4f}"
        )


def estimate_question(draft: Draft, platform: str) -> Estimate:
    """Estimate a question: pictures by the API's rule, text by its length."""
    question, history = draft.question, draft.history
    texts = [question.system, *question.texts]
    for turn in history:
        texts += [*turn.texts, turn.answer.conversation_text]
    if question.form:
        texts.append(json.dumps(question.form.schema))
    images = draft.sent
    sizes = [image.tokens for image in images]
    tokens = sum(size or 0 for size in sizes) + math.ceil(
        sum(map(len, texts)) / _CHARACTERS_A_TOKEN
    )
    model, longest = question.model, question.max_tokens
    spare = sum(image.document.spare for image in images if image.document)
    if None in sizes and any(i.is_document and i.tokens is None for i in images):
        # A PDF of which nothing is known: all that can be read.
        window = find_context_window(model, platform)
        spare = max(window - tokens, 0) if window else spare
    life = question.prompt_cache if history else "off"
    return Estimate(draft.images, tokens, longest, model, platform, spare=spare, cache_life=life)
