"""Every setting, once.

Set one for the kernel with ``%config ClaudeVision.model = "claude-sonnet-5-5"``, for every
kernel with ``c.ClaudeVision.model = …`` in ``ipython_config.py``, and for one question with the
magic's option of the same name.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from traitlets import Bool, Dict, Enum, Float, Integer, TraitError, Unicode, validate
from traitlets.config import Configurable

from .errors import OptionError
from .models import DEFAULT_MODEL, EFFORTS, MAX_TOKENS, TIERS
from .options.ask_options import ASK_OPTIONS, METHODS
from .options.run_options import RUN_OPTIONS
from .options.validators import (
    suggest_name,
    validate_choice,
    validate_count,
    validate_number,
    validate_tools_setting,
)
from .platforms import PROVIDERS
from .tasks import Task, load_built_in_tasks, parse_task

if TYPE_CHECKING:
    from traitlets.config import Config

    from .options.validators import Validator

CacheLife: TypeAlias = Literal["off", "5m", "1h"]
"""How long the provider keeps a conversation; each reading renews it."""

_HOUR: Final = 3600
_OFF: Final = frozenset({"0", "false", "no", "off"})
"""Values of an environment variable that turn something off."""
_PROVIDER_VARIABLE: Final = "CLAUDE_VISION_PROVIDER"
_STREAM_VARIABLE: Final = "CLAUDE_VISION_STREAM"

VALIDATORS: Final[dict[str, Validator]] = {
    **{name: option.validate for name, option in {**ASK_OPTIONS, **RUN_OPTIONS}.items()},
    "tools": validate_tools_setting,
    "confirm": validate_number,
    "tool_rounds": validate_count,
    "max_pictures": validate_count,
    "expires": partial(validate_number, minimum=1.0, maximum=2160.0),
    "shown_kilobytes": partial(validate_number, minimum=20.0),
    "cache_megabytes": partial(validate_number, minimum=1.0),
    "outputs_megabytes": partial(validate_number, minimum=1.0),
}
"""Validators by setting: that of the option of its name, if there is one.

Two differ: `confirm` can be True or False for a run, and `tools` functions for a question.
"""


class CacheLifeTrait(Enum[Any]):
    """Trait of a prompt cache's life; True and False, which it once was, are accepted too."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the life that a value stands for."""
        if isinstance(value, bool):
            value = "5m" if value else "off"
        return super().validate(obj, value)


