"""Plan of a run, from a client's settings and the run's options, and the cost of a plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ..errors import PromptError
from ..inputs.attachment import Attachment
from .item_preparation import prepare_item
from .items import Plan, PreparedItem
from .run_budget import SAMPLE_SIZE, forecast_cost
from .sources import resolve_items

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..chat.client_state import ClientState
    from ..options import AskOptions, RunOptions
    from ..options.validators import ToolChoice

_STAND_IN: Final = Attachment("picture", "image")


def make_plan(
    client: ClientState,
    prompt: str,
    options: AskOptions,
    *,
    may_ask: bool = True,
    inline: bool = False,
) -> Plan:
    """Return the question about each item, by the present settings.

    Parameters
    ----------
    client : ClientState
    prompt : str
    options : AskOptions
    may_ask : bool
        Let the Models API be asked for a model whose id tells too little.
    inline : bool
        Upload nothing.

    Raises
    ------
    PromptError
        Many items cannot be asked about in this way.
    MethodError
        The platform has no such answers, or no such delivery method.
    """
    question = client.build_question(prompt, [_STAND_IN], options, may_ask=may_ask)
    form = question.form
    if form.claims:
        msg = "What many answers claim is not checked: ask about one figure at a time."
        raise PromptError(msg)
    instructions = form.instructions(()) if form else ""
    question = replace(
        question,
        attachments=(),
        instructions=instructions,
        tools=replace(question.tools, choice=_choose_tools(options)),
    )
    delivery = client.build_delivery(options, inline=inline)
    delivery.provider.require_structured_output(form)
    if question.method != "auto":
        delivery.provider.require_method(question.method, "the pictures")
    limits = replace(client.input_options(), channels=options.channels)
    return Plan(question, delivery, limits)


def _choose_tools(options: AskOptions) -> ToolChoice:
    """Return the tools of a run: none, unless zoom is asked for.

    Raises
    ------
    PromptError
        A run does not take them.
    """
    choice = options.tools or ("off",)
    if choice not in {("off",), ("zoom",)}:
        msg = "Many questions take tools='zoom' or 'off': ask about one with see(…) for others."
        raise PromptError(msg)
    if choice != ("off",) and options.boxes:
        msg = (
            "Regions of many answers lie on pictures as they were sent: leave out tools= or boxes=."
        )
        raise PromptError(msg)
    return choice


def check_run_tools(options: RunOptions) -> None:
    """Raise for tools in a batch or with an executor: their rounds are sent from this kernel.

    Raises
    ------
    PromptError
    """
    if options.ask.tools in {None, ("off",)}:
        return
    if options.how == "batch":
        msg = "A batch takes no tools, since nothing goes back to Claude in one: leave out tools=."
        raise PromptError(msg)
    if options.executor is not None:
        msg = "Tools run in this kernel: leave out executor= or tools=."
        raise PromptError(msg)


def estimate_many(
    client: ClientState,
    images: Any,
    prompt: str,
    options: RunOptions,
    *,
    variables: Mapping[str, object],
) -> str:
    """Return a sentence on the cost of a run, from its first items; nothing is sent.

    Parameters
    ----------
    client : ClientState
    images : object
        As of `see_many`.
    prompt : str
    options : RunOptions
    variables : mapping
        The user's variables, from which items without a name of their own are named.

    Raises
    ------
    ClaudeVisionError
        There is nothing to ask about, or it cannot be asked.
    """
    items, total = resolve_items(images, variables)
    plan = make_plan(client, prompt, options.ask, may_ask=False, inline=True)
    prepared_items = [prepare_item(item, plan) for item in islice(items, SAMPLE_SIZE)]
    if plan.platform == "offline":
        return f"{total:,} pictures · no charge"
    forecast = forecast_cost(
        [item.estimate for item in prepared_items if isinstance(item, PreparedItem)],
        total,
        mean_output=client.ledger.mean_output(plan.question.model),
    )
    return forecast.to_sentence(Decimal(0))
