"""Estimates of a question's tokens and cost before it is asked."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ..answers.usage import Usage, compute_cost, find_context_window
from ..errors import BudgetError, ProviderError, RequestTooLargeError
from ..models import thinks_by_itself
from ..provider import document_blocks as documents
from .limits import most_images_in
from .request_builder import build_request
from .rounds.question_tools import MOST_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from decimal import Decimal

    from ..answers.sent_attachment import SentImage
    from ..provider.delivery import Delivery
    from ..settings import CacheLife
    from .conversation import Draft, Turn

_CHARACTERS_A_TOKEN: Final = 3
"""Rather too few than too many, so that the estimate is rather too high than too low."""

_COUNT_SECONDS: Final = 60.0
"""Longest wait for the API to count a question's tokens."""

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
    conversation_tokens : int
        About as many of `input_tokens` are the turns before this one; 0 where it is the first.
    before : Usage
        Of the rounds before this one.
    tools : ToolEstimate or None
        The tools that are offered; None for none.
    omission : str
        The tool that is not offered though it could be, and why; else empty.
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
    conversation_tokens: int = 0
    before: Usage = field(default_factory=Usage)
    tools: ToolEstimate | None = None
    omission: str = ""

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
        return compute_cost(usage + self.before, self.model, self.platform)

    @property
    def most_with_tools(self) -> Decimal | None:
        """USD for all that it can take with every round; None where the price is not known."""
        tools, single_cost = self.tools, self.most
        if tools is None or single_cost is None:
            return single_cost
        first = self.input_tokens + self.spare
        results = tools.round_tokens + self.max_tokens
        later = sum(
            first + tools.picture_tokens + number * results for number in range(1, tools.rounds)
        )
        usage = Usage(later, self.max_tokens * (tools.rounds - 1))
        rest = compute_cost(usage, self.model, self.platform)
        return None if rest is None else single_cost + rest

    def describe_tools(self) -> str:
        """Return which tools are offered, why, and what they cost at most; empty for none."""
        if self.tools is None:
            return ""
        names = " and ".join(f"{name} ({reason})" for name, reason in self.tools.reasons.items())
        cost = self.most_with_tools
        price = "" if cost is None or self.platform == "offline" else f", at most USD {cost:.4f}"
        return (
            f"Offers {names}: about {self.tools.tokens:,} tokens a request to define, at most "
            f"{self.tools.rounds} requests{price}."
        )

    def __str__(self) -> str:
        about = "" if self.exact else "about "
        tokens = f"{about}{self.input_tokens:,} tokens in{self._describe_share()}"
        tokens += f", at most {self.max_tokens:,} out"
        sentences = " ".join(filter(None, [self.describe_tools(), self.omission]))
        tools = f". {sentences}" if sentences else ""
        if self.platform == "offline":
            return f"{tokens} · no charge{tools}"
        if self.input_cost is None or self.likely is None or self.most is None:
            return f"{tokens} · price not known{tools}"
        return (
            f"{tokens} · {about}USD {self.input_cost:.4f} to read, likely USD {self.likely:.4f} "
            f"with the answer, at most USD {self.most:.4f}{tools}"
        )

    def _describe_share(self) -> str:
        if not self.conversation_tokens:
            return ""
        return f" (about {self.conversation_tokens:,} of them the conversation so far)"


@dataclass(frozen=True, slots=True)
class ToolEstimate:
    """The tools that a question offers, and the most that its rounds can take.

    Attributes
    ----------
    reasons : mapping of str to str
        Why each is offered, by name.
    tokens : int
        What their definitions take in each request.
    rounds : int
        Requests in all.
    round_tokens : int
        Text of the results of one round.
    picture_tokens : int
        All pictures that results add.
    """

    reasons: Mapping[str, str]
    tokens: int
    rounds: int
    round_tokens: int
    picture_tokens: int


def estimate_next_round(
    estimate: Estimate, before: Usage, last: Usage, result_tokens: int
) -> Estimate:
    """Return the estimate of a round that follows results of tools.

    Parameters
    ----------
    estimate : Estimate
        Of the first request.
    before, last : Usage
        Of all requests so far, and of the last one.
    result_tokens : int
        Estimated tokens of the results.
    """
    read = (last.total_input or estimate.input_tokens) + last.output
    return replace(
        estimate,
        input_tokens=read + result_tokens,
        spare=0,
        exact=False,
        before=before,
        tools=None,
    )


