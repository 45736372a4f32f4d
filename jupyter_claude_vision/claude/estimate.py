"""What a question will cost, before it is asked."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .conversation import sent_images
from .usage import Usage, cost

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from .conversation import Question, Turn
    from .delivery import SentImage

_CHARACTERS_A_TOKEN: Final = 3
"""Rather too few than too many, so that the estimate is rather too high than too low."""


@dataclass(frozen=True)
class Estimate:
    """What a question will take.

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
        Whether `input_tokens` was counted by the API.
    """

    images: tuple[SentImage, ...]
    input_tokens: int
    max_tokens: int
    model: str
    platform: str
    exact: bool = False

    @property
    def input_cost(self) -> Decimal | None:
        """USD for what is read; None where the price is not known."""
        return cost(Usage(input=self.input_tokens), self.model, self.platform)

    @property
    def most(self) -> Decimal | None:
        """USD with the longest answer; None where the price is not known."""
        return cost(Usage(self.input_tokens, self.max_tokens), self.model, self.platform)

    def __str__(self) -> str:
        about = "" if self.exact else "about "
        tokens = f"{about}{self.input_tokens:,} tokens in, at most {self.max_tokens:,} out"
        if self.platform == "offline":
            return f"{tokens} · no charge"
        if self.input_cost is None or self.most is None:
            return f"{tokens} · price not known"
        return f"{tokens} · {about}USD {self.input_cost:.4f}, at most USD {self.most:.4f}"


def estimate(
    question: Question,
    images: tuple[SentImage, ...],
    history: Sequence[Turn],
    platform: str,
) -> Estimate:
    """Return what a question will take, its pictures by the API's rule, its text by its length."""
    seen = sum(image.tokens or 0 for image in (*sent_images(history), *images))
    texts = [question.system, *question.texts]
    texts += [text for turn in history for text in (*turn.texts, turn.answer.said)]
    if question.form:
        texts.append(json.dumps(question.form.schema))
    text = sum(map(len, texts))
    tokens = seen + math.ceil(text / _CHARACTERS_A_TOKEN)
    return Estimate(images, tokens, question.max_tokens, question.model, platform)
