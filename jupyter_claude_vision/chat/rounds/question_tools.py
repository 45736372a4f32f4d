"""The tools that a question offers: the toolbox's, and functions of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ... import models
from ...imaging.prepare import ImageLimits
from ...provider.function_tools import UserFunction
from ...tools.query import TableSource
from ...tools.toolbox import PictureRules, Toolbox, choose_toolbox
from ...tools.user_functions import UserTool

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...answers.sent_attachment import SentImage
    from ...charts.chart_tables import ChartTables
    from ...platforms import Platform
    from ..question import Question

__all__ = ["MOST_CHARACTERS", "NO_TOOLS", "Toolbox", "choose_tools"]

MOST_CHARACTERS: Final = 24_000
"""Most characters of all results of one round, so that the most that it can cost is known."""

NO_TOOLS: Final = Toolbox((), PictureRules(ImageLimits(models.HIGH)), TableSource({}))


def choose_tools(
    question: Question,
    images: Sequence[SentImage],
    tables: Mapping[int, ChartTables | None],
    platform: Platform,
    *,
    earlier: Sequence[str],
) -> Toolbox:
    """Return the tools that a question offers.

    Parameters
    ----------
    question : Question
    images : sequence of SentImage
        All that have a number.
    tables : mapping of int to ChartTables or None
        The chart tables that were read already, by the image's number.
    platform : Platform
    earlier : sequence of str
        The names of the tools that earlier turns offered.

    Raises
    ------
    OptionError
        A function of the user's cannot be a tool.
    """
    words = tuple(tool for tool in question.tools.choice if isinstance(tool, str))
    functions = [UserFunction(tool) for tool in question.tools.choice if callable(tool)]
    is_one_round = question.tools.rounds < 2
    if is_one_round or not (functions or words != ("off",)):
        return NO_TOOLS
    if question.is_alternative_text and words == ("auto",):
        words = ("off",)  # a screen reader's text is short, whatever a closer look would show
    limits = ImageLimits(question.tier, base64_bytes=platform.base64_bytes)
    return choose_toolbox(
        words[0] if len(words) == 1 else words,
        images,
        PictureRules(limits, question.background),
        tables=tables,
        functions=[UserTool(f.definition, f.call_function) for f in functions],
        earlier=earlier,
        asks_data=question.tools.asks_data,
    )
