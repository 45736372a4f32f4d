"""A question as a value: what the way to an answer begins with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..answers.structured.response_format import Form
from ..models import MAX_TOKENS

if TYPE_CHECKING:
    from ..inputs.attachment import Attachment, Color
    from ..models import Tier
    from ..options.validators import ToolChoice
    from ..settings import CacheLife


@dataclass(frozen=True)
class ToolOffer:
    """Tools that a question may offer, and their limits.

    Attributes
    ----------
    choice : tuple of str and callable
        Valid tools (see `validate_tools`): words, names, functions of the user's.
    rounds : int
        Most requests, the last of which is answered without another call.
    pictures : int
        Most pictures that results may add.
    asks_data : bool
        The question may need a live figure's own data.
    """

    choice: ToolChoice = ("off",)
    rounds: int = 6
    pictures: int = 12
    asks_data: bool = True


@dataclass(frozen=True)
class Question:
    """A question, complete and immutable: prompt, attachments, options.

    Attributes
    ----------
    prompt : str
        Sent as it is.
    attachments : tuple of Attachment
    model : str
    tier : Tier
        The model's image limits.
    max_tokens : int
    effort : str
        How hard the model is to try; empty for its own.
    thinking : bool
        A summary of what it thought is wanted.
    tools : ToolOffer
    method : {"auto", "base64", "url", "files"}
    background : tuple of int, or None
        RGB to lay transparency on; None to choose.
    system : str
        Empty for none.
    key : str
        What asks: a cell, which asks again when it is run again. Empty where that is not known.
    prompt_cache : {"off", "5m", "1h"}
        How long the provider keeps the conversation, from its second turn on.
    refresh : bool
        Ask even where the answer is in the cache.
    form : Form
        What the answer is to hold besides its text.
    context : str
        What stands over the prompt: texts that cells have shown, the figures' own data.
    text_names : tuple of str
        The texts among them that cells have shown, as a caption names them.
    instructions : str
        What stands under the prompt: how to fill in the form.
    is_alternative_text : bool
        The answer is what a screen reader is to say of the picture.
    with_data : bool
        Live figures' own data are sent along, as text.
    with_lint : bool
        What a lint of live figures finds is sent along, as text.
    cite : bool
        The answer names the pages of the documents that its sentences are from.
    """

    prompt: str
    attachments: tuple[Attachment, ...]
    model: str
    tier: Tier
    max_tokens: int = MAX_TOKENS
    method: str = "auto"
    background: Color | None = None
    system: str = ""
    key: str = ""
    prompt_cache: CacheLife = "5m"
    refresh: bool = False
    form: Form = field(default_factory=Form)
    context: str = ""
    text_names: tuple[str, ...] = ()
    instructions: str = ""
    is_alternative_text: bool = False
    with_data: bool = False
    with_lint: bool = False
    cite: bool = False
    effort: str = ""
    thinking: bool = False
    tools: ToolOffer = field(default_factory=ToolOffer)

    @property
    def texts(self) -> tuple[str, str, str]:
        """The texts after the pictures, in their order."""
        return self.context, self.prompt, self.instructions

    @property
    def caches(self) -> bool:
        """True if the provider keeps the conversation."""
        return self.prompt_cache != "off"
