"""The tools that one question offers, and their execution."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from ..answers.tool_calls import ToolCall
from ..errors import ClaudeVisionError, OptionError
from ..interrupts import stoppable_work
from ..options.validators import TOOL_CHOICES
from .definitions import (
    DEFINITIONS,
    MOST_CHARACTERS,
    count_definition_tokens,
    count_text_tokens,
)
from .image_lookup import ToolRefusedError
from .offers import Offer, find_offers
from .query import TableSource, query_figure
from .user_functions import UserTool, call_function
from .zoom import zoom_into

if TYPE_CHECKING:
    from ..answers.sent_attachment import SentImage
    from ..charts.chart_tables import ChartTables
    from ..imaging.prepare import ImageLimits

AUTO, ALL, OFF = TOOL_CHOICES

TOOL_NAMES: Final = tuple(DEFINITIONS)
"""The tools that there are, in the order of the request."""


_OMISSION: Final = "Offers no query, since the question is about looks; --tools all offers it."


class StopSwitch(Protocol):
    """A switch by which another thread stops a tool's work."""

    def check(self) -> None:
        """Raise KeyboardInterrupt once it was switched."""


@dataclass(frozen=True)
class PictureRules:
    """Rules for the pictures that tools make.

    Attributes
    ----------
    limits : ImageLimits
        Of the model's view and of the request.
    background : tuple of int, or None
        RGB color to lay transparency on; None to choose.
    """

    limits: ImageLimits
    background: tuple[int, int, int] | None = None


@dataclass(frozen=True, eq=False)
class Toolbox:
    """The tools that one question offers; falsy where it offers none.

    Attributes
    ----------
    offers : tuple of Offer
        The tools of ours, each with its reason, in the order of the request.
    rules : PictureRules
    tables : TableSource
        Reads the data of live figures.
    functions : tuple of UserTool
        The user's own.
    omission : str
        For the user: the tool that is not offered though it could be, and why; else empty.
    """

    offers: tuple[Offer, ...]
    rules: PictureRules
    tables: TableSource = field(repr=False)
    functions: tuple[UserTool, ...] = ()
    omission: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tools, in the order of the request."""
        return (*(offer.name for offer in self.offers), *(f.name for f in self.functions))

    @property
    def definitions(self) -> tuple[dict[str, Any], ...]:
        """The API's ``tools``: the same bytes for the same tools."""
        definitions = [DEFINITIONS[offer.name] for offer in self.offers]
        return (*definitions, *(dict(function.definition) for function in self.functions))

    def __bool__(self) -> bool:
        return bool(self.names)

    def definition_tokens(self) -> int:
        """Return about how many input tokens the definitions cost in each request."""
        return count_definition_tokens(self.definitions)

    def most_result_tokens(self) -> int:
        """Return the most input tokens that the result of one call costs."""
        text = count_text_tokens("x" * MOST_CHARACTERS)
        picture = self.rules.limits.tier.tokens
        sizes = {"zoom": picture + 100, "query": text}
        return max(
            [size for name, size in sizes.items() if name in self.names]
            + [text + 4 * picture for _ in self.functions],
            default=0,
        )

    def run_call(
        self,
        block_id: str,
        name: str,
        input: object,  # noqa: A002 - the API's word
        *,
        images: Sequence[SentImage],
        next_number: Callable[[], int],
        cancellation: StopSwitch | None = None,
    ) -> ToolCall:
        """Return a call with its result; one that cannot be done has a text that says why.

        Parameters
        ----------
        block_id : str
            The API's identifier of the call.
        name : str
        input : object
            The arguments, as the model wrote them.
        images : sequence of SentImage
            All that have a number so far, pieces of earlier calls included.
        next_number : callable
            Returns the next free number of an image, and takes it.
        cancellation : Cancellation, optional
            Stops the work from another thread.

        Raises
        ------
        KeyboardInterrupt
            The work was stopped.
        """
        start = time.perf_counter()
        call = ToolCall(name, input if isinstance(input, Mapping) else {}, "", id=block_id)
        watch = nullcontext() if cancellation is None else stoppable_work(cancellation.check)
        try:
            with watch:
                call = self._run_tool(call, input, images, next_number)
        except (ToolRefusedError, ClaudeVisionError) as error:
            call = replace(call, result=str(error), is_error=True)
        tokens = count_text_tokens(call.result) + sum(i.tokens or 0 for i in call.images)
        return replace(call, seconds=time.perf_counter() - start, tokens=tokens)

    def _run_tool(
        self,
        call: ToolCall,
        arguments: object,
        images: Sequence[SentImage],
        next_number: Callable[[], int],
    ) -> ToolCall:
        """Return a call with its result.

        Raises
        ------
        ToolRefusedError, ClaudeVisionError
            It cannot be done.
        """
        if not isinstance(arguments, Mapping):
            raise ToolRefusedError(f"The input is an object, not {arguments!r:.80}.")
        if call.name not in self.names:
            names = ", ".join(self.names)
            raise ToolRefusedError(f"There is no tool {call.name}. There are: {names}.")
        limits, background = self.rules.limits, self.rules.background
        if call.name == "zoom":
            look = zoom_into(call.input, images, next_number, limits, background)
            return replace(
                call,
                result=look.text,
                images=(look.image,),
                source=look.source.number,
                box=look.box,
            )
        if call.name == "query":
            image, rows, text = query_figure(call.input, images, self.tables)
            return replace(call, result=text, source=image.number, rows=rows)
        tool = next(function for function in self.functions if function.name == call.name)
        text, pictures = call_function(tool, call.input, next_number, limits, background)
        return replace(call, result=text, images=pictures)


