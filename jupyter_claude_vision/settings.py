"""Every setting, once.

Set one for the kernel with ``%config ClaudeVision.model = "claude-sonnet-5-5"``, for every
kernel with ``c.ClaudeVision.model = …`` in ``ipython_config.py``, and for one question with the
magic's option of the same name.
"""

from __future__ import annotations

import difflib
import math
import numbers
import os
import re
from typing import TYPE_CHECKING, Any, Final

from traitlets import Bool, Dict, Enum, Float, Integer, TraitError, Unicode, validate
from traitlets.config import Configurable

from .errors import OptionError, PromptError
from .models import DEFAULT_MODEL, EFFORTS, MAX_TOKENS, TIERS
from .tasks import Task, built_in, read

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traitlets import TraitType
    from traitlets.config import Config

METHODS: Final = ("auto", "base64", "url", "files")
CACHE_LIVES: Final = ("off", "5m", "1h")
PROVIDERS: Final = (
    "anthropic",
    "aws",
    "bedrock",
    "google_cloud",
    "vertex",
    "foundry",
    "offline",
)
BACKGROUNDS: Final = {"white": (255, 255, 255), "dark": (17, 17, 17)}
"""Named backgrounds; "dark" is the page of JupyterLab's dark theme."""

_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_HOUR = 3600
_OFF: Final = frozenset({"0", "false", "no", "off"})
"""How a variable of the environment says no."""
_PROVIDER: Final = "CLAUDE_VISION_PROVIDER"


class CacheLife(Enum[Any]):
    """The choice of how long a conversation is kept, which was yes or no once."""

    def validate(self, obj: Any, value: Any) -> Any:
        """Return the choice that a value stands for."""
        if isinstance(value, bool):
            value = "5m" if value else "off"
        return super().validate(obj, value)