class ClaudeVision(Configurable):
    """Settings of ``%claude_see``."""

    model = Unicode(
        DEFAULT_MODEL,
        help="The model's id, as the Claude API or the provider spells it; any is accepted.",
    ).tag(config=True)
    provider = Enum(
        PROVIDERS,
        default_value="anthropic",
        help="Who answers. 'offline' is an embedded reader that is not Claude.",
    ).tag(config=True)
    method = Enum(
        METHODS,
        default_value="auto",
        help="How attachments travel; 'auto' chooses and the caption says why.",
    ).tag(config=True)
    max_tokens = Integer(
        MAX_TOKENS,
        help="Longest answer, in tokens, including Claude's thinking; a longer one is cut off, and "
        "says so. Never more than the model's own limit, where that is known.",
    ).tag(config=True)
    effort = Enum(
        ("auto", *EFFORTS),
        default_value="auto",
        help="How hard Claude tries, and so how much it thinks: 'low', 'medium', 'high', 'xhigh' "
        "or 'max'; 'auto' is the model's own.",
    ).tag(config=True)
    thinking = Bool(
        False, help="Show a summary of Claude's thinking before the answer, folded."
    ).tag(config=True)
    tools = Unicode(
        "auto",
        help="What Claude may call while it answers: 'auto' offers each tool where it has "
        "something to gain, 'all' both, 'off' none; or names, such as 'zoom,query'.",
    ).tag(config=True)
    tool_rounds = Integer(
        6,
        help="Most requests of one question: the last is answered without another call of a tool.",
    ).tag(config=True)
    max_pictures = Integer(12, help="Most pictures that tools may add to one question.").tag(
        config=True
    )
    task = Unicode(
        "explain", help="The ready-made prompt of a question without a prompt of its own."
    ).tag(config=True)
    tasks = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="Ready-made prompts of your own, by name, as text or in the form of the built-in "
        "files; they replace built-in ones of the same name.",
    ).tag(config=True)
    system = Unicode("", help="A system prompt sent with every question; empty for none.").tag(
        config=True
    )
    tier = Enum(
        ("auto", *TIERS),
        default_value="auto",
        help="The model's image limits; 'auto' derives them from the model's id.",
    ).tag(config=True)
    background = Unicode(
        "auto",
        help=(
            "What transparent pictures are laid on: 'auto' (the figure's own, else white, or dark "
            "where a drawing is light), 'white', 'dark', or a color such as '#1e1e1e'."
        ),
    ).tag(config=True)
    stream = Bool(
        help=(
            "Show the answer as it is written. False shows it once, at the end. The environment "
            "variable CLAUDE_VISION_STREAM=0 sets it for tests of notebooks."
        )
    ).tag(config=True)
    shown_kilobytes = Float(
        300.0,
        help="Most kilobytes of a question's pictures in the notebook (20 or more). They are shown "
        "as they were sent where they take less; else reduced, and the caption says so.",
    ).tag(config=True)
    under_figures = Bool(
        False,
        help="Put a line under each figure that a cell displays: Explain, Check, Open panel. "
        "Nothing is sent unless you click.",
    ).tag(config=True)
    expires = Float(
        24.0,
        help="Hours after which an upload deletes itself (1 to 2160), if the kernel has not "
        "deleted it.",
    ).tag(config=True)
    budget = Float(
        0.0,
        help="Most USD that this kernel may spend; a question that could exceed it, together "
        "with those still running, is not asked. 0 for no limit.",
    ).tag(config=True)
    confirm = Float(
        5.0,
        help="Cost in USD above which a run of many questions asks you before it sends anything.",
    ).tag(config=True)
    prompt_cache = CacheLifeTrait(
        get_args(CacheLife),
        default_value="5m",
        help="How long the provider caches a conversation, from its second turn on, so that "
        "reading it again costs a tenth of the price or less: '5m' (caching costs 1.25 times the "
        "price, once), '1h' (twice the price; for questions that are minutes apart) or 'off'.",
    ).tag(config=True)
    cache = Enum(
        ("off", "disk"),
        default_value="off",
        help="Keep answers on disk: the same question about the same content is not sent twice.",
    ).tag(config=True)
    cache_folder = Unicode(
        "",
        help="Folder of these answers; empty for the platform's cache folder. A folder beside a "
        "notebook lets others replay it without a key.",
    ).tag(config=True)
    cache_megabytes = Float(
        100.0, help="Most megabytes of answers on disk; beyond that the oldest are deleted."
    ).tag(config=True)
    outputs = Integer(
        20,
        min=0,
        help="How many cells' outputs are kept for @ and @7; 0 keeps none.",
    ).tag(config=True)
    outputs_megabytes = Float(
        50.0, help="Most megabytes of outputs that are kept; beyond that the oldest are released."
    ).tag(config=True)
    private_urls = Bool(
        False,
        help="Let this kernel download pictures from private, loopback and link-local addresses.",
    ).tag(config=True)
    debug = Bool(False, help="Show the whole traceback of an error.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # A notebook's test runner cannot put a %config line into somebody else's notebook.
        if provider := os.environ.get(_PROVIDER_VARIABLE):
            self.provider = validate_choice(_PROVIDER_VARIABLE, provider, PROVIDERS)

    def _stream_default(self) -> bool:
        return os.environ.get(_STREAM_VARIABLE, "1").strip().lower() not in _OFF

    def update_config(self, config: Config) -> None:
        """Set what ``%config`` gives.

        Raises
        ------
        TraitError
            A setting is misspelt; the message suggests the nearest name.
        """
        names = self.trait_names(config=True)
        for name in config.get(type(self).__name__, ()):
            if name not in names:
                suggestion = suggest_name(name, names) or f" There are {', '.join(sorted(names))}."
                msg = f"There is no setting {name!r}.{suggestion}"
                raise TraitError(msg)
        super().update_config(config)

    @validate(*VALIDATORS)
    def _validate_like_an_option(self, proposal: dict[str, Any]) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        try:
            valid = VALIDATORS[name](name, value)
            if name == "task":
                self.find_task(valid)
        except OptionError as error:
            raise TraitError(str(error)) from error
        return valid

    def load_tasks(self) -> dict[str, Task]:
        """Return all tasks by name; the user's own replace built-in ones of the same name."""
        own_tasks = {name: parse_task(name, str(text)) for name, text in self.tasks.items()}
        return dict(sorted({**load_built_in_tasks(), **own_tasks}.items()))

    def task_names(self) -> list[str]:
        """Return the names of all tasks, the user's own included."""
        return list(self.load_tasks())

    def find_task(self, name: str) -> Task:
        """Return the task of a name.

        Raises
        ------
        OptionError
            There is none; the message suggests the nearest name.
        """
        tasks = self.load_tasks()
        if name not in tasks:
            names = ", ".join(tasks)
            msg = f"There is no task {name!r}. There are: {names}.{suggest_name(name, tasks)}"
            raise OptionError(msg)
        return tasks[name]

    @property
    def expires_in_seconds(self) -> int:
        """The life of an upload, in seconds."""
        return round(self.expires * _HOUR)