def choose_toolbox(
    choice: str | Sequence[str],
    images: Sequence[SentImage],
    rules: PictureRules,
    *,
    tables: Mapping[int, ChartTables | None] | None = None,
    functions: Sequence[UserTool] = (),
    earlier: Sequence[str] = (),
    asks_data: bool = True,
) -> Toolbox:
    """Return the tools that a question offers.

    Parameters
    ----------
    choice : {"auto", "all", "off"} or sequence of str
        Or the tools by their names, ``("zoom", "query")`` or ``"zoom,query"``.
    images : sequence of SentImage
        Those that the model can refer to: of the question and of earlier turns.
    rules : PictureRules
        For the pictures that tools make.
    tables : mapping of int to ChartTables or None, optional
        Chart tables that were read already, by the image's number; others are read when a query
        needs them.
    functions : sequence of UserTool
        The user's own, which are offered whatever the choice.
    earlier : sequence of str
        The tools that earlier turns of the conversation offered: `auto` offers them again, since
        other tools would make the provider read the whole conversation anew.
    asks_data : bool
        The question may need a figure's own data, without which `auto` offers no query.

    Raises
    ------
    OptionError
        A function has the name of a tool of ours, or of another function.
    """
    names = [*TOOL_NAMES, *(function.name for function in functions)]
    if twice := [function.name for function in functions if names.count(function.name) > 1]:
        msg = f"There are two tools with the name {twice[0]}: rename the function."
        raise OptionError(msg)
    offers = _choose_offers(choice, images, earlier)
    omission = ""
    if choice == AUTO and not asks_data:
        rest = tuple(offer for offer in offers if offer.name != "query" or "query" in earlier)
        omission = _OMISSION if len(rest) < len(offers) else ""
        offers = rest
    return Toolbox(offers, rules, TableSource(tables or {}), tuple(functions), omission)


def _choose_offers(
    choice: str | Sequence[str], images: Sequence[SentImage], earlier: Sequence[str]
) -> tuple[Offer, ...]:
    if choice == OFF:
        return ()
    gains = {offer.name: offer for offer in find_offers(images)}
    if choice == AUTO:
        gains |= {n: Offer(n, "offered before") for n in earlier if n not in gains}
        return tuple(gains[name] for name in TOOL_NAMES if name in gains)
    names = choice.split(",") if isinstance(choice, str) else choice
    selection = TOOL_NAMES if choice == ALL else [name.strip() for name in names]
    offers = [gains.get(name, Offer(name, "as asked")) for name in TOOL_NAMES]
    return tuple(offer for offer in offers if offer.name in selection)


def describe_tool_result(call: ToolCall) -> list[dict[str, Any]]:
    """Return the text of a ``tool_result``; the blocks of its images go behind it."""
    return [{"type": "text", "text": call.result or "No result."}]