class ClaudeVision(Configurable):
    """Settings of ``%claude_see``."""

    model = Unicode(
        DEFAULT_MODEL,
        help="The model's id, as the Claude API or the provider spells it. Any is taken.",
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
        min=1,
        help="Longest answer, in tokens, with what Claude thinks before it; a longer one is cut, "
        "and says so. At most what the model can, where that is known.",
    ).tag(config=True)
    effort = Enum(
        ("auto", *EFFORTS),
        default_value="auto",
        help="How hard Claude tries, which is how much it thinks: 'low', 'medium', 'high', "
        "'xhigh' or 'max'; 'auto' is the model's own.",
    ).tag(config=True)
    thinking = Bool(
        False, help="Show a summary of what Claude thought before it answered, folded."
    ).tag(config=True)
    task = Unicode(
        "explain", help="The ready-made prompt used when a question has no words of its own."
    ).tag(config=True)
    tasks = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="Ready-made prompts of your own, by name, as text or as the built-in files are "
        "written; they override the built-in ones.",
    ).tag(config=True)
    system = Unicode("", help="A system prompt sent with every question; empty for none.").tag(
        config=True
    )
    tier = Enum(
        ("auto", *TIERS),
        default_value="auto",
        help="The model's image limits; 'auto' reads them off the model's id.",
    ).tag(config=True)
    background = Unicode(
        "auto",
        help=(
            "What transparent pictures are laid on: 'auto' (the figure's own, else white, or dark "
            "where a drawing is light), 'white', 'dark', or a colour such as '#1e1e1e'."
        ),
    ).tag(config=True)
    stream = Bool(
        help=(
            "Show the answer as it is written. False shows it once, at the end. The environment "
            "variable CLAUDE_VISION_STREAM=0 sets it for tests of notebooks."
        )
    ).tag(config=True)
    expires = Float(
        24.0,
        min=1.0,
        max=2160.0,
        help="Hours after which an upload deletes itself (1 to 2160), should the kernel not.",
    ).tag(config=True)
    budget = Float(
        0.0,
        min=0.0,
        help="Most USD that this kernel may spend; a question that could pass it, with those that "
        "are on their way, is not asked. 0 for no limit.",
    ).tag(config=True)
    confirm = Float(
        5.0,
        min=0.0,
        help="USD from which on a run of many questions asks you before it sends anything.",
    ).tag(config=True)
    prompt_cache = CacheLife(
        CACHE_LIVES,
        default_value="5m",
        help="How long the provider keeps a conversation, from its second turn on, so that what is "
        "read again costs a tenth of the price or less: '5m' (what is kept costs 1.25 times the "
        "price, once), '1h' (twice the price; for questions that are minutes apart) or 'off'.",
    ).tag(config=True)
    cache = Enum(
        ("off", "disk"),
        default_value="off",
        help="Keep answers on disk: the same question about the same content is not asked twice.",
    ).tag(config=True)
    cache_folder = Unicode(
        "",
        help="Where answers are kept; empty for the platform's own place. A folder beside a "
        "notebook lets others replay it without a key.",
    ).tag(config=True)
    cache_megabytes = Float(
        100.0, min=1.0, help="Most megabytes of answers; the oldest are deleted where it is more."
    ).tag(config=True)
    private_urls = Bool(
        False,
        help="Let this kernel download pictures from private, loopback and link-local addresses.",
    ).tag(config=True)
    debug = Bool(False, help="Show the whole traceback of an error.").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # A notebook's test runner cannot put a %config line into somebody else's notebook.
        if provider := os.environ.get(_PROVIDER):
            if provider not in PROVIDERS:
                raise OptionError(_expected(_PROVIDER, self.traits()["provider"], provider))
            self.provider = provider

    def _stream_default(self) -> bool:
        return os.environ.get("CLAUDE_VISION_STREAM", "1").strip().lower() not in _OFF

    def update_config(self, config: Config) -> None:
        """Take settings as ``%config`` gives them.

        Raises
        ------
        TraitError
            There is none of that name; the message has the nearest.
        """
        known = self.trait_names(config=True)
        for name in config.get(type(self).__name__, ()):
            if name not in known:
                near = nearest(name, known) or f" There are {', '.join(sorted(known))}."
                msg = f"There is no setting {name!r}.{near}"
                raise TraitError(msg)
        super().update_config(config)

    def checked(self, name: str, value: object) -> Any:
        """Return a value as the setting of a name takes it, for one question; nothing is set.

        Parameters
        ----------
        name : str
            Of a setting.
        value : object

        Raises
        ------
        OptionError
            The setting does not take it.
        """
        trait = self.traits()[name]
        if type(value) is not bool and isinstance(value, numbers.Integral):
            value = int(value)  # numpy's are no int
        if isinstance(value, bool) and not isinstance(trait, (Bool, CacheLife)):
            raise OptionError(_expected(name, trait, value))
        trial = ClaudeVision(tasks=self.tasks)
        try:
            setattr(trial, name, value)
        except TraitError as error:
            is_ours = isinstance(trait, Unicode) and isinstance(value, str)
            msg = str(error) if is_ours else _expected(name, trait, value)
            raise OptionError(msg) from error
        return getattr(trial, name)

    @validate("expires", "budget", "confirm", "cache_megabytes")
    def _is_finite(self, proposal: dict[str, Any]) -> float:
        value = float(proposal["value"])
        if not math.isfinite(value):
            msg = f"{proposal['trait'].name} is not a number: {value}."
            raise TraitError(msg)
        return value

    @validate("model")
    def _model_is_named(self, proposal: dict[str, Any]) -> str:
        if not (model := str(proposal["value"]).strip()):
            msg = f"model is empty: name one, such as {DEFAULT_MODEL!r}."
            raise TraitError(msg)
        return model

    @validate("background")
    def _background_is_a_color(self, proposal: dict[str, Any]) -> str:
        try:
            background_color(value := str(proposal["value"]))
        except PromptError as error:
            raise TraitError(str(error)) from error
        return value

    @validate("task")
    def _task_exists(self, proposal: dict[str, Any]) -> str:
        value = str(proposal["value"])
        try:
            self.known_task(value)
        except PromptError as error:
            raise TraitError(str(error)) from error
        return value

    def known_tasks(self) -> dict[str, Task]:
        """Return the ready-made prompts by name; the user's own come before the built-in ones."""
        own = {name: read(name, str(text)) for name, text in self.tasks.items()}
        return dict(sorted({**built_in(), **own}.items()))

    def task_names(self) -> list[str]:
        """Return the names of the ready-made prompts, the user's own included."""
        return list(self.known_tasks())

    def known_task(self, name: str) -> Task:
        """Return one ready-made prompt.

        Raises
        ------
        PromptError
            There is none of that name.
        """
        known = self.known_tasks()
        if name not in known:
            msg = f"There is no task {name!r}. There are: {', '.join(known)}.{nearest(name, known)}"
            raise PromptError(msg)
        return known[name]

    @property
    def expires_in_seconds(self) -> int:
        """The uploads' life, in seconds."""
        return round(self.expires * _HOUR)


def nearest(name: object, names: Iterable[str]) -> str:
    """Return ``" Did you mean fig?"`` with a leading space, or nothing where no name is like it."""
    near = difflib.get_close_matches(str(name), list(names), n=1)
    return f" Did you mean {near[0]}?" if near else ""


def _expected(name: str, trait: TraitType[Any, Any], value: object) -> str:
    """Return what a setting takes, and that a value is none of it."""
    near = ""
    if isinstance(trait, Enum):
        takes, near = f"one of {', '.join(trait.values or ())}", nearest(value, trait.values or ())
    elif isinstance(trait, Integer):
        takes = f"a whole number from {trait.min} on"
    elif isinstance(trait, Float):
        end = "on" if math.isinf(trait.max) else f"to {trait.max:g}"
        takes = f"a number from {trait.min:g} {end}"
    else:
        takes = "True or False" if isinstance(trait, Bool) else "text"
    return f"{name} takes {takes}, not {value!r}.{near}"


def background_color(setting: str) -> tuple[int, int, int] | None:
    """Return the RGB colour that a `background` setting stands for; None for ``"auto"``.

    Raises
    ------
    PromptError
        It stands for none.
    """
    if setting == "auto":
        return None
    if setting in BACKGROUNDS:
        return BACKGROUNDS[setting]
    if not _HEX_COLOR.fullmatch(setting):
        msg = f"background {setting!r} is not 'auto', 'white', 'dark' or a colour such as #1e1e1e."
        raise PromptError(msg)
    red, green, blue = bytes.fromhex(setting.removeprefix("#"))
    return red, green, blue
