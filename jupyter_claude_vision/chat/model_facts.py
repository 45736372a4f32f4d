"""What the Models API says of a model, and what can be asked of it by that.

Most of what matters is known without asking (see `models`); so the API is asked only about a model
whose id tells no version, or for an answer that is longer than usual.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from .. import models
from ..errors import OptionError, ProviderError

if TYPE_CHECKING:
    from ..provider.provider import Provider

_SECONDS: Final = 2.0
"""To wait for the Models API at most: a question goes without its word as well."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What is known of a model.

    Attributes
    ----------
    model : str
    max_tokens : int or None
        How long its answers can be; None where that is not known, or no less than usual.
    efforts : tuple of str
        What it can be asked for; empty where it has none.
    thinks_adaptively : bool
        Whether it can be asked for adaptive thinking.
    """

    model: str
    max_tokens: int | None
    efforts: tuple[str, ...]
    thinks_adaptively: bool

    @classmethod
    def from_id(cls, model: str) -> ModelFacts:
        """Return what a model's id tells."""
        adaptive = models.thinks_adaptively(model)
        return cls(model, models.find_longest_answer(model), models.list_efforts(model), adaptive)

    @classmethod
    def from_api(cls, model: str, info: Any) -> ModelFacts:
        """Return what the Models API says, and what the id tells where it says nothing.

        Parameters
        ----------
        model : str
        info : anthropic.types.ModelInfo
            Whatever stands in it: gateways have their own.
        """
        known = cls.from_id(model)
        adaptive = _supported(info, "capabilities", "thinking", "types", "adaptive")
        return cls(
            model,
            _count(info, "max_tokens") or known.max_tokens,
            _efforts(info, known.efforts),
            known.thinks_adaptively if adaptive is None else adaptive,
        )

    def check_max_tokens(self, wanted: int) -> None:
        """Raise where an answer cannot be as long as was asked for.

        Raises
        ------
        OptionError
        """
        if self.max_tokens is not None and wanted > self.max_tokens:
            msg = f"max_tokens is at most {self.max_tokens:,} with {self.model}, not {wanted:,}."
            raise OptionError(msg)

    def check_effort(self, wanted: str) -> None:
        """Raise where the model cannot be asked for an effort.

        Raises
        ------
        OptionError
        """
        if not self.efforts:
            msg = f"{self.model} has no effort to choose: leave it out, or set it to 'auto'."
            raise OptionError(msg)
        if wanted not in self.efforts:
            able = ", ".join(self.efforts)
            msg = f"effort takes one of auto, {able} with {self.model}, not {wanted!r}."
            raise OptionError(msg)

    def check_thinking(self) -> None:
        """Raise where the model does not tell what it thought.

        Raises
        ------
        OptionError
        """
        if not self.thinks_adaptively:
            msg = f"{self.model} gives no summary of what it thinks: ask without --thinking."
            raise OptionError(msg)


class KnownModels:
    """What is known of the models that a kernel has asked; each is asked after once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], ModelFacts] = {}
        self._lock = threading.Lock()

    def facts_of(
        self, model: str, provider: Provider, max_tokens: int, *, may_ask: bool = True
    ) -> ModelFacts:
        """Return what is known of a model.

        Parameters
        ----------
        model : str
        provider : Provider
        max_tokens : int
            How long an answer is to be.
        may_ask : bool
            Let the Models API be asked, for two seconds at most. It never fails a question: where
            it does not answer, what the id tells must do.
        """
        is_told = models.parse_version(model) is not None and max_tokens <= models.MAX_TOKENS
        place = (provider.platform.name, model)
        if is_told or not provider.platform.is_plain or provider.platform.name == "offline":
            return _facts_from_id(model)
        with self._lock:  # two questions at once ask once
            if place not in self._known:
                if not may_ask:
                    return ModelFacts.from_id(model)
                self._known[place] = _ask_api(model, provider)
            return self._known[place]


_facts_from_id = cache(ModelFacts.from_id)


def _ask_api(model: str, provider: Provider) -> ModelFacts:
    try:
        with provider.connections.translate_errors():
            client = provider.connections.current().client.with_options(
                timeout=_SECONDS, middleware=[]
            )
            return ModelFacts.from_api(model, client.models.retrieve(model))
    except ProviderError:
        return ModelFacts.from_id(model)  # what is wrong, if anything, the question will say


def _count(info: Any, name: str) -> int | None:
    value = getattr(info, name, None)
    return value if type(value) is int and value > 0 else None


def _supported(info: Any, *path: str) -> bool | None:
    """Return whether a capability is there; None where nothing is said of it."""
    for name in path:
        info = getattr(info, name, None)
    value = getattr(info, "supported", None)
    return value if isinstance(value, bool) else None


def _efforts(info: Any, known: tuple[str, ...]) -> tuple[str, ...]:
    supported = _supported(info, "capabilities", "effort")
    if not supported:
        return known if supported is None else ()
    path = ("capabilities", "effort")
    return tuple(level for level in models.EFFORTS if _supported(info, *path, level))