def estimate_question(draft: Draft, platform: str) -> Estimate:
    """Estimate a question: pictures by the API's rule, text by its length."""
    question, history = draft.question, draft.history
    texts = [question.system, *question.texts]
    earlier_texts = [text for turn in history for text in _list_texts(turn)]
    if question.form:
        texts.append(json.dumps(question.form.schema))
    images = draft.request_images
    sizes = [image.tokens for image in images]
    new_tokens = sum(image.tokens or 0 for image in draft.images) + _count_text(texts)
    tokens = sum(size or 0 for size in sizes) + _count_text([*texts, *earlier_texts])
    share = max(tokens - new_tokens, 0) if history else 0
    model, longest = question.model, question.max_tokens
    spare = sum(image.document.spare for image in images if image.document)
    if None in sizes and any(i.is_document and i.tokens is None for i in images):
        # A PDF of which nothing is known: all that can be read.
        window = find_context_window(model, platform)
        spare = max(window - tokens, 0) if window else spare
    life = question.prompt_cache if history or draft.tools else "off"
    tools = _estimate_tools(draft)
    return Estimate(
        draft.images,
        tokens + (tools.tokens if tools else 0),
        longest,
        model,
        platform,
        spare=spare,
        cache_life=life,
        conversation_tokens=share,
        tools=tools,
        omission=draft.tools.omission,
    )


def _list_texts(turn: Turn) -> list[str]:
    texts = [*turn.texts, turn.answer.conversation_text]
    for tool_round in turn.rounds:
        texts += [json.dumps(tool_round.content), *(call.result for call in tool_round.calls)]
    return texts


def _count_text(texts: Iterable[str]) -> int:
    """Return about how many tokens texts take."""
    return math.ceil(sum(map(len, texts)) / _CHARACTERS_A_TOKEN)


def _estimate_tools(draft: Draft) -> ToolEstimate | None:
    if not draft.tools:
        return None
    offer = draft.question.tools
    reasons = {tool.name: tool.reason for tool in draft.tools.offers}
    return ToolEstimate(
        {name: reasons.get(name, "yours") for name in draft.tools.names},
        draft.tools.definition_tokens(),
        offer.rounds,
        MOST_CHARACTERS // _CHARACTERS_A_TOKEN,
        offer.pictures * draft.question.tier.tokens,
    )


def check_limits(draft: Draft, delivery: Delivery, approve: Callable[[Estimate], None]) -> Estimate:
    """Return the estimate of a question that is within its model's and its user's limits.

    An estimate alone refuses nothing that the API counts as less.

    Parameters
    ----------
    draft : Draft
    delivery : Delivery
    approve : callable
        Takes an estimate; raises where that is too much.

    Raises
    ------
    RequestTooLargeError
        It is more than its model takes.
    DocumentError
        Its PDFs have too many pages.
    BudgetError
    """
    estimate = estimate_question(draft, delivery.provider.platform.name)
    images = draft.request_images
    window = find_context_window(estimate.model, estimate.platform)
    maximum = most_images_in(window)
    pdfs = [image.document for image in images if image.document]
    if pdfs:
        documents.check_pages(pdfs, maximum, estimate.model)
    number = len(images)
    if number > maximum:
        number = sum(not image.is_document for image in images)
    if number > maximum:
        msg = (
            f"{number} images are more than the {maximum} that one request takes: start with --new."
        )
        raise RequestTooLargeError(msg)
    if window is not None and estimate.input_tokens > window:
        estimate = _with_count(estimate, draft, delivery)
        if estimate.exact and estimate.input_tokens > window:
            msg = (
                f"{estimate.input_tokens:,} tokens are more than the {window:,} that "
                f"{estimate.model} reads: {_offer_pages(images)}start with --new, or send less."
            )
            raise RequestTooLargeError(msg)
    try:
        approve(estimate)
    except BudgetError:
        if not estimate.spare:
            raise
        estimate = _with_count(estimate, draft, delivery)
        if not estimate.exact:
            raise
        approve(estimate)
    return estimate


def _with_count(estimate: Estimate, draft: Draft, delivery: Delivery) -> Estimate:
    """Return an estimate with the API's own count, where it counts."""
    tokens = count_tokens(draft, delivery)
    if tokens is None:
        return estimate
    return replace(estimate, input_tokens=tokens, spare=0, exact=True)


def count_tokens(draft: Draft, delivery: Delivery) -> int | None:
    """Return how many tokens the API counts, free of charge; nothing is uploaded for it.

    Returns
    -------
    int or None
        None where the platform does not count, or not this question: it has what is not in this
        kernel, it is too large to go inside a request, or the API does not answer in time.
    """
    provider = delivery.provider
    images = [image for turn in draft.history for image in turn.images]
    if not provider.platform.counts_tokens:
        return None
    if any(image.content is None for image in (*images, *draft.images)):
        return None
    try:
        envelope = build_request(draft, delivery.to_inline())
        return provider.count_tokens(envelope.request, seconds=_COUNT_SECONDS)
    except ProviderError:
        # What is wrong with it, if anything is, the question itself will say.
        return None


def count_exactly(draft: Draft, delivery: Delivery) -> int:
    """Return how many tokens the API counts.

    Raises
    ------
    ProviderError
        It does not count them.
    """
    return delivery.provider.count_tokens(build_request(draft, delivery).request)


def _offer_pages(images: Sequence[SentImage]) -> str:
    """Return how less of a long PDF can be sent, where one is among the images."""
    pdf = next((i.name for i in images if i.document and len(i.document.page_numbers) > 1), None)
    return f"choose pages of {pdf} with --pages, " if pdf else ""
