"""The state of a client, and what questions and runs of many are made with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ..inputs.attachment import InputOptions
from ..options import AskOptions
from ..provider.delivery import Delivery
from ..provider.file_cache import FileCache
from ..provider.provider_pool import ProviderPool
from ..settings import ClaudeVision
from .conversation import Conversation
from .model_facts import ModelFactsCache
from .question_builder import build_question
from .spending import Ledger, Reservation
from .storage.answer_cache import open_answer_cache

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..inputs.attachment import Attachment
    from ..provider.provider import Provider
    from .question import Question
    from .storage.answer_cache import AnswerCache


_CLOSE_SECONDS: Final = 3.0
"""How long an end waits for uploads to be deleted: a front end kills its kernel at 5."""


class ClientState:
    """Settings, providers, uploads, conversation and spending of one user.

    Parameters
    ----------
    settings : ClaudeVision, optional
        By default those of the environment.
    reading : InputOptions, optional
        How inputs are read; the setting ``private_urls`` has the last word.

    Attributes
    ----------
    settings : ClaudeVision
        Read anew for each question.
    files : FileCache
    ledger : Ledger
    conversation : Conversation
        The one that the next question goes on with.
    unfinished_checkpoint : Checkpoint or None
        Answers of a run of many that ended early.
    """

    def __init__(
        self, settings: ClaudeVision | None = None, reading: InputOptions | None = None
    ) -> None:
        self.settings = ClaudeVision() if settings is None else settings
        self.files = FileCache()
        self.ledger = Ledger()
        self.conversation = Conversation()
        self.unfinished_checkpoint: Any = None
        self._reading = reading or InputOptions()
        self._models = ModelFactsCache()
        self._providers = ProviderPool()

    def close(self) -> None:
        """Delete what was uploaded, and close the connections.

        What cannot be deleted now deletes itself when it expires, so nothing is raised.
        """
        self.files.delete_within(_CLOSE_SECONDS)
        self._reading.browser.close()
        self._providers.close()

    @property
    def provider(self) -> Provider:
        """The provider of the settings of now."""
        return self.provider_for(AskOptions())

    def provider_for(self, options: AskOptions) -> Provider:
        """Return the provider of a question with some options."""
        return self._providers.find_provider(
            self.settings.provider, options.model or self.settings.model
        )

    @property
    def answer_cache(self) -> AnswerCache | None:
        """The answers on disk, by the settings of now."""
        return None if self.settings.cache == "off" else open_answer_cache(self.settings)

    def input_options(self) -> InputOptions:
        """Return the limits on what is read, by the settings of now."""
        return replace(self._reading, allow_private_urls=self.settings.private_urls)

    def build_delivery(self, options: AskOptions, *, inline: bool = False) -> Delivery:
        """Return how attachments travel, by the settings of now.

        Parameters
        ----------
        options : AskOptions
        inline : bool
            Nothing is uploaded.
        """
        life = self.settings.expires_in_seconds
        return Delivery(self.provider_for(options), self.files, life, inline=inline)

    def open_reservation(self) -> Reservation:
        """Return what sets the budget aside for questions, while they are under way."""
        return Reservation(self.ledger, self.settings.budget)

    def build_question(
        self,
        prompt: str,
        attachments: Sequence[Attachment],
        options: AskOptions,
        *,
        key: str = "",
        goes_on: bool = False,
        may_ask: bool = False,
        provider: Provider | None = None,
    ) -> Question:
        """Return a question, by the settings of now.

        Parameters
        ----------
        prompt : str
        attachments : sequence of Attachment
        options : AskOptions
        key : str
            The cell's, as in `Question`.
        goes_on : bool
            A conversation comes before it, so that it needs no attachment.
        may_ask : bool
            Let the Models API be asked for a model whose id tells too little.
        provider : Provider, optional
            Who answers, where that is known already.
        """
        model = options.model or self.settings.model
        longest = options.max_tokens or self.settings.max_tokens
        provider = provider or self.provider_for(options)
        facts = self._models.find_facts(model, provider, longest, may_ask=may_ask)
        return build_question(
            self.settings, prompt, attachments, options, key=key, goes_on=goes_on, facts=facts
        )
