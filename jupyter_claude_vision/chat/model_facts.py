"""Facts about models from their ids or the Models API, and checks of options against them.

Most facts follow from the id (see `models`); the API is asked only about a model without a version
in its id, or for an answer that is longer than usual.
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
"""Longest wait for the Models API; a question does without its facts."""


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Facts about a model.

    Attributes
    ----------
    model : str
    max_tokens : int or None
        Longest answer; None where it is unknown, or no shorter than usual.
    efforts : tuple of str
        Efforts that it supports; empty where it supports none.
    thinks_adaptively : bool
        True where it supports adaptive thinking.
    """

    model: str
    max_tokens: int | None
    efforts: tuple[str, ...]
    thinks_adaptively: bool

    @classmethod
    def from_id(cls, model: str) -> ModelFacts:
        """Return the facts that follow from a model's id."""
        adaptive = models.thinks_adaptively(model)
        return cls(model, models.find_longest_answer(model), models.list_efforts(model), adaptive)

    @classmethod
    def from_api(cls, model: str, info: Any) -> ModelFacts:
        """Return the Models API's facts, and the id's where the API gives none.

        Parameters
        ----------
        model : str
        info : anthropic.types.ModelInfo
            Any field may be missing or strange: gateways have their own.
        """
        id_facts = cls.from_id(model)
        adaptive = _read_support(info, "capabilities", "thinking", "types", "adaptive")
        return cls(
            model,
            _read_count(info, "max_tokens") or id_facts.max_tokens,
            _read_efforts(info, id_facts.efforts),
            id_facts.thinks_adaptively if adaptive is None else adaptive,
        )

    def check_max_tokens(self, max_tokens: int) -> None:
        """Refuse a limit beyond the model's longest answer.

        Raises
        ------
        OptionError
        """
        if self.max_tokens is not None and max_tokens > self.max_tokens:
            msg = (
                f"max_tokens is at most {self.max_tokens:,} with {self.model}, not {max_tokens:,}."
            )
            raise OptionError(msg)

    def check_effort(self, effort: str) -> None:
        """Refuse an effort that the model does not support.

        Raises
        ------
        OptionError
        """
        if not self.efforts:
            msg = f"{self.model} has no effort to choose: leave it out, or set it to 'auto'."
            raise OptionError(msg)
        if effort not in self.efforts:
            able = ", ".join(self.efforts)
            msg = f"effort takes one of auto, {able} with {self.model}, not {effort!r}."
            raise OptionError(msg)

    def check_thinking(self) -> None:
        """Refuse a summary of thinking from a model that gives none.

        Raises
        ------
        OptionError
        """
        if not self.thinks_adaptively:
            msg = f"{self.model} gives no summary of what it thinks: ask without --thinking."
            raise OptionError(msg)


class ModelFactsCache:
    """A cache of facts about models; the API is asked about each once."""

    def __init__(self) -> None:
        self._facts: dict[tuple[str, str], ModelFacts] = {}
        self._lock = threading.Lock()

    def find_facts(
        self, model: str, provider: Provider, max_tokens: int, *, may_ask: bool = True
    ) -> ModelFacts:
        """Return the facts about a model.

        Parameters
        ----------
        model : str
        provider : Provider
        max_tokens : int
            Limit of the answer.
        may_ask : bool
            Let the Models API be asked, for two seconds at most. It never fails a question: where
            it does not answer, the id's facts are returned.
        """
        is_certain = models.parse_version(model) is not None and max_tokens <= models.MAX_TOKENS
        place = (provider.platform.name, model)
        if is_certain or not provider.platform.is_plain or provider.platform.name == "offline":
            return _facts_from_id(model)
        with self._lock:  # two questions at once ask once
            if place not in self._facts:
                if not may_ask:
                    return ModelFacts.from_id(model)
                self._facts[place] = _ask_api(model, provider)
            return self._facts[place]


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


def _read_count(info: Any, name: str) -> int | None:
    value = getattr(info, name, None)
    return value if type(value) is int and value > 0 else None


def _read_support(info: Any, *path: str) -> bool | None:
    """Return True for a supported capability; None where the API does not mention it."""
    for name in path:
        info = getattr(info, name, None)
    value = getattr(info, "supported", None)
    return value if isinstance(value, bool) else None


def _read_efforts(info: Any, id_efforts: tuple[str, ...]) -> tuple[str, ...]:
    has_efforts = _read_support(info, "capabilities", "effort")
    if not has_efforts:
        return id_efforts if has_efforts is None else ()
    path = ("capabilities", "effort")
    return tuple(level for level in models.EFFORTS if _read_support(info, *path, level))
