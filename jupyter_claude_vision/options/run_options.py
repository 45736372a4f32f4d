"""Options of a run of many pictures.

Annotations here are evaluated: signatures and documentation are made from them.
"""

import os
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, TypeAlias, get_args

from ..errors import PromptError
from .ask_options import ASK_OPTIONS, AskOptions, SharedKeywords, build_ask_options
from .declaration import declare_option, declared_options, validate_values
from .validators import (
    check_option_names,
    validate_checkpoint,
    validate_choice,
    validate_confirm,
    validate_count,
    validate_executor,
    validate_number,
)

RunMode: TypeAlias = Literal["now", "batch"]
OnError: TypeAlias = Literal["keep", "raise"]

MOST_REQUESTS: Final = 64
"""Most requests of a run that are in flight at once."""


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """Valid options of a run of many pictures, and those of each of its questions (`ask`)."""

    ask: AskOptions = field(default_factory=AskOptions)
    checkpoint: str | os.PathLike[str] | None = declare_option(
        None,
        "Keep answers in this file, and go on from them.",
        "--checkpoint",
        metavar="FILE",
        needs="each",
        validate=validate_checkpoint,
    )
    how: RunMode = declare_option(
        "now",
        "batch asks at half the price, within 24 hours; it needs a checkpoint.",
        "--batch",
        constant="batch",
        needs="each",
        validate=partial(validate_choice, choices=get_args(RunMode)),
    )
    on_error: OnError = declare_option(
        "keep",
        "Keep the error of a picture that fails, or end the run.",
        values=get_args(OnError),
    )
    budget: float | None = declare_option(
        None,
        "End before more USD than this are spent.",
        "--budget",
        metavar="USD",
        convert=float,
        needs="each",
        validate=validate_number,
    )
    confirm: float | bool | None = declare_option(
        None,
        "USD from which on you are asked first; --yes, or False, never asks.",
        "--yes",
        constant=False,
        needs="each",
        validate=validate_confirm,
    )
    executor: Executor | None = declare_option(
        None,
        "Where pictures are prepared and asked about, such as Dask's executor.",
        validate=validate_executor,
    )
    at_once: int = declare_option(
        MOST_REQUESTS, "Most requests in flight.", validate=validate_count
    )
    progress: bool | None = declare_option(None, "Show a progress bar.")
    resubmit: bool = declare_option(
        False, "Of a batch, ask again about pictures that expired, failed or were canceled."
    )


class RunKeywords(SharedKeywords, total=False):
    """Keywords of `see_many`."""

    checkpoint: str | os.PathLike[str] | None
    how: RunMode
    on_error: OnError
    budget: float | None
    confirm: float | bool | None
    executor: Executor | None
    at_once: int
    progress: bool | None
    resubmit: bool


RUN_OPTIONS: Final = declared_options(RunOptions)
"""Options of a run by name, without those of its questions."""


def build_run_options(keywords: Mapping[str, object]) -> RunOptions:
    """Return valid options of a run from the keywords of `see_many`.

    Raises
    ------
    OptionError
        One of them is misspelt, or cannot have its value.
    PromptError
        A batch has no checkpoint.
    """
    check_option_names(keywords, RUN_OPTIONS.keys() | ASK_OPTIONS.keys(), "A run")
    ask = {name: value for name, value in keywords.items() if name in ASK_OPTIONS}
    run = {name: value for name, value in keywords.items() if name not in ASK_OPTIONS}
    options = RunOptions(ask=build_ask_options(ask), **validate_values(RUN_OPTIONS, run))
    if options.how == "batch" and options.checkpoint is None:
        msg = "how='batch' needs checkpoint='…': the batch's id is kept there."
        raise PromptError(msg)
    return options
